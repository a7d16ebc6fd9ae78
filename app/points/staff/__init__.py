"""The back office of places: list, sheet, hours, photo, layers, reports, import."""
