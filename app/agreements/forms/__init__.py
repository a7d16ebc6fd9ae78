"""The shape of what people type about agreements."""

from app.agreements.forms.moves import (
    DepositForm,
    ListForm,
    MoveForm,
    SignForm,
    StopForm,
    WordsForm,
)
from app.agreements.forms.promises import ArrangementForm, CommitmentForm, EntryForm
from app.agreements.forms.shape import read_id
from app.agreements.forms.sheets import AgreementForm, AmendmentForm, ArticlesForm

__all__ = [
    "AgreementForm",
    "AmendmentForm",
    "ArrangementForm",
    "ArticlesForm",
    "CommitmentForm",
    "DepositForm",
    "EntryForm",
    "ListForm",
    "MoveForm",
    "SignForm",
    "StopForm",
    "WordsForm",
    "read_id",
]
