"""Back-office pages of the calendar: weekly slots, exceptional days, zones."""
