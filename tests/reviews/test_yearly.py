"""A partner's year in figures: sums that hold, comparisons that are fair, nothing told of others."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.models import Counted, Side
from app.agreements.rules.promises import Trend
from app.base.core.text import fold
from app.catalog.models import Family
from app.partners.registry import Ending, Told
from app.reviews.rules import frozen, words, yearly, years
from app.reviews.rules.comparing import Compared, Joined, Mean, Unsaid, compare, windows
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import Words
from app.reviews.rules.yearly import Kept, Shared, Yearly
from tests.reviews.builders import (
    BANK,
    HABITAT,
    HOUSE,
    TERRITORY,
    TODAY,
    came,
    month,
    visit,
)

DAY = date(2026, 3, 9)
ARRIVALS = st.lists(
    st.builds(
        came,
        st.just(HABITAT),
        st.dates(date(2026, 1, 1), TODAY),
        st.integers(1, 99),
        family=st.sampled_from([*Family, None]),
        estimated=st.booleans(),
    ),
    max_size=12,
)


class TestYears:
    @pytest.mark.parametrize(
        "asked", ["0", "0000", "9999", "2027", "abc", "20 6", "٢٠٢٦", "1999", "-202"]
    )
    def test_a_year_that_has_not_been_is_none(self, asked):
        assert years.chosen(asked, [2026], TODAY) is None

    def test_an_empty_january_shows_the_year_before(self):
        assert years.chosen("", [2025, 2023], date(2026, 1, 3)) == 2025
        assert years.chosen("", [], date(2026, 1, 3)) == 2026
        assert years.chosen("", [2025, 2026], date(2026, 1, 3)) == 2026

    def test_a_running_year_ends_today_and_one_that_is_over_on_its_last_day(self):
        running, over = years.span(2026, TODAY), years.span(2025, TODAY)
        assert (running.last, running.running) == (TODAY, True)
        assert (over.last, over.running) == (date(2025, 12, 31), False)
        assert years.span(2026, date(2026, 12, 31)).running is False

    def test_this_year_can_always_be_chosen(self):
        assert years.offered([2024, 2027], TODAY) == [2026, 2024]


class TestCame:
    @given(ARRIVALS)
    def test_what_is_told_apart_sums_to_the_whole(self, arrivals):
        found = yearly.came(arrivals)
        for lines in (found.families, found.things):
            assert sum(each.mass_g for each in lines) == found.whole.mass_g
            assert sum(each.units for each in lines) == found.whole.units
            assert sum(each.estimated_g for each in lines) == found.whole.estimated_g
        assert 0 <= found.whole.estimated_g <= found.whole.mass_g

    def test_several_things_of_one_visit_are_one_visit(self):
        both = [came(HABITAT, DAY), came(HABITAT, DAY, thing="écran")]
        assert yearly.came(both).whole.visits == 1

    def test_words_typed_by_hand_are_no_object(self):
        typed = came(HABITAT, DAY, family=None, thing="armoire de Mme Dupont")
        assert [each.key for each in yearly.came([typed]).things] == ["autre objet"]
        assert [each.thing for each in yearly.records([typed])] == ["autre objet"]

    def test_a_record_keeps_its_month_only(self):
        assert [each.month for each in yearly.records([came(HABITAT, DAY)])] == [date(2026, 3, 1)]

    def test_what_was_told_counts_pieces_and_endings_count_visits(self):
        arrivals = [came(HABITAT, DAY, 5, told=Told.WORKS), came(HABITAT, DAY, 2, told=Told.BROKEN)]
        visits = [visit(HABITAT, DAY, Ending.PARTLY, left=3), visit(HABITAT, DAY, Ending.ABSENT)]
        found = yearly.quality(arrivals, visits)
        assert (found.told[Told.WORKS], found.told[Told.BROKEN]) == (5, 2)
        assert (found.endings[Ending.PARTLY], found.endings[Ending.ABSENT]) == (1, 1)
        assert found.left == 3


class TestShare:
    def test_everybody_is_told_when_two_others_gave(self):
        some = [month(HABITAT, DAY, 300), month(BANK, DAY, 500), month(None, DAY, 200)]
        assert yearly.shared(some, HABITAT) == Shared(3, 1000, 3)

    @pytest.mark.parametrize("other", [BANK, None])
    def test_one_other_source_could_be_read_from_the_whole_so_nothing_is_told(self, other):
        assert yearly.shared([month(HABITAT, DAY), month(other, DAY)], HABITAT) is None

    @pytest.mark.parametrize(
        ("part", "whole", "said"), [(1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 0, 0)]
    )
    def test_a_share_is_rounded_half_up(self, part, whole, said):
        assert yearly.percent(part, whole) == said


def months(source, first: date, count: int, mass_g: int = 1000):
    return [month(source, years.month_of(first, n), mass_g) for n in range(count)]


class TestBeforeAndAfter:
    JOINED = Joined(date(2026, 4, 15), "CONV-2026-0001")
    END = date(2026, 11, 26)

    def test_the_month_of_joining_and_the_running_one_are_on_no_side(self):
        assert windows(self.JOINED.day, self.END) == (
            (date(2025, 4, 1), date(2026, 4, 1)),
            (date(2026, 5, 1), date(2026, 11, 1)),
        )

    def test_no_more_than_twelve_months_are_read_on_each_side(self):
        _before, after = windows(date(2020, 1, 1), date(2026, 12, 1))
        assert after == (date(2025, 12, 1), date(2026, 12, 1))

    def test_means_count_months_without_gifts(self):
        totals = [
            *months(BANK, date(2025, 4, 1), 19, 500),
            *months(None, date(2025, 4, 1), 19, 100),
        ]
        totals += [month(HABITAT, date(2025, 6, 1), 2400), month(HABITAT, date(2026, 6, 1), 6000)]
        found = compare(self.JOINED, totals, HABITAT, self.END)
        assert found.unsaid is None
        assert (found.before.months, found.before.mass_g, found.before.whole_g) == (12, 200, 800)
        assert (found.after.months, found.after.mass_g, found.after.whole_g) == (6, 1000, 1600)

    def test_months_before_anybody_noted_anything_do_not_count(self):
        totals = months(BANK, date(2025, 12, 1), 12)
        found = compare(self.JOINED, totals, HABITAT, self.END)
        assert (found.before.first, found.before.months) == (date(2025, 12, 1), 4)
        assert found.before.whole_g is None

    @pytest.mark.parametrize(
        ("joined", "first", "why"),
        [
            (None, date(2025, 1, 1), Unsaid.NOTHING_SIGNED),
            (Joined(date(2026, 4, 15)), date(2026, 2, 1), Unsaid.SHORT_BEFORE),
            (Joined(date(2026, 9, 15)), date(2025, 1, 1), Unsaid.SHORT_AFTER),
            (Joined(date(2027, 5, 1)), date(2025, 1, 1), Unsaid.SHORT_AFTER),
        ],
    )
    def test_too_few_months_compare_nothing_and_say_why(self, joined, first, why):
        found = compare(joined, months(BANK, first, 24), HABITAT, self.END)
        assert (found.before, found.after, found.unsaid) == (None, None, why)


def figures(*arrivals, **facts) -> Yearly:
    known = {
        "year": 2026,
        "first": date(2026, 1, 1),
        "last": TODAY,
        "running": False,
        "came": yearly.came(arrivals),
        "quality": yearly.quality(arrivals, []),
        "shared": None,
        "compared": Compared(None, unsaid=Unsaid.NOTHING_SIGNED),
        "promises": (),
        "together": {},
        "records": yearly.records(arrivals),
    }
    return Yearly(**(known | facts))


PROMISE = Kept(
    "k", "Donner", Side.THEIRS, Counted.DEVICES, "CONV-2026-0001", date(2026, 1, 1), TODAY,
    40, 40, 1, 1, Trend.KEPT,
)  # fmt: skip
MEAN = Mean(date(2025, 4, 1), 12, 200, None)


class TestWords:
    def test_what_is_estimated_is_said_about(self):
        offer = words.proposed(figures(came(HABITAT, DAY, 20)), HOUSE, TERRITORY)
        assert "environ 40\xa0kg" in offer.sentence
        assert "Le poids est estimé" in offer.paragraph

    def test_what_was_weighed_is_said_plainly(self):
        offer = words.proposed(figures(came(HABITAT, DAY, 20, estimated=False)), HOUSE, TERRITORY)
        assert "environ" not in " ".join(vars(offer).values())
        assert "relevés à chaque passage" in offer.paragraph

    def test_a_year_without_gifts_boasts_of_none(self):
        offer = words.proposed(figures(), HOUSE, TERRITORY)
        assert "kg" not in offer.paragraph
        assert "partenaires" in offer.sentence

    def test_promises_are_counted_when_one_is_kept(self):
        late = replace(PROMISE, kept=0, trend=Trend.LATE)
        told = figures(came(HABITAT, DAY), promises=(PROMISE, late))
        assert "1 de nos 2 engagements est tenu" in words.proposed(told, HOUSE, "x").paragraph
        none = figures(came(HABITAT, DAY), promises=(late,))
        assert "engagement" not in words.proposed(none, HOUSE, "x").paragraph

    @given(ARRIVALS)
    def test_what_is_proposed_may_always_be_published_and_fits_its_field(self, arrivals):
        offer = words.proposed(figures(*arrivals), HOUSE, TERRITORY)
        assert words.fault(offer) is None
        assert all(len(text) <= words.LIMITS[name] for name, text in vars(offer).items())

    @pytest.mark.parametrize(
        "text",
        [
            "comme neuf",
            "Comme neufs !",
            "COMME-NEUVE",
            "comme\nneuf",
            "comme du neuf",
            "com\u0301me neuf",
        ],
    )
    def test_nothing_is_as_new(self, text):
        found = words.fault(Words(post=f"Un PC {text}."))
        assert (found.field, found.sentence) == ("post", words.AS_NEW)

    @pytest.mark.parametrize("text", ["reconditionné", "Reconditionnées", "RECONDITIONNES"])
    def test_nothing_is_reconditioned_while_no_test_is_recorded(self, text):
        found = words.fault(Words(word=f"40 PC {text}"))
        assert (found.field, found.sentence) == ("word", words.RECONDITIONED)

    def test_the_trade_itself_may_be_named(self):
        assert (
            words.fault(Words(post="L’atelier de reconditionnement. Comme neuf autres."))
            is not None
        )
        assert (
            words.fault(Words(post="L’atelier de reconditionnement, neuf comme toujours")) is None
        )

    def test_a_text_left_as_proposed_goes_on_following_the_figures(self):
        offer = Words("", "a", "b", "c")
        assert words.own(Words("Merci", "a", "x", "c"), offer) == Words("Merci", "", "x", "")
        assert words.completed(Words("Merci", "", "x", ""), offer) == Words("Merci", "a", "x", "c")


class TestFrozen:
    @given(ARRIVALS, st.text(), st.booleans())
    def test_an_edition_is_read_back_as_it_was_written(self, arrivals, text, told):
        sheet = Sheet(
            text,
            HOUSE,
            TERRITORY,
            figures(
                *arrivals,
                shared=Shared(9, 900, 3) if told else None,
                promises=(PROMISE,),
                together={"appel": 2},
                compared=Compared(Joined(DAY, "CONV"), MEAN, replace(MEAN, whole_g=8))
                if told
                else Compared(None, unsaid=Unsaid.NOTHING_SIGNED),
            ),
            Words(word=text),
        )
        content = frozen.written(sheet)
        assert frozen.read(content) == sheet
        assert frozen.written(frozen.read(content)) == content

    def test_one_gram_more_is_another_edition(self):
        one, two = (
            Sheet("a", HOUSE, TERRITORY, figures(came(HABITAT, DAY, mass_g=g)), Words())
            for g in (1000, 1001)
        )
        prints = {frozen.fingerprint(frozen.written(each)) for each in (one, two)}
        assert len(prints) == 2


def test_masses_read_as_somebody_says_them():
    said = [fold(words.said_grams(g)) for g in (0, 400, 9_940, 163_499, 1_000_000, 4_250_000)]
    assert said == ["0 kg", "0 4 kg", "9 9 kg", "163 kg", "1 tonne", "4 25 tonnes"]
