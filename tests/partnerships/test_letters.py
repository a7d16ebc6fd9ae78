"""A mail that somebody drops: whatever it tries, its words as plain text or a sentence."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.partnerships.rules import letters
from app.partnerships.rules.letters import read, words

HEAD = (
    b"From: Nadia Ferrand <N.Ferrand@Habitat.example.org>\r\n"
    b"To: Sofia <sofia@rebond.example.org>, b@example.org\r\n"
    b"Subject: =?utf-8?q?Les_ordinateurs_lib=C3=A9r=C3=A9s?=\r\n"
    b"Date: Mon, 09 Nov 2026 09:10:00 +0100\r\n"
    b"Message-ID: <abc@habitat.example.org>\r\n"
)
PLAIN = (
    HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour,\r\n\r\nQuinze machines.\r\n"
)


def html(page: str) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()


def with_parts(*parts: bytes) -> bytes:
    inside = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD
        + b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        + inside
        + b"--x--\r\n"
    )


def attached(name: bytes, content: bytes, kind: bytes = b"application/octet-stream") -> bytes:
    return (
        b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="' + name + b'"\r\n\r\n'
    ) + base64.b64encode(content)


def test_a_plain_mail_says_who_when_what():
    letter = read(PLAIN)
    assert letter.subject == "Les ordinateurs libérés"
    assert letter.sent_at == datetime(2026, 11, 9, 8, 10, tzinfo=UTC)
    assert letter.senders == ("n.ferrand@habitat.example.org",)
    assert letter.receivers == ("sofia@rebond.example.org", "b@example.org")
    assert letter.text == "Bonjour,\n\nQuinze machines."
    assert letter.message_id == "<abc@habitat.example.org>"


def test_a_page_with_scripts_is_reduced_to_its_words():
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body>"
        "<p onclick='x()'>Bonjour &lt;b&gt;</p><script>alert('volé')</script>"
        "<img src='http://spy.example/p.gif' onerror='x()'><div>Quinze<br>machines</div>"
        "<a href='javascript:x()'>ici</a><iframe srcdoc='x'>caché</iframe></body></html>"
    )
    text = read(html(page)).text
    assert "Bonjour <b>" in text
    assert "Quinze\nmachines" in text
    assert "ici" in text
    for hidden in ("alert", "volé", "spy.example", "javascript", "onclick", "caché", "p{}"):
        assert hidden not in text


def test_the_plain_part_is_preferred_to_the_page():
    letter = read(
        with_parts(
            b"Content-Type: text/html\r\n\r\n<p>page</p>",
            b"Content-Type: text/plain\r\n\r\ntexte",
        )
    )
    assert letter.text == "texte"


def test_attached_files_are_listed_with_what_they_hold():
    letter = read(
        with_parts(b"Content-Type: text/plain\r\n\r\nvoici", attached(b"a.pdf", b"%PDF-1.4"))
    )
    assert [(a.name, a.content) for a in letter.attached] == [("a.pdf", b"%PDF-1.4")]
    assert letter.text == "voici"


@pytest.mark.parametrize(
    "header",
    [
        b"Date: hier\r\n",
        b"Date: Mon, 99 Nov 0000 99:99:99 +9999\r\n",
        b"Date: \xff\xfe\r\n",
        b"",
    ],
)
def test_a_date_that_cannot_be_read_is_none(header):
    assert read(b"From: a@example.org\r\n" + header + b"\r\ntexte").sent_at is None


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?zorglub?q?x?=\r\n",
        b"Subject: =?utf-8?b?%%%?=\r\n",
        b"Content-Type: text/plain; charset=zorglub\r\n",
        b"Content-Type: multipart/mixed; boundary=\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Type: text/plain; name*0*=%%; name*=x''%ff\r\n",
        b"To: " + b"a@b.example, " * 5000 + b"\r\n",
        b'To: <<<>>>,,,;;; "\r\n',
        b"Subject: " + b"x" * 50_000 + b"\r\n",
    ],
)
def test_a_malformed_mail_is_kept_as_what_can_be_read(head):
    letter = read(b"From: a@example.org\r\n" + head + b"\r\nle texte")
    assert letter.senders == ("a@example.org",)
    assert len(letter.subject) <= 200
    assert len(letter.receivers) <= 100


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \r\n",
        b"bonjour, ceci n'est qu'un texte",
        b"MZ\x90\x00\x03",
        b"%PDF-1.4\n",
        b"PK\x03\x04\x00\x00",
        b"<html><script>x</script></html>",
    ],
)
def test_what_is_no_mail_is_refused_with_what_to_do(content):
    with pytest.raises(RuleBroken, match=r"\.eml") as refusal:
        read(content)
    assert refusal.value.field == "file"


def test_a_mail_of_more_than_ten_megabytes_is_refused():
    with pytest.raises(RuleBroken, match="10 Mo"):
        read(PLAIN + b"x" * letters.MOST_BYTES)


def test_a_mail_nested_a_thousand_times_ends_in_a_sentence():
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(1000)
    )
    with pytest.raises(RuleBroken):
        read(b"From: a@example.org\r\n" + deep + b"Content-Type: text/plain\r\n\r\nfond")


def test_a_mail_of_ten_thousand_parts_is_read_within_bounds():
    letter = read(with_parts(*[b"Content-Type: text/plain\r\n\r\nx"] * 10_000))
    assert len(letter.text) < 1000


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_the_bytes_it_is_a_letter_or_a_sentence(content):
    try:
        letter = read(b"From: a@example.org\n" + content)
    except RuleBroken:
        return
    assert len(letter.text) <= letters.MOST_TEXT


@given(st.text(max_size=300))
def test_the_words_of_a_page_never_hold_what_a_script_says(text):
    silent = text.replace("<", "").replace("&", "")
    assert "zorglub" not in words(f"<script>zorglub {silent}</script>")
