"""A review outside of the back office: behind its link, behind its poster, in the own space."""
