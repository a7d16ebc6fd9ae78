"""What an entry must hold, what may become of it, which entries fit: pure rules."""
