"""What every page shares: rendering, forms, guards, errors, security headers."""
