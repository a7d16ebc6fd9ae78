"""Back-office pages of the accounts; each verb is an address of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from app.accounts import actions, attempts, doors, letters, queries, rules
from app.accounts.forms import AccountForm, InvitationForm, ListForm
from app.accounts.models import ROLE_LABELS, Account, Role
from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.web.french import moment
from app.base.web.guards import may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages

bp = Blueprint("accounts_staff", __name__, url_prefix="/gestion/comptes")
KEEPERS = (Role.DIRECTION, Role.ADMIN)
STATES = {"actif": N_("Actif"), "invite": N_("Invitation envoyée"), "ferme": N_("Fermé")}
_HEAD = ("nom", "adresse", "rôles", "état", "double authentification", "dernière connexion")


@bp.get("")
@may(*KEEPERS)
def index() -> Response:
    """List the accounts, filtered by the address."""
    form = ListForm()
    filters = form.filters()
    found = queries.listed(db.session(), filters)
    if request.args.get("format") == "csv":
        return csv_answer("comptes", _HEAD, _lines(found))
    where = pages(len(found))
    return page(
        "accounts/staff/index.html",
        form=form,
        rows=_rows(found[where.offset : where.offset + where.size]),
        total=len(found),
        filtered=filters != queries.Filters(),
        pages=where,
        prefix=where.address(0)[:-1],
        export_url=export_address(),
    )


@bp.get("/nouveau")
@may(*KEEPERS)
def new() -> Response:
    """Show the form of an invitation."""
    return page("accounts/staff/new.html", form=InvitationForm())


@bp.post("")
@may(*KEEPERS)
def create() -> Response:
    """Open an account and write to its person."""
    form = InvitationForm()
    if not form.validate():
        return page("accounts/staff/new.html", form=form, status=422)
    try:
        account = actions.create(
            db.session(),
            email=form.email.data or "",
            name=form.name.data or "",
            roles=form.chosen,
            by=doors.me(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return page("accounts/staff/new.html", form=form, status=422)
    letters.invite(account)
    flash(_("Compte ouvert. L’invitation part à %(to)s.", to=account.email), "success")
    return go(url_for(".show", account_id=account.id))


@bp.get("/<uuid:account_id>")
@may(*KEEPERS)
def show(account_id: UUID) -> Response:
    """Show an account and what can be done about it."""
    account = queries.by_id(db.session(), account_id)
    roles = [role.value for role in account.role_set]
    return _draw(account, AccountForm(formdata=None, name=account.name, roles=roles))


@bp.post("/<uuid:account_id>")
@may(*KEEPERS)
def amend(account_id: UUID) -> Response:
    """Change name and roles."""
    account, form = queries.by_id(db.session(), account_id), AccountForm()
    if not form.validate():
        return _draw(account, form, 422)
    try:
        actions.amend(
            db.session(),
            account,
            name=form.name.data or "",
            roles=form.chosen,
            by=doors.me(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(account, form, 422)
    flash(_("Modifications enregistrées."), "success")
    return go(url_for(".show", account_id=account.id))


@bp.post("/<uuid:account_id>/<any(fermeture, reouverture):noun>")
@may(*KEEPERS)
def move(account_id: UUID, noun: str) -> Response:
    """Close an account, or open it again."""
    account = queries.by_id(db.session(), account_id)
    verb = actions.close if noun == "fermeture" else actions.reopen
    said = _("Compte fermé.") if noun == "fermeture" else _("Compte ouvert à nouveau.")
    return _done(account, lambda s, by, now: verb(s, account, by=by, now=now), said)


@bp.post("/<uuid:account_id>/invitation")
@may(*KEEPERS)
def invite(account_id: UUID) -> Response:
    """Write the invitation again, while no password was set."""
    account = queries.by_id(db.session(), account_id)

    def send(session: Session, by: Account, now: datetime) -> None:
        if account.password is not None or not account.active:
            raise RuleBroken(N_("Cette personne a déjà choisi son mot de passe."))
        actions.note(session, "invite-again", account, by=by, now=now)
        letters.invite(account)

    return _done(account, send, _("L’invitation part de nouveau."))


@bp.post("/<uuid:account_id>/sessions/fin")
@may(*KEEPERS)
def end_sessions(account_id: UUID) -> Response:
    """Sign a person out everywhere."""
    account = queries.by_id(db.session(), account_id)

    def end(session: Session, by: Account, now: datetime) -> None:
        actions.end_sign_ins(session, account, by=by, now=now)

    return _done(account, end, _("Cette personne est déconnectée partout."))


@bp.post("/<uuid:account_id>/double-authentification/retrait")
@may(*KEEPERS)
def drop_second_factor(account_id: UUID) -> Response:
    """Take the second factor away from somebody who lost the phone."""
    account = queries.by_id(db.session(), account_id)

    def drop(session: Session, by: Account, now: datetime) -> None:
        actions.drop_second_factor(session, account, by=by, now=now)
        letters.second_factor_changed(account, on=False)

    return _done(account, drop, _("Le code n’est plus demandé. La personne en est avertie."))


@bp.post("/<uuid:account_id>/deblocage")
@may(*KEEPERS)
def unlock(account_id: UUID) -> Response:
    """Lift the wait after wrong passwords."""
    account = queries.by_id(db.session(), account_id)

    def lift(session: Session, by: Account, now: datetime) -> None:
        actions.note(session, "unlock", account, by=by, now=now)
        attempts.lift(account.email, account.fs_uniquifier)

    return _done(account, lift, _("L’attente est levée."))


def _done(
    account: Account, verb: Callable[[Session, Account, datetime], None], said: str
) -> Response:
    """Do what the button says, and come back to the account; a refusal stays beside it."""
    try:
        verb(db.session(), doors.me(), clock.now())
    except RuleBroken as refusal:
        roles = [role.value for role in account.role_set]
        form = AccountForm(formdata=None, name=account.name, roles=roles)
        form.broken(refusal)
        return _draw(account, form, 422)
    flash(said, "success")
    return go(url_for(".show", account_id=account.id))


def _draw(account: Account, form: AccountForm, status: int = 200) -> Response:
    session, me = db.session(), doors.me()
    untouchable = Role.ADMIN in account.role_set and Role.ADMIN not in me.role_set
    return page(
        "accounts/staff/show.html",
        account=account,
        form=form,
        state=rules.state(account),
        state_label=_(STATES[rules.state(account)]),
        sign_ins=queries.live_sign_ins(session, account.id, clock.now()),
        rests=attempts.rests(account.email, account.fs_uniquifier),
        entries=trail.of_subject(session, f"account:{account.id}"),
        verbs=rules.VERB_LABELS,
        own=account.id == me.id,
        untouchable=untouchable,
        status=status,
    )


def _rows(found: Sequence[Account]) -> list[dict[str, object]]:
    last = queries.last_sign_ins(db.session(), [account.id for account in found])
    return [
        {
            "account": account,
            "url": url_for(".show", account_id=account.id),
            "roles": ", ".join(_(ROLE_LABELS[role]) for role in sorted(account.role_set)),
            "state": rules.state(account),
            "state_label": _(STATES[rules.state(account)]),
            "last": moment(last[account.id]) if account.id in last else "",
        }
        for account in found
    ]


def _lines(found: Sequence[Account]) -> list[tuple[str, ...]]:
    last = queries.last_sign_ins(db.session(), [account.id for account in found])
    return [
        (
            account.name,
            account.email,
            ", ".join(sorted(account.role_set)),
            STATES[rules.state(account)],
            "oui" if account.has_second_factor else "non",
            clock.local(last[account.id]).isoformat(" ", "minutes") if account.id in last else "",
        )
        for account in found
    ]
