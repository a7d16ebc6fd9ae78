"""Reviews are written, published once, withdrawn, linked; editions never change. On both databases."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.partners.actions.merging import merge
from app.reviews import actions, links
from app.reviews.models import Edition, Review
from app.reviews.queries import editions as queries
from app.reviews.rules.frozen import read
from app.reviews.rules.words import Words
from tests.partners.builders import NOW, SOFIA, structure
from tests.reviews.builders import published_sheet

HAND = {"actor": SOFIA, "now": NOW}


@pytest.fixture
def landlord(session):
    return structure(session)


def known(session, landlord) -> Review:
    found = queries.review(session, landlord.id, 2026)
    assert found is not None
    return found


def put(session, row) -> None:
    with session.begin_nested():
        session.add(row)


def verbs(session) -> list[str]:
    rows = session.exec(select(TrailEntry).where(TrailEntry.room == "reviews"))
    return [row.verb for row in rows]


def test_texts_are_kept_once_and_the_trail_tells_no_word_of_them(session, landlord):
    words = Words(word="Merci à Aline", post="Bravo")
    assert actions.write(session, landlord, 2026, words, seen=0, **HAND)
    assert not actions.write(session, landlord, 2026, words, **HAND)
    assert actions.words_of(known(session, landlord)) == words
    (entry,) = session.exec(select(TrailEntry).where(TrailEntry.room == "reviews"))
    assert "Aline" not in str(entry.after)
    assert entry.after["word"] == "…"


def test_who_read_an_older_review_overwrites_nothing(session, landlord):
    actions.write(session, landlord, 2026, Words(word="Un"), seen=0, **HAND)
    for seen in (0, 99):
        with pytest.raises(Stale):
            actions.write(session, landlord, 2026, Words(word="Deux"), seen=seen, **HAND)
    assert known(session, landlord).word == "Un"


def test_a_forbidden_word_is_refused_when_written_and_when_published(session, landlord):
    with pytest.raises(RuleBroken) as refused:
        actions.write(session, landlord, 2026, Words(post="comme neuf"), **HAND)
    assert refused.value.field == "post"
    with pytest.raises(RuleBroken):
        actions.publish(session, landlord, published_sheet(sentence="PC reconditionnés"), **HAND)
    assert verbs(session) == []


def test_publishing_freezes_what_was_read_and_opens_a_link(session, landlord):
    told = published_sheet(post="Bravo")
    made = actions.publish(session, landlord, told, seen=0, **HAND)
    found = known(session, landlord)
    assert (made.number, found.shown, read(made.content)) == (1, 1, told)
    assert links.by_secret(links.secret_of(found)).id == found.id
    assert links.by_poster(found.code.lower()).id == found.id


def test_the_same_form_sent_twice_is_one_edition(session, landlord):
    actions.publish(session, landlord, published_sheet(), seen=0, **HAND)
    assert actions.publish(session, landlord, published_sheet(), seen=0, **HAND) is None
    assert len(queries.editions(session, known(session, landlord).id)) == 1
    assert verbs(session) == ["publish"]


def test_of_two_who_publish_different_readings_the_second_reads_again(session, landlord):
    actions.publish(session, landlord, published_sheet(3), seen=0, **HAND)
    with pytest.raises(Stale):
        actions.publish(session, landlord, published_sheet(4), seen=0, **HAND)
    actions.publish(
        session, landlord, published_sheet(4), seen=known(session, landlord).version, **HAND
    )
    assert [each.number for each in queries.editions(session, known(session, landlord).id)] == [
        2,
        1,
    ]


def test_what_is_withdrawn_can_be_shown_again_as_it_was(session, landlord):
    actions.publish(session, landlord, published_sheet(), **HAND)
    actions.withdraw(session, landlord, 2026, **HAND)
    actions.withdraw(session, landlord, 2026, **HAND)
    found = known(session, landlord)
    assert (found.shown, queries.edition(session, found)) == (None, None)
    actions.publish(session, landlord, published_sheet(), **HAND)
    assert (found.shown, found.editions) == (2, 2)
    assert verbs(session) == ["publish", "withdraw", "publish"]


def test_a_new_link_closes_the_old_and_a_revoked_one_stays_closed(session, landlord):
    with pytest.raises(RuleBroken):
        actions.renew_link(session, landlord, 2026, **HAND)
    actions.publish(session, landlord, published_sheet(), **HAND)
    found = known(session, landlord)
    old = links.secret_of(found)
    actions.renew_link(session, landlord, 2026, **HAND)
    new = links.secret_of(found)
    with pytest.raises(NotFound):
        links.by_secret(old)
    assert links.by_secret(new).id == found.id
    actions.revoke_link(session, landlord, 2026, **HAND)
    actions.publish(session, landlord, published_sheet(9), **HAND)
    assert links.secret_of(found) is None
    with pytest.raises(NotFound):
        links.by_secret(new)


def test_no_forged_link_opens_anything(session, landlord):
    actions.publish(session, landlord, published_sheet(), **HAND)
    secret = links.secret_of(known(session, landlord))
    other = "a" if secret[-1] != "a" else "b"
    for forged in (secret[:-1] + other, secret.upper(), secret[:12], "", f"{secret}é", "%" * 38):
        with pytest.raises(NotFound):
            links.by_secret(forged)
    for forged in ("", "AAAAAAAA", "1' OR '1", "é" * 8):
        with pytest.raises(NotFound):
            links.by_poster(forged)


@pytest.mark.parametrize(
    "change",
    ["UPDATE partner_review_edition SET content = '{}'", "DELETE FROM partner_review_edition"],
)
def test_the_database_refuses_to_change_an_edition(session, landlord, change):
    actions.publish(session, landlord, published_sheet(), **HAND)
    with pytest.raises(sa.exc.DatabaseError, match="append only"), session.begin_nested():
        session.execute(sa.text(change))


@pytest.mark.parametrize(
    "wrong",
    [{"year": 1999}, {"shown": 1}, {"editions": 1, "shown": 2}, {"link_key": "x"}, {"version": 0}],
)
def test_the_database_refuses_a_review_that_cannot_be(session, landlord, wrong):
    facts = {"organisation_id": landlord.id, "year": 2026, "code": "ABCDEFGH"}
    with pytest.raises(sa.exc.IntegrityError):
        put(session, Review(**(facts | wrong)))


def test_a_year_has_one_review(session, landlord):
    facts = {"organisation_id": landlord.id, "year": 2026}
    put(session, Review(code="ABCDEFGH", **facts))
    with pytest.raises(sa.exc.IntegrityError):
        put(session, Review(code="ABCDEFGJ", **facts))


@pytest.mark.parametrize("shown_by", ["gone", "kept"])
def test_two_structures_made_one_keep_the_review_that_is_shown(session, landlord, shown_by):
    twin = structure(session, "Gatinais Habitat bis")
    sides = {"gone": twin, "kept": landlord}
    for name, each in sides.items():
        if name == shown_by:
            actions.publish(session, each, replace(published_sheet(), partner=name), **HAND)
        else:
            actions.write(session, each, 2026, Words(word="Brouillon"), **HAND)
    actions.write(session, twin, 2025, Words(word="L’an dernier"), **HAND)
    merge(session, twin.id, landlord.id, **HAND)
    found = queries.of_structure(session, landlord.id)
    assert [(each.year, each.shown) for each in found] == [(2026, 1), (2025, None)]
    assert read(queries.edition(session, found[0]).content).partner == shown_by
    assert session.exec(select(Edition)).one().review_id == found[0].id


def test_who_closes_what_nobody_began_leaves_no_row(session, landlord):
    actions.withdraw(session, landlord, 2025, seen=0, **HAND)
    actions.revoke_link(session, landlord, 2025, seen=0, **HAND)
    assert not actions.write(session, landlord, 2025, Words(), seen=0, **HAND)
    assert queries.review(session, landlord.id, 2025) is None


def test_nobody_begins_the_review_of_a_structure_merged_meanwhile(session, landlord):
    kept = structure(session, "Habitat du Loing")
    merge(session, landlord.id, kept.id, actor=SOFIA, now=NOW)
    with pytest.raises(RuleBroken):
        actions.publish(session, landlord, published_sheet(), seen=0, **HAND)
    with pytest.raises(RuleBroken):
        actions.write(session, landlord, 2026, Words(word="Merci"), seen=0, **HAND)
    assert queries.review(session, landlord.id, 2026) is None
