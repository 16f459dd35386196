r"""The capture bar's notation: one typed line becomes one contribution.

    line   = { sign } [ names ":" ] { sign } body
    sign   = "*" | "&" | "=" | "?" | "!" | '"' | "~" | "+" | "^" | "/" word      each once, spaces after it ignored
    names  = name { "," name }
    body   = text with #theme words; for a commitment a final "by DATE"
    escape = "\" as the first character takes the whole line literally; "\#" is a hash; "\" before the body keeps
             what would be read as a sign or a name, before "by" what would be read as a date

The parser knows the people and themes it is given and nothing else; it never asks and never changes anything.
:func:`format_line` writes a contribution so that :func:`parse_line` reads the same.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from facilitator.session.comparing import folded_name
from facilitator.session.dates import DateWords, read_date
from facilitator.session.kinds import KINDS, SIGN_OF, SIGNS

BUILD_ON = "^"
LONGEST_NAME = 200
_COLONS = ":："
_COMMAS = ",،、"


@dataclass(frozen=True, slots=True)
class Known:
    """What the parser may complete and recognise: ids and names, people present first; words for kinds and dates."""

    people: Sequence[tuple[str, str]] = ()
    themes: Sequence[tuple[str, str]] = ()
    kind_words: Mapping[str, str] = field(default_factory=dict)
    dates: DateWords = field(default_factory=DateWords)
    today: datetime.date = datetime.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class NamePart:
    """A name in the line: ``person`` is the id of a known person, or None for somebody new."""

    name: str
    person: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThemePart:
    """A ``#theme`` in the line: ``theme`` is the id of a known theme, or None for a new one called ``name``."""

    name: str
    theme: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """What a line was understood as. ``kind`` is None where no sign was typed."""

    text: str
    kind: str | None = None
    names: tuple[NamePart, ...] = ()
    themes: tuple[ThemePart, ...] = ()
    builds_on: bool = False
    due: datetime.date | None = None
    due_words: str = ""
    literal: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to give yet."""
        return not self.text.strip()


def fold(text: str) -> str:
    """A name for comparing: case and accents ignored, runs of white space as one space."""
    return _folded(text) if len(text) <= LONGEST_NAME else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return " ".join(plain.split())


_folded = lru_cache(maxsize=8_192)(_fold)
"""Names are asked for with every key, and there are few of them."""


def parse_line(line: str, known: Known) -> Line:
    """Read one line. Never refuses: what is no notation is text."""
    if line.startswith("\\") and not line.startswith("\\#"):
        return Line(line[1:], literal=True)
    head = _head(line, 0, known)
    body, due, due_words = line[head.end :], None, ""
    if _needs_escape(body, head, known):
        body = body[1:]
    if head.kind == "commitment":
        body, due, due_words = _due(body, known)
    text, themes = _themes(body, head.end, known)
    return Line(text, head.kind, head.names, themes, head.builds_on, due, due_words)


def format_line(line: Line, known: Known) -> str:
    """Write a line that :func:`parse_line` reads as the same; the kind ``note`` is written only where it must be."""
    head = BUILD_ON if line.builds_on else ""
    names = ", ".join(part.name for part in line.names) + ": " if line.names else ""
    tail = "".join(f" #{_theme_word(part.name)}" for part in line.themes)
    if line.kind == "commitment" and line.due is not None:
        tail += f" {known.dates.by[0]} {line.due.isoformat()}"
    signs = ["", "/note "] if line.kind in (None, "note") else [SIGN_OF.get(line.kind, f"/{line.kind} ")]
    text = line.text.replace("#", "\\#")
    if line.kind == "commitment" and line.due is None:
        text = _undated(text, known)
    candidates = [f"{head}{sign}{names}{mark}{text}{tail}" for mark in ("", "\\") for sign in signs]
    candidates += [f"{names}{head}{sign}{mark}{text}{tail}" for mark in ("", "\\") for sign in signs if names]
    if line.kind is None:
        candidates.insert(1, "\\" + line.text)
    for written in candidates:
        if _same(parse_line(written, known), line):
            return written
    return "\\" + line.text


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str | None
    builds_on: bool
    names: tuple[NamePart, ...]
    end: int


def _head(line: str, at: int, known: Known) -> _Head:
    signs: dict[str, str] = {}
    names, after = _exact_names(line, at, known)
    if not names:
        at, signs = _signs(line, at, signs, known)
        names, after = _names(line, at, known)
    if names:
        at, signs = _signs(line, after, signs, known)
    while at < len(line) and line[at].isspace():
        at += 1
    return _Head(signs.get("kind"), BUILD_ON in signs, names, at)


def _needs_escape(body: str, head: _Head, known: Known) -> bool:
    """Whether a backslash before the body is there for a reason; any other stays part of the words."""
    if not body.startswith("\\") or body.startswith("\\#"):
        return False
    rest = body[1:]
    inner = _head(rest, 0, known)
    if inner.kind is not None or inner.builds_on or (inner.names and not head.names):
        return True
    return _needs_escape(rest, head, known)


def _same(one: Line, other: Line) -> bool:
    return (
        one.text == other.text
        and (one.kind or "note") == (other.kind or "note")
        and [(part.person, fold(part.name)) for part in one.names]
        == [(part.person, fold(part.name)) for part in other.names]
        and [(part.theme, folded_name(part.name)) for part in one.themes]
        == [(part.theme, folded_name(part.name)) for part in other.themes]
        and one.builds_on == other.builds_on
        and one.due == other.due
    )


# ---- signs ------------------------------------------------------------------------------------------------------


def _signs(line: str, at: int, found: dict[str, str], known: Known) -> tuple[int, dict[str, str]]:
    signs = dict(found)
    while True:
        start = at
        while at < len(line) and line[at].isspace():
            at += 1
        if at >= len(line):
            return at, signs
        sign = line[at]
        if sign == BUILD_ON and BUILD_ON not in signs:
            signs[BUILD_ON] = ""
            at += 1
        elif sign in SIGNS and "kind" not in signs:
            signs["kind"] = SIGNS[sign]
            at += 1
        elif sign == "/" and "kind" not in signs:
            word = re.match(r"/([^\s:,/]+)(?=\s|$)", line[at:])
            kind = _kind_named(word.group(1), known) if word else None
            if word is None or kind is None:
                return (at if start == 0 or start != at or signs else start), signs
            signs["kind"] = kind
            at += word.end()
        else:
            return at, signs


def _kind_named(word: str, known: Known) -> str | None:
    wanted = fold(word.replace("-", "_"))
    for kind in KINDS:
        if kind == wanted or fold(known.kind_words.get(kind, "")).replace(" ", "_") == wanted:
            return kind
    return None


# ---- names ------------------------------------------------------------------------------------------------------


def _exact_names(line: str, at: int, known: Known) -> tuple[tuple[NamePart, ...], int]:
    """Known people's whole names before a colon, whatever they look like (they may hold signs, commas and colons)."""
    parts: list[NamePart] = []
    while True:
        while at < len(line) and line[at].isspace():
            at += 1
        found = max(
            ((person, name) for person, name in known.people if _stands_at(line, at, name)),
            key=lambda item: len(item[1]),
            default=None,
        )
        if found is None:
            return (), at
        end = at + len(found[1])
        parts.append(NamePart(found[1], found[0], at, end))
        after = len(line) - len(line[end:].lstrip())
        if line[after] in _COLONS:
            return tuple(parts), after + 1
        at = after + 1


def _stands_at(line: str, at: int, name: str) -> bool:
    end = at + len(name)
    if line[at:end].casefold() != name.casefold():
        return False
    return line[end:].lstrip()[:1] in (*_COLONS, *_COMMAS)


def _names(line: str, at: int, known: Known) -> tuple[tuple[NamePart, ...], int]:
    names, after = _exact_names(line, at, known)
    if names:
        return names, after
    colon = re.search(f"[{_COLONS}]", line[at : at + 4 * LONGEST_NAME])
    if colon is not None:
        end = at + colon.start()
        parts = _name_parts(line, at, end, known)
        if parts is not None:
            return parts, end + 1
    return (), at


def _name_parts(line: str, at: int, end: int, known: Known) -> tuple[NamePart, ...] | None:
    whole_name = _known_person(line[at:end], known)
    if whole_name is not None:
        return (NamePart(whole_name[1], whole_name[0], at, end),)
    parts: list[NamePart] = []
    place = at
    for piece in re.split(f"[{_COMMAS}]", line[at:end]):
        name = piece.strip()
        person = _known_person(name, known)
        if person is not None:
            parts.append(NamePart(person[1], person[0], place, place + len(piece)))
        elif looks_like_a_name(name):
            parts.append(NamePart(name, None, place, place + len(piece)))
        else:
            return None
        place += len(piece) + 1
    following = line[end + 1 : end + 3]
    if following == "//":
        return None
    return tuple(parts)


def looks_like_a_name(text: str) -> bool:
    """One to three words without digits, each with a capital first letter, or in a script that has no capitals."""
    words = text.split()
    if not 1 <= len(words) <= 3 or len(text) > LONGEST_NAME:
        return False
    for word in words:
        first = word[0]
        if not first.isalpha() or first.islower() or any(ch.isdigit() for ch in word):
            return False
        if not all(
            ch.isalpha() or unicodedata.combining(ch) or ch in "-'’.·‌‍" or unicodedata.category(ch) in ("Mn", "Mc")
            for ch in word
        ):
            return False
    return True


def _known_person(text: str, known: Known) -> tuple[str, str] | None:
    wanted = fold(text)
    if not wanted:
        return None
    exact = [(person, name) for person, name in known.people if fold(name) == wanted]
    if exact:
        return exact[0]
    begins = [(person, name) for person, name in known.people if fold(name).startswith(wanted)]
    return begins[0] if len({person for person, _ in begins}) == 1 else None


def complete_name(typed: str, known: Known, limit: int = 8) -> list[tuple[str, str]]:
    """People whose name, or a later word of it, begins with what was typed (two letters at least; one in Chinese)."""
    wanted = fold(typed)
    if len(wanted) < 2 and not any(unicodedata.category(ch) == "Lo" for ch in wanted):
        return []
    first = [(person, name) for person, name in known.people if fold(name).startswith(wanted)]
    later = [
        (person, name)
        for person, name in known.people
        if (person, name) not in first and any(word.startswith(wanted) for word in fold(name).split())
    ]
    return (first + later)[:limit]


# ---- themes -----------------------------------------------------------------------------------------------------

_THEME = re.compile(r"(?:(?<=\s)|(?<=^))#([^\s#]+)")


def _theme_word(name: str) -> str:
    word = "-".join(name.split())
    return word if word and _THEME.fullmatch("#" + word) else ""


def _themes(body: str, offset: int, known: Known) -> tuple[str, tuple[ThemePart, ...]]:
    """The text without its theme words. One in the middle of a sentence is a word of it and stays, without the hash."""
    parts: list[ThemePart] = []
    found = [(match.start(), word) for match in _THEME.finditer(body) if (word := _trimmed(match.group(1)))]
    tail = len(body)
    for start, word in reversed(found):
        if body[start + 1 + len(word) : tail].strip(" .,;:!?"):
            break
        tail = start
    kept: list[str] = []
    last = 0
    for start, word in found:
        end = start + 1 + len(word)
        theme = _known_theme(word, known)
        name = theme[1] if theme else _as_name(word)
        if not any(folded_name(part.name) == folded_name(name) for part in parts):
            parts.append(ThemePart(name, theme[0] if theme else None, offset + start, offset + end))
        leads = not body[:start].strip() or (not kept[-1].strip() if kept and not body[last:start].strip() else False)
        if start >= tail:
            kept.append(body[last:start].rstrip())
        elif leads:
            kept.append("")
        else:
            kept.append(body[last:start] + word)
        last = end
    text = "".join(kept) + body[last:]
    return text.replace("\\#", "#").strip(), tuple(parts)


def _trimmed(word: str) -> str:
    word = word.rstrip(".,;:!?)”\"'")
    return "" if not folded_name(word) or word.isdigit() else word


def _as_name(word: str) -> str:
    name = word.replace("-", " ").replace("_", " ").strip() or word
    return name[0].upper() + name[1:]


def _known_theme(word: str, known: Known) -> tuple[str, str] | None:
    wanted = folded_name(word)
    exact = [(theme, name) for theme, name in known.themes if folded_name(name) == wanted]
    if exact:
        return exact[0]
    begins = [(theme, name) for theme, name in known.themes if folded_name(name).startswith(wanted)]
    return begins[0] if len(begins) == 1 and len(wanted) >= 2 else None


def complete_theme(typed: str, known: Known, limit: int = 8) -> list[tuple[str, str]]:
    """Themes whose name begins with what was typed after the hash."""
    wanted = folded_name(typed)
    return [(theme, name) for theme, name in known.themes if folded_name(name).startswith(wanted)][:limit]


# ---- dates ------------------------------------------------------------------------------------------------------


def read_due(text: str, today: datetime.date, dates: DateWords | None = None) -> tuple[str, datetime.date | None, str]:
    """A promise without its final *by DATE*, the date, and the words it was said in. A date alone stays the text."""
    kept, due, words = _due(text, Known(dates=dates or DateWords(), today=today))
    return (kept, due, words) if kept.strip() else (text, None, "")


def _due(body: str, known: Known) -> tuple[str, datetime.date | None, str]:
    """The body without its final date, and the date. A backslash before *by* keeps the words and means no date."""
    for match, due, words, themes in _dated(body, known):
        kept = body[: match.start("by")]
        if match["escape"]:
            return kept[:-1] + body[match.start("by") :], None, ""
        return kept.rstrip() + (" " + themes if themes else ""), due, words
    return body, None, ""


def _dated(body: str, known: Known) -> Iterator[tuple[re.Match[str], datetime.date, str, str]]:
    by = "|".join(re.escape(word) for word in known.dates.by)
    for match in reversed(list(re.finditer(rf"(?:^|(?<=\s))(?P<escape>\\*)(?P<by>{by})\s+", body, re.IGNORECASE))):
        rest = body[match.end() :]
        hash_at = re.search(r"(?:^|\s)#[^\s#]", rest)
        plain, themes = (rest, "") if hash_at is None else (rest[: hash_at.start()], rest[hash_at.start() :].strip())
        words = plain.strip().rstrip(".")
        due = read_date(words, known.today, known.dates)
        if due is not None:
            yield match, due, words, themes


def _undated(text: str, known: Known) -> str:
    for match, _day, _words, _themes in _dated(text, known):
        return text[: match.start("by")] + "\\" + text[match.start("by") :]
    return text


def new_names(lines: Iterable[Line]) -> list[str]:
    """Names in these lines that belong to nobody known, each once."""
    return list(dict.fromkeys(part.name for line in lines for part in line.names if part.person is None))
