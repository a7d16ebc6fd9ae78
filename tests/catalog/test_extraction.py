"""The advice reaches the translators as the dictionary shows it."""

from io import BytesIO

from app.catalog import dictionary, extraction


def extracted(text: bytes) -> list[tuple[int, str]]:
    return [(line, message) for line, _, message, _ in extraction.advice(BytesIO(text), [], [], {})]


def test_every_sentence_shown_is_handed_over():
    sentences = {
        message for _, message in extracted((dictionary.DATA / "advice.toml").read_bytes())
    }
    for each in dictionary.objects():
        advice = each.advice
        assert {advice.works, advice.broken, advice.before, advice.never} - {""} <= sentences


def test_a_sentence_said_twice_is_handed_over_once_with_its_first_line():
    text = '[a]\nworks = "Donnez-le."\n[b]\nworks = "Donnez-le."\nnever = "Ne le jetez pas."\n'
    assert extracted(text.encode()) == [(2, "Donnez-le."), (5, "Ne le jetez pas.")]
