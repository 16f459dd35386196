"""Small parts of the stage: a heading with buttons at its far side, what to say now, and a line for exact words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from facilitator.session.watching import Noted
from facilitator.ui import shown
from facilitator.ui.stages.role_play.wording import noted_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Choice, IconButton, Words
from facilitator.words import _

LEAST_FIELD = 180
"""The least room of the field for exact words beside other parts, in px."""


class HeadRow(QWidget):
    """A small heading, its buttons at the far side; under it where there is no room beside it."""

    def __init__(self, theme: Theme, heading: str) -> None:
        super().__init__()
        self.label = Words(theme, heading, "caption_strong", "text.secondary")
        self.label.setParent(self)
        self.buttons: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._again)

    def add(self, *buttons: QWidget) -> None:
        """Put buttons at the far side, in this order."""
        for button in buttons:
            button.setParent(self)
            self.buttons.append(button)

    def event(self, event: QEvent) -> bool:
        """A button came, went or says something else."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._again()
        return super().event(event)

    def put(self, heading: str) -> None:
        """Another heading."""
        self.label.setText(heading)
        self._again()

    def _again(self) -> None:
        self.setFixedHeight(self._place(max(self.width(), 100), move=True))

    def _place(self, width: int, *, move: bool) -> int:
        seen = [(b, b.sizeHint().expandedTo(b.minimumSize())) for b in self.buttons if not b.isHidden()]
        label = self.label.sizeHint()
        tall = max([label.height(), *(size.height() for _button, size in seen)])
        beside = label.width() + 16 + sum(size.width() + 4 for _button, size in seen) <= width
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        places: list[tuple[QWidget, int, int, QSize]] = []
        places.append((self.label, 0, (tall - label.height()) // 2 if beside else 0, label))
        x = width - sum(size.width() + 4 for _button, size in seen) + 4 if beside else 0
        y = 0 if beside else label.height() + 4
        line = max((size.height() for _button, size in seen), default=0)
        for button, size in seen:
            if not beside and x and x + size.width() > width:
                x, y = 0, y + line + 2
            places.append((button, x, y + ((tall if beside else line) - size.height()) // 2, size))
            x += size.width() + 4
        for part, left, top, size in places if move else ():
            wide = min(size.width(), width)
            part.setGeometry(width - left - wide if mirrored else left, top, wide, size.height())
        return max(top + size.height() for _part, _left, top, size in places)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(300, self._place(max(self.width(), 100), move=False))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another arrangement."""
        super().resizeEvent(event)
        self._again()

    def changeEvent(self, event: QEvent) -> None:
        """The window turned round."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._again()


class Says(QWidget):
    """What the facilitator says in this phase, on the tint of role play."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(2)
        self.heading = Words(theme, "", "body_strong", "modality.role_play.ink", wraps=True)
        self.words = Words(theme, "", "body", wraps=True)
        self.more = Words(theme, "", "body", "text.secondary", wraps=True)
        for part in (self.heading, self.words, self.more):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(part)

    def put(self, heading: str, words: str, more: str = "") -> None:
        """Show these; without a heading the part goes."""
        self.heading.setText(heading)
        self.words.setText(words)
        self.more.setText(more)
        self.words.setVisible(bool(words))
        self.more.setVisible(bool(more))
        self._theme.fonts.ensure(words + more)
        self.setAccessibleName(". ".join(part for part in (heading, words, more) if part))
        self.setVisible(bool(heading))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("modality.role_play.tint"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)


class WordsLine(QWidget):
    """One line for exact words: those the play goes back to, or those after which it went warmer or colder.

    Signals:
        given: these words, and what they did (rewind, warmer, colder or nothing).
        left: it was closed.
    """

    given = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rewinds = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row = self._row
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.label = Words(theme, "", "small", "text.secondary")
        self.field = QLineEdit()
        self.field.setMaxLength(2000)
        self.field.returnPressed.connect(self._give)
        choices = (("", _("as it was")), ("warmer", _("warmer")), ("colder", _("colder")))
        self.mark = Choice(theme, _("What the words did"), choices, "")
        self.away = IconButton(theme, "x", _("Close"), "Esc", size=28)
        self.away.clicked.connect(self._leave)
        row.addWidget(self.label)
        row.addWidget(self.field, 1)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignLeading)
        row.addWidget(self.away, 0, Qt.AlignmentFlag.AlignLeading)
        self._theme = theme
        theme.changed.connect(self.restyle)
        self.restyle()
        self.hide()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.field.setFont(self._theme.font("body"))
        self._turn()

    def _turn(self) -> None:
        """Side by side where there is room for it, otherwise one under the other."""
        marks = 0 if self.mark.isHidden() else self.mark.sizeHint().width()
        needed = self.label.sizeHint().width() + marks + self.away.width() + 24
        beside = needed + round(LEAST_FIELD * max(self._theme.scale, 1)) <= self.width()
        turns = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != turns:
            self._row.setDirection(turns)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As high as its parts, and as narrow as there is room."""
        return QSize(160, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another arrangement."""
        super().resizeEvent(event)
        self._turn()

    def ask(self, *, rewinds: bool) -> None:
        """Open it."""
        self._open(rewinds)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_back(self, words: str, mark: str) -> None:
        """Open it with words that were given before; the focus stays where it is."""
        self._open(mark == "rewind")
        if not self._rewinds:
            self.mark.take(mark)
        self.field.setText(words)

    def _open(self, rewinds: bool) -> None:
        self._rewinds = rewinds
        self.label.setText(_("Rewind to") if rewinds else _("Exact words"))
        told = _("the words from which it is played again") if rewinds else _("what was said, word for word")
        self.field.setPlaceholderText(told)
        self.field.setAccessibleName(f"{self.label.text()}: {told}")
        self.mark.setVisible(not rewinds)
        self.mark.take("")
        self.show()
        self._turn()

    def _give(self) -> None:
        words = self.field.text().strip()
        if words:
            self.given.emit(words, "rewind" if self._rewinds else self.mark.value)

    def done(self) -> None:
        """The words were kept: the field is empty again; after a rewind it goes."""
        self.field.clear()
        if self._rewinds:
            self._leave()

    def _leave(self) -> None:
        self.field.clear()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            event.accept()
        else:
            super().keyPressEvent(event)


class NotedWords(QWidget):
    """The last exact words of the round; a click makes a card of them.

    Signals:
        card_asked: make a card of these words.
    """

    card_asked = Signal(str)
    MOST = 5

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Words(theme, _("Exact words"), "caption_strong", "text.secondary"))
        self.buttons: list[Button] = []
        self.hide()

    def show_notes(self, notes: Sequence[Noted], names: dict[str, str]) -> None:
        """Show the newest of these, newest first. ``names`` are those of the observers."""
        last = list(notes)[-self.MOST :][::-1]
        told = [noted_words(note, names.get(note.observer, "")) for note in last]
        self.setVisible(bool(last))
        if told == self._shown:
            return
        self._shown = told
        for button in self.buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for note, words in zip(last, told, strict=True):
            self._theme.fonts.ensure(words)
            button = Button(self._theme, shown.on_button(words), look="link", icon=_ICONS.get(note.mark, "quote"))
            button.setToolTip(_("Make a card of these words"))
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(40)
            button.clicked.connect(lambda _checked=False, words=note.words: self.card_asked.emit(words))
            self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            self.buttons.append(button)


_ICONS = {"rewind": "rotate-ccw", "warmer": "sun", "colder": "moon"}
