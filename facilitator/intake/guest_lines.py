"""Lists of people as they are typed or pasted: a name a line, or several in one, with what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from facilitator.intake import names
from facilitator.intake.columns import fold
from facilitator.intake.guest import MAIL, Guest, GuestDraft
from facilitator.intake.guest_words import COLUMN_KINDS, CREDENTIALS, FULL, LIST_HEADINGS, NAME, ROLES, SUFFIXES
from facilitator.intake.lines import each, excerpt, head
from facilitator.intake.transcript import LONGEST_NAME
from facilitator.words import _

_BULLET = re.compile(
    r"\s*(?:[-*•‣⁃◦–—·▪▫●○■□►▶✓✔☐☑☒➢➤❖]+\s+|[•‣◦▪●○►▶✓✔☐☑➢➤]\s*|\[[ xX]?\]\s*"
    r"|[(（]?\d{1,5}\s*[.)\]）．、:]\s*|#\d{1,5}\s+|\d{1,5}\s+(?=[^\W\d])|[(]?[A-Za-z]\)\s+)"
)
_RULE = re.compile(r"[-=_*~#.\s]+")
_ANGLED = re.compile(r"<\s*(?:mailto:)?\s*([^<>\s]+@[^<>\s]+)\s*>?", re.IGNORECASE)
_LOOSE_MAIL = re.compile(rf"[(\[]?\s*(?:mailto:|e-?mail:?\s*)?({MAIL.pattern})\s*[)\]]?", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\(([^()]*)\)|（([^（）]*)）|\[([^\[\]]*)\])\s*")
_SEVERAL = re.compile(r"\s*[;；؛、]\s*")
_AFTER_MAIL = re.compile(r"(?<=>)\s*[,;]\s*|\s*;\s*")
_COMMA = re.compile(r"\s*[,،，]\s*")
_ASIDE = re.compile(r"\s+[-–—|/]+\s+|\s*[,،，]\s*|\s*\t\s*")
_PRONOUNS = re.compile(r"[a-z]{2,6}\s*/\s*[a-z]{2,6}(?:\s*/\s*[a-z]{2,6})?", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:[,/&+;،，、]|\band\b)\s*", re.IGNORECASE)
_HEADING_EXTRA = re.compile(r"[(（\[].*?[)）\]]|\d+")
_COLON = re.compile(f"[{names.COLONS}]")
_PHONE = re.compile(r"\s+(?:tel\.?:?\s*)?((?:\+|\(?0)\d[\d\s()./-]{5,})$", re.IGNORECASE)
_QUOTES = "\"'“”„«»‘’"
LONGEST_HEADING = 60
_LOOK = 2_000
"""So many lines tell what a list is."""
_LONGEST_DETAIL = 4
"""Words that may stand after a name's colon; more are something said."""


@lru_cache(maxsize=4_096)
def roles_in(words: str) -> tuple[tuple[str, ...], str]:
    """The roles that words name (*facilitator and scribe*), and the words that are none."""
    whole = ROLES.get(fold(words))
    if whole is not None:
        return (whole,), ""
    parts = [part for part in _LIST.split(words) if part]
    roles = tuple(dict.fromkeys(ROLES[fold(part)] for part in parts if fold(part) in ROLES))
    return (roles, ", ".join(part for part in parts if fold(part) not in ROLES)) if roles else ((), words)


def read(text: str, draft: GuestDraft) -> None:
    """Take everybody on the list; ``text`` has unified line ends."""
    filled = [line for _number, line in each(text) if line.strip()]
    said = _what_is_said(filled)
    role: tuple[str, ...] = ()
    for number, raw in each(text):
        line, where = names.bare(raw), _("line {number}").format(number=number)
        if not line or _RULE.fullmatch(line):
            role = () if not line else role
            continue
        line = _unmarked(line)
        before, colon, after = _at_colon(line)
        if colon:
            known, group = _heading(before)
            if known and not after:
                role = group
                continue
            if known:
                for part in _named_in(after):
                    _take(part, where, draft, group)
                continue
            if not after:
                draft.skip(where, _("“{words}” looks like a heading, not a name.").format(words=excerpt(line)))
                continue
            if said or _is_said(after):
                draft.skip(where, _("“{words}” reads like something that was said.").format(words=excerpt(line)))
                continue
        elif len(filled) > 1 and _is_title(line):
            continue
        for part in _people_in(line, draft, alone=len(filled) == 1):
            _take(part, where, draft, role)


def is_sure(text: str) -> bool:
    """Whether a text can only be a list of people: an address in every line, or names alone under a heading for them.

    Nothing in it may be doubtful, and nobody may say anything; ``text`` has unified line ends.
    """
    filled = [_unmarked(names.bare(line)) for line in head(text, _LOOK)]
    titles = [_is_title(line) or (_heading(before)[0] and not after) for line, before, after in map(_split, filled)]
    if not filled or any(_at_colon(line)[1] and not title for line, title in zip(filled, titles, strict=True)):
        return False
    if not titles[0] and not all(MAIL.search(line) for line in filled):
        return False
    draft = GuestDraft()
    read("\n".join(filled), draft)
    doubtful, found = len(draft.skipped), draft.finish().guests
    return bool(found) and not doubtful and all(guest.email or _may_be_name(guest.name) for guest in found)


def may_be_people(text: str) -> bool:
    """Whether a text is names and nothing else, so that it may be a list of people, or one of anything."""
    filled = [_unmarked(names.bare(line)) for line in head(text, _LOOK)]
    return bool(filled) and all(MAIL.search(line) or _may_be_name(line) for line in filled)


def _split(line: str) -> tuple[str, str, str]:
    before, _colon, after = _at_colon(line)
    return line, before, after


def _unmarked(line: str) -> str:
    """The line without the numbers, bullets and boxes of a list in front of it."""
    for _depth in range(3):
        found = _BULLET.match(line)
        if not found or found.end() == len(line):
            break
        line = line[found.end() :]
    return line.strip()


def _at_colon(line: str) -> tuple[str, str, str]:
    """The line before and after a colon that says something; none in addresses and times."""
    found = _COLON.search(line)
    if found is None:
        return line, "", ""
    at = found.start()
    if line[at + 1 : at + 3] == "//" or fold(line[:at]) in ("mailto", "email", "mail", "e-mail"):
        return line, "", ""
    if "<" in line[:at] or "@" in line[:at]:
        return line, "", ""
    return line[:at].strip(), line[at], line[at + 1 :].strip()


def _heading(words: str) -> tuple[bool, tuple[str, ...]]:
    """Whether words stand over people and are nobody, and the role they give them (*Observers*)."""
    plain = fold(_HEADING_EXTRA.sub("", words))
    if plain in LIST_HEADINGS:
        return True, ()
    return (True, (ROLES[plain],)) if plain in ROLES else (False, ())


def _is_title(line: str) -> bool:
    """Whether a line alone is what stands over a list (*Guests*, *Name*); a role alone may be forgotten words."""
    if len(line) > LONGEST_HEADING or "@" in line or "," in line:
        return False
    return fold(_HEADING_EXTRA.sub("", line)) in LIST_HEADINGS or COLUMN_KINDS.get(fold(line)) in (NAME, FULL)


def _is_said(words: str) -> bool:
    return len(words.split()) > _LONGEST_DETAIL or words.endswith((".", "!", "?", "。", "！", "？", "؟", "…"))


def _what_is_said(lines: list[str]) -> bool:
    """Whether the text is talk: the same names come again before a colon, with words behind it."""
    prefixes: Counter[str] = Counter()
    long = 0
    for line in lines:
        before, colon, after = _at_colon(line)
        if colon and after and len(before) <= LONGEST_NAME and not _heading(before)[0]:
            prefixes[before] += 1
            long += _is_said(after)
    again = sum(count for count in prefixes.values() if count > 1)
    return again * 3 >= len(lines) > 1 or (long > 1 and long * 3 >= len(lines))


def _people_in(line: str, draft: GuestDraft, *, alone: bool) -> Iterator[str]:
    """The people of one line, each with what stands beside the name."""
    if line.count("@") > 1:
        for piece in _AFTER_MAIL.split(line):
            if piece.count("@") > 1 and "<" not in piece:
                yield from (part for part in re.split(r"[,\s]+", piece) if part)
            elif piece:
                yield piece
        return
    parts = [part for part in _SEVERAL.split(line) if part]
    if len(parts) > 1:
        # What follows a name may also be what is said of it: a role, an address, a number.
        beside = any(roles_in(part)[0] or "@" in part or _has_digit(part) for part in parts[1:])
        # "Hana Kim; nurse, days" in a list with a name a line: names begin alike, what is said of them does not.
        beside = beside or (not alone and not parts[0][0].islower() and all(part[0].islower() for part in parts[1:]))
        yield from (", ".join(parts),) if beside else parts
        return
    commas = [part for part in _COMMA.split(line) if part]
    if alone and len(commas) > 2 and all(_may_be_name(part) for part in commas):
        draft.notes.append(_("The commas were taken to stand between names."))
        yield from commas
        return
    yield line


def _named_in(words: str) -> Iterator[str]:
    """The people after *Participants:*, where commas too stand between names."""
    if "@" in words:
        yield from (part for part in _AFTER_MAIL.split(words) if part)
        return
    outside = re.split(r"\s*[,;،，；؛、]\s*(?![^()（）]*[)）])", words)
    for part in outside:
        yield from (one for one in re.split(r"\s+(?:and|&)\s+", part) if one)


def _may_be_name(part: str) -> bool:
    return (
        names.shape_of(part) == names.NAME
        and not _has_digit(part)
        and len(part.split()) <= 4
        and not roles_in(part)[0]
        and fold(part) not in CREDENTIALS
    )


def _has_digit(part: str) -> bool:
    return any(map(str.isdigit, part))


def _take(part: str, where: str, draft: GuestDraft, roles: tuple[str, ...]) -> None:
    """One person, with role, unit and address taken apart from the name."""
    email, name, beside = "", part, []
    angled = _ANGLED.search(part)
    found = angled or _LOOSE_MAIL.search(part)
    if found:
        email = found[1].removeprefix("mailto:")
        name, after = part[: found.start()].strip(), part[found.end() :].strip(" ,;")
        if angled:
            name = name.strip(_QUOTES + " ")
            name = _turned(name, email)
        if after and not name:
            name, after = after, ""
        if after:
            beside.append(after)
        name = name.strip(" ,;:-–—")
    brackets = [next(filter(None, groups), "").strip() for groups in _BRACKETS.findall(name)]
    name = _BRACKETS.sub(" ", name)
    name, colon, after = _at_colon(name)
    if colon:
        brackets.append(after)
    name, *more = [piece for piece in _ASIDE.split(name) if piece.strip()] or [""]
    guest_roles, unit, note = list(roles), [], []
    phone = _PHONE.search(name)
    if phone:
        name, note = name[: phone.start()], [phone[1].strip()]
    for words in (*more, *brackets, *beside):
        plain = fold(words)
        if plain in SUFFIXES:
            name = f"{name}, {words}"
        elif plain in CREDENTIALS or _PRONOUNS.fullmatch(words) or not any(map(str.isalpha, words)):
            note += [words] if plain else []
        else:
            said, rest = roles_in(words)
            guest_roles += said
            unit += [rest] if rest else []
    name = name.strip(_QUOTES + " ,;")
    draft.take(
        Guest(
            name,
            roles=tuple(dict.fromkeys(guest_roles)),
            unit=", ".join(unit),
            note=", ".join(note),
            email=email,
            where=where,
        )
    )


def _turned(name: str, email: str) -> str:
    """*Sousa, Ana* before an address is *Ana Sousa*, unless what follows the comma is where she works."""
    if "," not in name:
        return name
    last, comma, first = (piece.strip() for piece in name.partition(","))
    if not comma or not first or "," in first or roles_in(first)[0] or fold(first) in CREDENTIALS | SUFFIXES:
        return name
    local = fold(email.partition("@")[0])
    known = any(word.isalpha() and len(word) > 1 and fold(word) in local for word in first.split())
    return f"{first} {last}" if known or (len(last.split()) == 1 and _may_be_name(first)) else name
