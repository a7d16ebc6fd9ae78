"""The back office's pages of the synergies."""
