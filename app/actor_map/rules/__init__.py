"""Pure rules of the map: which communes have nothing near, which way lies a commune."""
