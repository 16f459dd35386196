"""What style sheets cannot do: the focus ring 2 px away from a control, and marks of choice in our colours."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from facilitator.ui.theme import Theme


class ControlStyle(QProxyStyle):
    """Fusion underneath; ring, radio and check marks are ours."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme
        reach, metric = theme.size("focus_ring") + theme.size("focus_gap"), QStyle.PixelMetric
        self._sizes = {
            metric.PM_FocusFrameHMargin: reach,
            metric.PM_FocusFrameVMargin: reach,
            metric.PM_IndicatorWidth: 16,
            metric.PM_IndicatorHeight: 16,
            metric.PM_ExclusiveIndicatorWidth: 16,
            metric.PM_ExclusiveIndicatorHeight: 16,
            metric.PM_RadioButtonLabelSpacing: 10,
            metric.PM_CheckBoxLabelSpacing: 10,
        }

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Room for the ring round a control, and our sizes of marks. Asked for dozens of times with every key."""
        ours = self._sizes.get(metric)
        return super().pixelMetric(metric, option, widget) if ours is None else ours

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        """The ring lies above the control and lets its inside through."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        if hint == QStyle.StyleHint.SH_FocusFrame_Mask:
            return 0
        if hint == QStyle.StyleHint.SH_ComboBox_Popup:
            return 0
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration and self._theme.still:
            return 0
        return super().styleHint(hint, option, widget, returnData)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """The focus ring."""
        if element == QStyle.ControlElement.CE_FocusFrame:
            ring = self._theme.size("focus_ring")
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.colour("accent.focus"), ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 8, 8)
            painter.restore()
            return
        super().drawControl(element, option, painter, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Radio and check marks; the dotted focus rectangle of old is left out."""
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            return
        if element in (
            QStyle.PrimitiveElement.PE_IndicatorRadioButton,
            QStyle.PrimitiveElement.PE_IndicatorCheckBox,
        ):
            self._mark(element, option, painter)
            return
        super().drawPrimitive(element, option, painter, widget)

    def _mark(self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter) -> None:
        state = option.state
        box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75)
        on = bool(state & QStyle.StateFlag.State_On)
        edge = self._theme.colour("accent.base" if on else "line.control")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1.5))
        if element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            painter.setBrush(edge if on else self._theme.colour("surface.panel"))
            painter.drawEllipse(box)
            if on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent.on"))
                painter.drawEllipse(box.center(), 3, 3)
        else:
            painter.setBrush(edge if on else self._theme.colour("surface.panel"))
            painter.drawRoundedRect(box, 4, 4)
            if on:
                path = QPainterPath(box.topLeft() + QPointF(3.5, 7.5))
                path.lineTo(box.topLeft() + QPointF(6.3, 10.2))
                path.lineTo(box.topLeft() + QPointF(11, 4.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self._theme.colour("accent.on"), 1.8))
                painter.drawPath(path)
        painter.restore()


class FocusRing(QObject):
    """Puts the ring round the control that has the focus, when a key brought it there.

    Fields show focus on their own edge, lists on their current row; a pressed mouse button means the person sees
    where they are.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._frame: QFocusFrame | None = None
        application.focusChanged.connect(self._moved)

    def let_go(self) -> None:
        """Follow the focus no more: another ring takes over."""
        application = self.parent()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._moved)
        self._moved(None, None)
        self.setParent(None)
        self.deleteLater()

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        wanted = (
            now is not None
            and QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
            and not isinstance(now, QLineEdit | QPlainTextEdit | QAbstractItemView)
            and now.property("ring") is not False
            and not now.isWindow()
        )
        if self._frame is not None:
            self._frame.hide()
            self._frame.deleteLater()
            self._frame = None
        if wanted and now is not None:
            frame = self._frame = QFocusFrame(now.parentWidget())
            whose = id(frame)
            frame.destroyed.connect(lambda: self._gone(whose))
            frame.setWidget(now)

    def _gone(self, whose: int) -> None:
        """A frame is gone with its parent; one that is not the present one is nobody's concern any more."""
        if self._frame is not None and id(self._frame) == whose:
            self._frame = None
