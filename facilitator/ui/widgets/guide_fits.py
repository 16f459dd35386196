"""What fits and what does not, best first: places with their points, level ones together, and what is set aside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from facilitator.session.errors import Rejected
from facilitator.session.guiding import OverrideGuide
from facilitator.session.rules import Command
from facilitator.ui.models.guide import Aside, Fit, Guidance, length_words, listed
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.guide_rows import MARK_GAP, AsideRow, FitRow, Mark, RowButton
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _, ngettext

Dispatch = Callable[[Command], None]
PLACES, ASIDES, LEVEL = 3, 4, 5
"""How many are shown until more are asked for: places, methods set aside, level ones on a page of its own."""


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)


def level_words(count: int) -> str:
    """How many share a place."""
    words = {
        2: _("Two are level"),
        3: _("Three are level"),
        4: _("Four are level"),
        5: _("Five are level"),
        6: _("Six are level"),
        7: _("Seven are level"),
        8: _("Eight are level"),
        9: _("Nine are level"),
    }
    return words.get(count) or ngettext("{count} is level", "{count} are level", count).format(count=count)


class LevelRow(QWidget):
    """Methods that share a place, behind one equals sign; opened, each of them.

    Signals:
        add_asked: one of them is to be put into the agenda (its id).
    """

    add_asked = Signal(str)

    def __init__(self, theme: Theme, fits: tuple[Fit, ...], next: str, *, adds: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        names = listed(item.name for item in fits)
        told = _("{names}. Least to prepare first; you choose.").format(names=names)
        self.head = RowButton(theme, f"{level_words(len(fits))}. {fits[0].score}. {told}")
        self.head.setObjectName("level:" + fits[0].id)
        self.head.setCheckable(True)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARK_GAP)
        row.addWidget(Mark(theme, sign="="), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        title = QHBoxLayout()
        title.addWidget(Words(theme, level_words(len(fits)), "body_strong"), 1)
        title.addWidget(Words(theme, str(fits[0].score), "title_small"))
        words.addLayout(title)
        words.addWidget(Words(theme, told, "small", "text.secondary", wraps=True))
        row.addLayout(words, 1)
        column.addWidget(self.head)
        self._each = QWidget()
        inner = QVBoxLayout(self._each)
        inner.setContentsMargins(0, 4, 0, 0)
        inner.setSpacing(0)
        self.rows = []
        for item in fits:
            one = FitRow(theme, item, first=item.id == next, adds=adds)
            one.add_asked.connect(self.add_asked)
            inner.addWidget(one)
            self.rows.append(one)
        self._each.setVisible(False)
        column.addWidget(self._each)
        self.head.toggled.connect(self._each.setVisible)


class LevelGroup(QWidget):
    """The same with room: all of them in one outline, the tie-break named."""

    add_asked = Signal(str)

    def __init__(self, theme: Theme, fits: tuple[Fit, ...], next: str, *, adds: bool) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[FitRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 4)
        column.setSpacing(0)
        told = _("{level}. Shown by least to prepare; you choose.").format(level=level_words(len(fits)))
        column.addWidget(Words(theme, told, "caption", "text.secondary", wraps=True))
        for place, item in enumerate(fits):
            minutes = _("{length} to prepare").format(length=length_words(item.prep))
            line = _("{minutes}; needs an exchange after it").format(minutes=minutes) if item.lonely else minutes
            one = FitRow(theme, item, brief=line, adds=adds)
            one.add_asked.connect(self.add_asked)
            column.addWidget(one)
            if place >= LEVEL:
                one.hide()
            self._rows.append(one)
        rest = len(fits) - LEVEL
        words = ngettext("Show {count} more", "Show {count} more", rest).format(count=rest)
        self.more = Button(theme, words, look="link")
        self.more.setObjectName(f"more-level:{fits[0].id}")
        self.more.clicked.connect(self.show_all)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        if rest <= 0:
            self.more.hide()

    def show_all(self) -> None:
        """All of them, with the focus on the first that was not there."""
        self.more.hide()
        for row in self._rows:
            row.show()
        self._rows[LEVEL].head.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outline."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("line.strong"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class Fits(QWidget):
    """The places, then what is set aside. ``roomy`` is for a page of its own: level ones outlined, more shown.

    Signals:
        add_asked: a method is to be put into the agenda (its id).
    """

    add_asked = Signal(str)

    def __init__(self, theme: Theme, dispatch: Dispatch, *, roomy: bool = False, adds: bool = True) -> None:
        super().__init__()
        self._theme, self._dispatch, self._roomy = theme, dispatch, roomy
        self.adds = adds
        self._most = 12 if roomy else PLACES
        self._all_places = self._all_aside = False
        self._shown: object = None
        self.rows: dict[str, FitRow] = {}
        self.asides: dict[str, AsideRow] = {}
        self.levels: dict[str, LevelRow] = {}
        self.mores: dict[str, Button] = {}
        self.level_mores: dict[str, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._now: Guidance | None = None
        theme.changed.connect(self._again)

    def _again(self) -> None:
        if self._now is not None:
            self._shown = None
            self.show_guidance(self._now)

    def show_guidance(self, now: Guidance) -> None:
        """Show what holds; nothing moves where nothing became different."""
        self._now = now
        key = (
            now.places, now.aside, now.next, now.so_far, now.asked, now.methods,
            self._all_places, self._all_aside, self.adds,
        )  # fmt: skip
        if key == self._shown:
            return
        self._shown = key
        opened = {name for name, row in self.rows.items() if row.head.isChecked()}
        focus: QWidget | None = self.focusWidget()
        held = focus.objectName() if focus is not None and focus.hasFocus() else ""
        emptied(self._column)
        self.rows, self.asides, self.levels, self.level_mores = {}, {}, {}, {}
        if not now.asked:
            words = ngettext(
                "{count} method. Answer three questions to see which fit.",
                "{count} methods. Answer three questions to see which fit.",
                now.methods,
            )
            told = Words(self._theme, words.format(count=now.methods), "body", "text.secondary", wraps=True)
            told.setContentsMargins(0, 8, 0, 8)
            self._put(told)
            return
        if now.so_far:
            self._line(now.so_far)
        self._places(now, opened)
        self._asides(now)
        self._hold(held)

    def _hold(self, name: str) -> None:
        """Give the focus back to what had it, or to what stands in its place."""
        kind, _colon, key = name.partition(":")
        row, aside, level = self.rows.get(key), self.asides.get(key), self.levels.get(key)
        if kind in ("fit", "add") and row is not None:
            again: QWidget | None = row.add if kind == "add" and row.add is not None else row.head
        elif kind == "aside" and aside is not None:
            again = aside.choose
        elif kind == "level" and level is not None:
            again = level.head
        elif kind in ("more-places", "more-aside"):
            again = self.mores.get(kind) or next((one.choose for one in self.asides.values()), None)
        else:
            again = next((one.head for one in self.rows.values()), None) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, widget: QWidget) -> None:
        """Into the column, to be seen at once."""
        self._column.addWidget(widget)
        widget.setVisible(True)

    def _places(self, now: Guidance, opened: set[str]) -> None:
        if not now.places:
            self._line(_("Nothing fits. What is set aside says what would change it."))
        shown = now.places if self._all_places else now.places[: self._most]
        for number, place in enumerate(shown):
            outlined = self._roomy and number and len(place) > 1 and len(shown[number - 1]) > 1
            if outlined:
                self._column.addSpacing(8)
            if number and not (self._roomy and (len(place) > 1 or len(shown[number - 1]) > 1)):
                self._put(Hairline(self._theme))
            if len(place) == 1:
                row = FitRow(
                    self._theme, place[0], first=place[0].id == now.next and not self._roomy,
                    brief=place[0].brief if self._roomy else "", adds=self.adds,
                )  # fmt: skip
                row.open(place[0].id in opened or (self._roomy and not number and not opened))
                self._keep(row)
                self._put(row)
                continue
            made = (LevelGroup if self._roomy else LevelRow)(self._theme, place, now.next, adds=self.adds)
            made.add_asked.connect(self.add_asked)
            if isinstance(made, LevelGroup):
                self.level_mores[place[0].id] = made.more
            else:
                self.levels[place[0].id] = made
                made.head.setChecked(any(item.id in opened or item.id == now.next for item in place))
            for child in made.findChildren(FitRow):
                self.rows[child.item.id] = child
                child.open(child.item.id in opened)
            self._put(made)
        rest = sum(len(place) for place in now.places) - sum(len(place) for place in shown)
        if rest:
            words = ngettext("{count} more fits", "{count} more fit", rest).format(count=rest)
            self._more(words, self._show_places, "more-places")

    def _keep(self, row: FitRow) -> None:
        self.rows[row.item.id] = row
        row.add_asked.connect(self.add_asked)

    def _asides(self, now: Guidance) -> None:
        if not now.aside:
            return
        count = len(now.aside)
        if self._roomy:
            holder = QWidget()
            head = QHBoxLayout(holder)
            head.setContentsMargins(0, 18, 0, 6)
            head.addWidget(
                Words(self._theme, _("Set aside, and what would change it"), "caption_strong", "text.secondary"), 1
            )
            head.addWidget(Words(self._theme, str(count), "caption", "text.secondary"))
            self._put(holder)
            shown = now.aside if self._all_aside else now.aside[:ASIDES]
        else:
            self._put(Hairline(self._theme))
            words = ngettext("{count} set aside, with the reason", "{count} set aside, with the reason", count)
            self._more(words.format(count=count), self._show_aside, "more-aside", on=self._all_aside)
            shown = now.aside if self._all_aside else ()
        for item in shown:
            self._put(Hairline(self._theme))
            self._put(self._aside(item))
        if self._roomy and len(shown) < count:
            self._put(Hairline(self._theme))
            rest = count - len(shown)
            self._more(
                ngettext("{count} more", "{count} more", rest).format(count=rest), self._show_aside, "more-aside"
            )

    def _aside(self, item: Aside) -> AsideRow:
        row = AsideRow(self._theme, item, chooses=self.adds)
        row.chosen.connect(self._choose)
        self.asides[item.id] = row
        return row

    def _choose(self, method: str, reason: str) -> None:
        row, used = self.asides[method], self.asides[method].item.used
        try:
            self._dispatch(OverrideGuide(method=method, reason=reason))
        except Rejected as error:
            row.refuse(error)
            return
        if not used:
            self.add_asked.emit(method)

    def _line(self, words: str) -> None:
        told = Words(self._theme, words, "small", "text.secondary", wraps=True)
        told.setContentsMargins(0, 8, 0, 8)
        self._put(told)

    def _more(self, words: str, does: Callable[[], None], name: str, *, on: bool = False) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(Words(self._theme, words, "small", "text.secondary", wraps=True), 1)
        button = Button(self._theme, _("Hide") if on else _("Show"), look="link")
        button.setObjectName(name)
        button.setAccessibleName(f"{button.text()}: {words}")
        button.clicked.connect(lambda: does())
        self.mores[name] = button
        row.addWidget(button)
        self._put(holder)

    def _show_places(self) -> None:
        self._all_places = True
        self._again_kept()

    def _show_aside(self) -> None:
        self._all_aside = not self._all_aside
        self._again_kept()

    def _again_kept(self) -> None:
        if self._now is not None:
            self.show_guidance(self._now)
