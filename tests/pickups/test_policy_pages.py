"""The terms of fetching as staff keep them: written, tried, refused."""

import re
from datetime import time
from html import unescape

import pytest
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.core.actors import SYSTEM
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.catalog import actions as catalog
from app.catalog import dictionary
from app.catalog import queries as objects
from app.catalog.models import Family, Subfamily
from app.pickups import queries, rules
from app.pickups.actions import demo_terms, policies
from app.pickups.models import PickupPolicy, Verdict
from app.pickups.rules.terms import Term, Terms, faults
from app.pickups.staff import policy_form
from app.pickups.staff.trying import lines_of
from app.slots import actions as slots
from app.slots.actions import demo as slots_demo
from app.slots.models import SlotPattern
from tests.builders import commune

HOME = "/gestion/regles-enlevement"
NOW = clock.now()
TODAY = clock.today()
HELD = {"refrigerateur", "ecran", "chaise", "piano", "armoire", "pile", "lave-linge", "matelas"}
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def shelf(session, monkeypatch):
    """A few objects, the default terms, a van on Thursdays."""
    few = tuple(each for each in dictionary.objects() if each.slug in HELD)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    commune(session)
    catalog.load(session)
    policies.offer_default(session)
    slots.save_pattern(
        session,
        SlotPattern(
            name="Tous les jeudis",
            weekday=3,
            starts=time(9),
            ends=time(12),
            places=6,
            mass_g=600_000,
            volume_ml=10_000_000,
            crew_minutes=360,
        ),
        today=TODAY,
    )
    session.commit()
    return session


@pytest.fixture
def reception(shelf, signed_in):
    return signed_in("accueil")


@pytest.fixture
def default(shelf) -> PickupPolicy:
    return queries.policies(shelf)[0]


def number(session, slug: str) -> int:
    return objects.by_slug(session, slug).id


def version(browser, url: str) -> str:
    return re.search(r'name="version"[^>]*value="([^"]*)"', browser.get(url).text)[1]


def sent(**changes) -> dict[str, object]:
    known: dict[str, object] = {
        "name": "Est",
        "zone": "",
        "active": "y",
        "notice_days": "3",
        "horizon_days": "21",
        "change_hours": "48",
        "min_things": "2",
        "max_things": "10",
        "max_kg": "250,5",
        "price": "5,50",
        "price_note": "gratuit pour qui ne peut pas",
        "at_once": "non",
        "clearance": "y",
    }
    known |= {f"verdict-f-{family.value}": "pris" for family in Family}
    return known | changes


def trail(session) -> list[str]:
    session.expire_all()
    rows = session.exec(
        select(TrailEntry)
        .where(TrailEntry.room == "pickups", TrailEntry.subject.startswith("policy:"))
        .order_by(TrailEntry.number)
    )
    return [row.verb for row in rows]


def try_out(browser, url: str, text: str, ou: str = "Montargis", **changes) -> str:
    data = sent(essai=text, ou=ou, **{"try": "1"}, **changes)
    answer = browser.post(url, data=data)
    assert answer.status_code == 200
    return unescape(answer.text)


class TestDefault:
    def test_a_second_call_changes_nothing(self, shelf, default):
        before = Terms.of(default)
        policies.offer_default(shelf)
        assert [Terms.of(each) for each in queries.policies(shelf)] == [before]

    def test_it_is_one_that_staff_may_save_as_it_is(self, default):
        assert not list(faults(Terms.of(default)))

    @pytest.mark.parametrize(
        ("text", "allowed", "kind"),
        [
            ("2 écrans, un frigo", True, "tout-de-suite"),
            ("lave-linge", True, "tout-de-suite"),
            ("3 chaises", True, "tout-de-suite"),
            ("armoire", True, "apres-lecture"),
            ("matelas", True, "apres-lecture"),
            ("piles", False, "tout-de-suite"),
            ("piano", False, "tout-de-suite"),
            ("un zorglub", True, "apres-lecture"),
        ],
    )
    def test_it_answers_as_one_would(self, default, text, allowed, kind):
        decision = rules.decide(default, lines_of(text))
        assert (decision.allowed, decision.kind.value) == (allowed, kind)

    def test_every_refusal_says_why(self, default):
        refused = [term for term in Terms.of(default).things if term.verdict is Verdict.REFUSED]
        assert refused
        assert all(term.note for term in refused)


class TestActions:
    def test_what_changed_is_told_to_the_trail_and_nothing_else(self, shelf, default):
        terms = Terms.of(default)
        things = tuple(t for t in terms.things if t.subfamily is not Subfamily.PILES)
        changed = Terms(**(vars(terms) | {"price_cents": 500, "things": things}))
        policies.correct(shelf, default, changed, actor=SYSTEM, now=NOW)
        entry = shelf.exec(select(TrailEntry)).one()
        assert entry.after == {"price_cents": 500, "s-piles": None}
        assert Terms.of(queries.policy(shelf, default.id)) == changed

    def test_a_policy_changed_meanwhile_is_not_written_over(self, shelf, default):
        with pytest.raises(Stale):
            policies.correct(shelf, default, Terms(name="x"), actor=SYSTEM, now=NOW, seen="old")

    def test_nothing_changed_leaves_no_trace(self, shelf, default):
        assert not policies.correct(shelf, default, Terms.of(default), actor=SYSTEM, now=NOW)
        assert trail(shelf) == []

    def test_two_policies_never_bear_one_name(self, shelf):
        with pytest.raises(RuleBroken, match="déjà ce nom"):
            policies.add(shelf, Terms(name="TOUT LE TERRITOIRE"), actor=SYSTEM, now=NOW)

    def test_a_forged_object_is_not_found(self, shelf):
        terms = Terms(name="x", things=(Term(Verdict.TAKEN, object_id=999_999),))
        with pytest.raises(NotFound):
            policies.add(shelf, terms, actor=SYSTEM, now=NOW)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"notice_days": 61}, "notice_days"),
            ({"horizon_days": 0}, "horizon_days"),
            ({"notice_days": 30, "horizon_days": 28}, "horizon_days"),
            ({"change_hours": 241}, "change_hours"),
            ({"min_things": 5, "max_things": 4}, "max_things"),
            ({"max_mass_g": 0}, "max_mass_g"),
            ({"price_cents": 10**9}, "price_cents"),
        ],
    )
    def test_terms_that_make_no_sense_are_refused(self, changes, field):
        assert field in {fault.field for fault in faults(Terms(name="x", **changes))}


def test_the_list_says_what_holds_where(reception):
    text = unescape(reception.get(HOME).text)
    for said in ("1 règle", "Tout le territoire", "de 1 à 20 objets, 300 kg au plus", "gratuit"):
        assert said in text, said
    assert (
        "Tout le territoire;Tout le territoire;oui;2;28;24;1;20;300;0;"
        in reception.get(f"{HOME}?format=csv").text
    )


def test_a_house_without_terms_is_warned(signed_in, session):
    text = unescape(signed_in("accueil").get(HOME).text)
    assert "personne ne peut demander d’enlèvement" in text


def test_two_policies_for_one_place_are_told(reception):
    reception.post(f"{HOME}/nouvelle", data=sent(name="Autre"))
    assert "c’est « Autre » qui s’applique" in unescape(reception.get(HOME).text)


def test_a_policy_is_written_with_its_things(reception, shelf):
    piano = number(shelf, "piano")
    data = sent(
        **{
            "verdict-f-textile": "refuse",
            "note-f-textile": "la borne est à côté",
            "verdict-s-literie": "a-voir",
            "most-s-literie": "2",
            "object": [str(piano)],
            f"verdict-o-{piano}": "pris",
        }
    )
    assert reception.post(f"{HOME}/nouvelle", data=data).status_code == 303
    made = next(each for each in queries.policies(shelf) if each.name == "Est")
    terms = {term.key: term for term in Terms.of(made).things}
    assert (made.price_cents, made.max_mass_g, made.at_once) == (550, 250_500, False)
    assert terms["f-textile"].note == "la borne est à côté"
    assert (terms["s-literie"].verdict, terms["s-literie"].max_quantity) == (Verdict.ON_REVIEW, 2)
    assert terms[f"o-{piano}"].verdict is Verdict.TAKEN
    assert "s-meubles" not in terms
    assert trail(shelf) == ["create"]


def test_a_sheet_sent_back_as_it_is_changes_nothing(reception, shelf, default):
    url = f"{HOME}/{default.id}"
    text = reception.get(url).text
    data: dict[str, object] = {"version": version(reception, url)}
    for tag in re.findall(r"<input[^>]*>", text):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="(\w+)"', tag)
        if not name or (kind and kind[1] in {"radio", "checkbox"} and "checked" not in tag):
            continue
        said = unescape(value[1]) if value else "y"
        if name[1] == "object":
            data.setdefault("object", []).append(said)
        else:
            data[name[1]] = said
    for name in re.findall(r'<select[^>]*name="(\w+)"', text):
        data[name] = ""
    data |= {"zone": ""}
    for gone in ("code", "csrf_token", "words", "essai", "ou"):
        data.pop(gone, None)
    answer = reception.post(url, data=data)
    assert answer.status_code == 303
    assert trail(shelf) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Donnez un nom"),
        ({"name": "x" * 10_000}, "trop long"),
        ({"name": "Tout le territoire"}, "déjà ce nom"),
        ({"zone": NOBODY}, "Choisissez dans la liste"),
        ({"notice_days": "-1"}, "nombre entier"),
        ({"notice_days": "61"}, "De 0 à 60 jours"),
        ({"horizon_days": "3"}, "aucun jour"),
        ({"change_hours": "x"}, "nombre entier"),
        ({"max_things": "1"}, "Le plus petit nombre"),
        ({"max_kg": "-2"}, "Écrivez un nombre"),
        ({"price": "gratuit"}, "Écrivez un nombre"),
        ({"price": "600"}, "De 0 à 500"),
        ({"at_once": "zut"}, "Choisissez dans la liste"),
        ({"most-f-eee": "-1"}, "De 1 à 99"),
        ({"most-f-eee": "²"}, "De 1 à 99"),
        ({"note-f-eee": "x" * 10_000}, "200 signes au plus"),
        ({"note-s-piles": "dangereux"}, "Choisissez une réponse"),
    ],
)
def test_bad_input_is_told_and_kept(reception, shelf, changes, said):
    answer = reception.post(f"{HOME}/nouvelle", data=sent(**changes))
    text = unescape(answer.text)
    assert answer.status_code == 422
    assert said in text
    assert "À corriger avant de continuer" in text
    assert 'value="gratuit pour qui ne peut pas"' in text
    assert len(queries.policies(shelf)) == 1


@pytest.mark.parametrize("forged", ["999999", "99999999999999", "-1", "x", "\0"])
def test_a_forged_object_is_no_exception(reception, shelf, forged):
    data = sent(object=[forged], **{f"verdict-o-{forged}": "pris"})
    assert reception.post(f"{HOME}/nouvelle", data=data).status_code == 303


@pytest.mark.parametrize("address", [NOBODY, "1", "nouvelle/x"])
def test_an_address_of_nothing_is_not_found(reception, address):
    assert reception.get(f"{HOME}/{address}").status_code == 404


def test_an_exception_is_searched_added_and_taken_out_without_saving(reception, shelf):
    url = f"{HOME}/nouvelle"
    piano = number(shelf, "piano")
    found = unescape(reception.post(url, data=sent(words="piano", look="1")).text)
    assert f'name="add" value="{piano}"' in found
    added = reception.post(url, data=sent(add=str(piano))).text
    assert f'name="object" value="{piano}"' in added
    dropped = reception.post(url, data=sent(object=[str(piano)], drop=str(piano))).text
    assert f'name="object" value="{piano}"' not in dropped
    assert "Rien n’est encore enregistré" in unescape(dropped)
    assert len(queries.policies(shelf)) == 1


def test_somebody_else_s_change_is_told_and_nothing_typed_is_lost(reception, shelf, default):
    url = f"{HOME}/{default.id}"
    seen = version(reception, url)
    assert reception.post(url, data=sent(version=seen)).status_code == 303
    answer = reception.post(url, data=sent(name="Ouest", version=seen))
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "Quelqu’un a modifié cette règle" in text
    assert 'value="Ouest"' in text
    fresh = re.search(r'name="version"[^>]*value="([^"]*)"', text)[1]
    assert reception.post(url, data=sent(name="Ouest", version=fresh)).status_code == 303


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 écrans, 1 frigo", "Pris après l’accord de l’équipe"),
        ("1 écran", "à partir de 2 objets"),
        ("99 écrans", "10 objets au plus"),
        ("un zorglub, 2 écrans", "Le dictionnaire ne connaît pas"),
        ("", "Écrivez un ou plusieurs objets"),
    ],
)
def test_terms_are_tried_as_typed_before_they_hold(reception, text, said):
    assert said in try_out(reception, f"{HOME}/nouvelle", text)


def test_the_trial_says_price_effort_and_first_day(reception):
    text = try_out(reception, f"{HOME}/nouvelle", "2 écrans", at_once="oui")
    for said in ("Pris, confirmé tout de suite", "5,50 €", "au rez-de-chaussée", "jeudi"):
        assert said in text, said


@pytest.mark.parametrize("where", ["Paris", "Nulle-Part-sur-Rien", "\0", "x" * 5000])
def test_a_trial_somewhere_else_says_so(reception, where):
    text = try_out(reception, f"{HOME}/nouvelle", "2 écrans", ou=where)
    assert 'id="try-answer"' in text
    assert "Premier jour" not in text


def test_a_trial_of_terms_that_cannot_be_read_says_so(reception):
    assert "Corrigez d’abord" in try_out(reception, f"{HOME}/nouvelle", "écran", max_kg="x")


def test_the_trial_alone_is_swapped_by_htmx(reception):
    answer = reception.post(
        f"{HOME}/nouvelle",
        data=sent(essai="2 écrans", ou="Montargis", **{"try": "1"}),
        headers={"HX-Request": "true", "HX-Target": "try-answer"},
    )
    assert answer.text.lstrip().startswith('<div id="try-answer"')


def test_the_terms_in_service_are_tried_from_the_list(reception):
    text = unescape(reception.get(HOME, query_string={"essai": "piano", "ou": "Montargis"}).text)
    assert "Refusé" in text
    assert "transporteur spécialisé" in text


def test_terms_of_a_zone_say_when_they_do_not_hold_there(reception, shelf):
    commune(shelf, "45004", name="Amilly", folded="amilly")
    zone = slots.add_zone(shelf, "Amilly seule", ["45004"], actor=SYSTEM, now=NOW)
    shelf.commit()
    text = try_out(reception, f"{HOME}/nouvelle", "2 écrans", zone=str(zone.id))
    assert "n’est pas dans le secteur de cette règle" in text


def test_a_driver_reads_and_changes_nothing(signed_in, default):
    driver = signed_in("chauffeur")
    assert driver.get(HOME).status_code == 200
    assert "disabled" in driver.get(f"{HOME}/{default.id}").text
    assert driver.post(f"{HOME}/{default.id}", data=sent()).status_code == 403
    assert driver.post(f"{HOME}/nouvelle", data=sent()).status_code == 403


@pytest.mark.parametrize("role", ["atelier", "guichet", "entreprise"])
def test_others_do_not_enter(signed_in, role):
    assert signed_in(role).get(HOME).status_code == 403


def test_the_demonstration_s_terms_come_once(shelf):
    for insee in set(slots_demo.TOWNS.values()) - {"45208"}:
        commune(shelf, insee, epci=f"2{insee}", name=insee, folded=insee)
    slots_demo.load_demo(shelf, TODAY)
    assert demo_terms.load_demo(shelf)
    assert not demo_terms.load_demo(shelf)
    assert queries.policy_at(shelf, "45115").price_cents == 500
    assert queries.policy_at(shelf, "45208").price_cents == 0


def test_every_family_and_sort_has_its_line(shelf):
    shown = policy_form.shown((), {})
    assert len(list(shown.rows())) == len(Family) + len(Subfamily)
