"""The back office's pages of the feasibility."""
