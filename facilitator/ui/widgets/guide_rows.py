"""The parts the guide is made of: a method's mark, an answer, a method that fits, one that is set aside, a remark."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import hues, shown
from facilitator.ui.lines import fit
from facilitator.ui.messages import worded
from facilitator.ui.models.guide import Answer, Aside, Check, Fit
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, OneLine, Words
from facilitator.ui.widgets.quiet import QuietLine, Trouble
from facilitator.words import _, ngettext

MARK_GAP = 12


def draw_words(painter: QPainter, box: QRect, align: Qt.AlignmentFlag, words: str, *, wraps: bool = False) -> None:
    """Words in the direction they are read in, on one line unless they wrap; where they stand is for ``align``."""
    usual = painter.layoutDirection()
    turned = shown.right_to_left(words)
    if usual == Qt.LayoutDirection.RightToLeft and not align & Qt.AlignmentFlag.AlignAbsolute:
        sides = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight
        to_left = bool(align & Qt.AlignmentFlag.AlignRight)
        align = (align & ~sides) | (Qt.AlignmentFlag.AlignLeft if to_left else Qt.AlignmentFlag.AlignRight)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if turned else Qt.LayoutDirection.LeftToRight)
    flags = align | Qt.AlignmentFlag.AlignAbsolute
    if wraps:
        painter.drawText(box, int(flags) | int(Qt.TextFlag.TextWordWrap), words)
    else:
        painter.drawText(box, flags, words)
    painter.setLayoutDirection(usual)


class Mark(QWidget):
    """The mark of a method's family, or a sign in a frame. For the eye only: its name stands beside it."""

    def __init__(self, theme: Theme, family: str = "", sign: str = "", *, size: str = "modality_mark") -> None:
        super().__init__()
        self._theme, self._family, self._sign, self._size = theme, family, sign, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def show_family(self, family: str) -> None:
        """Another method."""
        self._family = family
        self.update()

    def sizeHint(self) -> QSize:
        """The size of the design, grown with the text."""
        side = self._theme.mark(self._theme.size(self._size))
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark."""
        del event
        painter = QPainter(self)
        if self._sign:
            paint_sign(painter, self._theme, QRectF(self.rect()), self._sign)
        else:
            paint_mark(painter, self._theme, QRectF(self.rect()), self._family)


def paint_mark(painter: QPainter, theme: Theme, box: QRectF, family: str) -> None:
    """A family's icon in its hue on its tint."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"modality.{family}.tint"))
    painter.drawRoundedRect(box, 6, 6)
    side = round(box.width() * 0.5)
    ratio = painter.device().devicePixelRatioF()
    pixmap = theme.pixmap(hues.icon(family), f"modality.{family}.ink", side, ratio)
    painter.drawPixmap(round(box.center().x() - side / 2), round(box.center().y() - side / 2), pixmap)
    painter.restore()


def paint_sign(painter: QPainter, theme: Theme, box: QRectF, sign: str) -> None:
    """A sign in an outlined tile."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line.strong"), 1))
    painter.setBrush(theme.colour("surface.panel"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(theme.font("body_strong"))
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
    painter.restore()


class RowButton(QAbstractButton):
    """A row that is one button: lit under the pointer. What it holds lies in its layout."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As tall as what it holds."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:
        """As large as what it holds."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else QSize(40, self._theme.tall(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lit under the pointer."""
        del event
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface.hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-4, 0, 4, 0), 6, 6)

    def keyPressEvent(self, event: object) -> None:
        """Enter is a press, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.click()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]


class AnswerRow(RowButton):
    """A question's short name and its answer: side by side on one line, or wrapped where the answer is long."""

    def __init__(self, theme: Theme, answer: Answer, *, wraps: bool) -> None:
        super().__init__(theme, answer.name)
        self.answer = answer
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        self._wraps = wraps
        if wraps:
            self._name = Words(theme, answer.name, "small", "text.secondary", wraps=True)
            self._name.setFixedWidth(min(round(92 * theme.scale), 150))
            self.value = Words(theme, "", "small", wraps=True)
            row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(self.value, 1, Qt.AlignmentFlag.AlignTop)
        else:
            self._name = OneLine(theme, answer.brief, "small", "text.secondary")
            self.value = Words(theme, "", "small")
            row.addWidget(self._name, 1)
            row.addWidget(self.value)
        self.show_answer(answer)

    def show_answer(self, answer: Answer) -> None:
        """Another answer."""
        self.answer = answer
        words = answer.words if self._wraps else answer.short
        self.value.setText(words or (_("not answered yet") if self._wraps else "–"))
        self.value.recolour("text.primary" if words else "text.tertiary")
        told = answer.words or _("not answered yet")
        if answer.unsure:
            told = _("{answer}, taken because you were not sure").format(answer=told)
        self.setAccessibleName(_("{question}: {answer}").format(question=answer.name, answer=told))
        self.setToolTip(told)


class FitRow(QWidget):
    """A method that fits: mark, points, one line why; opened, every point, what to watch and what would change it.

    Signals:
        add_asked: it is to be put into the agenda (its id).
    """

    add_asked = Signal(str)

    def __init__(self, theme: Theme, item: Fit, *, first: bool = False, brief: str = "", adds: bool = True) -> None:
        super().__init__()
        self._theme, self.item = theme, item
        self._line = brief or item.why
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(6)
        self.head = RowButton(theme, "")
        self.head.setObjectName(f"fit:{item.id}")
        self.head.setCheckable(True)
        self.head.toggled.connect(self._open)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(MARK_GAP)
        row.addWidget(Mark(theme, item.family), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(Words(theme, item.name, "body_strong", wraps=True), 1)
        title.addWidget(Words(theme, str(item.score), "title_small"), 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(title)
        self.why = Words(theme, self._line, "small", "text.secondary", wraps=True)
        words.addWidget(self.why)
        row.addLayout(words, 1)
        column.addWidget(self.head)
        inset = QHBoxLayout()
        inset.setSpacing(0)
        inset.addSpacing(theme.mark(theme.size("modality_mark")) + MARK_GAP)
        self._inner = QVBoxLayout()
        self._inner.setSpacing(4)
        inset.addLayout(self._inner, 1)
        column.addLayout(inset)
        self._details: list[Words] = []
        for text in (item.sums, item.why if brief else "", item.watch, item.change):
            if text:
                line = Words(theme, text, "caption", "text.secondary", wraps=True)
                line.hide()
                self._inner.addWidget(line)
                self._details.append(line)
        self.add: Button | None = None
        if item.used:
            self._inner.addWidget(InAgenda(theme), 0, Qt.AlignmentFlag.AlignLeading)
        elif adds:
            self.add = Button(theme, _("Add to agenda"), look="filled" if first else "")
            self.add.setObjectName(f"add:{item.id}")
            self.add.setAccessibleName(_("Add {name} to the agenda").format(name=item.name))
            self.add.clicked.connect(lambda: self.add_asked.emit(item.id))
            if not first:
                self.add.hide()  # shown before it has its place it would be a window of its own
            self._inner.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        self._first = first
        self._tell()

    def _tell(self) -> None:
        item = self.item
        points = ngettext("{count} point", "{count} points", item.score).format(count=item.score)
        told = [item.name, points, self._line]
        if item.used:
            told.append(_("In the agenda"))
        if self.head.isChecked():
            told += [line.text() for line in self._details]
        self.head.setAccessibleName(". ".join(part.rstrip(".") for part in told if part))

    def _open(self, on: bool) -> None:
        for line in self._details:
            line.setVisible(on)
        if self.add is not None:
            self.add.setVisible(on or self._first)
        self._tell()

    def open(self, on: bool = True) -> None:
        """Show every point, or no more."""
        self.head.setChecked(on)


class InAgenda(QWidget):
    """The chip *In the agenda*."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("In the agenda"))
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The tick and the words."""
        wide = QFontMetrics(self._theme.font("small", weight=500)).horizontalAdvance(_("In the agenda"))
        return QSize(wide + self._theme.mark(16) + 26, self._theme.tall(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip."""
        del event
        theme, size = self._theme, self._theme.mark(16)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent.tint"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        top = (self.height() - size) // 2
        left = self.width() - 8 - size if mirrored else 8
        painter.drawPixmap(left, top, theme.pixmap("check", "accent.base", size, self.devicePixelRatioF()))
        painter.setFont(theme.font("small", weight=500))
        painter.setPen(theme.colour("accent.base"))
        inner = self.rect().adjusted(10, 0, -size - 14, 0) if mirrored else self.rect().adjusted(size + 14, 0, -10, 0)
        draw_words(painter, inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, _("In the agenda"))


class AsideRow(QWidget):
    """A method that is set aside: why, what would change it, and the way to choose it all the same.

    Signals:
        chosen: it is chosen all the same (its id, the reason).
    """

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, item: Aside, *, chooses: bool = True) -> None:
        super().__init__()
        self._theme, self.item = theme, item
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(16)
        name = Words(theme, item.name, "small", wraps=True)
        name.setFont(theme.font("small", weight=500))
        name.setFixedWidth(round(112 * min(theme.scale, 1.3)))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Words(theme, item.why, "small", wraps=True))
        words.addWidget(Words(theme, item.change, "small", "text.secondary", wraps=True))
        if item.chosen:
            told = _("Chosen all the same: {reason}").format(reason=item.chosen)
            words.addWidget(Words(theme, told, "small", "semantic.warning", wraps=True))
        self.choose = WordsLink(theme, _("Choose all the same"))
        self.choose.setObjectName(f"aside:{item.id}")
        self.choose.setAccessibleName(
            _("Choose {name} all the same. It is set aside: {why}").format(name=item.name, why=item.why)
        )
        self.choose.clicked.connect(self._ask)
        if not chooses or (item.chosen and item.used):
            self.choose.hide()
        words.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeading)
        self.reason = QuietLine(theme, _("Why {name} all the same").format(name=item.name), _("One line: why?"))
        self.reason.hide()
        self.reason.returnPressed.connect(self._take)
        words.addWidget(self.reason)
        self.trouble = Trouble(theme)
        words.addWidget(self.trouble)
        row.addLayout(words, 1)
        column.addLayout(row)

    def _ask(self) -> None:
        self.choose.hide()
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        self.chosen.emit(self.item.id, self.reason.text())

    def refuse(self, error: BaseException) -> None:
        """Why it was not taken."""
        self.trouble.say(worded(error))


class CheckRow(QWidget):
    """A remark of the plan check, with its reason and its mend; what is well has a tick.

    Signals:
        mend_asked: the mend is wanted.
    """

    mend_asked = Signal()

    def __init__(self, theme: Theme, *, mends: bool = True) -> None:
        super().__init__()
        self._theme, self._mends = theme, mends
        self.item: Check | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        self._icon = _Sign(theme)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._said = Words(theme, "", "small", wraps=True)
        words.addWidget(self._said)
        self._why = Words(theme, "", "caption", "text.secondary", wraps=True)
        words.addWidget(self._why)
        self.mend = WordsLink(theme, "")
        self.mend.clicked.connect(self.mend_asked)
        words.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignLeading)
        row.addLayout(words, 1)

    def show_check(self, item: Check) -> None:
        """Show a remark; a mend that has the focus keeps it."""
        before, self.item = self.item, item
        if item == before:
            return
        if before is None or before.ok != item.ok:
            sign = ("check", "accent.base") if item.ok else ("triangle-alert", "semantic.warning")
            self._icon.show_sign(*sign)
            self._said.recolour("text.secondary" if item.ok else "text.primary")
        self._said.setText(item.words)
        well = _("Well: {words}") if item.ok else _("Missing: {words}")
        self._said.setAccessibleName(well.format(words=item.words))
        self._why.setText(item.why)
        self._why.setVisible(bool(item.why) and not item.ok)
        self.mend.say(item.mend)
        self.mend.setAccessibleName(f"{item.mend}. {item.words}")
        self.mend.setVisible(bool(item.mend) and self._mends)


class WordsLink(Button):
    """A link that begins where the words above it begin, and shortens what does not fit."""

    def __init__(self, theme: Theme, text: str) -> None:
        self._whole = text
        super().__init__(theme, text, look="link")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QPushButton { padding: 0; }")

    def say(self, text: str) -> None:
        """Other words."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(text)
            self.setText(text)
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """As much of the words as fits."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        words = fit(self._whole, self.font(), self.width())
        if words != self.text():
            self.setText(words)

    def sizeHint(self) -> QSize:
        """As wide as all the words."""
        wide = QFontMetrics(self.font()).horizontalAdvance(self._whole) + 4
        return QSize(wide, self._theme.tall(26))


class _Sign(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._icon, self._colour = theme, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_sign(self, icon: str, colour: str) -> None:
        self._icon, self._colour = icon, colour
        self.update()

    def sizeHint(self) -> QSize:
        side = self._theme.mark(16)
        return QSize(side, max(side, self._theme.line("small")))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._icon:
            return
        side = self._theme.mark(16)
        pixmap = self._theme.pixmap(self._icon, self._colour, side, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, (self.height() - side) // 2, pixmap)
