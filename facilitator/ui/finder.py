"""Where the palette looks: the actions of the window, the record behind the services, and the session that is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitator.catalogue import built_in
from facilitator.session.errors import Told
from facilitator.session.ports import wall_clock
from facilitator.session.state import SessionState
from facilitator.session.timetable import timetable
from facilitator.ui import hues, shown, times
from facilitator.ui.actions import FIND, Registry
from facilitator.ui.finding import GO, SAID, WHO, Entry, entry_of
from facilitator.ui.models.stream import INSIDE
from facilitator.ui.services import Hit, Services, SessionRow
from facilitator.ui.setting_names import NamedSetting, named_settings
from facilitator.words import _, ngettext, pgettext

SESSIONS_BY_NAME = 3000
"""How many of the newest sessions are found by name; older ones by searching every word."""

HITS = 8
BEFORE, LONGEST_QUOTE = 18, 70
"""Characters of what was said that stand before the first hit, and in all."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Where found things lead. ``opened`` gives the session on the screen, empty for none."""

    open_session: Callable[[str, str], object]
    opened: Callable[[], str]
    show_person: Callable[[str], object]
    show_theme: Callable[[str], object]
    show_block: Callable[[str], object]
    show_setting: Callable[[str], object]
    everywhere: Callable[[str], object]


class Finder:
    """Gathers what can be found."""

    def __init__(self, registry: Registry, services: Services, doors: Doors) -> None:
        self._registry, self._services, self._doors = registry, services, doors
        self._sessions: Sequence[SessionRow] = ()
        self._reading = asyncio.Lock()
        self._listed: tuple[Sequence[SessionRow], str, list[Entry]] = ((), "", [])

    def entries(self) -> list[Entry]:
        """Actions and places, then sessions, then blocks, themes and people of the open one, then settings."""
        actions = [action for action in self._registry.here() if action.id != FIND]
        found = [entry_of(action, self._registry.perform) for action in actions]
        opened = self._doors.opened()
        if self._listed[0] is not self._sessions or self._listed[1] != opened:
            listed = [self._session(row, opened) for row in self._sessions[:SESSIONS_BY_NAME]]
            self._listed = (self._sessions, opened, listed)
        found += self._listed[2]
        if opened and self._services.store.is_open(opened):
            found += self._of_session(self._services.store.state(opened))
        names = {entry.words for entry in found}
        found += [self._setting(one) for one in named_settings() if one.name not in names]
        return found

    def used(self) -> Sequence[str]:
        """Ids of what was used last, newest first."""
        return self._registry.used

    def remember(self, entry: str) -> None:
        """It was used."""
        self._registry.remember(entry)

    async def refresh(self) -> None:
        """Read the list of sessions."""
        async with self._reading:  # one after another: an older answer that came later would take the newer one's place
            self._sessions = await self._services.sessions()

    def everywhere(self, words: str) -> None:
        """Search every word, on the page for that."""
        self._doors.everywhere(words)

    # ---- sessions, people, themes, settings -------------------------------------------------------------------------

    def _session(self, row: SessionRow, opened: str) -> Entry:
        day = times.short_day(row.date_ms, wall_clock())
        people = ngettext("{count} person", "{count} people", row.people).format(count=row.people)
        cards = ngettext("{count} card", "{count} cards", row.contributions).format(count=row.contributions)
        return Entry(
            f"session:{row.id}",
            shown.one_line(row.title) or _("without a title"),
            lambda: self._doors.open_session(row.id, ""),
            GO,
            "library",
            _("this session") if row.id == opened else day,
            told=" · ".join(part for part in (day, shown.one_line(row.place), people, cards) if part),
        )

    def _of_session(self, state: SessionState) -> list[Entry]:
        found = self._blocks(state)
        by_id = state.contributions.by_id
        for theme in state.themes.standing():
            cards = [by_id[card] for card in state.themes.cards(theme.id) if card in by_id]
            count = sum(not card.withdrawn and not card.hidden for card in cards)
            place = ngettext("theme, {count} card", "theme, {count} cards", count).format(count=count)
            found.append(
                Entry(
                    f"theme:{theme.id}",
                    shown.one_line(theme.name),
                    lambda theme=theme.id: self._doors.show_theme(theme),  # type: ignore[misc]
                    WHO,
                    "hash",
                    place,
                    told=_("Shows only the cards in this theme."),
                )
            )
        for person in state.people.present():
            name = INSIDE.name(person)
            if not name:
                continue
            found.append(
                Entry(
                    f"person:{person.id}",
                    shown.one_line(name),
                    lambda person=person.id: self._doors.show_person(person),  # type: ignore[misc]
                    WHO,
                    place=shown.one_line(person.unit or person.note) or pgettext("palette", "person"),
                    also=" ".join(person.also),
                    initials=shown.one_line(name),
                    told=_("Shows only what this person gave."),
                )
            )
        return found

    def _blocks(self, state: SessionState) -> list[Entry]:
        if not any(not block.removed for block in state.agenda.by_id.values()):
            return []
        table = timetable(state)
        catalogue = built_in()
        found = []
        for slot in table.slots:
            at = slot.starts.strftime("%H:%M") if table.clocked and not table.in_days else ""
            mark = hues.of_block(slot.block, catalogue)
            found.append(
                Entry(
                    f"block:{slot.block.id}",
                    shown.one_line(slot.block.title) or _("without a title"),
                    lambda block=slot.block.id: self._doors.show_block(block),  # type: ignore[misc]
                    GO,
                    hues.icon(mark),
                    _("block, {time}").format(time=at) if at else _("block"),
                    also=shown.one_line(slot.block.prompt),
                    told=shown.one_line(slot.block.prompt),
                    family=mark,
                )
            )
        return found

    def _setting(self, setting: NamedSetting) -> Entry:
        return Entry(
            f"setting:{setting.name}",
            setting.name,
            lambda: self._doors.show_setting(setting.name),
            GO,
            "settings",
            _("Settings, {section}").format(section=setting.section),
            also=setting.told,
            told=setting.told,
        )

    # ---- what was said ------------------------------------------------------------------------------------------

    async def said(self, words: str) -> list[Entry]:
        """The newest lines in which these words stand, in any session."""
        try:
            page = await self._services.search(words, limit=HITS)
        except Told:
            return []
        opened = self._doors.opened()
        return [self._said(hit, opened) for hit in page.hits if hit.what in ("contribution", "person", "theme")]

    def _said(self, hit: Hit, opened: str) -> Entry:
        place = _("this session") if hit.session == opened else shown.one_line(hit.title)
        text, marks = quoted(hit.text, hit.marks)
        if hit.what == "contribution":
            name = shown.one_line(hit.person)
            if name:
                sentence = _("{name} said “{words}”")
                start = sentence.format(name=shown.isolated(name), words="\0").index("\0")
                whole = sentence.format(name=shown.isolated(name), words=text)
            else:
                start, whole = 1, f"“{text}”"
            marks = tuple((a + start, b + start) for a, b in marks)
        else:
            name, whole = "", text
        return Entry(
            f"said:{hit.session}:{hit.contribution or text}",
            whole,
            lambda: self._doors.open_session(hit.session, hit.contribution or ""),
            SAID,
            "quote" if hit.what == "contribution" else "hash" if hit.what == "theme" else "user-round",
            place,
            initials=name,
            marks=marks,
            told=shown.one_line(hit.text)[:600],
        )


def quoted(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of a text round its first hit, on one line and safe to draw, with the places of the hits in it."""
    drawn = shown.visible(text).replace("\n", " ")
    if len(drawn) != len(text):  # signs were cut, places no longer fit
        return shown.one_line(text)[:LONGEST_QUOTE], ()
    first = marks[0][0] if marks else 0
    start = 0
    if first > BEFORE:
        start = drawn.find(" ", first - BEFORE, first) + 1 or first - BEFORE
    part = drawn[start : start + LONGEST_QUOTE]
    before = "…" if start else ""
    after = "…" if start + LONGEST_QUOTE < len(drawn) else ""
    by = len(before) - start
    kept = tuple((a + by, min(b, start + len(part)) + by) for a, b in marks if start <= a < start + len(part))
    return before + part.rstrip() + after, kept
