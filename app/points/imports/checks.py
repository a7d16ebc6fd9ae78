"""From a draft to a sheet: what refuses the line, what only leaves a detail out."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final

from app.base.core import hours
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean, fold
from app.base.tabular.lines import Problem
from app.points.imports.dialects.known import Dialect
from app.points.imports.lines import Draft, ImportLine, Options, Outcome
from app.points.imports.places import Communes
from app.points.models import PointKind, Sheet
from app.points.rules.sheets import SheetRefused, read
from app.territory.rules.territories import Territory

LONGEST_REF: Final = 120
DETAILS: Final = frozenset({"phone", "email", "website", "siret", "checked_on", "checked_by"})
"""Fields without which a place still serves: a wrong one is left out, and said."""
_CUT: Final = {"description": 2000, "access_note": 500, "attribution": 300, "source": 120}
_COLUMNS: Final = {
    "name": "nom",
    "kind": "type",
    "lat": "latitude",
    "lon": "longitude",
    "offers": "donner",
    "refusals": "refuse",
    "insee": "code_insee",
    "postcode": "code_postal",
}


class Checker:
    """What every line of one import is held against."""

    def __init__(
        self,
        communes: Communes,
        territory: Territory,
        dialect: Dialect,
        options: Options,
        today: date,
    ) -> None:
        self._communes = communes
        self._territory = territory
        self._dialect = dialect
        self._options = options
        self._today = today

    def line(self, draft: Draft) -> ImportLine:
        """Return what a draft is worth: with a sheet, it is new as far as the file alone tells."""
        ref = clean(draft.ref, limit=LONGEST_REF) or _made_ref(draft)
        if draft.left_out is None:
            self._place(draft)
        if draft.left_out is not None:
            return _ended(draft, ref, Outcome.LEFT_OUT, (draft.left_out,))
        draft.facts.setdefault("name", "")
        if "kind" not in draft.facts and draft.errors:
            draft.facts["kind"] = PointKind.BIN  # so that the rest of a refused line is checked
        self._hours(draft)
        self._credit(draft)
        sheet = self._sheet(draft)
        if sheet is None or draft.errors:
            return _ended(draft, ref, Outcome.REFUSED, tuple(draft.errors))
        return ImportLine(
            draft.number, sheet.name, ref, Outcome.NEW, sheet, warnings=tuple(draft.warnings)
        )

    def _place(self, draft: Draft) -> None:
        """Settle the commune; leave out what lies outside the territory."""
        insee = self._communes.settle(draft, self._options)
        if insee is None:
            return
        draft.facts["insee"] = insee
        if not self._options.everywhere and insee not in self._territory:
            sentence = N_("Hors du territoire : %(commune)s.")
            name = self._communes.name(insee)
            draft.left_out = Problem("commune", sentence, {"commune": name})

    def _hours(self, draft: Draft) -> None:
        """Keep hours that read; unknown is better than wrong, and a proposal is only proposed."""
        text = str(draft.facts.get("hours", ""))
        if not text:
            return
        column = draft.columns["hours"]
        try:
            read_hours = hours.read(text)
        except hours.HoursError as error:
            self._unreadable_hours(draft, column, text, error)
            return
        for caution in read_hours.cautions:
            draft.warn(column, caution)

    def _unreadable_hours(
        self, draft: Draft, column: str, text: str, error: hours.HoursError
    ) -> None:
        shown = text[:120]
        if error.proposal and self._options.fix_hours:
            draft.facts["hours"] = error.proposal
            sentence = N_("Horaires « %(text)s » lus ainsi : « %(proposal)s ».")
            draft.warn(column, sentence, text=shown, proposal=error.proposal)
            return
        del draft.facts["hours"]
        if error.proposal:
            sentence = N_(
                "Horaires « %(text)s » laissés inconnus. Voulez-vous dire « %(proposal)s » ?"
            )
            draft.warn(column, sentence, text=shown, proposal=error.proposal)
        else:
            sentence = N_("Horaires « %(text)s » illisibles : ils restent inconnus.")
            draft.warn(column, sentence, text=shown)

    def _credit(self, draft: Draft) -> None:
        """Say where the line comes from, and cut the long texts that lose nothing by it."""
        for name, value in (
            ("source", self._options.source),
            ("licence", self._options.licence or self._dialect.licence),
            ("attribution", self._dialect.attribution),
        ):
            if not draft.facts.get(name):
                draft.facts[name] = value
        draft.facts["licence"] = str(draft.facts["licence"])[:80]
        for name, limit in _CUT.items():
            text = str(draft.facts.get(name, ""))
            if len(text) > limit:
                draft.facts[name] = text[:limit]
                sentence = N_("Ce texte est coupé à %(limit)d signes.")
                draft.warn(draft.columns.get(name, name), sentence, limit=limit)

    def _sheet(self, draft: Draft) -> Sheet | None:
        """Return the sheet, without the details that are wrong; None with the errors told."""
        try:
            return read(draft.facts, today=self._today)
        except SheetRefused as refused:
            faults = refused.faults
        wrong = [fault for fault in faults if fault.field not in DETAILS]
        for fault in faults:
            if fault.field in DETAILS:
                draft.warnings.append(_left_out(draft, fault))
                draft.facts.pop(fault.field, None)
        if wrong:
            draft.errors.extend(_news(draft, wrong))
            return None
        return self._sheet(draft)


def _left_out(draft: Draft, fault: RuleBroken) -> Problem:
    """Return the warning that a detail is not kept, with what is wrong about it."""
    return Problem(
        draft.columns.get(fault.field or "", fault.field or ""), fault.sentence, fault.values
    )


def _news(draft: Draft, faults: Iterable[RuleBroken]) -> list[Problem]:
    """Return the faults of the columns of which nothing was said yet."""
    told = {problem.column for problem in draft.errors}
    found = []
    for fault in faults:
        field = fault.field or ""
        column = draft.columns.get(field) or _COLUMNS.get(field, field)
        missing_offer = field == "offers" and told
        if column not in told and not missing_offer:
            found.append(Problem(column, fault.sentence, fault.values))
    return found


def _ended(draft: Draft, ref: str, outcome: Outcome, errors: tuple[Problem, ...]) -> ImportLine:
    name = clean(str(draft.facts.get("name", "")), limit=160)
    return ImportLine(draft.number, name, ref, outcome, None, errors, tuple(draft.warnings))


def _made_ref(draft: Draft) -> str:
    """Return an identifier made of name and address, for files that give none."""
    told = [fold(str(draft.facts.get(name, ""))) for name in ("name", "address", "postcode")]
    if not told[1] and draft.facts.get("kind") != PointKind.POST:
        told += [str(draft.facts.get(name, "")) for name in ("lat", "lon")]
    return f"auto-{hashlib.sha256('|'.join(told).encode()).hexdigest()[:20]}"
