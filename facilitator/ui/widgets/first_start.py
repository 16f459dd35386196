"""The very first start: three ways in, and nothing else."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Words
from facilitator.words import _

PLAN, LOG, SAMPLE = "plan", "log", "sample"
WIDTH, PAD, DRAWING, APART = 304, 28, 112, 24


class Way(QAbstractButton):
    """One of the three: the whole panel is the button."""

    def __init__(self, theme: Theme, name: str, title: str, words: str, verb: str, keys: str, *, filled: bool) -> None:
        super().__init__()
        self._theme, self._name, self._verb, self._filled = theme, name, verb, filled
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setToolTip(f"{title} ({keys})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD + DRAWING + 20, PAD, 24)
        column.setSpacing(8)
        column.addWidget(Words(theme, title, "title", wraps=True))
        column.addWidget(Words(theme, words, "body", "text.secondary", wraps=True))
        column.addSpacing(16)
        column.addStretch()
        foot = QHBoxLayout()
        self._label = Words(theme, verb, "body", "accent.on" if filled else "text.primary")
        self._label.setContentsMargins(16, 0, 16, 0)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot.addWidget(self._label)
        foot.addStretch()
        foot.addWidget(KeyCaps(theme, keys))
        column.addLayout(foot)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = self._theme
        ground = theme.hex("accent.base" if self._filled else "surface.panel")
        edge = theme.hex("accent.base" if self._filled else "line.strong")
        ink = theme.hex("accent.on" if self._filled else "text.primary")
        self._label.setFont(theme.font("body", weight=500))
        self._label.setFixedHeight(theme.tall(40))
        self._label.setStyleSheet(f"color: {ink}; background: {ground}; border: 1px solid {edge}; border-radius: 6px;")
        self.update()

    def take_width(self, wide: int) -> None:
        """The panel is so wide, in px."""
        self.setFixedWidth(wide)
        self.updateGeometry()

    def busy(self, words: str) -> None:
        """Say what is being done, or the verb again when empty."""
        self._label.setText(words or self._verb)
        self.setEnabled(not words)

    def heightForWidth(self, width: int) -> int:
        """As tall as its words need."""
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """The same."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The panel, its edge, the drawing."""
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.colour("line.strong" if self.underMouse() else "line.hairline"), 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(box, 12, 12)
        painter.save()
        room = QRectF(PAD, PAD, self.width() - 2 * PAD, DRAWING)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        {PLAN: self._blocks, LOG: self._circles, SAMPLE: self._map}[self._name](painter, room)
        painter.restore()

    def _blocks(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        base = room.bottom() - 6
        widths = (("discussion", 22, 26), ("video", 36, 50), ("discussion", 58, 70), ("break", 16, 18),
                  ("role_play", 76, 86), ("hands_on", 32, 46))  # fmt: skip
        scale = room.width() / (sum(width for _name, width, _h in widths) + 5 * 6)
        x = room.left()
        for name, width, height in widths:
            wide = width * scale
            painter.fillRect(QRectF(x, base - height, wide, height), theme.colour(f"modality.{name}.tint"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"modality.{name}.solid"))
            painter.drawRoundedRect(QRectF(x, base - height, wide, 4), 2, 2)
            x += wide + 6 * scale
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.drawLine(QPointF(room.left(), base), QPointF(room.right(), base))

    def _circles(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        middle, radius = room.center().y() + 4, 36.0
        first, second = QPointF(room.left() + 40, middle), QPointF(room.left() + 88, middle)
        one, two = QPainterPath(), QPainterPath()
        one.addEllipse(first, radius, radius)
        two.addEllipse(second, radius, radius)
        painter.fillPath(one.intersected(two), theme.colour("accent.tint"))
        self._ring(painter, first, radius, theme.colour("accent.base"))
        self._ring(painter, second, radius, theme.colour("text.primary"))
        painter.setPen(QPen(theme.colour("line.strong"), 3, c=Qt.PenCapStyle.RoundCap))
        for offset, length in ((-20, 1.0), (0, 0.74), (20, 0.9)):
            start = room.left() + 148
            painter.drawLine(
                QPointF(start, middle + offset), QPointF(start + (room.right() - start - 4) * length, middle + offset)
            )

    def _map(self, painter: QPainter, room: QRectF) -> None:
        theme = self._theme
        places = ((22, 40, 9), (32, 86, 7), (84, 22, 7), (88, 88, 8), (142, 46, 11), (152, 94, 9), (198, 28, 7),
                  (218, 80, 6))  # fmt: skip
        scale = room.width() / 240
        points = [(QPointF(room.left() + x * scale, room.top() + y), r) for x, y, r in places]
        for start, end, width in ((0, 4, 3), (0, 1, 1.4), (1, 3, 3), (2, 3, 1.4), (4, 5, 3), (5, 6, 1.4), (6, 7, 2.4)):
            a, b = points[start][0], points[end][0]
            path = QPainterPath(a)
            path.quadTo(QPointF((a.x() + b.x()) / 2, (a.y() + b.y()) / 2 - 12), b)
            painter.setPen(QPen(theme.colour("accent.base"), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
        for point, radius in points:
            self._ring(painter, point, radius, theme.colour("text.primary"), theme.colour("surface.panel"))

    @staticmethod
    def _ring(painter: QPainter, centre: QPointF, radius: float, ink: QColor, inside: QColor | None = None) -> None:
        painter.setPen(QPen(ink, 2.4 if inside is None else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if inside is None else inside)
        painter.drawEllipse(centre, radius, radius)


class FirstStart(QScrollArea):
    """The page. The three stand beside each other, where there is too little room one under the other.

    Signals:
        taken: a way was taken (plan, log or sample).
    """

    taken = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("canvas")
        self.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 24, 16, 24 + 48)
        column.addStretch()
        heading = Words(theme, _("What would you like to do first?"), "heading", wraps=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        line = Words(
            theme, _("Everything stays on this laptop. No account, no internet needed."), "capture", "text.secondary",
            wraps=True,
        )  # fmt: skip
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(heading)
        column.addSpacing(6)
        column.addWidget(line)
        column.addSpacing(40)
        whole = QHBoxLayout()
        whole.addStretch()
        row = self._row = QHBoxLayout()
        row.setSpacing(APART)
        whole.addLayout(row)
        whole.addStretch()
        self.ways: dict[str, Way] = {}
        for name, title, words, verb, keys in (
            (
                PLAN,
                _("Plan a session"),
                _("Say what people should leave with. The guide proposes how they could learn it from each other."),
                _("Plan a session"),
                "Ctrl+N",
            ),
            (
                LOG,
                _("Log a conversation"),
                _("Coffee corner, lunch, corridor. What you gave, what you received, what follows. Under a minute."),
                _("Log a conversation"),
                "Ctrl+L",
            ),
            (
                SAMPLE,
                _("Open the sample session"),
                _("A finished workshop with 14 people. Look around and change anything; nothing of yours is touched."),
                _("Open the sample"),
                "Ctrl+O",
            ),
        ):
            way = Way(theme, name, title, words, verb, keys, filled=name == PLAN)
            way.clicked.connect(lambda _on=False, name=name: self.taken.emit(name))
            self.ways[name] = way
            row.addWidget(way)
        column.addLayout(whole)
        self.trouble = Words(theme, "", "body", "semantic.danger", wraps=True)
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addWidget(self.trouble)
        column.addStretch()
        theme.changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        """One beside the other where all three fit, otherwise one under the other, and as wide as there is room."""
        wide = round(WIDTH * min(max(self._theme.scale, 1), 1.5))
        room = max(self.viewport().width() - 32, 240)
        stacked = 3 * wide + 2 * APART > room
        direction = QHBoxLayout.Direction.TopToBottom if stacked else QHBoxLayout.Direction.LeftToRight
        self._row.setDirection(direction)
        for way in self.ways.values():
            way.take_width(min(max(wide, round(room * 0.8)), room) if stacked else wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The three find their places."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between the three."""
        key, mirrored = Qt.Key(event.key()), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(key, 0) * (-1 if mirrored else 1)
        step += {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        if not step:
            super().keyPressEvent(event)
            return
        ways = list(self.ways.values())
        place = next((n for n, way in enumerate(ways) if way.hasFocus()), 0)
        way = ways[(place + step) % len(ways)]
        way.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(way, 0, 24)

    def to_first(self) -> None:
        """The focus begins on planning."""
        self.ways[PLAN].setFocus(Qt.FocusReason.TabFocusReason)
