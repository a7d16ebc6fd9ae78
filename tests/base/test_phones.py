"""Telephone numbers: what a person writes, and the numbers kept for stories."""

import pytest

from app.base.core.phones import e164


@pytest.mark.parametrize("text", ["06 39 98 01 06", "+33 (0)6 39 98 01 06", "0033639980106"])
def test_a_number_kept_for_fiction_is_read_as_any_other(text):
    assert e164(text) == "+33639980106"


@pytest.mark.parametrize("text", ["06 39 98 01 0", "06 39 98 01 06 1", "06 39 97"])
def test_one_digit_less_or_more_is_no_number(text):
    assert e164(text) is None
