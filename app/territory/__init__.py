"""Where things are: communes, the territory that is served, addresses, distances.

Owns the communes of France, the reading of the one field "Où ?", the geocoder and its cache.
It never knows a place where things are brought, nor who asks; it never writes an address down.
"""
