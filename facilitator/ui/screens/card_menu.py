"""What can be done with one card: each a command through the one door, each taken back with Ctrl+Z."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from facilitator.session.commitments import MakeCommitment
from facilitator.session.comparing import folded_name
from facilitator.session.contributions import (
    AttributeContribution,
    Contribution,
    HideContribution,
    TypeContribution,
    WithdrawContribution,
)
from facilitator.session.ports import uuid7
from facilitator.session.questions import HAVE_ENDS, SETTLED, SettleOpenEnd
from facilitator.session.rules import Together
from facilitator.session.themes import NameTheme, PlantCard, UprootCard
from facilitator.ui import kinds, shown
from facilitator.ui.theme import Theme
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.ui.screens.session import SessionScreen


class CardMenu(QObject):
    """The menu of a card."""

    def __init__(self, theme: Theme, screen: SessionScreen) -> None:
        super().__init__(screen)
        self._theme, self._screen = theme, screen
        self.menu: QMenu | None = None

    def show_for(self, contribution: str, place: QPoint) -> None:
        """Show it for a card at a place on the screen."""
        given = self._screen.model.state.contributions.get(contribution)
        if given is None:
            return
        menu = self.menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._gone)
        theme = self._theme
        one = given.id

        def add(icon: str, words: str, does: object) -> None:
            action = menu.addAction(theme.icon(icon, size=16), words)
            action.triggered.connect(does)

        add("corner-down-right", _("Build on it") + "\tB", lambda: self._screen.build_on(one))
        add("pencil", _("Change the words") + "\tF2", lambda: self._screen.edit(one))
        if self._screen.has_files(one):
            add("image", _("Show the pictures"), lambda: self._screen.show_files(one))
        self._kinds(menu, given)
        self._themes(menu, given)
        self._people(menu, given)
        if given.kind == "commitment":
            menu.addSeparator()
            add("check", _("It is done"), lambda: self._promise(one, "done"))
            add("circle-x", _("It is dropped"), lambda: self._promise(one, "dropped"))
            add("rotate-ccw", _("It is open"), lambda: self._promise(one, "open"))
        elif given.kind in HAVE_ENDS:
            menu.addSeparator()
            add("check", _("It is settled"), lambda: self._settle(one, SETTLED))
            add("rotate-ccw", _("It is open"), lambda: self._settle(one, "open"))
        menu.addSeparator()
        if given.hidden:
            add("eye", _("Show it again"), lambda: self.hide_card(one, hidden=False))
        else:
            add("eye-off", _("Hide it") + "\tH", lambda: self.hide_card(one))
        add("trash-2", _("Take it back") + "\tDel", lambda: self.take_back(one))
        menu.popup(place)

    def _gone(self) -> None:
        self.menu = None

    def _kinds(self, menu: QMenu, given: Contribution) -> None:
        under = menu.addMenu(self._theme.icon("tag", size=16), _("Kind"))
        for kind in (*kinds.EIGHT, *kinds.OTHERS):
            action = under.addAction(
                self._theme.icon(kinds.icon(kind), f"kind.{kinds.hue(kind)}.solid", 16), kinds.word(kind)
            )
            action.setCheckable(True)
            action.setChecked(kind == given.kind)
            action.triggered.connect(lambda _on=False, kind=kind: self._type(given.id, kind))

    def _themes(self, menu: QMenu, given: Contribution) -> None:
        under = menu.addMenu(self._theme.icon("hash", size=16), _("Theme"))
        state = self._screen.model.state
        now = state.themes.of(given.id)
        for theme in state.themes.standing():
            action = under.addAction(_plain(theme.name))
            action.setCheckable(True)
            action.setChecked(theme.id in now)
            action.triggered.connect(lambda _on=False, bed=theme.id: self._plant(given.id, bed))
        if not under.isEmpty():
            under.addSeparator()
        under.addAction(self._theme.icon("plus", size=16), _("New theme")).triggered.connect(
            lambda: self._ask_theme(given.id)
        )

    def _people(self, menu: QMenu, given: Contribution) -> None:
        people = self._screen.model.state.people.present()
        if not people:
            return
        under = menu.addMenu(self._theme.icon("user-round", size=16), _("Who gave it"))
        for person in people:
            action = under.addAction(_plain(person.name))
            action.setCheckable(True)
            action.setChecked(person.id in given.authors)
            action.triggered.connect(lambda _on=False, who=person.id: self._attribute(given.id, who))

    # ---- what the entries do ------------------------------------------------------------------------------------

    def hide_card(self, contribution: str, *, hidden: bool = True) -> None:
        """Put a card out of sight, or back."""
        said = _("Out of sight") if hidden else _("In sight again")
        self._screen.dispatch(HideContribution(contribution=contribution, hidden=hidden), said)

    def take_back(self, contribution: str) -> None:
        """Take a card back."""
        self._screen.dispatch(WithdrawContribution(contribution=contribution), _("Taken back"))

    def _type(self, contribution: str, kind: str) -> None:
        said = _("Now: {kind}").format(kind=kinds.word(kind))
        self._screen.dispatch(TypeContribution(contribution=contribution, kind=kind), said)

    def _plant(self, contribution: str, theme: str) -> None:
        state = self._screen.model.state
        name = shown.isolated(state.themes.by_id[theme].name)
        if theme in state.themes.of(contribution):
            said = _("Taken out of {theme}").format(theme=name)
            self._screen.dispatch(UprootCard(contribution=contribution, theme=theme), said)
        else:
            said = _("Moved to {theme}").format(theme=name)
            self._screen.dispatch(PlantCard(contribution=contribution, theme=theme), said)

    def _ask_theme(self, contribution: str) -> None:
        dialog = QInputDialog(self._screen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("New theme"))
        dialog.setLabelText(_("What is it about?"))
        dialog.setTextEchoMode(QLineEdit.EchoMode.Normal)
        dialog.textValueSelected.connect(lambda name: self.new_theme(contribution, name))
        dialog.open()

    def new_theme(self, contribution: str, name: str) -> None:
        """Plant a card in a theme by name; it is made when there is none."""
        wanted = folded_name(name)
        known = [bed for bed in self._screen.model.state.themes.standing() if folded_name(bed.name) == wanted]
        said = _("Moved to {theme}").format(theme=shown.isolated(name))
        if known:
            self._screen.dispatch(PlantCard(contribution=contribution, theme=known[0].id), said)
            return
        theme = uuid7()
        both = (NameTheme(theme=theme, name=name), PlantCard(contribution=contribution, theme=theme))
        self._screen.dispatch(Together(commands=both), said)

    def _attribute(self, contribution: str, person: str) -> None:
        given = self._screen.model.state.contributions.by_id[contribution]
        authors = tuple(one for one in given.authors if one != person)
        if person not in given.authors:
            authors = (*given.authors, person)
        self._screen.dispatch(
            AttributeContribution(contribution=contribution, authors=authors), _("Now given by somebody else")
        )

    def _promise(self, contribution: str, state: str) -> None:
        said = {"done": _("Done"), "dropped": _("Dropped")}.get(state, _("Open again"))
        self._screen.dispatch(MakeCommitment(contribution=contribution, state=state), said)

    def _settle(self, contribution: str, state: str) -> None:
        said = _("Settled") if state == SETTLED else _("Open again")
        self._screen.dispatch(SettleOpenEnd(contribution=contribution, state=state), said)


def _plain(name: str) -> str:
    """A name as a menu entry: an ampersand is no key."""
    words = shown.on_button(shown.one_line(name))
    return words if len(words) <= 80 else words[:79] + "…"
