"""The public search: from what somebody has in hand to the fewest stops that take it.

It joins the dictionary, the communes, the drop-off points and the pickups, and owns nothing:
no table, no state. It never keeps what somebody searched for, nor where from.
"""
