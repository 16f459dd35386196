"""A brief for the facilitator's eyes, over the stage: what its player knows, and nobody else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.role_play import Role
from facilitator.ui import shown
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _

WIDE = 360


class _Secret(QWidget):
    """What only this player knows, on a line in the hue of role play."""

    def __init__(self, theme: Theme, label: str, words: str) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 2, 12, 2)
        column.setSpacing(2)
        column.addWidget(Words(theme, label, "caption_strong", "text.secondary"))
        column.addWidget(Words(theme, shown.visible(words), "body", wraps=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        del event
        left = self.width() - 3 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        QPainter(self).fillRect(QRect(left, 0, 3, self.height()), self._theme.colour("modality.role_play.solid"))


class BriefPopover(QFrame):
    """The brief. Esc or a click beside it closes it; it is on no other screen.

    Signals:
        paper_asked: its player has read it on paper.
        closed: it went.
    """

    paper_asked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, role: Role, player: str, parent: QWidget, *, read: bool) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        name = shown.one_line(role.name)
        self.setAccessibleName(_("Brief: {role}").format(role=name))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2, 2, 2, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        page = QWidget()
        area.setWidget(page)
        outer.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(Words(theme, name, "title_small", wraps=True))
        whose = _("{name} plays it").format(name=shown.isolated(player)) if player else _("Nobody plays it yet")
        head.addWidget(Words(theme, whose, "small", "text.secondary", wraps=True))
        column.addLayout(head)
        if role.situation.strip():
            column.addWidget(Words(theme, shown.visible(role.situation), "body", wraps=True))
        if role.secret.strip():
            column.addWidget(_Secret(theme, _("Only this player knows"), role.secret))
        for label, words in ((_("Wants"), role.wants), (_("If stuck"), role.if_stuck)):
            if words.strip():
                part = QVBoxLayout()
                part.setSpacing(2)
                part.addWidget(Words(theme, label, "caption_strong", "text.secondary"))
                part.addWidget(Words(theme, shown.visible(words), "body", wraps=True))
                column.addLayout(part)
        if not (role.situation + role.secret + role.wants + role.if_stuck).strip():
            empty = _("This brief is still empty. It is written in the plan, beside the role.")
            column.addWidget(Words(theme, empty, "body", "text.secondary", wraps=True))
        self.paper = Button(theme, _("Read on paper"), look="link", icon="check")
        self.paper.clicked.connect(self._read)
        column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeading)
        self.paper.setVisible(bool(player) and not read)  # in its place, so that nothing flashes as a window
        column.addStretch()
        for words in (role.name, role.situation, role.secret, role.wants, role.if_stuck, player):
            theme.fonts.ensure(words)
        self._page = page

    def open_at(self, place: QPoint) -> None:
        """Show it with its upper far corner at a global place, within the window."""
        wide = round(WIDE * min(max(self._theme.scale, 1), 1.5))
        room = self.window().rect().adjusted(8, 8, -8, -8)
        wide = min(wide, room.width())
        self._page.setFixedWidth(wide - 4)
        layout = self._page.layout()
        tall = layout.heightForWidth(wide - 4) if layout is not None else 200
        tall = min(max(tall, self._page.minimumSizeHint().height()) + 6, room.height())
        place = self.window().mapFromGlobal(place)
        x = place.x() if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else place.x() - wide
        x = min(max(x, room.left()), room.right() + 1 - wide)
        y = min(max(place.y(), room.top()), room.bottom() + 1 - tall)
        self.setGeometry(x, y, wide, tall)
        self.show()
        self.raise_()
        (self.paper if self.paper.isVisible() else self).setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _read(self) -> None:
        self.paper_asked.emit()
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click beside it closes it, and does nothing else."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if isinstance(watched, QWidget) and not inside:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            event.accept()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it went."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised sheet."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colour("line.strong")), 1))
        painter.setBrush(self._theme.colour("surface.raised"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
