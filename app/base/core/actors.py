"""Who does a thing, as the trail remembers it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The hand behind a change: a signed-in person, the system, or somebody unnamed.

    `label` is a copy of the staff member's name or a role word; never a household's name.
    """

    id: UUID | None
    label: str


SYSTEM = Actor(id=None, label="système")
VISITOR = Actor(id=None, label="visiteur")
