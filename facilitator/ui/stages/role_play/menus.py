"""What can be done with a role, a person, the cast and the rounds, as menus. The stage does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from facilitator.session.casting import (
    NOT_AT_ALL,
    PAIRS,
    ROTATE,
    SAME,
    AssignObservers,
    CastPlayer,
    LotRules,
    RuleLots,
    bench,
    brief_state,
    has_passed,
    observers,
    players,
)
from facilitator.session.people import Person
from facilitator.session.play import PLAY
from facilitator.session.role_play import MOST_ROUNDS
from facilitator.ui import shown
from facilitator.ui.stages.role_play.cast_rows import CastRow
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.stages.role_play.stage import RolePlayStage

MOST_UNITS = 30


class Menus:
    """The menus of a stage; ``last`` is the one that was opened last."""

    def __init__(self, stage: RolePlayStage) -> None:
        self._stage = stage
        self.last: QMenu | None = None

    def _menu(self) -> QMenu:
        menu = QMenu(self._stage)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        self.last = menu
        return menu

    def _entry(
        self, menu: QMenu, words: str, does: Callable[[], object], icon: str = "", *, ticked: bool | None = None
    ) -> None:
        self._stage.theme.fonts.ensure(words)
        action = menu.addAction(shown.on_button(words))
        if icon:
            action.setIcon(self._stage.theme.icon(icon, size=16))
        if ticked is not None:
            action.setCheckable(True)
            action.setChecked(ticked)
        action.triggered.connect(lambda _checked=False: does())

    @property
    def _block(self) -> str:
        return self._stage.given.block

    @property
    def _rules(self) -> LotRules:
        return self._stage.state.casting.rules.get(self._block, LotRules())

    # ---- passing, swapping, rounds ------------------------------------------------------------------------------

    def passing(self, place: QPoint) -> None:
        """Who passes: the players in front, then everybody else; who passed may be in again."""
        stage, menu = self._stage, self._menu()
        state = stage.state
        menu.setToolTip(_("Passing is always possible and needs no reason."))
        for person in [*players(state, self._block).values(), *bench(state, self._block)]:
            name = shown.isolated(person.name)
            if has_passed(state, self._block, person.id):
                words, what = _("{name} is in again").format(name=name), ""
                self._entry(menu, words, partial(stage.passes_now, person.id, what), "rotate-ccw")
            else:
                words = _("{name} passes").format(name=name)
                self._entry(menu, words, partial(stage.passes_now, person.id), "hand")
        menu.popup(place)

    def swapping(self, place: QPoint) -> None:
        """How roles are swapped, and for which round."""
        stage, menu = self._stage, self._menu()
        now = stage.casts_now
        number = stage.play.round if now else stage.play.round + 1
        head = menu.addAction(_("In round {number}").format(number=number))
        head.setEnabled(False)
        self._entry(menu, _("Everybody plays the next role"), lambda: stage.swap(ROTATE), "refresh-cw")
        self._entry(menu, _("Two by two"), lambda: stage.swap(PAIRS), "arrow-right-left")
        if not now:
            self._entry(menu, _("The same cast again"), lambda: stage.swap(SAME), "copy")
        menu.popup(place)

    def rounds(self, place: QPoint) -> None:
        """The rounds, and what the draw keeps to."""
        stage, menu = self._stage, self._menu()
        if stage.rounds > stage.play.round:
            self._entry(menu, stage.rounds_words(-1), lambda: stage.more_rounds(-1), "minus")
            self._entry(menu, _("Next round, the same cast"), lambda: stage.next_round(SAME), "skip-forward")
        if stage.rounds < MOST_ROUNDS:
            self._entry(menu, stage.rounds_words(1), lambda: stage.more_rounds(1), "plus")
        if stage.unread():
            self._entry(menu, _("Everybody has read their brief"), stage.all_read, "check")
        self._entry(menu, _("Print the briefs"), stage.print_briefs, "printer")
        rules, people = self._rules, stage.state.people
        if rules.apart or rules.barred:
            menu.addSeparator()
        for pair in rules.apart:
            one, other = (shown.isolated(people[key].name) if key in people.by_id else "?" for key in pair)
            words = _("{one} and {other} are kept apart").format(one=one, other=other)
            self._entry(menu, words, partial(self._apart, pair, False), ticked=True)
        for role, unit in rules.barred:
            found = stage.state.role_play.roles.get(role)
            if found is not None:
                words = _("{role} is not drawn from {unit}").format(
                    role=shown.isolated(found.name), unit=shown.isolated(unit)
                )
                self._entry(menu, words, partial(self._barred, role, unit, False), ticked=True)
        menu.popup(place)

    # ---- a role -------------------------------------------------------------------------------------------------

    def role(self, row: CastRow, place: QPoint) -> None:
        """What can be done with a role and who plays it."""
        stage, menu = self._stage, self._menu()
        state, block = stage.state, self._block
        self._entry(menu, _("Show the brief"), lambda: stage.open_brief(row.role), "eye")
        player = players(state, block).get(row.role)
        takes = _("Somebody takes over") if stage.play.phase == PLAY and player is not None else _("Who plays this?")
        self._entry(menu, takes, lambda: stage.ask_player(row.role), "user-round-plus")
        self._entry(menu, _("Draw by lot"), lambda: stage.draw(row.role), "shuffle")
        if player is not None:
            name = shown.isolated(player.name)
            if brief_state(state, block, row.role) is None:
                self._entry(menu, _("Read on paper"), lambda: stage.read_on_paper(player.id), "check")
            else:
                self._entry(menu, _("Not read after all"), lambda: stage.read_on_paper(player.id, False), "undo-2")
            self._entry(menu, _("Print the briefs"), stage.print_briefs, "printer")
            menu.addSeparator()
            out = CastPlayer(block=block, role=row.role, person="")
            self._entry(menu, _("{name} does not play this").format(name=name), lambda: stage.dispatch(out), "x")
            self._entry(menu, _("{name} passes").format(name=name), lambda: stage.passes_now(player.id), "hand")
        self._units(menu, row.role)
        menu.popup(place)

    def _units(self, menu: QMenu, role: str) -> None:
        """From whose own unit a role is not drawn, where people said one."""
        state = self._stage.state
        units = sorted({person.unit.strip() for person in state.people.present()} - {""}, key=str.casefold)
        if not units:
            return
        inner = menu.addMenu(_("Not drawn from"))
        for unit in units[:MOST_UNITS]:
            barred = (role, unit) in self._rules.barred
            self._entry(inner, unit, partial(self._barred, role, unit, not barred), ticked=barred)

    def _barred(self, role: str, unit: str, holds: bool) -> None:
        pairs = [(pair[0], pair[1]) for pair in self._rules.barred if pair != (role, unit)]
        if holds:
            pairs.append((role, unit))
        self._stage.dispatch(RuleLots(block=self._block, barred=tuple(pairs)))

    # ---- a person -----------------------------------------------------------------------------------------------

    def person(self, person: str, place: QPoint) -> None:
        """What can be done with somebody on the bench."""
        stage, menu = self._stage, self._menu()
        state, block = stage.state, self._block
        found: Person | None = state.people.get(person)
        if found is None:
            return
        passed = has_passed(state, block, person)
        if not passed:
            for role in state.role_play.cast(block):
                words = _("Plays {role}").format(role=shown.isolated(role.name))
                self._entry(menu, words, partial(stage.give, role.id, person), "drama")
            menu.addSeparator()
            watching = [one.id for one in observers(state, block)]
            rest = tuple(one for one in watching if one != person) if person in watching else (*watching, person)
            command = AssignObservers(block=block, people=rest)
            self._entry(menu, _("Observes"), partial(stage.dispatch, command), ticked=person in watching)
            self._entry(menu, _("Passes, and observes"), lambda: stage.passes_now(person), "hand")
            self._entry(menu, _("Sits this one out"), lambda: stage.passes_now(person, NOT_AT_ALL), "coffee")
        else:
            self._entry(menu, _("Is in again"), lambda: stage.passes_now(person, ""), "rotate-ccw")
        self._strangers(menu, person)
        menu.popup(place)

    def _strangers(self, menu: QMenu, person: str) -> None:
        """With whom somebody is not drawn into the same round."""
        others = [one for one in self._stage.state.people.present() if one.id != person]
        if not others:
            return
        inner = menu.addMenu(_("Not drawn together with"))
        for other in others:
            pair = tuple(sorted((person, other.id)))
            apart = pair in self._rules.apart
            self._entry(
                inner,
                shown.one_line(other.name),
                partial(self._apart, pair, not apart),
                ticked=apart,
            )

    def _apart(self, pair: tuple[str, ...], holds: bool) -> None:
        pairs = [(one[0], one[1]) for one in self._rules.apart if one != pair]
        if holds:
            pairs.append((pair[0], pair[1]))
        self._stage.dispatch(RuleLots(block=self._block, apart=tuple(pairs)))
