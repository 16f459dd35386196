"""The catalogue as a list: found by any word of any field, narrowed by purpose, people and minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from facilitator.advice import answer_word
from facilitator.session.interview import PURPOSE_WORDS
from facilitator.session.modalities import Catalogue, Modality
from facilitator.session.notation import fold
from facilitator.ui import shown
from facilitator.ui.models.guide import length_words, short_name
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.words import _, ngettext

ENTRY = ROW
ASYNC = "async"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: words, and what it must fit. Empty and 0 ask for nothing."""

    words: str = ""
    purpose: str = ""
    people: int = 0
    minutes: int = 0

    @property
    def narrows(self) -> bool:
        """Whether anything but words is asked."""
        return bool(self.purpose or self.people or self.minutes)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a method, or a heading where there is none. ``trail`` stands at the far side, ``note`` under the name."""

    words: str
    method: Modality | None = None
    trail: str = ""
    note: str = ""
    faint: bool = False
    marked: bool = False

    @property
    def id(self) -> str:
        """The method's id, empty for a heading."""
        return self.method.id if self.method is not None else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, what a filter hides with the reason, and what comes nearest where nothing fits."""

    methods: tuple[Modality, ...]
    hidden: tuple[tuple[Modality, str], ...] = ()
    nearest: Modality | None = None


def purpose_words(purpose: str) -> str:
    """What a purpose is called."""
    return next((_(one.words) for one in PURPOSE_WORDS if one.value == purpose), purpose)


# ---- words for values ------------------------------------------------------------------------------------------------


def span(low: int, high: int) -> str:
    """From one number to another."""
    return str(low) if low == high else f"{low}–{high}"


def best_time(method: Modality) -> str:
    """How long a method is at its best."""
    if only_spread(method) and method.days is not None:
        low, high = method.days[1], method.days[2]
        if low == high:
            return ngettext("{count} day", "{count} days", low).format(count=low)
        return _("{low} to {high} days").format(low=low, high=high)
    low, high = method.time[1], method.time[2]
    return length_words(low) if low == high else _("{span} min").format(span=span(low, high))


def only_spread(method: Modality) -> bool:
    """Whether it works over days only."""
    return not any(level for setting, level in method.settings.items() if setting != ASYNC)


def people_words(method: Modality) -> str:
    """How many people, and how many are best."""
    least, low, high, most = method.size
    if (least, most) == (low, high):
        return _("{least} to {most}").format(least=least, most=most) if least != most else str(least)
    best = str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
    return _("{least} to {most}, best {best}").format(least=least, most=most, best=best)


def minutes_words(method: Modality) -> str:
    """How long, from the least on."""
    least, low, high = method.time
    parts = []
    if not only_spread(method):
        best = str(low) if low == high else _("{low} to {high}").format(low=low, high=high)
        parts.append(best if least == low else _("from {least}, best {best}").format(least=least, best=best))
    if method.days is not None:
        parts.append(_("{low} to {high} days").format(low=method.days[1], high=method.days[2]))
    return "; ".join(parts)


def energy_word(level: int) -> str:
    """How much energy it asks of people."""
    return {1: _("low"), 2: _("some"), 3: _("high")}.get(level, str(level))


def trust_word(level: int) -> str:
    """How much trust it needs."""
    return {1: _("little"), 2: _("working"), 3: _("high")}.get(level, str(level))


def where_words(method: Modality) -> str:
    """Where it works well, then where it works at all."""
    places = {
        "in_person": _("in person"),
        "online": _("online"),
        "hybrid": _("mixed"),
        "async": _("over time"),
    }
    well = [places.get(name, name) for name, level in method.settings.items() if level >= 2]
    badly = [places.get(name, name) for name, level in method.settings.items() if level == 1]
    parts = [", ".join(well)] if well else []
    if badly:
        parts.append(_("with effort: {places}").format(places=", ".join(badly)))
    return "; ".join(parts)


def needs_words(method: Modality) -> str:
    """What must be there, alternatives side by side."""
    choices = [_(" or ").join(answer_word("has", word) for word in choice) for choice in method.needs]
    return ", ".join(choices)


def exchange_words(level: int) -> str:
    """How much of a method is an exchange."""
    return {
        1: _("an input: needs an exchange after it"),
        2: _("an exchange is part of it"),
        3: _("all of it is an exchange"),
    }.get(level, str(level))


def purposes_words(method: Modality) -> str:
    """What it serves, best first."""
    fits = sorted((item for item in method.purposes.items() if item[1]), key=lambda item: -item[1])
    return ", ".join(_("{purpose} {fit}/3").format(purpose=purpose_words(name), fit=fit) for name, fit in fits)


def access_words(method: Modality) -> str:
    """Whom it makes it hard for."""
    told = {1: _("{need}: can be adapted"), 2: _("{need}: hard")}
    return ", ".join(
        told[level].format(need=answer_word("access", need)) for need, level in method.access.items() if level in told
    )


def asks_for_care(method: Modality) -> bool:
    """Whether its safety line is a warning, and not only a note."""
    words = method.safety.strip()
    return bool(words) and (method.trust[0] > 1 or not words.casefold().startswith("low"))


# ---- finding -------------------------------------------------------------------------------------------------------


def every_word(method: Modality) -> str:
    """All the words of a method, folded, to search in."""
    parts: list[str] = [
        method.name, method.also_called, method.verb, method.good_for, method.not_for, method.safety, method.run,
        method.fit, method.access_notes, method.followed_by, method.observational_learning, method.source, method.id,
        *method.prepare, *method.prompts, *method.debrief,
    ]  # fmt: skip
    for step in method.steps:
        parts += [step.facilitator, step.participants, step.capture]
    for failure in method.failures:
        parts += [failure.sign, failure.remedy]
    parts += [purpose_words(name) for name, level in method.purposes.items() if level > 1]
    parts += [answer_word("has", word) for choice in method.needs for word in choice]
    return fold(" ".join(parts))


class Finder:
    """Searches a catalogue; what was folded once is kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._words: dict[str, tuple[Modality, str]] = {}

    def _text(self, method: Modality) -> str:
        kept = self._words.get(method.id)
        if kept is None or kept[0] is not method:
            kept = self._words[method.id] = (method, every_word(method))
        return kept[1]

    def says(self, method: Modality, words: str) -> bool:
        """Whether every one of these words stands somewhere in the method."""
        text = self._text(method)
        return all(word in text for word in fold(words).split())

    def find(self, wish: Wish) -> Found:
        """What fits a wish; methods whose name says the words come first."""
        said = [method for method in self.catalogue if self.says(method, wish.words)]
        wanted = fold(wish.words).split()
        said.sort(key=lambda method: not all(word in fold(method.name) for word in wanted))
        fitting = tuple(method for method in said if not why_not(method, wish))
        hidden = tuple((method, why_not(method, wish)) for method in said if why_not(method, wish))
        if fitting:
            return Found(fitting, hidden)
        return Found((), hidden, self._nearest(said, wish))

    def _nearest(self, said: Sequence[Modality], wish: Wish) -> Modality | None:
        if said:
            return min(said, key=lambda method: (len(_misfits(method, wish)), _distance(method, wish)))
        piece = fold(wish.words)
        for end in range(len(piece) - 1, 2, -1):
            near = next((method for method in self.catalogue if piece[:end].strip() in self._text(method)), None)
            if near is not None:
                return near
        return None


def _misfits(method: Modality, wish: Wish) -> list[str]:
    found = []
    if wish.purpose and not method.purposes.get(wish.purpose, 0):
        found.append(_("for another purpose"))
    if wish.people and wish.people > method.size[3]:
        found.append(_("for fewer than {count} people").format(count=wish.people))
    elif wish.people and wish.people < method.size[0]:
        found.append(_("for more than {count} people").format(count=wish.people))
    if wish.minutes and only_spread(method):
        found.append(_("spread over days"))
    elif wish.minutes and method.time[0] > wish.minutes:
        found.append(_("longer than {count} min").format(count=wish.minutes))
    return found


def _distance(method: Modality, wish: Wish) -> float:
    """How far a method is from a wish, as shares of what was asked."""
    far = 0.0
    if wish.people:
        far += max(wish.people - method.size[3], method.size[0] - wish.people, 0) / wish.people
    if wish.minutes:
        far += 9.0 if only_spread(method) else max(method.time[0] - wish.minutes, 0) / wish.minutes
    return far


def why_not(method: Modality, wish: Wish) -> str:
    """Why a filter hides a method; empty where it does not."""
    return _(" and ").join(_misfits(method, wish))


def hidden_words(hidden: Iterable[tuple[Modality, str]]) -> str:
    """How many are hidden, and why."""
    reasons = Counter(reason for _method, reason in hidden)
    count = sum(reasons.values())
    head = ngettext("{count} hidden", "{count} hidden", count).format(count=count)
    if len(reasons) == 1:
        return _("{hidden}: {reason}.").format(hidden=head, reason=next(iter(reasons)))
    told = [_("{count} {reason}").format(count=number, reason=reason) for reason, number in reasons.most_common(3)]
    return _("{hidden}: {reason}.").format(hidden=head, reason=", ".join(told))


def nothing_words(wish: Wish) -> str:
    """That nothing fits, and what was asked."""
    if wish.words and not wish.narrows:
        return _("Nothing says “{words}”.").format(words=shown.isolated(wish.words))
    parts = []
    if wish.purpose:
        parts.append(_("the purpose “{purpose}”").format(purpose=purpose_words(wish.purpose)))
    if wish.people:
        parts.append(ngettext("{count} person", "{count} people", wish.people).format(count=wish.people))
    what = _(" with ").join(parts)
    if wish.words:
        return _("Nothing that says “{words}” fits.").format(words=shown.isolated(wish.words))
    if wish.minutes and what:
        return _("Nothing fits {what} in {count} minutes.").format(what=what, count=wish.minutes)
    if wish.minutes:
        return _("Nothing fits in {count} minutes.").format(count=wish.minutes)
    return _("Nothing fits {what}.").format(what=what)


# ---- rows ----------------------------------------------------------------------------------------------------------


def rows_of(found: Found, *, show_hidden: bool, marked: Iterable[str] = ()) -> list[Entry]:
    """What the list shows: those that come with the program, one's own under *Yours*, and what is hidden, if wanted."""
    chosen = frozenset(marked)

    def row(method: Modality, trail: str = "", *, faint: bool = False) -> Entry:
        note = _("needs an exchange after it") if method.own and method.is_input else ""
        return Entry(short_name(method), method, trail or best_time(method), note, faint, method.id in chosen)

    rows = [row(method) for method in found.methods if not method.own]
    own = [row(method) for method in found.methods if method.own]
    if own:
        rows += [Entry(_("Yours")), *own]
    if found.hidden and show_hidden:
        rows.append(Entry(_("Hidden by the filter")))
        rows += [row(method, reason, faint=True) for method, reason in found.hidden]
    return rows


class MethodsModel(RowModel[Entry]):
    """The rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_told, lambda entry: entry.id, heading=lambda entry: entry.method is None, parent=parent)

    def row_of(self, key: object) -> int:
        """Where a method stands; -1 where it does not."""
        return super().row_of(key) if key else -1


def _told(entry: Entry) -> str:
    told = [entry.words, entry.trail, entry.note, _("being compared") if entry.marked else ""]
    return ". ".join(part for part in told if part)
