"""Forms about needs, offers, matches and results."""

from app.synergies.forms.entries import EntriesForm, EntryForm, MoveForm, OwnEntryForm
from app.synergies.forms.relations import (
    AnswerForm,
    FiguresForm,
    ProposeForm,
    ReasonForm,
    RelationsForm,
    ResultForm,
)

__all__ = [
    "AnswerForm",
    "EntriesForm",
    "EntryForm",
    "FiguresForm",
    "MoveForm",
    "OwnEntryForm",
    "ProposeForm",
    "ReasonForm",
    "RelationsForm",
    "ResultForm",
]
