"""WhatsApp: the text that its *export chat* writes, on phones of both kinds and in the habits of any language.

One kind writes ``12/03/2024, 10:30 - Ana: text``, the other ``[12.03.24, 10:30:15] Ana: text``, with the program's own
words behind an invisible mark. A message goes on over further lines until the next line that begins so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from facilitator.intake import names, vocabulary
from facilitator.intake.chats import stamps, whatsapp_words
from facilitator.intake.chats.conversation import MEDIA, SYSTEM, ChatDraft, Post
from facilitator.intake.lines import MANY, each, excerpt
from facilitator.intake.transcript import LONGEST_NAME, Tick
from facilitator.words import _

_MARKS = "\u200e\u200f\u061c\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_DASH = re.compile(r" [-–—](?: |$)")
_SENT = re.compile(r"<[^<>:：]{2,24}[:：] ?[^<>\n]{1,200}\.\w{2,5}>")
_FILE = re.compile(r"\S[^\n]{0,200}\.\w{2,5}")
_MENTION = re.compile("@\u2068([^\u2068\u2069\n]{1,200})\u2069")
_LEVELS = frozenset(vocabulary.LEVELS)
_LOOK = 60


@dataclass(slots=True)
class _Entry:
    """A message as found: its stamp, what stands behind it, and the lines below."""

    number: int
    stamp: stamps.Stamp
    rest: str
    more: list[str] = field(default_factory=list)


def head_of(line: str) -> tuple[bool, stamps.Stamp, int] | None:
    """What begins a message: whether in brackets, the stamp, and where in ``line`` the rest stands."""
    first = line[:1]
    if not first or first.isalpha() or first == " ":
        return None
    head = stamps.folded(line)
    bracket = head[:1] == "["
    found = stamps.begin(head, 1 if bracket else 0)
    if found is None:
        return None
    stamp, end = found
    if bracket:
        if head[end : end + 1] != "]":
            return None
        end += 2 if head[end + 1 : end + 2] == " " else 1
    else:
        dash = _DASH.match(head, end)
        if dash is None:
            return None
        end = dash.end()
    return bracket, stamp, _unmarked_place(line, head, end)


def _unmarked_place(line: str, head: str, end: int) -> int:
    """Where the rest begins; the marks that stand directly before the rest belong to it."""
    at = stamps.place(line, end)
    while at > 0 and line[at - 1] in _MARKS:
        at -= 1
    return at


def is_chat(text: str) -> bool:
    """Whether a text is such an export: it begins so, and somebody says something that is no program's log."""
    seen = begun = told = logs = 0
    for _number, line in each(text):
        if not line.strip(_MARKS + " \t"):
            continue
        seen += 1
        found = head_of(line)
        if found is not None:
            begun += 1
            name, _words = _apart(line[found[2] :])
            told += bool(name)
            logs += bool(name) and not _LEVELS.isdisjoint(re.split(r"[\W_]+", name.casefold()))
        elif seen > 20 and not begun:
            return False
        if seen >= _LOOK:
            break
    return begun > 0 and (told > 0 or begun == seen) and logs * 2 <= told and begun * 100 >= seen


def read(text: str, tick: Tick | None = None) -> ChatDraft:
    """The posts of an export; ``text`` has unified line ends."""
    draft = ChatDraft("whatsapp")
    entries: list[_Entry] = []
    size, done = max(len(text), 1), 0
    bracketed: bool | None = None
    for number, line in each(text):
        done += len(line) + 1
        if tick is not None and number % MANY == 0:
            tick(done / size * 0.7)
        found = head_of(line)
        if found is not None and (bracketed is None or found[0] is bracketed):
            bracketed = found[0]
            entries.append(_Entry(number, found[1], line[found[2] :]))
        elif entries:
            entries[-1].more.append(line)
        elif line.strip(_MARKS + " \t"):
            draft.skip(_line(number), _("It stands before the first message: “{words}”.").format(words=excerpt(line)))
    moments, notes = stamps.moments([entry.stamp for entry in entries])
    draft.notes += notes
    for at, (entry, moment) in enumerate(zip(entries, moments, strict=True)):
        if tick is not None and at % MANY == 0:
            tick(0.7 + 0.3 * at / len(entries))
        post = _post(entry, moment, draft, bracketed=bool(bracketed))
        if post is not None:
            draft.take(post)
    return draft


def title_in(stem: str) -> str:
    """The group or person that the name of an exported file tells; empty where it tells none."""
    folded = stem.casefold()
    start = next((start for start in whatsapp_words.TITLES if folded.startswith(start)), "")
    return stem[len(start) :].strip(" -") if start else ""


# --- one message -----------------------------------------------------------------------------------------------


def _line(number: int) -> str:
    return _("line {number}").format(number=number)


def _post(entry: _Entry, at: datetime | None, draft: ChatDraft, *, bracketed: bool) -> Post | None:
    name, words = _apart(entry.rest)
    where, key = _line(entry.number), str(entry.number)
    if not name:
        text = _clean("\n".join([entry.rest, *entry.more]))
        return Post(key, "", text, at, mark=SYSTEM, where=where) if text else None
    raw = "\n".join([words, *entry.more]).strip(" \t\n")
    by_program = bracketed and raw[:1] in _MARKS and bool(raw)
    text = _clean(raw)
    bare = text.casefold().strip(". ")
    if bare in whatsapp_words.DELETED:
        draft.skip(where, _("Its author deleted it."))
        return None
    text, mark = _without_media(_unedited(text))
    if by_program and not mark and "\n" not in text and "://" not in text:
        mark, name = SYSTEM, ""
    if not text and not mark:
        draft.skip(where, _("It has a name and no words."))
        return None
    return Post(key, name, text, at, mark=mark, where=where)


def _apart(rest: str) -> tuple[str, str]:
    """Name and words; no name where it is a notice of the program."""
    at = rest.find(": ", 0, LONGEST_NAME + 20)
    if at < 0 and rest.rstrip(" ").endswith(":") and len(rest) <= LONGEST_NAME:
        at = len(rest.rstrip(" ")) - 1
    if at <= 0:
        return "", rest
    name = _name(rest[:at])
    return (name, rest[at + 2 :]) if name else ("", rest)


@lru_cache(maxsize=4_096)
def _name(words: str) -> str:
    """The name before a colon; empty where these are words of the program."""
    name = names.bare(words).lstrip("~\u202f\u00a0 ").strip()
    folded = name.casefold()
    return "" if any(piece in folded for piece in whatsapp_words.NOTICES) else name


def _clean(text: str) -> str:
    """The words without the marks the program put at the beginning of lines, and without space around them."""
    lines = (line.lstrip("\u200e\ufeff") if line[:1] in "\u200e\ufeff" else line for line in text.split("\n"))
    text = "\n".join(lines).strip()
    return _MENTION.sub(r"@\1", text) if "\u2068" in text else text


def _unedited(text: str) -> str:
    folded = text[-60:].casefold()
    if not folded.endswith(whatsapp_words.EDITED):
        return text
    mark = max((mark for mark in whatsapp_words.EDITED if folded.endswith(mark)), key=len)
    return text[: -len(mark)].rstrip(" \u200e\n")


def _without_media(text: str) -> tuple[str, str]:
    """The words without what stands for a picture or file, and `MEDIA` where nothing else is left."""
    first, _end, rest = text.partition("\n")
    folded = first.casefold().strip("\u200e ")
    known = folded in whatsapp_words.OMITTED or folded.strip(".") in whatsapp_words.OMITTED
    if not known:
        known = folded.endswith(whatsapp_words.ATTACHED) and _FILE.match(first) is not None
    if known:
        rest = rest.strip()
        return rest, "" if rest else MEDIA
    if "<" in text:
        sent = _SENT.search(text)
        if sent and (sent.end() == len(text) or sent.start() == 0):
            rest = (text[: sent.start()] + text[sent.end() :]).strip(" \n\u200e")
            return rest, "" if rest else MEDIA
    return text, ""
