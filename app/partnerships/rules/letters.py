"""A mail that somebody drops: what it says as plain text, whatever it tries.

Nothing of it is ever rendered: a page made of markup is reduced to its words, what could run is
left out, attached files are listed. What cannot be read is left aside and said.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean

MOST_BYTES: Final = 10 * 1024 * 1024
HEAVY: Final = N_("Ce courriel dépasse 10 Mo : déposez-le sans ses pièces jointes.")
NO_MAIL: Final = N_(
    "Ce fichier n’est pas un courriel : dans votre messagerie, choisissez « Enregistrer sous »,"
    " au format .eml."
)
TANGLED: Final = N_("Ce courriel est trop emmêlé pour être lu : notez l’échange à la main.")
LONGEST_HEADER: Final = 20_000
MOST_PARTS: Final = 100
MOST_TEXT: Final = 20_000
MOST_MARKUP: Final = 1_000_000
MOST_ATTACHED: Final = 20
_DEEPEST: Final = 20
_SILENT_TAGS: Final = frozenset(
    {"script", "style", "head", "title", "template", "iframe", "object", "svg", "noscript"}
)
_BREAKING_TAGS: Final = frozenset(
    {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "hr"}
)
_ADDRESS: Final = re.compile(r"[^@\s<>,;]{1,64}@[^@\s<>,;]{1,190}")
_BLANK_LINES: Final = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True)
class Attached:
    """A file that a mail carries."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says; `sent_at` is None when its date cannot be read."""

    subject: str
    sent_at: datetime | None
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    text: str
    attached: tuple[Attached, ...]
    message_id: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return every address of the mail, senders first, each once."""
        return tuple(dict.fromkeys(self.senders + self.receivers))


def read(content: bytes) -> Letter:
    """Return what a mail says. Raises RuleBroken (field "file") when it is none."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="file")
    if b"\x00" in content[:4096] or not content.strip():
        raise RuleBroken(NO_MAIL, field="file")
    try:
        parts, message = _parts(content)
    except (RecursionError, MessageError, ValueError, LookupError, AssertionError):
        raise RuleBroken(TANGLED, field="file") from None
    senders = _addresses(message, "from", "reply-to")
    sent_at = _instant(message)
    subject = _header(message, "subject")
    if not senders and sent_at is None and not subject:
        raise RuleBroken(NO_MAIL, field="file")
    return Letter(
        subject=clean(subject, limit=200),
        sent_at=sent_at,
        senders=senders,
        receivers=_addresses(message, "to", "cc"),
        text=_text(parts),
        attached=tuple(_attached(part) for part in parts if _is_attached(part))[:MOST_ATTACHED],
        message_id=clean(_header(message, "message-id"), limit=200),
    )


def _parts(content: bytes) -> tuple[list[Message], Message]:
    """Return the leaves of a mail and the mail itself; raises on one nested too deep."""
    message = BytesParser(policy=policy.compat32).parsebytes(content)
    found: list[Message] = []
    waiting = [(message, 0)]
    while waiting and len(found) < MOST_PARTS:
        part, depth = waiting.pop(0)
        if depth > _DEEPEST:
            raise RecursionError
        inside = part.get_payload()
        if isinstance(inside, list):
            if part.get_content_type() == "message/rfc822":
                continue
            waiting += [(p, depth + 1) for p in inside[:MOST_PARTS] if isinstance(p, Message)]
        else:
            found.append(part)
    return found, message


def _header(message: Message, name: str) -> str:
    """Return a header as people read it; an encoding that nobody knows stays as it is."""
    raw = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        return str(make_header(decode_header(raw)))
    except (UnicodeError, LookupError, ValueError, MessageError):
        return raw.encode("ascii", "replace").decode("ascii")


def _addresses(message: Message, *names: str) -> tuple[str, ...]:
    """Return the addresses of some headers, folded, each once, at most 100."""
    raw = [
        str(value)[:LONGEST_HEADER] for name in names for value in (message.get_all(name) or [])[:5]
    ]
    try:
        pairs = getaddresses(raw)
    except (ValueError, IndexError, TypeError):
        pairs = [("", found) for text in raw for found in _ADDRESS.findall(text)]
    found = [address.strip().lower() for _name, address in pairs]
    kept = [address for address in found if _ADDRESS.fullmatch(address)]
    return tuple(dict.fromkeys(clean(address, limit=254) for address in kept))[:100]


def _instant(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("date", ""))[:200])
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_attached(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or _asked(part.get_filename):
        return True
    return part.get_content_maintype() not in {"text", "multipart"}


def _attached(part: Message) -> Attached:
    raw = _asked(part.get_filename)
    try:
        name = str(make_header(decode_header(raw)))
    except (UnicodeError, LookupError, ValueError, MessageError):
        name = ""
    return Attached(
        name=clean(name, limit=300) or "sans nom",
        media_type=clean(part.get_content_type(), limit=100),
        content=_content(part),
    )


def _asked(ask: Callable[[], object]) -> str:
    """Return what a part says of itself; the library fails on parameters put together badly."""
    try:
        return str(ask() or "")
    except (ValueError, TypeError, LookupError, AssertionError, MessageError):
        return ""


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _text(parts: list[Message]) -> str:
    """Return the plain text of a mail, or else the words of its page."""
    readable = [part for part in parts if not _is_attached(part)]
    plain = [_decoded(p) for p in readable if p.get_content_type() == "text/plain"]
    said = "\n".join(each for each in plain if each.strip())
    if not said:
        pages = [_decoded(p) for p in readable if p.get_content_type() == "text/html"]
        said = "\n".join(words(page) for page in pages)
    if not said and len(parts) == 1 and not _is_attached(parts[0]):
        said = words(_decoded(parts[0]))
    return _BLANK_LINES.sub("\n\n", clean(said, limit=MOST_TEXT, lines=True))


def _decoded(part: Message) -> str:
    content = _content(part)[:MOST_MARKUP]
    try:
        return content.decode(_asked(part.get_content_charset) or "utf-8", "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


class _Words(HTMLParser):
    """Keeps what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's call
        """Stop listening inside what nobody sees; begin a new line where a page does."""
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag in _BREAKING_TAGS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Listen again."""
        if tag in _SILENT_TAGS and self._silent:
            self._silent -= 1
        elif tag in _BREAKING_TAGS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self._silent:
            self.said.append(data)


def words(page: str) -> str:
    """Return the words of a page made of markup."""
    reader = _Words()
    try:
        reader.feed(page[:MOST_MARKUP])
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        pass
    return "".join(reader.said)
