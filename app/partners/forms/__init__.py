"""Forms of the register: what staff and members of a structure type."""

from app.partners.forms.filters import StructureFilters
from app.partners.forms.imports import ImportForm
from app.partners.forms.merge import MergeForm
from app.partners.forms.parts import (
    AccessForm,
    ContactForm,
    EndForm,
    PaperForm,
    SiteForm,
    SupplyForm,
)
from app.partners.forms.sheet import NewForm, SheetForm

__all__ = [
    "AccessForm",
    "ContactForm",
    "EndForm",
    "ImportForm",
    "MergeForm",
    "NewForm",
    "PaperForm",
    "SheetForm",
    "SiteForm",
    "StructureFilters",
    "SupplyForm",
]
