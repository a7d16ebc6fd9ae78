"""What the map reads: structures with their site, communes with nothing near."""
