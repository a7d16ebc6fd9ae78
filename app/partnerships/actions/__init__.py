"""Every change to the partnerships, each in the trail."""
