"""Zoom: the chat of a meeting saved as text, in its old form (one line a message) and its newer one (words below)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from facilitator.intake import names, times
from facilitator.intake.chats.conversation import ChatDraft, Post
from facilitator.intake.lines import MANY, each, excerpt
from facilitator.intake.transcript import Tick
from facilitator.words import _

_HEAD = re.compile(
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})[ T])?(?P<time>\d{1,2}:\d{2}:\d{2})[ \t]+"
    r"(?P<from>From|Von|De|Da|Van|Från|Fra|От|開始|发件人|寄件者)[ \t]+(?P<rest>\S.*)",
    re.ASCII,
)
_TO = ("to", "an", "à", "a", "para", "pour", "aan", "till", "til", "кому", "宛先", "收件人", "至")
_EVERYONE = re.compile(
    r"(?:everyone|alle|todos|tous|tutti|iedereen|alla|все|全員|所有人|每个人|herkes|todo el mundo|tout le monde"
    r"|meeting group chat)(?: \(?in meeting\)?)?",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"\s*[(（](?:direct message|privately|private|direktnachricht|privat|mensaje directo|mensagem direta|message direct"
    r"|messaggio diretto|privado|direct bericht|プライベート|ダイレクト メッセージ)[)）]\s*$",
    re.IGNORECASE,
)
_REACTED = re.compile(r"(?:Reacted to .* with |Removed an? .* reaction from )", re.DOTALL)
_REPLYING = re.compile(r"Replying to [\"“](?P<quote>[^\n]{1,400}?)(?:\.\.\.|…)?[\"”][ \t]*\n(?P<words>.*)", re.DOTALL)
_LOOK = 40
_DAY_MS = 24 * 3_600_000


@dataclass(slots=True)
class _Entry:
    number: int
    day: str
    time: str
    author: str
    to: str
    words: list[str] = field(default_factory=list)


def is_chat(text: str) -> bool:
    """Whether a text is such a chat: it begins with a time and who says it to whom."""
    seen = begun = 0
    for _number, line in each(text):
        if line.strip():
            seen += 1
            begun += _begin(1, line) is not None
            if not begun and seen > 3:
                return False
        if seen >= _LOOK:
            break
    return begun > 0 and begun * 20 >= seen


def read(text: str, tick: Tick | None = None) -> ChatDraft:
    """The posts of a chat; ``text`` has unified line ends. What was written to single people is left out."""
    draft = ChatDraft("zoom")
    entries: list[_Entry] = []
    size, done = max(len(text), 1), 0
    for number, line in each(text):
        done += len(line) + 1
        if tick is not None and number % MANY == 0:
            tick(done / size)
        entry = _begin(number, line)
        if entry is not None:
            entries.append(entry)
        elif entries:
            entries[-1].words.append(line.removeprefix("\t"))
        elif line.strip():
            where = _("line {number}").format(number=number)
            draft.skip(where, _("It stands before the first message: “{words}”.").format(words=excerpt(line)))
    everyone = _everyone(entries)
    clock = _Clock()
    said: dict[str, str] = {}
    for entry in entries:
        where = _("line {number}").format(number=entry.number)
        words = "\n".join(entry.words).strip()
        if entry.to.casefold() not in everyone:
            draft.skip(where, _("It was written to single people."))
        elif not words:
            draft.skip(where, _("It has a name and no words."))
        elif _REACTED.match(words):
            draft.skip(where, _("Reactions are not counted."))
        else:
            words, reply = _answered(words, said)
            moment, offset = clock.read(entry)
            draft.take(Post(str(entry.number), entry.author, words, moment, offset, reply, "", where))
            said.setdefault(_begun(words), str(entry.number))
    return draft


class _Clock:
    """Times of day made places from the beginning, past midnight too, where no day is said."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._before = 0
        self._days = 0

    def read(self, entry: _Entry) -> tuple[datetime | None, int | None]:
        if entry.day:
            return times.moment(f"{entry.day} {entry.time.rjust(8, '0')}"), None
        ms = times.clock_ms(entry.time)
        if ms is None:
            return None, None
        if self._first is None:
            self._first = ms
        elif ms < self._before - _DAY_MS // 2:
            self._days += 1
        self._before = ms
        return None, max(ms + self._days * _DAY_MS - self._first, 0)


def _begin(number: int, line: str) -> _Entry | None:
    found = _HEAD.fullmatch(line.strip()) if line[:1].isdigit() else None
    if found is None:
        return None
    head, colon, words = found["rest"].partition(":")
    if not colon:
        return None
    author, to = _parted(" ".join(head.split()))
    if not author or len(author) > 200:
        return None
    said = [words.strip()] if words.strip() else []
    return _Entry(number, found["day"] or "", found["time"], names.bare(author), to, said)


def _parted(head: str) -> tuple[str, str]:
    """Who says it, and to whom; nobody where the old form does not say."""
    words = head.split(" ")
    for at in range(len(words) - 2, 0, -1):
        if words[at] in _TO:
            return " ".join(words[:at]), " ".join(words[at + 1 :])
    return head, ""


def _everyone(entries: list[_Entry]) -> frozenset[str]:
    """What *everyone* is called here: the known words, else whoever is written to most and is no single person."""
    found = Counter(entry.to.casefold() for entry in entries if not _DIRECT.search(entry.to))
    known = {to for to in found if not to or _EVERYONE.fullmatch(to)}
    if not known and found:
        authors = {entry.author.casefold() for entry in entries}
        known = {to for to, _count in found.most_common(1) if to not in authors}
    return frozenset(known)


def _begun(words: str) -> str:
    """The beginning of words as an answer quotes it."""
    return " ".join(words.split())[:20].rstrip()


def _answered(words: str, said: dict[str, str]) -> tuple[str, str]:
    found = _REPLYING.match(words)
    if found is None or not found["words"].strip():
        return words, ""
    return found["words"].strip(), said.get(_begun(found["quote"]), "")
