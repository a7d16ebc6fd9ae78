"""How fast it is: half a million places, both databases, the real server; `make bench`.

Every ratio is measured inside one run, the compared things by turns; nothing is asserted.
"""
