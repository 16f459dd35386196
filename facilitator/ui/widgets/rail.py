"""The rail: where one can go, the current place tinted; a talk to log and the settings at its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from facilitator.ui import icons
from facilitator.ui.actions import tip
from facilitator.ui.theme import Theme
from facilitator.words import _


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the rail. ``stays`` is False for what opens a window of its own and is never the current place."""

    name: str
    icon: str
    words: Callable[[], str]
    keys: str
    stays: bool = True


class Rail(QWidget):
    """Checkable places, one of them taken.

    Signals:
        gone_to: a place was chosen (its name).
    """

    gone_to = Signal(str)

    def __init__(self, theme: Theme, top: Sequence[Place], foot: Sequence[Place]) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Places"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 22, 4, 12)
        column.setSpacing(4)
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._mark)
        column.addSpacing(14)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, QToolButton] = {}
        self._icons: dict[str, str] = {}
        for place in top:
            column.addWidget(self._button(place))
        column.addStretch()
        for place in foot:
            column.addWidget(self._button(place))
        theme.changed.connect(self.restyle)
        self.restyle()

    def _button(self, place: Place) -> QToolButton:
        word = place.words()
        button = QToolButton()
        button.setText(word)
        button.setToolTip(tip(word, place.keys))
        button.setAccessibleName(word)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.gone_to.emit(place.name))
        if place.stays:
            button.setCheckable(True)
            self._group.addButton(button)
        self.buttons[place.name] = button
        self._icons[place.name] = place.icon
        return button

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        self.setFixedWidth(round(theme.size("rail_w") * max(1.0, min(theme.scale, 1.7))))
        ratio = self.devicePixelRatioF()
        inks = theme.colour("accent.base").rgba(), theme.colour("text.primary").rgba()
        mark = icons.mark(*inks, theme.mark(28), ratio)
        self._mark.setPixmap(mark)
        for name, button in self.buttons.items():
            size = theme.mark(20)
            button.setIcon(theme.icon(self._icons[name], "text.secondary", size, checked="accent.base"))
            button.setIconSize(QSize(size, size))
            button.setFont(theme.font("caption"))
            button.setFixedSize(self.width() - 8, theme.tall(56))
            button.setStyleSheet(
                f"QToolButton {{ color: {theme.hex('text.secondary')}; border-radius: 6px; padding: 4px 0; }}"
                f"QToolButton:hover {{ background: {theme.hex('surface.hover')}; }}"
                f"QToolButton:checked {{ background: {theme.hex('accent.tint')}; color: {theme.hex('accent.base')};"
                " font-weight: 600; }"
            )

    def take(self, name: str) -> None:
        """Show a place as the current one."""
        self.buttons[name].setChecked(True)
