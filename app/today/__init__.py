"""The staff's day: what waits, where to begin; and the rail to every room.

It joins the rooms of the back office and owns nothing.
"""
