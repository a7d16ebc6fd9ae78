"""From the words of a file to the facts of a sheet: one module for each way of speaking."""
