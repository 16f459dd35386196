"""Flat choices: words side by side, the taken one tinted. One of them, or as many as hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow


class FlatChoice(QWidget):
    """Choices as flat buttons. Exclusive ones are one stop for the Tab key, and the arrow keys move between them.

    Signals:
        chosen: a choice was taken or let go by hand.
    """

    chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        many: bool = False,
        icons: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._many = theme, icons or {}, many
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = Flow(self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(not many)
        self.buttons: dict[str, QToolButton] = {}
        self._words = dict(choices)
        for value, word in choices:
            button = QToolButton()
            button.setText(word)
            button.setAccessibleName(f"{name}: {word}")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self.chosen)
            button.toggled.connect(self._restyle)
            self._group.addButton(button)
            self.buttons[value] = button
            flow.addWidget(button)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        size = theme.mark(16)
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.hex('text.secondary')}; border-radius: 6px; padding: 0 8px; border: none; }}"
            f"QToolButton:hover {{ background: {theme.hex('surface.hover')}; }}"
            f"QToolButton:checked {{ background: {theme.hex('accent.tint')}; color: {theme.hex('accent.base')}; }}"
        )
        for value, button in self.buttons.items():
            taken = button.isChecked()
            button.setFont(theme.font("body", weight=600 if taken else 400))
            icon = self._icons.get(value, "") if taken else ""
            button.setIcon(theme.icon(icon, "accent.base", size) if icon else theme.icon("check", "accent.base", 1))
            button.setIconSize(QSize(size, size) if icon else QSize(0, 0))
            button.setText(f" {self._words[value]}" if icon else self._words[value])
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if icon else Qt.ToolButtonStyle.ToolButtonTextOnly
            )
            # As wide as the word is when taken, so that taking it moves nothing.
            wide = QFontMetrics(theme.font("body", weight=600)).horizontalAdvance(self._words[value])
            mark = size + 8 if value in self._icons else 0
            button.setFixedSize(wide + 17 + mark, theme.tall(32))
        self.updateGeometry()

    @property
    def value(self) -> str:
        """The taken choice; empty where none is."""
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    @property
    def values(self) -> tuple[str, ...]:
        """Every taken choice."""
        return tuple(value for value, button in self.buttons.items() if button.isChecked())

    def take(self, *values: str) -> None:
        """Take these without telling anybody; what is no choice here is left."""
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            button.setChecked(value in values)
        self._group.setExclusive(not self._many)

    def stops(self) -> Iterable[QToolButton]:
        """Where the Tab key stops, in their order."""
        return self.buttons.values()

    def focus(self, reason: Qt.FocusReason) -> None:
        """Give the focus to the taken choice, or the first."""
        taken = next((button for button in self.buttons.values() if button.isChecked()), None)
        (taken or next(iter(self.buttons.values()))).setFocus(reason)
