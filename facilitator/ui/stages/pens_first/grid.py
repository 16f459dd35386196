"""The slips: blank while people write, words once they are revealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui import kinds, motion, shown
from facilitator.ui.lines import Typesetter, fit
from facilitator.ui.theme import Theme
from facilitator.words import _, ngettext

GAP, PAD = 12, 14
MOST_PLACES = 10_000
"""Places that are drawn at most; more people are in no room."""
WIDEST, TALLEST, LEAST = 88, 92, 28
"""Blank cards are at least as wide as the first, at most as tall as the second, where there is room (px); small ones
where they are many, down to the last."""
HIGH = 200
"""What blank cards may take together, in px: two rows of the largest. What stands below them is to be in sight, too."""
FACE_W, FACE_LINES = 224, 8
STROKES = ((0.84, 0.7, 0.38), (0.8, 0.86, 0.6), (0.78, 0.5, 0.0), (0.86, 0.74, 0.26))
"""How long the strokes on blank cards are: by their place alone, so that they tell nothing about what is written."""


@dataclass(frozen=True, slots=True)
class Face:
    """A revealed slip: its card's id, words, kind, and who wrote it where that is shared."""

    id: str
    text: str
    kind: str = "note"
    name: str = ""


class SlipGrid(QWidget):
    """Blank cards that tell only that they are in, empty places, one for paper; after the reveal their words.

    Signals:
        paper_asked: the place for paper was chosen.
        card_asked: a revealed slip was chosen (its card's id).
    """

    paper_asked = Signal()
    card_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._setter = Typesetter(theme)
        self.written, self.places = 0, 0
        self.faces: tuple[Face, ...] | None = None
        self.at = 0
        self._turn = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._turning = QVariantAnimation(self)
        self._turning.setStartValue(0.0)
        self._turning.setEndValue(1.0)
        self._turning.valueChanged.connect(self._turn_to)
        theme.changed.connect(self._again)
        theme.fonts.grown.connect(self._again)

    # ---- what it is told ----------------------------------------------------------------------------------------

    def show_blank(self, written: int, places: int) -> None:
        """So many are in, of so many places."""
        places = min(max(places, written, 0), MOST_PLACES)
        written = min(max(written, 0), places)
        if (written, places, None) == (self.written, self.places, self.faces):
            return
        self.written, self.places, self.faces = written, places, None
        told = ngettext("{count} slip is in, {open} to come", "{count} slips are in, {open} to come", written)
        self.setAccessibleName(told.format(count=written, open=places - written))
        self._again()

    def show_faces(self, faces: Sequence[Face], *, turns: bool) -> None:
        """The words of the slips. With ``turns`` the blank cards turn over, at once where motion is reduced."""
        given = tuple(faces)
        if given == self.faces:
            return
        self.faces = given
        self.at = min(self.at, max(len(given) - 1, 0))
        for face in given:
            self._theme.fonts.ensure(face.text)
            self._theme.fonts.ensure(face.name)
        self._tell()
        length = motion.lasts("standard_ms")
        if turns and length and self.isVisible():
            self._turn = 0.0
            self._turning.setDuration(length)
            self._turning.start()
        self._again()

    def _turn_to(self, value: object) -> None:
        self._turn = float(value) if isinstance(value, float | int) else 1.0
        self.update()

    @property
    def turning(self) -> bool:
        """Whether the slips are turning over just now."""
        return self._turn < 1

    def _tell(self) -> None:
        if self.faces:
            face = self.faces[self.at]
            told = [shown.one_line(part) for part in (face.name, face.text) if part]
            place = _("{number} of {count}").format(number=self.at + 1, count=len(self.faces))
            self.setAccessibleName(". ".join([place, *told]))
        elif self.faces is not None:
            self.setAccessibleName(_("No slip is shared"))

    def _again(self) -> None:
        self.setFixedHeight(max(self._height(max(self.width(), 200)), 1))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again()

    # ---- places -------------------------------------------------------------------------------------------------

    def _side(self, width: int) -> tuple[int, int]:
        """(the side of a blank card, how many stand in a row)."""
        most = max((width + GAP) // (self._theme.mark(LEAST) + GAP), 1)
        count = min(max((width + GAP) // (self._theme.mark(WIDEST) + GAP), 1), most)
        while count < most and self._tall(width, count) > self._theme.mark(HIGH):
            count += 1
        return (width - GAP * (count - 1)) // count, count

    def _tall(self, width: int, count: int) -> int:
        """How high all places are together with so many in a row."""
        high = min((width - GAP * (count - 1)) // count, self._theme.mark(TALLEST))
        return -(-self.places // count) * (high + GAP) - GAP

    def blanks(self) -> list[QRect]:
        """The places of blank cards."""
        width = max(self.width(), 200)
        side, count = self._side(width)
        high = min(side, self._theme.mark(TALLEST))
        rects = []
        for place in range(self.places):
            row, column = divmod(place, count)
            rects.append(self._mirror(QRect(column * (side + GAP), row * (high + GAP), side, high)))
        return rects

    def turned(self, width: int | None = None) -> list[QRect]:
        """The places of revealed slips: columns, each slip under the shortest so far."""
        whole = max(self.width(), 200) if width is None else width
        count = max((whole + GAP) // (round(FACE_W * min(self._theme.scale, 1.5)) + GAP), 1)
        side = (whole - GAP * (count - 1)) // count
        ends = [0] * count
        rects = []
        for face in self.faces or ():
            column = min(range(count), key=lambda at: (ends[at], at))
            high = self._face_height(face, side)
            rects.append(self._mirror(QRect(column * (side + GAP), ends[column], side, high)))
            ends[column] += high + GAP
        return rects

    def _face_height(self, face: Face, width: int) -> int:
        words = self._setter.lay(face.text, "card", width - 2 * PAD, most=FACE_LINES)
        return words.height + 2 * PAD + 6 + self._theme.line("small")

    def _mirror(self, rect: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            rect.moveLeft(max(self.width(), 200) - rect.x() - rect.width())
        return rect

    def _height(self, width: int) -> int:
        if self.faces is None:
            return max((rect.bottom() + 1 for rect in self.blanks()), default=0)
        return max((rect.bottom() + 1 for rect in self.turned(width)), default=0)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(300, self._height(max(self.width(), 200)))

    @property
    def paper(self) -> int:
        """The place for paper: the last empty one, -1 where all are in."""
        return self.places - 1 if self.faces is None and self.written < self.places else -1

    # ---- hands --------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The place for paper, or a revealed slip."""
        rects = self.blanks() if self.faces is None else self.turned()
        at = next((place for place, rect in enumerate(rects) if rect.contains(event.position().toPoint())), -1)
        if at >= 0:
            self._choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from slip to slip, Enter chooses."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.paper if self.faces is None else self.at)
            return
        ahead = Qt.Key.Key_Left if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: -1, Qt.Key.Key_Left: -1}.get(key, 0)
        by = 1 if key == ahead else by
        if by and self.faces and 0 <= self.at + by < len(self.faces):
            self.at += by
            self._tell()
            self.update()
            return
        super().keyPressEvent(event)

    def _choose(self, at: int) -> None:
        if self.faces is not None:
            if 0 <= at < len(self.faces):
                self.at = at
                self._tell()
                self.card_asked.emit(self.faces[at].id)
        elif at >= 0 and at == self.paper:
            self.paper_asked.emit()

    # ---- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slips, turning while they turn."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.faces is None or self._turn < 0.5:
            narrow = 1.0 if self.faces is None else 1 - 2 * self._turn
            for place, rect in enumerate(self.blanks()):
                self._blank(painter, place, self._squeezed(rect, narrow))
        else:
            narrow = min(2 * self._turn - 1, 1.0)
            for place, rect in enumerate(self.turned()):
                self._face(painter, place, rect, narrow)
        if self.hasFocus() and self.faces is None:
            painter.setPen(QPen(self._theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            where = self.blanks()[self.paper] if self.paper >= 0 else self.rect()
            painter.drawRoundedRect(QRectF(where).adjusted(1, 1, -1, -1), 6, 6)

    @staticmethod
    def _squeezed(rect: QRect, share: float) -> QRect:
        lost = round(rect.width() * (1 - share) / 2)
        return rect.adjusted(lost, 0, -lost, 0)

    def _blank(self, painter: QPainter, place: int, rect: QRect) -> None:
        theme = self._theme
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        if place < self.written:
            painter.setPen(QPen(theme.colour("line.hairline"), 1))
            painter.setBrush(theme.colour("surface.sunken"))
            painter.drawRoundedRect(box, 6, 6)
            inner = rect.adjusted(rect.width() // 8 + 1, rect.height() // 6, -rect.width() // 8, 0)
            step = max(rect.height() // 8, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("line.strong"))
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            for line, share in enumerate(STROKES[place % len(STROKES)]):
                wide = round(inner.width() * share)
                if wide:
                    left = inner.right() - wide if mirrored else inner.left()
                    painter.drawRoundedRect(QRect(left, inner.top() + line * step, wide, max(step // 3, 2)), 1, 1)
            return
        pen = QPen(theme.colour("line.strong"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)
        mark = min(theme.mark(20), rect.height() - 8)
        on_paper = place == self.paper
        words = _("on paper")
        font = theme.font("small")
        tells = on_paper and rect.height() >= mark + theme.line("small") + 16
        tells = tells and painter.fontMetrics().horizontalAdvance(words) < rect.width()
        top = rect.top() + (rect.height() - mark - (theme.line("small") + 2 if tells else 0)) // 2
        icon = theme.pixmap("sticky-note" if on_paper else "pencil", "text.secondary", mark, self.devicePixelRatioF())
        painter.drawPixmap(rect.left() + (rect.width() - mark) // 2, top, icon)
        if tells:
            painter.setFont(font)
            painter.setPen(theme.colour("text.secondary"))
            below = QRect(rect.left() + 2, top + mark + 2, rect.width() - 4, theme.line("small"))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, fit(words, font, below.width()))

    def _face(self, painter: QPainter, place: int, rect: QRect, share: float) -> None:
        theme = self._theme
        face = (self.faces or ())[place]
        painter.save()
        painter.translate(rect.center().x(), 0)
        painter.scale(max(share, 0.01), 1)
        painter.translate(-rect.center().x(), 0)
        marked = self.hasFocus() and place == self.at
        painter.setPen(QPen(theme.colour("accent.focus" if marked else "line.strong"), 2 if marked else 1))
        painter.setBrush(theme.colour("surface.panel"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = rect.adjusted(PAD, PAD, -PAD, -PAD)
        words = self._setter.lay(face.text, "card", inner.width(), most=FACE_LINES)
        words.draw(painter, inner.left(), inner.top(), theme.colour("text.primary"))
        line = QRect(inner.left(), inner.top() + words.height + 6, inner.width(), theme.line("small"))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        mark = theme.mark(14)
        left = line.right() + 1 - mark if mirrored else line.left()
        pixmap = theme.pixmap(
            kinds.icon(face.kind), f"kind.{kinds.hue(face.kind)}.solid", mark, self.devicePixelRatioF()
        )
        painter.drawPixmap(left, line.top() + (line.height() - mark) // 2, pixmap)
        room = line.adjusted(0, 0, -mark - 6, 0) if mirrored else line.adjusted(mark + 6, 0, 0, 0)
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.colour("text.secondary"))
        told = shown.one_line(face.name) if face.name else _("without a name")
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, fit(told, font, room.width())
        )
        painter.restore()
