"""Parts of the window that logs a conversation: the last talk with the same person, and the button that saves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitator import talks
from facilitator.session.conversations import TalkGlimpse
from facilitator.session.ports import wall_clock
from facilitator.ui import shown, times
from facilitator.ui.log_fields import Initials
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _


class SaveButton(Button):
    """*Save*, with its key. It stays reachable while there is nothing to save, to say so."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Save"), look="filled", key=_("Ctrl+Enter"))
        self._key = QLabel(_("Enter"), self)
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(self._key)
        self.waits = ""
        theme.changed.connect(self._dress)
        self._dress()

    def wait_for(self, why: str) -> None:
        """Why nothing can be saved yet; empty where something can."""
        if why != self.waits:
            self.waits = why
            self.setAccessibleDescription(why)
            self._dress()

    def _dress(self) -> None:
        theme = self._theme
        self._key.setFont(theme.font("small"))
        colour = theme.hex("text.disabled" if self.waits else "accent.on")
        self._key.setStyleSheet(f"color: {colour}; background: transparent;")
        tail = self._key.fontMetrics().horizontalAdvance(self._key.text()) + 20
        row = self.layout()
        assert row is not None
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        row.setContentsMargins(12 if mirrored else 0, 0, 0 if mirrored else 12, 0)
        sheet = f"QPushButton {{ padding-left: 13px; padding-right: {tail}px; }}"  # the style mirrors them
        if self.waits:
            sunken, words = theme.hex("surface.sunken"), theme.hex("text.disabled")
            sheet += f"QPushButton {{ background: {sunken}; border-color: {sunken}; color: {words}; }}"
        self.setStyleSheet(sheet)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._dress()


class LastTalk(QWidget):
    """The last talk with the same person, and what was promised then."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 14, 28, 14)
        row.setSpacing(12)
        self.mark = Initials(theme)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.head = Words(theme, "", "small", "text.secondary", wraps=True)
        self.words = Words(theme, "", "body", wraps=True)
        self.promise = Words(theme, "", "body", "text.secondary", wraps=True)
        for part in (self.head, self.words, self.promise):
            column.addWidget(part)
        row.addLayout(column, 1)
        self.open = QLabel()
        self._flag = QLabel()
        self.chip = QWidget()
        self.chip.setObjectName("open")
        self.chip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        chip = QHBoxLayout(self.chip)
        chip.setContentsMargins(8, 3, 8, 3)
        chip.setSpacing(6)
        chip.addWidget(self._flag)
        chip.addWidget(self.open)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        self.chip.setStyleSheet(f"#open {{ background: {theme.hex('semantic.warning_tint')}; border-radius: 4px; }}")
        self.open.setText(_("still open"))
        self.open.setFont(theme.font("small", weight=600))
        self.open.setStyleSheet(f"color: {theme.hex('semantic.warning')};")
        self._flag.setPixmap(theme.pixmap("flag", "semantic.warning", theme.mark(14), self.devicePixelRatioF()))

    def tell(self, talk: TalkGlimpse) -> None:
        """Show a talk."""
        self.mark.put(talk.person)
        day = times.short_day(talk.at_ms, wall_clock())
        first = shown.isolated(talk.person.split()[0] if talk.person.split() else talk.person)
        place = talks.where_inside(talk.where)
        head = _("Last talk with {name}, {day}, {place}") if place else _("Last talk with {name}, {day}")
        self.head.setText(head.format(name=first, day=day, place=place))
        for label, text in ((self.words, talk.line), (self.promise, talk.promise)):
            self._theme.fonts.ensure(text)
            label.setText(_short(text))
        promised = talk.promise and talk.promise != talk.line
        if talk.promise:
            words = _("What was promised: {promise}") if promised else "{promise}"
            if talk.due:
                words += " " + _("By {day}.").format(day=times.due_day(talk.due))
            self.promise.setText(words.format(promise=_short(talk.promise)))
        self.words.setVisible(bool(talk.line) and talk.line != talk.promise)
        self.promise.setVisible(bool(talk.promise))
        self.chip.setVisible(talk.open)
        self.setAccessibleName(f"{self.head.text()}. {self.words.text()} {self.promise.text()}")


def _short(text: str) -> str:
    """Words for a glance, as they may be drawn."""
    line = shown.one_line(text)
    return line if len(line) <= 240 else line[:239] + "…"
