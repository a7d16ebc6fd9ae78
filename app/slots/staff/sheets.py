"""The sheet of one weekly slot: written, its effect seen before and after, stopped, resumed."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import inspect

from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.slots import actions, queries
from app.slots.actions.staff import subject
from app.slots.forms import PatternForm
from app.slots.models import OnHoliday, SlotPattern
from app.slots.rules import PatternFacts, Window, fingerprint, pattern_faults
from app.slots.rules.sheets import plain
from app.slots.staff import desk, in_words
from app.slots.staff.desk import Line
from app.slots.staff.door import READERS, WRITERS, may_write, tabs, zone_choices

bp = Blueprint("slot_sheets", __name__, url_prefix="/gestion/creneaux")
SEEN_WEEKS = 4


@dataclass(frozen=True)
class Effect:
    """One day as it will be, and what changes against what is saved: "new", "gone", "other"."""

    line: Line
    change: str = ""


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet, with what suits most."""
    form = PatternForm(formdata=None)
    form.weekday.data, form.every_weeks.data, form.crew.data = "3", "1", "2"
    form.on_holiday.data, form.active.data = OnHoliday.OFF.value, True
    return _draw(form, None)


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Offer a weekly slot, or show the effect, or the form again with what it lacks."""
    form = _sent()
    facts = _facts(form)
    if "preview" in request.form:
        return _draw(form, None, typed=facts)
    if facts is not None:
        try:
            made = actions.add_pattern(db.session(), facts, actor=current_actor(), now=clock.now())
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Le créneau est enregistré."), "success")
            return go(url_for(".edit", pattern_id=made.id))
    return _draw(form, None, status=422, typed=facts)


@bp.get("/<uuid:pattern_id>")
@may(*READERS)
def edit(pattern_id: UUID) -> Response:
    """Show a weekly slot, the days it gives, and its history."""
    pattern = queries.pattern(db.session(), pattern_id)
    form = PatternForm(formdata=None)
    form.offer_zones(zone_choices())
    form.fill(PatternFacts.of(pattern))
    _remember(form, pattern)
    return _draw(form, pattern, typed=PatternFacts.of(pattern))


@bp.post("/<uuid:pattern_id>")
@may(*WRITERS)
def save(pattern_id: UUID) -> Response:
    """Write the sheet, or show its effect; on a conflict keep what was typed."""
    pattern = queries.pattern(db.session(), pattern_id)
    form = _sent()
    facts = _facts(form)
    if "preview" in request.form:
        return _draw(form, pattern, typed=facts)
    if facts is None:
        return _draw(form, pattern, status=422)
    try:
        actions.correct_pattern(
            db.session(),
            pattern,
            facts,
            actor=current_actor(),
            now=clock.now(),
            seen=form.version.data or "",
        )
    except Stale:
        _remember(form, pattern)
        zones = dict(zone_choices())
        told = in_words.compared(plain(PatternFacts.of(pattern)), plain(facts), zones)
        return _draw(form, pattern, status=409, typed=facts, conflict=told)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, pattern, status=422, typed=facts)
    flash(_("Le créneau est à jour."), "success")
    _tell_what_stays(pattern)
    return go(url_for(".edit", pattern_id=pattern_id))


@bp.post("/<uuid:pattern_id>/arret")
@may(*WRITERS)
def stop(pattern_id: UUID) -> Response:
    """Offer this slot no more; say how many people are booked on it."""
    pattern = queries.pattern(db.session(), pattern_id)
    actions.stop_pattern(db.session(), pattern, actor=current_actor(), now=clock.now())
    flash(_("Ce créneau n’est plus proposé."), "success")
    _tell_what_stays(pattern)
    return go(url_for(".edit", pattern_id=pattern_id))


@bp.post("/<uuid:pattern_id>/reprise")
@may(*WRITERS)
def resume(pattern_id: UUID) -> Response:
    """Offer a stopped slot again."""
    pattern = queries.pattern(db.session(), pattern_id)
    actions.resume_pattern(db.session(), pattern, actor=current_actor(), now=clock.now())
    flash(_("Ce créneau est de nouveau proposé."), "success")
    return go(url_for(".edit", pattern_id=pattern_id))


def _sent() -> PatternForm:
    form = PatternForm()
    form.offer_zones(zone_choices())
    return form


def _facts(form: PatternForm) -> PatternFacts | None:
    """Return what the form says, or None when it says nothing that holds; every fault is told."""
    if not form.validate():
        return None
    facts = form.facts()
    faults = list(pattern_faults(facts))
    for fault in faults:
        form.broken(fault)
    return None if faults else facts


def _tell_what_stays(pattern: SlotPattern) -> None:
    """Say which days keep more than the pattern, and who is booked on days it no longer has."""
    session, today = db.session(), clock.today()
    for sentence in in_words.kept(desk.above(session, pattern, today)):
        flash(sentence, "warn")
    window = Window(today, today + timedelta(days=180))
    stranded = [
        line for line in desk.calendar(session, [pattern], window, now=clock.now()) if line.to_move
    ]
    people = sum(line.booked for line in stranded)
    if people:
        flash(
            ngettext(
                "%(num)d réservation reste sur des jours qui ne sont plus proposés : "
                "rien n’est annulé, déplacez-la ou prévenez la personne.",
                "%(num)d réservations restent sur des jours qui ne sont plus proposés : "
                "rien n’est annulé, déplacez-les ou prévenez les personnes.",
                people,
            ),
            "warn",
        )


def _remember(form: PatternForm, pattern: SlotPattern) -> None:
    form.version.data = fingerprint(PatternFacts.of(pattern))


def _draw(
    form: PatternForm,
    pattern: SlotPattern | None,
    *,
    status: int = 200,
    typed: PatternFacts | None = None,
    conflict: list[tuple[str, str, str]] | None = None,
) -> Response:
    if form.zone.choices is None:
        form.offer_zones(zone_choices())
    return page(
        "slots/staff/edit.html",
        swaps=("pattern-effect",),
        status=status,
        tabs=tabs("creneaux"),
        form=form,
        pattern=pattern,
        here=url_for(".edit", pattern_id=pattern.id) if pattern else url_for(".new"),
        conflict=conflict,
        words=in_words,
        writes=may_write(),
        previewing="preview" in request.form,
        history=_history(pattern),
        **_effect(pattern, typed),
    )


def _effect(pattern: SlotPattern | None, typed: PatternFacts | None) -> dict[str, Any]:
    """Return the days that what is typed gives, beside those that what is saved gives."""
    if typed is None:
        return {"effects": None, "kept": [], "typed": None}
    session, now, today = db.session(), clock.now(), clock.today()
    first = max(today, typed.first_day or today) if pattern is None else today
    weeks = max(SEEN_WEEKS, typed.every_weeks * 2)
    window = Window(first, first + timedelta(weeks=weeks))
    wanted = SlotPattern(**{field.name: getattr(typed, field.name) for field in fields(typed)})
    if pattern is not None:
        wanted.id = pattern.id
    after = desk.calendar(session, [wanted], window, now=now, resized=True)
    before = desk.calendar(session, [pattern], window, now=now) if pattern else []
    assert inspect(wanted).transient
    return {
        "effects": _differences(before, after, compare=pattern is not None),
        "kept": in_words.kept(desk.above(session, wanted, today)) if pattern else [],
        "typed": typed,
        "weeks": weeks,
    }


def _differences(before: list[Line], after: list[Line], *, compare: bool) -> list[Effect]:
    """Return the days as they will be, each with what changes; days that go come too."""
    known = {line.day: line for line in before}
    coming = {line.day for line in after}
    found = [Effect(line, _change(known.get(line.day), line) if compare else "") for line in after]
    found += [Effect(line, "gone") for line in before if line.day not in coming and line.offered]
    return sorted(found, key=lambda each: each.line.day)


def _change(before: Line | None, after: Line) -> str:
    was = before is not None and before.offered
    if after.offered != was:
        return "new" if after.offered else "gone"
    if before is None or before.slot is None or after.slot is None:
        return ""
    same = (before.slot.starts, before.slot.ends, before.slot.capacity) == (
        after.slot.starts,
        after.slot.ends,
        after.slot.capacity,
    )
    return "" if same else "other"


def _history(pattern: SlotPattern | None) -> list[dict[str, Any]]:
    if pattern is None:
        return []
    entries = trail.of_subject(db.session(), subject(pattern), limit=20)
    return in_words.history(entries, dict(zone_choices()))
