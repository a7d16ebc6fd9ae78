import pytest

from app.base.core.emails import is_email


@pytest.mark.parametrize(
    "text", ["ana@exemple.test", "Ana.Lopez+r@sous.exemple.fr", "écho@exemple.fr", "a@é.fr"]
)
def test_an_address_that_can_receive_a_letter_is_known(text):
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "ana@exemple",
        "@exemple.fr",
        "a b@exemple.fr",
        "a@b.fr\n",
        "a@b.fr\nBcc: z@z.fr",
        "a..b@exemple.fr",
        "a@-exemple.fr",
        f"a@{'b' * 250}.fr",
    ],
)
def test_anything_else_is_none(text):
    assert not is_email(text)
