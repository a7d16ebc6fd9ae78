"""Drop-off points (points d'apport): where people bring, repair, give or buy second-hand.

Owns the three layers of a place (imported row, staff correction, published point), the index
of the nearest places, exceptional days, temporary states and error reports. It never knows a
pickup; it never deletes a place: a closed one is inactive.
"""
