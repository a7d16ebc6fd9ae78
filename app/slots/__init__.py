"""Capacity over time: what a van, a table or a room can take on a given day.

It owns weekly patterns and the days on which somebody took a place. It never knows what the
place is for: pickups, handovers and sessions stand on it.
"""
