"""What was found in a session, as rows show it: whose words, what kind, where it stands, and why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilitator.ui import kinds, shown
from facilitator.ui.modality_words import modality_word
from facilitator.ui.services import Hit
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue

Marks = tuple[tuple[int, int], ...]
THEMES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as a row shows it. ``activity`` is in a word or two; ``why`` says what else the words were found in where
    neither the text nor the name shows them.
    """

    session: str
    contribution: str
    what: str
    icon: str
    colour: str
    word: str
    name: str
    text: str
    marks: Marks = ()
    name_marks: Marks = ()
    activity: str = ""
    at_ms: int | None = None
    why: str = ""
    why_marks: Marks = ()

    def told(self) -> str:
        """The hit as one text, for a screen reader."""
        start = ", ".join(part for part in (shown.one_line(self.name), self.word, self.why) if part)
        return f"{start}. {shown.one_line(self.text)}"


def found_of(hit: Hit, catalogue: Catalogue | None = None) -> Found:
    """A hit as a row shows it."""
    text, marks = hit.text, _marks(hit.marks)
    name = why = ""
    why_marks: Marks = ()
    if hit.what == "title":
        icon, colour, word = "library", "text.secondary", _("purpose")
        text, marks = _purpose(text, marks)
    elif hit.what == "theme":
        icon, colour, word = "hash", "text.secondary", _("theme")
    elif hit.what == "person":
        icon, colour, word = "user-round", "text.secondary", _("person")
    else:
        icon, colour = kinds.icon(hit.kind), f"kind.{kinds.hue(hit.kind)}.solid"
        word, name = kinds.word(hit.kind).lower(), hit.person
    if not marks and not hit.person_marks and hit.also_marks:
        why, why_marks = _also(hit.also, _marks(hit.also_marks))
    if why and hit.what == "person":
        by = len(text) + 2
        text, marks = f"{text}, {why}", tuple((start + by, end + by) for start, end in why_marks)
        why, why_marks = "", ()
    return Found(
        hit.session,
        hit.contribution or "",
        hit.what,
        icon,
        colour,
        word,
        name,
        text,
        marks,
        _marks(hit.person_marks) if name else (),
        modality_word(hit.modality, catalogue, hit.activity),
        hit.at_ms if hit.what == "contribution" else None,
        why,
        why_marks,
    )


def _marks(given: Iterable[tuple[int, int]]) -> Marks:
    return tuple((start, end) for start, end in given)


def _purpose(text: str, marks: Marks) -> tuple[str, Marks]:
    """The purpose alone, without the title before it."""
    title, _line, purpose = text.partition("\n")
    by = len(title) + 1
    return purpose, tuple((start - by, end - by) for start, end in marks if start >= by)


def _also(names: str, marks: Marks) -> tuple[str, Marks]:
    sentence = _("also called {names}")
    at = sentence.find("{names}")
    return sentence.format(names=names), tuple((start + at, end + at) for start, end in marks)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found in one session: rows with those first that show the words, marks in the title and in the place,
    and the themes named so.
    """

    rows: tuple[Found, ...]
    title_marks: Marks = ()
    place_marks: Marks = ()
    themes: tuple[str, ...] = ()


def gathered(hits: Sequence[Hit], title: str, catalogue: Catalogue | None = None) -> Gathered:
    """Take together what was found in one session."""
    rows: list[Found] = []
    themes: list[Hit] = []
    title_marks: Marks = ()
    place_marks: Marks = ()
    for hit in hits:
        if hit.what == "theme":
            themes.append(hit)
            continue
        if hit.what != "title":
            rows.append(found_of(hit, catalogue))
            continue
        title_marks = tuple((start, end) for start, end in hit.marks if end <= len(title))
        place_marks = _marks(hit.also_marks)
        purpose = found_of(hit, catalogue)
        if purpose.marks:
            rows.append(purpose)
    if not rows and themes:
        return Gathered(tuple(found_of(hit) for hit in themes), title_marks, place_marks)
    rows.sort(key=lambda row: (not row.marks, not row.name_marks))
    return Gathered(tuple(rows), title_marks, place_marks, tuple(shown.one_line(hit.text) for hit in themes))


def more_words(rest: int | None, themes: Sequence[str]) -> str:
    """What is found beyond the rows shown: *17 more, and the theme Bedside handover*. None: nobody counted."""
    more = _("and more") if rest is None else ngettext("{count} more", "{count} more", rest).format(count=rest)
    if not themes:
        return more if rest is None or rest else ""
    names = ", ".join(shown.isolated(name) for name in themes[:THEMES_NAMED])
    if len(themes) > THEMES_NAMED:
        names = _("{names} and others").format(names=names)
    if rest == 0:
        return ngettext("Also the theme {names}", "Also the themes {names}", len(themes)).format(names=names)
    return ngettext("{more}, and the theme {names}", "{more}, and the themes {names}", len(themes)).format(
        more=more, names=names
    )
