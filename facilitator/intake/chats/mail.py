"""Mail: a mailbox in the mbox form, or one message. What a message quotes of others and its signature are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from facilitator.intake.chats.conversation import ChatDraft, Post
from facilitator.intake.chats.markup import words_of
from facilitator.intake.transcript import MOST_TURNS, Tick, TooMany
from facilitator.words import _

_FROM_LINE = re.compile(rb"From [^\n]{1,400}\n")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?")
_KNOWN = (b"message-id", b"from", b"date", b"subject", b"received", b"mime-version", b"return-path", b"delivered-to")
_REFERENCE = re.compile(r"<[^<>\s]{1,300}>")
_OF = re.compile(
    r"(?:re|aw|antw|sv|rv|res|ynt|回复|回覆|返信|fwd?|wg|tr|rif|r)\s*(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE
)
_LIST_TAG = re.compile(r"\[[^\[\]]{1,40}\]\s*")
_BELOW = re.compile(
    r"-{2,}\s*(?:original message|ursprüngliche nachricht|original-nachricht|message d'origine|mensaje original"
    r"|mensagem original|messaggio originale|orijinal ileti|oorspronkelijk bericht|исходное сообщение|forwarded message"
    r"|元のメッセージ)\s*-{0,}|_{20,}",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(r"(?:from|von|de|da|van|kimden|от|差出人)\s*[:：]\s*\S.*", re.IGNORECASE)
_OUTLOOK_NEXT = re.compile(
    r"(?:sent|date|to|gesendet|datum|an|envoyé|enviado|el|inviato|data|verzonden|gönderilme|отправлено|送信日時)\s*[:：]",
    re.IGNORECASE,
)
LARGEST_MESSAGE = 2 * 1024 * 1024
"""Bytes of one message that are looked at; what lies beyond is an attachment."""

_MOST_PARTS = 200


def is_mail(data: bytes) -> bool:
    """Whether bytes are a mailbox or a message: a line that begins one, or the lines at the top of a letter."""
    data = data[:20_000].replace(b"\r\n", b"\n").lstrip(b"\n")
    opening = _FROM_LINE.match(data)
    at = opening.end() if opening else 0
    known = count = 0
    for line in data[at:].split(b"\n")[:60]:
        if not line:
            break
        if line[:1] in b" \t":
            continue
        if not _HEADER.match(line):
            return False
        count += 1
        known += line.partition(b":")[0].lower() in _KNOWN
    return known >= (1 if opening else 3) and count > 0


def read(data: bytes, tick: Tick | None = None) -> ChatDraft:
    """The messages of a mailbox as posts, answers linked to what they answer."""
    draft = ChatDraft("mail")
    size = max(len(data), 1)
    seen: set[str] = set()
    subject = ""
    for number, (at, raw) in enumerate(_messages(data), 1):
        if number > MOST_TURNS:
            raise TooMany
        if tick is not None and number % 50 == 0:
            tick(at / size)
        where = _("message {number}").format(number=number)
        try:
            message = message_from_bytes(raw[:LARGEST_MESSAGE], policy=policy.compat32)
            words = _own_words(message)
        except (RecursionError, ValueError, LookupError, AttributeError, TypeError, HeaderParseError):
            draft.skip(where, _("It is damaged."))
            continue
        if not words:
            draft.skip(where, _("It has no words of its own."))
            continue
        key = next(iter(_REFERENCE.findall(_header(message, "Message-ID"))), f"#{number}")
        if key in seen:
            draft.skip(where, _("It is there twice."))
            continue
        seen.add(key)
        subject = subject or _subject(message)
        draft.take(Post(key, _author(message), words, _date(message), None, _answers(message, seen), "", where))
    draft.title = subject
    return draft


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each message with its place; one that begins without a *From* line is the only one."""
    data = data.replace(b"\r\n", b"\n").lstrip(b"\n")
    if not data.startswith(b"From "):
        yield 0, data
        return
    at = 0
    while at < len(data):
        begin = data.find(b"\n", at) + 1
        if not begin:
            return
        stop = begin - 1
        while True:
            stop = data.find(b"\n\nFrom ", stop)
            if stop < 0 or _opens(data, stop + 2):
                break
            stop += 1
        end = len(data) if stop < 0 else stop + 1
        yield at, data[begin:end].replace(b"\n>From ", b"\nFrom ")
        at = len(data) if stop < 0 else stop + 2


def _opens(data: bytes, at: int) -> bool:
    """Whether a line that begins with *From* opens a message: a header stands below it."""
    end = data.find(b"\n", at, at + 400)
    return end >= 0 and _HEADER.match(data, end + 1) is not None


# --- headers ---------------------------------------------------------------------------------------------------


def _header(message: Message, name: str) -> str:
    """A header in plain letters, in one line."""
    value = message.get(name)
    if value is None:
        return ""
    parts: list[str] = []
    try:
        for piece, charset in decode_header(str(value)[:4_000]):
            if isinstance(piece, bytes):
                parts.append(_decoded(piece, charset))
            else:
                parts.append(piece)
    except (HeaderParseError, ValueError, LookupError):
        return " ".join(str(value)[:4_000].split())
    return " ".join("".join(parts).split())


def _decoded(data: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        if name and name.lower() != "unknown-8bit":
            try:
                return data.decode(name)
            except (LookupError, UnicodeError, ValueError):
                continue
    return data.decode("cp1252", "replace")


def _author(message: Message) -> str:
    found = getaddresses([_header(message, "From")])
    name, address = found[0] if found else ("", "")
    return name.strip(" \"'") or address


def _subject(message: Message) -> str:
    words = _header(message, "Subject")
    for _depth in range(8):
        found = _OF.match(words) or _LIST_TAG.match(words)
        if found is None or found.end() == len(words):
            break
        words = words[found.end() :]
    return words


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _answers(message: Message, seen: set[str]) -> str:
    direct = _REFERENCE.findall(_header(message, "In-Reply-To"))
    further = _REFERENCE.findall(_header(message, "References"))
    return next((one for one in (*direct, *reversed(further)) if one in seen), direct[0] if direct else "")


# --- words -----------------------------------------------------------------------------------------------------


def _own_words(message: Message) -> str:
    plain, rich = "", ""
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _flowed(part, _body(part))
        elif kind == "text/html" and not rich:
            rich = _body(part)
    if plain.strip():
        return own_lines(plain)
    return own_lines(words_of(rich, without_quotes=True)) if rich else ""


def _body(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    return _decoded(data, charset).replace("\r\n", "\n").replace("\r", "\n")


def _flowed(part: Message, text: str) -> str:
    """Lines that a mail program broke, joined again where it marked them."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        if soft and not line.startswith(">") and lines[-1] != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def own_lines(text: str) -> str:
    """The words without what is quoted, the line that announces it, the signature and what a list adds below."""
    kept: list[str] = []
    lines = text.split("\n")
    for at, line in enumerate(lines):
        bare = line.strip()
        if line in {"-- ", "--"} or _BELOW.fullmatch(bare):
            break
        if _OUTLOOK.fullmatch(bare) and any(_OUTLOOK_NEXT.match(one.strip()) for one in lines[at + 1 : at + 3]):
            break
        if bare.startswith(">"):
            _drop_announcement(kept)
        else:
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _drop_announcement(kept: list[str]) -> None:
    """Take away the line *On Tuesday Ana wrote:* above a quotation, which may be broken in two or three."""
    while kept and not kept[-1].strip():
        kept.pop()
    if not kept or kept[-1].rstrip()[-1:] not in {":", "："}:
        if kept:
            kept.append("")
        return
    begin = len(kept) - 1
    while begin > 0 and kept[begin - 1].strip() and len(kept) - begin <= 3:
        begin -= 1
    # A longer paragraph is the person's own: of that only its last line can announce.
    begin = begin if len(kept) - begin <= 3 else len(kept) - 1
    joined = " ".join(kept[begin:])
    if any(mark.isdigit() for mark in joined) or "@" in joined:
        del kept[begin:]
    kept.append("")
