"""Write what was read as an opening_hours expression: the week first, then its exceptions."""

from collections.abc import Iterable, Sequence

from app.base.core.hours.french.clause import (
    AFTERNOON_MIN,
    NOON_MIN,
    Clause,
    Spans,
    days_of,
)
from app.base.core.hours.french.tokens import DAYS, EVERY_DAY

Cell = tuple[Spans, str]
"""The spans of a day and the comment on them."""

_RUN = 3
_ALL_DAY: Spans = ((0, 24 * 60),)


def written(clauses: Sequence[Clause]) -> str | None:
    """Return the expression, or None when the clauses give no hours at all."""
    week: dict[int, Cell] = {}
    named: dict[int, int] = {}
    rules: list[str] = []
    for clause in clauses:
        if clause.closed:
            rules.extend(_closed_rules(clause))
            _close(week, clause)
        elif clause.school:
            continue
        elif _is_apart(clause):
            rules.extend(_apart_rule(clause))
        elif clause.spans or clause.half:
            _open(week, named, clause)
            rules.extend([f"PH {_times(clause.spans)}"] if clause.holiday and clause.spans else [])
    closed = _closed_days(clauses) if not week else []
    note = next((c.note for c in clauses if c.note), "")
    parts = [*_week_rules(week), *closed, *dict.fromkeys(rules)]
    if not week and all(rule.endswith(" off") for rule in rules):
        doubt = f'unknown "{note}"' if note else "unknown"
        return "; ".join([doubt, *parts]) if parts or note else None
    return "; ".join(parts) or None


def _is_apart(clause: Clause) -> bool:
    """Tell whether a clause cannot enter the table of the week."""
    return bool(clause.nth or clause.months or (clause.holiday and not clause.days))


def _closed_rules(clause: Clause) -> list[str]:
    """Return what closes beside the week's days: some months, holidays, school holidays."""
    months = ",".join(clause.months)
    if months and clause.days:
        return [f"{months} {_days(clause.days)} off".replace("  ", " ")]
    names = (months, "PH" if clause.holiday else "", "SH" if clause.school else "")
    return [f"{name} off" for name in names if name]


def _apart_rule(clause: Clause) -> list[str]:
    """Return the rule of some months, of holidays, of the first Saturday and so on."""
    months = ",".join(clause.months)
    nth = f"[{','.join(str(n) for n in dict.fromkeys(clause.nth))}]" if clause.nth else ""
    if nth and not clause.days:
        return []
    days = ",".join(f"{DAYS[day]}{nth}" for day in clause.days) if nth else _days(clause.days)
    when = " ".join(part for part in (months, "PH" if clause.holiday else days) if part)
    if not clause.spans:
        return []
    return [f"{when} {_times(clause.spans)}{_comment(clause.note)}"]


def _open(week: dict[int, Cell], named: dict[int, int], clause: Clause) -> None:
    """Put the clause's spans on its days.

    They join the spans that they do not touch, and replace the others; of two clauses that
    touch, the one that names fewer days knows.
    """
    days = days_of(clause)
    for day in days:
        spans = clause.spans or _half_of_week(week, clause.half)
        note = clause.note or ("" if spans else _half_word(clause.half))
        spans = spans or _whole_half(clause.half)
        before, said = week.get(day, ((), ""))
        if before and _overlap(before, spans):
            if len(days) > named.get(day, len(days)):
                continue
            before, said = (), ""
        week[day] = (_merged((*before, *spans)), note or said)
        named[day] = min(len(days), named.get(day, len(days)))


def _half_of_week(week: dict[int, Cell], half: str | None) -> Spans:
    """Return the morning or afternoon that other days of this text keep, if they agree."""
    halves = {_only(spans, half) for spans, _ in week.values()} - {()}
    return halves.pop() if len(halves) == 1 else ()


def _only(spans: Spans, half: str | None) -> Spans:
    if half == "morning":
        return tuple(span for span in spans if span[1] <= NOON_MIN)
    return tuple(span for span in spans if span[0] >= AFTERNOON_MIN)


def _whole_half(half: str | None) -> Spans:
    return ((8 * 60, 12 * 60),) if half == "morning" else ((14 * 60, 18 * 60),)


def _half_word(half: str | None) -> str:
    return "le matin, heures à préciser" if half == "morning" else "l’après-midi, heures à préciser"


def _close(week: dict[int, Cell], clause: Clause) -> None:
    """Take the clause's days, or their half, out of the week."""
    for day in clause.days:
        if day not in week or clause.months:
            continue
        spans, note = week[day]
        kept = tuple(s for s in spans if s not in _only(spans, clause.half)) if clause.half else ()
        if kept:
            week[day] = (kept, note)
        else:
            del week[day]


def _closed_days(clauses: Iterable[Clause]) -> list[str]:
    days = [d for c in clauses if c.closed and not (c.months or c.half) for d in c.days]
    return [f"{_days(days)} off"] if days else []


def _overlap(one: Spans, other: Spans) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return the spans in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _week_rules(week: dict[int, Cell]) -> list[str]:
    """Return one rule per set of equal days, in the order of the week."""
    if all(week.get(day) == (_ALL_DAY, "") for day in EVERY_DAY):
        return ["24/7"]
    groups: dict[Cell, list[int]] = {}
    for day in sorted(week):
        groups.setdefault(week[day], []).append(day)
    return [
        f"{_days(days)} {_times(spans)}{_comment(note)}".strip()
        for (spans, note), days in groups.items()
    ]


def _days(days: Sequence[int]) -> str:
    """Return "Mo-We,Sa"; all seven are left out."""
    if not days or set(days) == set(EVERY_DAY):
        return ""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    if len(run) < _RUN:
        return ",".join(DAYS[day] for day in run)
    return f"{DAYS[run[0]]}-{DAYS[run[-1]]}"


def _times(spans: Spans) -> str:
    return ",".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minute: int) -> str:
    minute = minute if minute <= 24 * 60 else minute - 24 * 60
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _comment(note: str) -> str:
    return f' "{note}"' if note else ""
