"""What a person means by "Où ?", which communes are served, which points lie where they say."""
