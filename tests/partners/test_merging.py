"""Two structures that are one: nothing is left behind, and one merge of the two wins."""

import re

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.base.db import links
from app.catalog.models import Family
from app.partners import actions, queries
from app.partners.actions.merging import pointing
from app.partners.models import (
    Member,
    NotTwins,
    Organisation,
    OrganisationImport,
    Paper,
    PartnerRole,
    Public,
    Supply,
)
from app.partners.registry import registry
from app.partners.rules.groups import check_parent
from app.partners.rules.merges import parent_of_both
from tests.accounts import builders as people
from tests.builders import commune
from tests.partners.builders import NOW, SOFIA, contact, site, structure

SIRET = "73282932000074"


@pytest.fixture
def two(session):
    """Return a structure twice in the register, each with something of every kind."""
    commune(session)
    gone = structure(
        session,
        "Gatinais Habitat",
        siret=SIRET,
        phone="+33238000012",
        roles=frozenset({PartnerRole.SOURCE, PartnerRole.HOST}),
        publics=frozenset({Public.TENANTS}),
        families=frozenset({Family.EEE, Family.LIVRES}),
        note="vu au salon",
    )
    kept = structure(
        session,
        "Gâtinais Habitat",
        roles=frozenset({PartnerRole.SOURCE, PartnerRole.PRESCRIBER}),
        families=frozenset({Family.EEE}),
        email="contact@example.org",
    )
    for number, row in enumerate((gone, kept)):
        place = site(session, row)
        session.add_all(
            [
                Paper(
                    organisation_id=row.id,
                    title="Organigramme",
                    filename="o.pdf",
                    media_type="application/pdf",
                    sha256=str(number) * 64,
                    size=3,
                    added_by="Sofia",
                ),
                OrganisationImport(
                    source="CCI", key=f"ligne {number}", organisation_id=row.id, facts={}
                ),
                Supply(organisation_id=row.id, year=2026, family=Family.EEE, units=10 + number),
            ]
        )
        contact(session, row, f"Ada {number}", site_id=place.id)
        person = people.account(session, "partenaire")
        session.add(Member(account_id=person.id, organisation_id=row.id, role="gestion"))
    session.add(Supply(organisation_id=gone.id, year=2025, family=Family.EEE, units=4))
    third = structure(session, "Filiale", parent_id=gone.id, introduced_by_id=gone.id)
    actions.say_two(session, gone.id, third.id, actor=SOFIA, now=NOW)
    session.flush()
    return gone, kept, third


def left_behind(session, organisation_id) -> list[str]:
    """Return the columns of the database, not of our models, that still point at a structure."""
    inspector = sa.inspect(session.connection())
    found = []
    for table in inspector.get_table_names():
        for key in inspector.get_foreign_keys(table):
            if key["referred_table"] == "organisation":
                column = sa.column(key["constrained_columns"][0], Organisation.id.type)
                query = sa.select(sa.func.count()).select_from(sa.table(table))
                if session.execute(query.where(column == organisation_id)).scalar_one():
                    found.append(f"{table}.{column.name}")
    return found


def test_every_row_that_pointed_at_it_points_at_the_one_that_stays(session, two):
    gone, kept, third = two
    before = actions.foresee(session, gone.id, kept.id)
    actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    assert left_behind(session, gone.id) == []
    assert {each.table for each in before} == {
        str(link.table.name)
        for link in pointing()
        if str(link.table.name).startswith("organisation")
    }
    assert len(queries.contacts(session, kept.id)) == 2
    assert len(queries.papers(session, kept.id)) == 2
    assert len(queries.members(session, kept.id)) == 2
    assert [row.main for row in queries.sites(session, kept.id)] == [True, False]
    session.refresh(third)
    assert (third.parent_id, third.introduced_by_id) == (kept.id, kept.id)
    pair = session.exec(select(NotTwins)).one()
    assert {pair.first_id, pair.second_id} == {kept.id, third.id}


def test_the_sheet_that_stays_keeps_its_own_and_takes_what_it_lacks(session, two):
    gone, kept, _third = two
    merged = actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    assert (merged.name, merged.siret) == ("Gâtinais Habitat", SIRET)
    assert (merged.phone, merged.email) == ("+33238000012", "contact@example.org")
    assert merged.note == "vu au salon"
    assert merged.role_set == {PartnerRole.SOURCE, PartnerRole.HOST, PartnerRole.PRESCRIBER}
    assert merged.family_set == {Family.EEE, Family.LIVRES}
    assert (gone.merged_into_id, gone.siret) == (kept.id, None)
    assert gone.closed_at is not None


def test_of_two_rows_that_cannot_stand_together_the_one_that_stays_is_kept(session, two):
    gone, kept, _third = two
    foreseen = {each.table: each for each in actions.foresee(session, gone.id, kept.id)}
    assert (foreseen["organisation_supply"].rows, foreseen["organisation_supply"].doubles) == (1, 1)
    actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    rows = [(row.year, row.units) for row in queries.supplies(session, kept.id)]
    assert rows == [(2026, 11), (2025, 4)]


def test_what_points_at_a_double_points_at_the_row_that_stays(session):
    metadata = sa.MetaData()
    sa.Table("house", metadata, sa.Column("id", sa.Integer, primary_key=True))
    one = sa.Table(
        "flat",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("house_id", sa.ForeignKey("house.id")),
        sa.Column("number", sa.Integer),
        sa.UniqueConstraint("house_id", "number"),
    )
    lamp = sa.Table(
        "lamp",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("flat_id", sa.ForeignKey("flat.id")),
    )
    metadata.create_all(session.connection())
    session.execute(sa.insert(metadata.tables["house"]), [{"id": 1}, {"id": 2}])
    rows = [(1, 1, 7), (2, 2, 7), (3, 1, 8), (4, 1, None)]
    names = ("id", "house_id", "number")
    session.execute(sa.insert(one), [dict(zip(names, row, strict=True)) for row in rows])
    session.execute(sa.insert(lamp), [{"id": 1, "flat_id": 1}, {"id": 2, "flat_id": 2}])
    (link,) = links.links(metadata, "house.id")
    assert links.foreseen(session, link, 1, 2) == links.Moved(2, 1)
    assert links.repoint(session, link, 1, 2) == links.Moved(2, 1)
    assert session.execute(sa.select(one.c.id, one.c.house_id).order_by(one.c.id)).all() == [
        (2, 2),
        (3, 2),
        (4, 2),
    ]
    assert set(session.execute(sa.select(lamp.c.flat_id)).scalars()) == {2}


def test_every_foreign_key_to_a_structure_is_known_to_the_merge(session):
    inspector = sa.inspect(session.connection())
    there = {
        f"{table}.{key['constrained_columns'][0]}"
        for table in inspector.get_table_names()
        for key in inspector.get_foreign_keys(table)
        if key["referred_table"] == "organisation"
    }
    assert {str(link) for link in pointing()} == there


def test_a_foreign_key_to_what_may_be_folded_has_one_column():
    composite = [
        f"{table.name}.{key.name}"
        for table in SQLModel.metadata.tables.values()
        for key in table.foreign_key_constraints
        if len(key.columns) > 1
    ]
    assert composite == []


def test_the_trail_tells_both_what_became_of_them(session, two):
    gone, kept, _third = two
    actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    told = {
        entry.verb: entry
        for entry in session.exec(select(TrailEntry).where(col(TrailEntry.room) == "partners"))
    }
    assert told["merged"].subject == f"organisation:{gone.id}"
    assert told["merged"].after == {"into": str(kept.id)}
    assert told["merge"].after["moved"]["organisation_contact"] == 1
    assert "example.org" not in str(told["merge"].after)


def test_the_second_of_two_merges_is_refused(session, two):
    gone, kept, third = two
    actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    for pair in ((gone.id, kept.id), (kept.id, gone.id), (third.id, gone.id)):
        with pytest.raises(RuleBroken, match="vient d’être réunie"):
            actions.merge(session, *pair, actor=SOFIA, now=NOW)
    with pytest.raises(RuleBroken, match="avec elle-même"):
        actions.merge(session, kept.id, kept.id, actor=SOFIA, now=NOW)


def test_a_merge_of_sheets_that_changed_meanwhile_is_refused(session, two):
    gone, kept, _third = two
    with pytest.raises(Stale):
        actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW, seen=(1, 7))


def test_a_room_settles_its_own_before_its_rows_follow(session, two, monkeypatch):
    gone, kept, _third = two
    told = []
    monkeypatch.setitem(registry.merges_of, "room", lambda _s, *pair: told.append(pair[:2]))
    actions.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    assert told == [(gone.id, kept.id)]


@given(st.dictionaries(st.integers(1, 6), st.integers(1, 6)), st.integers(1, 6), st.integers(1, 6))
def test_no_merge_ever_makes_a_group_its_own_ancestor(wished, gone: int, kept: int):
    parents: dict[int, int | None] = dict.fromkeys(range(1, 7))
    for child, parent in wished.items():
        try:
            check_parent(child, parent, parents)
        except RuleBroken:
            continue
        parents[child] = parent
    if gone == kept:
        return

    def above(start: int) -> set[int]:
        found, at = set(), parents[start]
        while at is not None:
            found.add(at)
            at = parents[at]
        return found

    top = parent_of_both(gone, kept, parents, above(kept), above(gone))
    after = {
        child: kept if parent == gone else parent
        for child, parent in parents.items()
        if child != gone
    }
    after[kept] = top
    assert top not in {gone, kept}
    for child, above_it in after.items():
        at, steps = above_it, 0
        while at is not None:
            assert at != child
            at, steps = after[at], steps + 1
            assert steps < 7


class TestPages:
    """The pages on which two structures become one."""

    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    def test_doubles_are_proposed_previewed_and_merged(self, signed_in, session, two):
        gone, kept, _third = two
        gone.siret = None
        session.commit()
        team = signed_in("partenariats")
        text = team.get("/gestion/partenaires/doublons").text
        assert "Noms proches" in text
        asked = re.search(r'href="(/gestion/partenaires/[0-9a-f-]+/fusion\?avec=[0-9a-f-]+)"', text)
        assert asked
        here = f"/gestion/partenaires/{gone.id}/fusion"
        preview = team.get(f"{here}?avec={kept.id}")
        assert "« Gatinais Habitat » disparaît, « Gâtinais Habitat » reste" in preview.text
        assert "Estimations de gisement" in preview.text
        versions = re.search(r'name="versions" value="([^"]+)"', preview.text)[1]
        done = team.post(here, data={"avec": str(kept.id), "versions": versions})
        assert done.location == f"/gestion/partenaires/{kept.id}"
        assert team.get(f"/gestion/partenaires/{gone.id}").location == done.location
        journal = team.get(f"{done.location}/journal").text
        assert "a réuni une autre structure avec celle-ci" in journal

    def test_two_that_are_two_are_proposed_no_more(self, signed_in, session, two):
        gone, kept, _third = two
        gone.siret = None
        session.commit()
        team = signed_in("partenariats")
        sent = {"first": str(gone.id), "second": str(kept.id)}
        assert (
            team.post("/gestion/partenaires/doublons/deux-structures", data=sent).status_code == 303
        )
        assert "Noms proches" not in team.get("/gestion/partenaires/doublons").text

    @pytest.mark.parametrize(
        "asked", ["", "?avec=Personne", "?avec=00000000-0000-4000-8000-000000000000"]
    )
    def test_a_structure_that_is_not_there_is_asked_for_again(self, signed_in, two, asked):
        gone, _kept, _third = two
        answer = signed_in("partenariats").get(f"/gestion/partenaires/{gone.id}/fusion{asked}")
        assert answer.status_code == (422 if asked else 200)
        assert "Réunir les deux structures" not in answer.text

    def test_a_forged_or_old_preview_merges_nothing(self, signed_in, session, two):
        gone, kept, _third = two
        session.commit()
        team = signed_in("partenariats")
        for versions in ("", "x", "9-9", "1-1-1"):
            sent = {"avec": str(kept.id), "versions": versions}
            answer = team.post(f"/gestion/partenaires/{gone.id}/fusion", data=sent)
            assert answer.status_code == 409
        assert gone.merged_into_id is None
