"""What learning from each other is, in two minutes: an example and a counter-example, then how to do it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.teaching import CARD, CARD_TITLE, INTRODUCTION, THREE, THREE_TITLE
from facilitator.ui import kinds
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.words import _

WIDTH = 640


class _Case(QWidget):
    """An example beside a line in a colour: what it is, then the sentence."""

    def __init__(self, theme: Theme, icon: str, name: str, sentence: str, colour: str) -> None:
        super().__init__()
        self._theme, self._colour, self._icon = theme, colour, icon
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = QLabel()
        head.addWidget(self._mark)
        head.addWidget(Words(theme, name, "caption_strong", colour), 1)
        column.addLayout(head)
        column.addWidget(Words(theme, sentence, "capture", wraps=True))
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        size = self._theme.mark(16)
        self._mark.setPixmap(self._theme.pixmap(self._icon, self._colour, size, self.devicePixelRatioF()))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line at the leading side."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._colour))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter.drawRoundedRect(QRectF(self.width() - 3 if mirrored else 0, 0, 3, self.height()), 1.5, 1.5)


class IntroductionDialog(QDialog):
    """Two pages. It can be closed at any moment and found again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(_("What learning from each other is"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.pages = QStackedWidget()
        column.addWidget(self.pages, 1)
        column.addWidget(Hairline(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 14, 32, 16)
        foot.setSpacing(8)
        again = _("You find this again in Settings, and with {key}.").format(key="Ctrl+K")
        foot.addWidget(Words(theme, again, "small", "text.secondary", wraps=True), 1)
        self.back = Button(theme, _("Back"))
        self.back.clicked.connect(lambda: self._turn(0))
        self.next = Button(theme, _(CARD_TITLE))
        self.next.clicked.connect(lambda: self._turn(1))
        self.close_button = Button(theme, _("Close"), look="filled")
        self.close_button.clicked.connect(self.accept)
        for button in (self.back, self.next, self.close_button):
            foot.addWidget(button)
        column.addLayout(foot)
        self.pages.addWidget(self._scrolled(self._introduction()))
        self.pages.addWidget(self._scrolled(self._card()))
        self._fit()
        self._turn(0)

    def _scrolled(self, page: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setAccessibleName(_("What learning from each other is"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (page, area.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        area.setWidget(page)
        return area

    def _fit(self) -> None:
        """As wide as the design, as tall as the taller page, and never taller than the window behind."""
        width = round(WIDTH * max(1.0, min(self._theme.scale, 1.5)))
        over = self.parentWidget()
        if over is not None:
            width = min(width, max(over.window().width() - 48, 360))
        self.setMinimumWidth(min(width, 480))
        tall = 0
        for place in range(self.pages.count()):
            area = self.pages.widget(place)
            page = area.widget() if isinstance(area, QScrollArea) else None
            layout = page.layout() if page is not None else None
            if layout is not None:
                tall = max(tall, layout.totalHeightForWidth(width))
        tall += self._theme.tall(32) + 40
        if over is not None:
            tall = min(tall, max(over.window().height() - 48, 320))
        self.resize(width, tall)

    def _introduction(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 36, 40, 28)
        column.setSpacing(0)
        column.addWidget(Words(theme, _(INTRODUCTION.title), "heading", wraps=True))
        column.addSpacing(24)
        column.addWidget(_Case(theme, "film", _("Not yet"), _(INTRODUCTION.counter_example), "text.secondary"))
        column.addSpacing(20)
        column.addWidget(
            _Case(theme, "messages-square", _("Learning from one another"), _(INTRODUCTION.example), "accent.base")
        )
        column.addSpacing(28)
        column.addWidget(Words(theme, _(INTRODUCTION.saying), "title_small", wraps=True))
        column.addSpacing(8)
        column.addWidget(Words(theme, _(INTRODUCTION.program), "capture", "text.secondary", wraps=True))
        column.addStretch()
        return page

    def _card(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 32, 40, 24)
        column.setSpacing(0)
        column.addWidget(Words(theme, _(CARD_TITLE), "title", wraps=True))
        column.addSpacing(12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for place, sentence in enumerate(CARD):
            number = Words(theme, str(place + 1), "body_strong", "accent.base")
            number.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop)
            number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            grid.addWidget(number, place, 0)
            grid.addWidget(Words(theme, _(sentence), "body", wraps=True), place, 1)
        column.addLayout(grid)
        column.addSpacing(16)
        column.addWidget(Hairline(theme))
        column.addSpacing(14)
        column.addWidget(Words(theme, _(THREE_TITLE), "title_small"))
        column.addSpacing(6)
        three = QGridLayout()
        three.setHorizontalSpacing(10)
        three.setVerticalSpacing(6)
        three.setColumnStretch(2, 1)
        for place, (kind, word, meaning) in enumerate(THREE):
            mark = QLabel()
            size = theme.mark(18)
            colour = f"kind.{kinds.hue(kind)}.solid"
            mark.setPixmap(theme.pixmap(kinds.icon(kind), colour, size, self.devicePixelRatioF()))
            three.addWidget(mark, place, 0)
            three.addWidget(Words(theme, _(word), "body_strong"), place, 1)
            three.addWidget(Words(theme, _(meaning), "body", "text.secondary", wraps=True), place, 2)
        column.addLayout(three)
        column.addStretch()
        return page

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.back.setVisible(page == 1)
        self.next.setVisible(page == 0)
        (self.close_button if page else self.next).setFocus(Qt.FocusReason.OtherFocusReason)
