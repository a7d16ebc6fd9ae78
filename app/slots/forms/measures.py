"""What a rule about capacity calls a field, and what the forms call it."""

from typing import Final

FIELD_OF: Final = {"mass_g": "mass_kg", "volume_ml": "volume_m3", "crew_minutes": "work"}
