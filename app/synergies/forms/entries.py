"""Forms about needs and offers."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.base.web.fields import DayField, DecimalField, chosen
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import ListForm, choose
from app.synergies.models import Domain, EntryStatus, Material, Side, SynergyEntry, Unit
from app.synergies.rules.sheets import EntryFacts

SIDES = [SelectChoice(each.value, _(each.label)) for each in Side]
DOMAINS = [SelectChoice(each.value, _(each.label)) for each in Domain]
UNITS = [SelectChoice(each.value, _(each.label)) for each in Unit]
MATERIALS = [SelectChoice(each.value, _(each.label)) for each in Material]
STATUSES = [SelectChoice(each.value, _(each.label)) for each in EntryStatus]


class EntryForm(Form):
    """A need or an offer as staff write it; `version` is the row as the person saw it."""

    version = HiddenField()
    organisation = SelectField(_("Structure"), validate_choice=False)
    side = SelectField(_("Besoin ou offre"), choices=SIDES, validate_choice=False)
    domain = SelectField(_("Domaine"), choices=DOMAINS, validate_choice=False)
    material = SelectField(
        _("Matière"),
        choices=[SelectChoice("", _("Sans objet")), *MATERIALS],
        validate_choice=False,
        description=_("Pour un flux de matières seulement."),
    )
    title = LineField(_("Titre"), [DataRequired(_("Donnez un titre."))], limit=120)
    words = TextField(
        _("En quelques phrases"),
        limit=2000,
        description=_("Sans nom ni téléphone : dites ce que c’est, dans quel état, quand."),
    )
    quantity = DecimalField(_("Quantité"), unit="", scale=1000)
    unit = SelectField(
        _("Unité"), choices=[SelectChoice("", _("Sans quantité")), *UNITS], validate_choice=False
    )
    commune = LineField(
        _("Commune"), limit=120, description=_("Vide : le site principal de la structure.")
    )
    starts = DayField(_("À partir du"))
    until = DayField(_("Jusqu’au"), description=_("Le lendemain, la fiche expire d’elle-même."))
    recurring = BooleanField(_("Revient régulièrement"))

    def offer(self, structures: list[tuple[UUID, str]]) -> None:
        """Set which structures may need or offer."""
        named = [SelectChoice(str(key), name) for key, name in structures]
        self.organisation.choices = [SelectChoice("", gettext("Choisir…")), *named]

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse nobody, and a structure that is not offered."""
        chosen(field)

    def validate_side(self, field: SelectField) -> None:
        """Refuse a forged side."""
        chosen(field)

    def validate_domain(self, field: SelectField) -> None:
        """Refuse a forged field."""
        chosen(field)

    def validate_unit(self, field: SelectField) -> None:
        """Refuse a forged unit."""
        chosen(field)

    def validate_material(self, field: SelectField) -> None:
        """Refuse a forged material."""
        chosen(field)

    @property
    def owner(self) -> UUID | None:
        """Return the structure chosen; only of a valid form."""
        return UUID(self.organisation.data) if self.organisation.data else None

    def facts(self, insee: str, lat: float, lon: float) -> EntryFacts:
        """Return what was typed, at its place; only of a valid form."""
        return EntryFacts(
            organisation_id=self.owner,
            side=Side(self.side.data),
            domain=Domain(self.domain.data),
            title=self.title.data or "",
            insee=insee,
            lat=lat,
            lon=lon,
            words=self.words.data or "",
            quantity=self.quantity.scaled,
            unit=Unit(self.unit.data) if self.unit.data else None,
            starts=self.starts.day,
            until=self.until.day,
            recurring=bool(self.recurring.data),
            material=Material(self.material.data) if self.material.data else None,
        )

    def show(self, row: SynergyEntry, commune: str) -> None:
        """Show a kept entry."""
        self.version.data = str(row.version)
        if self.organisation is not None:
            self.organisation.data = str(row.organisation_id)
        self.side.data, self.domain.data = row.side.value, row.domain.value
        self.material.data = row.material.value if row.material else ""
        self.title.data, self.words.data, self.commune.data = row.title, row.words, commune
        self.quantity.show(row.quantity)
        self.unit.data = row.unit.value if row.unit else ""
        self.starts.show(row.starts)
        self.until.show(row.until)
        self.recurring.data = row.recurring


class OwnEntryForm(EntryForm):
    """A need or an offer as a member of its structure writes it."""

    organisation = None
    """WTForms takes the field away: nobody writes for another structure."""

    def place(self, owner: UUID) -> None:
        """Say whose it is: never from what was sent."""
        self._owner = owner

    @property
    def owner(self) -> UUID | None:
        """Return the structure of the space."""
        return self._owner


class MoveForm(Form):
    """One step of an entry's states; `version` is the row as the person saw it."""

    version = HiddenField()
    words = TextField(
        _("Ce qu’il faut corriger"),
        id="words-back",
        limit=500,
        description=_("La structure le lit dans son espace."),
    )


class EntriesForm(ListForm):
    """Which entries staff want to see."""

    texte = LineField(_("Mots"), limit=80)
    cote = choose(_("Besoin ou offre"), _("Tous"), SIDES)
    domaine = choose(_("Domaine"), _("Tous"), DOMAINS)
    matiere = choose(_("Matière"), _("Toutes"), MATERIALS)
    etat = choose(_("État"), _("Tous"), STATUSES)
