"""How much of a day something takes, in the four measures that a day has."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Load:
    """A need or a capacity: places, grams, millilitres, minutes of one person's work."""

    places: int = 1
    mass_g: int = 0
    volume_ml: int = 0
    crew_minutes: int = 0

    def __add__(self, other: "Load") -> "Load":
        """Return both together."""
        return Load(*(getattr(self, m) + getattr(other, m) for m in MEASURES))

    def __sub__(self, other: "Load") -> "Load":
        """Return what is left when `other` is taken out; measures may go below zero."""
        return Load(*(getattr(self, m) - getattr(other, m) for m in MEASURES))

    def lacks(self, need: "Load") -> tuple[str, ...]:
        """Return the measures in which this capacity cannot carry `need`."""
        return tuple(m for m in MEASURES if getattr(need, m) > getattr(self, m))

    def carries(self, need: "Load") -> bool:
        """Tell whether this capacity can carry `need` in every measure."""
        return not self.lacks(need)


MEASURES = tuple(field.name for field in fields(Load))
NOTHING = Load(places=0)
