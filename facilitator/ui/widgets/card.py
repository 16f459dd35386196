"""How a card of the stream is painted: kind, who, when; what it refers to; the words; what came of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QPlainTextEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from facilitator.ui import kinds, shown
from facilitator.ui.lines import Laid, Typesetter, fit
from facilitator.ui.models.stream import BLOCK, CARD, Card
from facilitator.ui.theme import Theme
from facilitator.words import _

_Index = QModelIndex | QPersistentModelIndex
FOLDED_LINES = 8
SIDE = 32
TOP = 12
GAP = 8
MEASURE = 760
"""The longest line of a card's words, in px at 100 %."""


def hashed(theme: str) -> str:
    """A theme's name as the sign one types: #first-ten-minutes. What is written in capitals keeps them."""
    name = "-".join(theme.split())
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@dataclass(slots=True)
class _Piece:
    """Something to paint at a place inside the card (x from the leading edge)."""

    x: int
    y: int
    w: int
    h: int
    icon: str = ""
    colour: str = "text.secondary"
    words: str = ""
    role: str = "small"
    weight: int | None = None
    laid: Laid | None = None
    part: str = ""
    figures: bool = False
    trailing: bool = False
    flips: bool = False


@dataclass(slots=True)
class _Layout:
    card: Card
    width: int
    generation: int
    open_words: bool
    open_thanks: bool
    block: str
    height: int = 0
    top: int = 0
    """Where the card itself begins, below the heading of its activity."""
    pieces: list[_Piece] = field(default_factory=list)


class CardDelegate(QStyledItemDelegate):
    """Paints cards and edits their words in place.

    Signals:
        reworded: the words of a card were changed by hand (its id, the new words).
    """

    reworded = Signal(str, str)

    def __init__(self, theme: Theme, parent: QObject | None = None, *, side: int = SIDE) -> None:
        super().__init__(parent)
        self._theme = theme
        self.side = side
        self._setter = Typesetter(theme)
        self._kept: OrderedDict[str, _Layout] = OrderedDict()
        self._open_words: set[str] = set()
        self._open_thanks: set[str] = set()

    # ---- parts --------------------------------------------------------------------------------------------------

    def toggle(self, card: Card, part: str) -> bool:
        """Open or close a part: ``more`` or ``thanks``. Returns whether there was anything to do."""
        if part == "thanks" and not card.thanks:
            return False
        opened = {"more": self._open_words, "thanks": self._open_thanks}.get(part)
        if opened is None:
            return False
        opened.symmetric_difference_update({card.id})
        return True

    def part_at(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        """The part that can be clicked at a place, empty for none."""
        card: Card | None = index.data(CARD)
        if card is None:
            return ""
        layout = self._layout(card, rect.width(), index.data(BLOCK) or "")
        inside = place - rect.topLeft()
        for piece in layout.pieces:
            if piece.part:
                x = self._x(piece, rect.width())
                if QRect(x - 4, piece.y - 3, piece.w + 8, piece.h + 6).contains(inside):
                    return piece.part
        return ""

    def tip_at(self, index: QModelIndex, rect: QRect, place: QPoint) -> str:
        """What a part does."""
        part = self.part_at(index, rect, place)
        return {
            "film": _("Go to this moment of the film"),
            "more": _("Show all the words"),
            "thanks": _("Who thanked, and for what (T)"),
            "changed": _("The words were changed; the earlier ones stay in the record"),
        }.get(part, "")

    # ---- laying out ---------------------------------------------------------------------------------------------

    def _measure_width(self, width: int) -> int:
        return max(min(width - 2 * self.side, round(MEASURE * self._theme.scale)), 80)

    def _whole_width(self, width: int) -> int:
        return max(width - 2 * self.side, 80)

    def _layout(self, card: Card, width: int, block: str) -> _Layout:
        found = self._kept.get(card.id)
        words, thanks = card.id in self._open_words, card.id in self._open_thanks
        if (
            found is not None
            and found.card is card
            and found.width == width
            and found.generation == self._theme.generation
            and (found.open_words, found.open_thanks, found.block) == (words, thanks, block)
        ):
            self._kept.move_to_end(card.id)
            return found
        made = _Layout(card, width, self._theme.generation, words, thanks, block)
        self._arrange(made)
        self._kept[card.id] = made
        self._kept.move_to_end(card.id)
        if len(self._kept) > 400:
            self._kept.popitem(last=False)
        made.generation = self._theme.generation
        return made

    def _arrange(self, made: _Layout) -> None:
        theme, card = self._theme, made.card
        theme.fonts.ensure(card.names)
        inner = self._measure_width(made.width)
        y = TOP
        small = theme.line("small")
        body = theme.line("body")
        add = made.pieces.append
        x = self.side

        if made.block:
            theme.fonts.ensure(made.block)
            tall = theme.line("caption_strong")
            words = fit(shown.one_line(made.block), theme.font("caption_strong"), inner)
            add(_Piece(x, y, inner, tall, words=words, role="caption_strong", colour="text.secondary"))
            y += tall + 10
            made.top = y - TOP

        # kind, who, when
        hue = kinds.hue(card.kind)
        mark, little = theme.mark(16), theme.mark(14)
        add(_Piece(x, y + (body - mark) // 2, mark, mark, icon=kinds.icon(card.kind), colour=f"kind.{hue}.solid"))
        whole = self._whole_width(made.width)
        room = whole - mark - GAP
        time_w = QFontMetrics(theme.figures("small")).horizontalAdvance(card.time) + 1 if card.time else 0
        room -= time_w + (GAP if time_w else 0)
        word = kinds.word(card.kind).lower() if card.names else kinds.word(card.kind)
        word_w = theme.metrics("small").horizontalAdvance(word) + 1
        at = x + mark + GAP
        if card.names:
            font = theme.font("body_strong")
            names = fit(shown.one_line(card.names), font, max(room - word_w - GAP, 60))
            names_w = min(QFontMetrics(font).horizontalAdvance(names) + 1, room)
            add(_Piece(at, y, names_w, body, words=names, role="body_strong", colour="text.primary"))
            at += names_w + GAP
        add(_Piece(at, y, word_w, body, words=word, role="small"))
        at += word_w + GAP
        if card.changed:
            add(
                _Piece(
                    at, y + (body - little) // 2, little, little, icon="pencil", colour="text.tertiary", part="changed"
                )
            )
        if card.time:
            add(
                _Piece(
                    x + whole - time_w,
                    y,
                    time_w,
                    body,
                    words=card.time,
                    role="small",
                    colour="text.tertiary",
                    figures=True,
                )
            )
        y += body + 2

        # what it refers to
        for relation, line in card.refers:
            if relation == "appreciates":
                add(self._line(x, y, inner, line, "text.secondary"))
            else:
                icon = "reply" if relation == "answers" else "corner-down-right"
                add(_Piece(x, y + (small - little) // 2, little, little, icon=icon, flips=True))
                add(self._line(x + little + 6, y, inner - little - 6, line, "text.secondary"))
            y += small + 1
        if card.refers:
            y += 1
        if card.title:
            laid = self._setter.lay(card.title, "body_strong", inner, most=3)
            add(_Piece(x, y, inner, laid.height, laid=laid, colour="text.primary"))
            y += laid.height

        # the words
        folded = card.id not in self._open_words
        laid = self._setter.lay(card.text, "card", inner, most=FOLDED_LINES if folded else 0)
        # Words of the other direction stand at the other edge.
        edge = x if shown.right_to_left(card.text) == self._mirrored else x + whole - inner
        add(_Piece(edge, y, inner, laid.height, laid=laid, colour="text.primary"))
        y += laid.height
        if laid.cut or not folded:
            more = _("more") if folded else _("less")
            width = theme.metrics("small").horizontalAdvance(more) + 1
            add(_Piece(x, y, width, small, words=more, role="small", weight=500, colour="text.link", part="more"))
            y += small
        y = self._results(made, x, y, inner)
        made.height = y + TOP

    def _line(self, x: int, y: int, width: int, words: str, colour: str) -> _Piece:
        font = self._theme.font("small")
        return _Piece(x, y, width, self._theme.line("small"), words=fit(words, font, width), colour=colour)

    def _results(self, made: _Layout, x: int, y: int, inner: int) -> int:
        """The last line: themes, promise, how many build on it, thanks, what is still open."""
        theme, card = self._theme, made.card
        small = theme.line("small")
        metrics = theme.metrics("small")
        add = made.pieces.append
        at, top = x, y + 3
        used = False
        little = theme.mark(14)

        def words(text: str, colour: str = "text.secondary", *, figures: bool = False) -> None:
            nonlocal at, top, used
            width = metrics.horizontalAdvance(text) + 1
            if at > x and at + width > x + inner:
                at, top = x, top + small
            text = fit(text, theme.font("small"), inner)
            width = min(width, inner)
            add(_Piece(at, top, width, small, words=text, colour=colour, figures=figures))
            at += width + 14
            used = True

        for name in card.themes:
            theme.fonts.ensure(name)
            words("#" + shown.isolated(hashed(name)))
        if card.commitment:
            add(_Piece(at, top + (small - little) // 2, little, little, icon="flag", colour="kind.commitment.solid"))
            at += little + 5
            words(card.commitment, "kind.commitment.ink")
        if card.taken_up:
            if at + 40 > x + inner:
                at, top = x, top + small
            add(_Piece(at, top + (small - little) // 2, little, little, icon="corner-down-right", flips=True))
            at += little + 4
            words(str(card.taken_up), figures=True)
        if card.film:
            width = QFontMetrics(theme.figures("small")).horizontalAdvance(card.film) + 1
            if at > x and at + little + 4 + width > x + inner:
                at, top = x, top + small
            place = top + (small - little) // 2
            add(_Piece(at, place, little, little, icon="play", colour="text.link", part="film"))
            at += little + 4
            add(_Piece(at, top, width, small, words=card.film, colour="text.link", figures=True, part="film"))
            at += width + 14
            used = True
        if card.note:
            words(card.note, "text.secondary")
        if card.thanks:
            add(
                _Piece(
                    at, top + (small - 16) // 2, 16, 16, icon="hand-heart", colour="kind.thanks.solid", part="thanks"
                )
            )
            used = True
        if used:
            top += small
        if card.thanks and card.id in self._open_thanks:
            for thanks in card.thanks:
                top += 3
                add(
                    _Piece(
                        x, top + (small - little) // 2, little, little, icon="hand-heart", colour="kind.thanks.solid"
                    )
                )
                said = shown.one_line(thanks.text)
                line = f"{shown.isolated(thanks.names)} {said}" if thanks.names else said
                bold = len(shown.isolated(thanks.names)) if thanks.names else 0
                laid = self._setter.lay(line, "small", inner - little - 6, most=6, safe=True, strong=bold)
                add(_Piece(x + little + 6, top, inner - little - 6, laid.height, laid=laid, colour="text.secondary"))
                top += laid.height
        return top if used else y

    # ---- painting -----------------------------------------------------------------------------------------------

    def _x(self, piece: _Piece, width: int) -> int:
        if self._mirrored:
            return width - piece.x - piece.w
        return piece.x

    @property
    def _mirrored(self) -> bool:
        parent = self.parent()
        return isinstance(parent, QWidget) and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As tall as the card is at this width."""
        card: Card | None = index.data(CARD)
        width = option.rect.width()
        return QSize(width, self._layout(card, width, index.data(BLOCK) or "").height if card is not None else 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One card."""
        card: Card | None = index.data(CARD)
        if card is None:
            return
        theme = self._theme
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        layout = self._layout(card, rect.width(), index.data(BLOCK) or "")
        own = rect.adjusted(0, layout.top, 0, 0)
        if selected:
            painter.fillRect(own, theme.colour("accent.tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(own, theme.colour("surface.hover"))
        if not selected:
            painter.setPen(theme.colour("line.hairline"))
            edge = self.side if rect.width() > 500 else 20
            painter.drawLine(rect.left() + edge, rect.bottom(), rect.right() - edge, rect.bottom())
        ratio = painter.device().devicePixelRatioF()
        for piece in layout.pieces:
            self._piece(painter, piece, rect, ratio)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(own.adjusted(3, 3, -3, -3), 6, 6)
        painter.restore()

    def _piece(self, painter: QPainter, piece: _Piece, rect: QRect, ratio: float) -> None:
        theme = self._theme
        x = rect.left() + self._x(piece, rect.width())
        y = rect.top() + piece.y
        if piece.laid is not None:
            piece.laid.draw(painter, x, y, theme.colour(piece.colour))
        elif piece.icon:
            painter.drawPixmap(x, y, theme.pixmap(piece.icon, piece.colour, piece.w, ratio, flips=piece.flips))
        else:
            painter.setFont(theme.figures(piece.role) if piece.figures else theme.font(piece.role, weight=piece.weight))
            painter.setPen(theme.colour(piece.colour))
            flag = Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
            )
            painter.drawText(QRect(x, y, piece.w, piece.h), flag | Qt.AlignmentFlag.AlignAbsolute, piece.words)

    # ---- editing ------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """A field over the card, with its words."""
        del option, index
        field_ = QPlainTextEdit(parent)
        field_.setFont(self._theme.font("card"))
        field_.setTabChangesFocus(True)
        field_.setAccessibleName(_("The words of this card"))
        return field_

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Put the words in, once."""
        if isinstance(editor, QPlainTextEdit) and not editor.toPlainText():
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Say that the words were changed; nothing is written here."""
        del model
        card: Card | None = index.data(CARD)
        if isinstance(editor, QPlainTextEdit) and card is not None:
            words = editor.toPlainText()
            if words.strip() and words != card.text:
                self.reworded.emit(card.id, words)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Over the card, at least three lines tall."""
        del index
        rect: QRect = option.rect
        width = self._measure_width(rect.width()) + 20
        x = rect.right() - self.side - width + 11 if self._mirrored else rect.left() + self.side - 10
        editor.setGeometry(x, rect.top() + 4, width, max(rect.height() - 8, self._theme.line("card") * 3 + 16))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter keeps the words, Shift+Enter makes a line, Esc leaves them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier and isinstance(editor, QWidget):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)
