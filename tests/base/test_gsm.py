import pytest

from app.base.core import gsm


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("déjà où été", "déjà où été"),
        ("l’étage “Œuf” — 2 × ça…", 'l\'étage "OEuf" - 2 x ca...'),
        ("Empêché", "Empeché"),
        ("9\u00a0h", "9 h"),
        ("🚲 日", "? ?"),
        ("e\u0301", "é"),
    ],
)
def test_a_text_is_brought_into_the_alphabet_of_one_sign_a_letter(written, sent):
    assert gsm.plain(written) == sent


def test_a_sign_of_the_extension_counts_twice():
    assert (gsm.length("15 €"), gsm.length("15 e")) == (5, 4)
