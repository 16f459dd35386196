"""A section of the page *Settings*: its heading, when it was saved, and rows of a label, a help line and a control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from facilitator.ui.messages import Messages
from facilitator.ui.screens.setting.controls import PickBox
from facilitator.ui.services import Services
from facilitator.ui.setting_names import NamedSetting, Section
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Choice, Hairline, Words
from facilitator.words import _

FORM_WIDTH, LABEL_WIDTH, GAP, SIDE = 936, 264, 32, 56
LEAST_CONTROL = 336
"""Where a control has less room than this beside its label, it stands under it."""
ROOMY, NARROW_SIDE = 720, 24
"""Below this width of the page its edges are narrow."""
MOST_SCALE = 1.4
"""Beyond this text size columns grow no more: the words wrap."""


class Around(Protocol):
    """The page around a section."""

    theme: Theme
    messages: Messages

    @property
    def services(self) -> Services:
        """The program around the page."""

    def change(self, **news: Any) -> None:
        """Let these fields of the settings hold, and save them in a moment."""

    def failed(self, error: BaseException) -> None:
        """Say what went wrong; what is no sentence for a person is raised."""


class Row(QWidget):
    """A label with its help line, and controls beside it, or under it where there is no room."""

    def __init__(self, theme: Theme, setting: NamedSetting, *, middle: bool) -> None:
        super().__init__()
        self._theme, self._middle = theme, middle
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._ways.setContentsMargins(0, 16, 0, 16)
        self.label = QWidget()
        names = QVBoxLayout(self.label)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(2)
        self.name = Words(theme, setting.name, "body", wraps=True)
        self.name.setFont(theme.font("body", weight=500))
        names.addWidget(self.name)
        if setting.told:
            names.addWidget(Words(theme, setting.told, "small", "text.secondary", wraps=True))
        side = QWidget()
        self.side = QVBoxLayout(side)
        self.side.setContentsMargins(0, 0, 0, 0)
        self.side.setSpacing(0)
        self._ways.addWidget(self.label)
        self._ways.addWidget(side, 1)
        self._column = side
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Side by side where there is room."""
        theme, scale = self._theme, min(self._theme.scale, MOST_SCALE)
        self.name.setFont(theme.font("body", weight=500))
        label = round(LABEL_WIDTH * scale)
        narrow = self.width() < label + GAP + round(LEAST_CONTROL * scale)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._ways.direction() != way:
            self._ways.setDirection(way)
        self._ways.setSpacing(8 if narrow else GAP)
        self.label.setMinimumWidth(0 if narrow else label)
        self.label.setMaximumWidth(16_777_215 if narrow else label)
        level = Qt.AlignmentFlag.AlignVCenter if self._middle else Qt.AlignmentFlag.AlignTop
        for part in (self.label, self._column):
            self._ways.setAlignment(part, Qt.AlignmentFlag(0) if narrow else level)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self.fit()


class Form(QScrollArea):
    """A section. Its rows come from the list of named settings, so that both say the same."""

    def __init__(self, around: Around, section: Section, named: dict[str, NamedSetting]) -> None:
        super().__init__()
        self.around, self.theme, self.section = around, around.theme, section
        self._named = named
        self._styled: list[Callable[[], object]] = []
        self.controls: list[tuple[NamedSetting, QWidget]] = []
        theme = self.theme
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = self._page = QWidget()
        for ground in (page, self.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(page)
        self._rows.setContentsMargins(SIDE, 28, SIDE, 32)
        self._rows.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(Words(theme, section.name, "heading", wraps=True), 1)
        self._mark, self.saved = QLabel(), Words(theme, "", "caption_strong", "semantic.success")
        for part in (self._mark, self.saved):
            part.setVisible(False)
            head.addWidget(part)
        self._rows.addLayout(head)
        self._rows.addSpacing(20)
        self._rows.addStretch()
        self.setWidget(page)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self.theme
        self._page.setMaximumWidth(round((FORM_WIDTH + 2 * SIDE) * max(min(theme.scale, MOST_SCALE), 1.0)))
        size = theme.mark(15)
        self._mark.setPixmap(theme.pixmap("circle-check", "semantic.success", size, self.devicePixelRatioF()))

        for work in self._styled:
            work()

    def when_styled(self, work: Callable[[], object]) -> None:
        """Do this now, and again whenever the theme changes, as long as the form is there."""
        self._styled.append(work)
        work()

    def say_saved(self, time: str) -> None:
        """When something was saved last."""
        self.saved.setText(_("Saved {time}").format(time=time))
        for part in (self._mark, self.saved):
            part.setVisible(True)

    def row(self, setting: str, *controls: QWidget, focus: QWidget | None = None, middle: bool = False) -> Row:
        """A row. ``focus`` is where the focus goes, the first control if not given; ``middle`` stands them level."""
        named = self._named[setting]
        row = Row(self.theme, named, middle=middle)
        place = self._rows.count() - 1
        self._rows.insertWidget(place, Hairline(self.theme))
        self._rows.insertWidget(place + 1, row)
        for number, control in enumerate(controls):
            if number:
                row.side.addSpacing(self._gap(control))
            if isinstance(control, Choice | PickBox | QPushButton):
                row.side.addWidget(control, 0, Qt.AlignmentFlag.AlignLeading)
            else:
                row.side.addWidget(control)
        buddy = focus or controls[0]
        row.name.setBuddy(buddy)
        self.controls.append((named, buddy))
        return row

    @staticmethod
    def _gap(control: QWidget) -> int:
        if isinstance(control, Words):
            return 2
        return 0 if control.property("close") else 8

    def stops(self) -> list[QWidget]:
        """The controls of its rows that take the focus, first to last."""
        every = [control for _setting, control in self.controls]
        return [one for one in every if one.focusPolicy() != Qt.FocusPolicy.NoFocus or one.focusProxy() is not None]

    def small(self, text: str, colour: str = "text.secondary") -> Words:
        """A smaller line under a control."""
        return Words(self.theme, text, "small", colour, wraps=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow edges where there is little room."""
        super().resizeEvent(event)
        side = SIDE if self.width() >= ROOMY else NARROW_SIDE
        self._rows.setContentsMargins(side, 28, side, 32)

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(FORM_WIDTH, 600)


Fill = Callable[[Form], object]
"""Puts the rows of a section into its form."""
