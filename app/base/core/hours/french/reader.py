"""Read French opening hours into rules: which days, which spans, under which condition.

A proposal is shown to a person who accepts it or not. What hours cannot hold (by
appointment, one week in two) stays as a comment, which makes these spans unsure: the
reader would rather propose a doubt than a wasted trip.
"""

from collections.abc import Sequence
from typing import cast

from app.base.core.hours.french.clause import Clause, paired, says_something
from app.base.core.hours.french.tokens import DAYS, Kind, Mark

_BETWEEN_DAYS = frozenset({Kind.COMMA, Kind.WORD, Kind.NTH})
_MOST_MARKS = 400


def clauses(marks: Sequence[Mark]) -> list[Clause]:
    """Return the statements of the text, in order."""
    found = _Reader(_with_times(marks[:_MOST_MARKS]))
    found.run()
    return [c for c in found.done if says_something(c)]


def _with_times(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks where a bare number beside a time or a number's range is a time."""
    found = list(marks)
    for n, mark in enumerate(found):
        if mark.kind == Kind.NUMBER and _beside_time(found, n):
            found[n] = Mark(Kind.TIME, _minutes_of(mark))
    return [m for m in found if m.kind != Kind.NUMBER]


def _minutes_of(mark: Mark) -> int:
    if mark.text:
        return int(mark.text[:2]) * 60 + int(mark.text[2:])
    return cast("int", mark.value) * 60


def _beside_time(marks: Sequence[Mark], n: int) -> bool:
    """Tell whether the number at `n` has a time on one side, a mark of range between or none."""
    for step in (1, -1):
        beside = n + step
        if 0 <= beside < len(marks) and marks[beside].kind in {Kind.RANGE, Kind.COMMA}:
            beside += step
        if 0 <= beside < len(marks) and marks[beside].kind in {Kind.TIME, Kind.NUMBER}:
            return True
    return False


class _Reader:
    """Walk through the marks once; a clause ends when the next one starts to be told."""

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.done: list[Clause] = []
        self.clause = Clause()
        self.times: list[int] = []
        self.times_first = next(
            (m.kind == Kind.TIME for m in marks if m.kind in {Kind.TIME, Kind.DAY, Kind.DAYS}),
            False,
        )
        self.sealed = False
        self.leaving_out = False

    def run(self) -> None:
        """Read all the marks."""
        for n, mark in enumerate(self.marks):
            self._read(n, mark)
        self._end()

    def _read(self, n: int, mark: Mark) -> None:
        """Take one mark into the clause, ending the one before when it is complete."""
        kind = mark.kind
        if kind == Kind.TIME:
            self._take_time(cast("int", mark.value))
        elif kind in {Kind.DAY, Kind.DAYS, Kind.HOLIDAY, Kind.NTH}:
            self._take_day(n, mark)
        elif kind == Kind.MONTH:
            self._take_month(n, str(mark.value))
        elif kind in {Kind.CLOSED, Kind.EXCEPT}:
            self._take_closed(n, mark)
        elif kind == Kind.SCHOOL:
            self._take_school()
        elif kind == Kind.ALWAYS:
            self.clause.spans = ((0, 24 * 60),)
        elif kind == Kind.HALF:
            self.clause.half = str(mark.value)
        elif kind == Kind.NOTE:
            self.clause.note = str(mark.value)

    def _take_time(self, minute: int) -> None:
        if self.clause.closed:
            if not self.clause.days or self.clause.half or self.clause.excepted:
                self._drop_closed()
            else:
                self._end()
        if self.times_first and self._has_days() and self.times and self.sealed:
            self._end()
        self.times.append(minute)
        self.sealed = False

    def _drop_closed(self) -> None:
        """Forget a closing that only said which half the times leave out."""
        self.clause.closed, self.clause.half = False, None

    def _take_day(self, n: int, mark: Mark) -> None:
        if mark.kind == Kind.NTH and not mark.text and not self._day_follows(n):
            self._take_late_nth(mark)
            return
        if self._complete(n):
            self._end()
        self.sealed = True
        if mark.kind == Kind.HOLIDAY:
            self.clause.holiday = True
        elif mark.kind == Kind.DAYS:
            self.clause.days.extend(cast("tuple[int, ...]", mark.value))
        elif mark.kind == Kind.NTH:
            self._take_nth(mark)
        else:
            self._add_day(n, cast("int", mark.value))

    def _take_nth(self, mark: Mark) -> None:
        self.clause.nth.extend(cast("tuple[int, ...]", mark.value))
        if mark.text:
            self.clause.days.append(DAYS.index(mark.text))

    def _take_late_nth(self, mark: Mark) -> None:
        """Take "(2e et 4e du mois)" said after the day and its times."""
        if len(self.clause.days) == 1:
            self.clause.nth.extend(cast("tuple[int, ...]", mark.value))
        else:
            self.clause.note = self.clause.note or "certains jours"

    def _day_follows(self, n: int) -> bool:
        ahead = n + 1
        while ahead < len(self.marks) and self.marks[ahead].kind in {*_BETWEEN_DAYS, Kind.RANGE}:
            ahead += 1
        return ahead < len(self.marks) and self.marks[ahead].kind == Kind.DAY

    def _complete(self, n: int) -> bool:
        """Tell whether a day named at `n` starts another clause."""
        if self.clause.closed:
            named = self.clause.days or self.clause.holiday
            return bool(named) and not self._listed(n)
        if not (self.times or self.clause.spans or self.clause.half):
            return False
        if self.times_first:
            return self._has_days() and not self._listed(n)
        return True

    def _listed(self, n: int) -> bool:
        """Tell whether the day at `n` goes on a list of days, as in "lundi, mardi et jeudi"."""
        back = n - 1
        while back >= 0 and self.marks[back].kind in {*_BETWEEN_DAYS, Kind.RANGE}:
            back -= 1
        return back >= 0 and self.marks[back].kind in {Kind.DAY, Kind.HOLIDAY, Kind.CLOSED}

    def _has_days(self) -> bool:
        return bool(self.clause.days or self.clause.holiday)

    def _add_day(self, n: int, day: int) -> None:
        """Add a day, or all from the day before it when "au" stands between."""
        if self.leaving_out:
            self.clause.days = [other for other in self.clause.days if other != day]
            return
        is_range = n > 0 and self.marks[n - 1].kind == Kind.RANGE and self._after_day(n)
        if is_range and self.clause.days:
            first = self.clause.days[-1]
            if self._is_hyphen_list(n):
                self.clause.days.append(day)
            else:
                self.clause.days.extend((first + k) % 7 for k in range(1, (day - first) % 7 + 1))
        else:
            self.clause.days.append(day)

    def _after_day(self, n: int) -> bool:
        return n > 1 and self.marks[n - 2].kind == Kind.DAY

    def _is_hyphen_list(self, n: int) -> bool:
        """Tell whether three days or more hang together, as in "mar-mer-jeu-ven"."""
        before = [mark.kind for mark in self.marks[max(n - 4, 0) : n - 2]]
        after = (
            n + 2 < len(self.marks)
            and self.marks[n + 1].kind == Kind.RANGE
            and self.marks[n + 2].kind == Kind.DAY
        )
        return after or before == [Kind.DAY, Kind.RANGE]

    def _take_month(self, n: int, month: str) -> None:
        if self.times and not self.clause.closed:
            self._end()
        if self.clause.months and n > 0 and self.marks[n - 1].kind == Kind.RANGE:
            self.clause.months[-1] += f"-{month}"
        else:
            self.clause.months.append(month)

    def _take_closed(self, n: int, mark: Mark) -> None:
        """Close the days just named; after times, open a clause of what is closed."""
        is_except = mark.kind == Kind.EXCEPT
        if is_except and self.clause.days and not self.times:
            self.leaving_out = True
            return
        if self.times or self.clause.spans:
            mine = [] if not self.times_first or self._names_next(n) else self.clause.days
            self.clause.days = [] if mine else self.clause.days
            self._end()
            self.clause.days = list(mine)
        self.clause.closed, self.clause.excepted = True, is_except

    def _names_next(self, n: int) -> bool:
        """Tell whether what is closed is named after the word, as in "fermé le lundi"."""
        named = {Kind.DAY, Kind.DAYS, Kind.HOLIDAY, Kind.MONTH, Kind.SCHOOL, Kind.HALF}
        return n + 1 < len(self.marks) and self.marks[n + 1].kind in named

    def _take_school(self) -> None:
        """Keep term hours as they are; hours of the holidays are out of reach."""
        if self.times or self.clause.spans:
            self._end()
        self.clause.school = True

    def _end(self) -> None:
        """Close the clause being read and start the next one."""
        clause = self.clause
        clause.spans = clause.spans or paired(self.times)
        self.done.append(clause)
        school = clause.school and not clause.closed
        self.clause, self.times = Clause(school=school), []
        self.sealed = self.leaving_out = False
