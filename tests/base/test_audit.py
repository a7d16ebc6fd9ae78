import pytest

from app.base.audit import actions, queries
from app.base.audit.rules import broken_at, first_break
from app.base.core import clock
from app.base.core.actors import SYSTEM


def record(session, verb: str, **facts):
    return actions.record(session, "essai", verb, "chose:1", SYSTEM, now=clock.now(), **facts)


def test_a_chain_holds_and_counts_from_one(session):
    for n in range(3):
        record(session, f"geste-{n}", before={"n": n}, after={"n": n + 1, "é": "œ"})
    session.expire_all()
    chain = list(queries.chain(session, "essai"))
    assert [entry.number for entry in chain] == [1, 2, 3]
    assert first_break(chain) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("verb", "autre"), ("actor", "Zoé"), ("after", {"n": 9}), ("number", 7), ("hash", "0" * 64)],
)
def test_a_changed_entry_breaks_the_chain_there(session, field, value):
    entries = [record(session, f"geste-{n}", after={"n": n}) for n in range(3)]
    session.expunge_all()
    setattr(entries[1], field, value)
    assert first_break(entries).id == entries[1].id


def test_a_missing_entry_breaks_the_chain(session):
    entries = [record(session, f"geste-{n}") for n in range(3)]
    assert first_break([entries[0], entries[2]]).id == entries[2].id


def test_a_chain_is_checked_from_any_entry_on(session):
    entries = [record(session, f"geste-{n}") for n in range(3)]
    (head,) = queries.heads(session)
    assert broken_at(entries, head) is None
    assert broken_at(entries[1:], head, after=entries[0]) is None
    assert broken_at(entries[2:], head, after=entries[0]) == 3


def test_entries_cut_off_the_end_are_missed(session):
    entries = [record(session, f"geste-{n}") for n in range(3)]
    (head,) = queries.heads(session)
    assert broken_at(entries[:2], head) == 3
    assert broken_at([], head) == 1


def test_the_latest_come_first(session):
    for n in range(3):
        record(session, f"geste-{n}")
    assert [e.verb for e in queries.of_subject(session, "chose:1", limit=2)] == [
        "geste-2",
        "geste-1",
    ]
