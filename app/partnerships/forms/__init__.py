"""Forms of the partnerships: shape of input, and what it says."""
