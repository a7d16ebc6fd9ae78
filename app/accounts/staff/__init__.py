"""Back-office pages: who may enter, and the trail of every change."""
