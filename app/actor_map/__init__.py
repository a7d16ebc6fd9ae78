"""The map of actors: who takes part in reuse, and where nobody does.

A face: it joins structures, their sites, communes and drop-off points, and owns nothing.
"""
