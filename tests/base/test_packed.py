"""Many short texts in one block: they read as the list that they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.core import heap
from app.base.core.packed import Packed

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])))


@given(TEXTS)
def test_packed_texts_read_as_their_list(texts):
    packed = Packed(texts)
    assert list(packed) == texts
    assert [packed[rank] for rank in range(len(texts))] == texts
    assert packed[1:3] == texts[1:3]


def test_a_packed_text_is_found_from_the_end_and_never_beyond():
    packed = Packed(["Œuilly", "Nîmes"])
    assert packed[-1] == "Nîmes"
    for beyond in (2, -3):
        with pytest.raises(IndexError, match="rank"):
            packed[beyond]


def test_the_allocator_takes_what_it_is_told():
    heap.share_one_heap()
    heap.give_back()
