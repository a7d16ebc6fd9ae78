"""Capacity over time: what a van, a table or a room can take on a given day.

It owns zones, weekly patterns, exceptional days, the days on which somebody took something,
the holds that take it, and those who wait for a place. It never knows what a hold is for:
pickups, handovers and sessions stand on it.
"""
