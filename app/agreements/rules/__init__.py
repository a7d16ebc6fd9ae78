"""Decisions of the agreements: states, dates, texts, promises. Facts in, answer out."""
