"""Icons from the program's resources, recoloured before they are painted: one pixmap a colour and size."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from facilitator import paths

_STROKE = re.compile(r'stroke-width="2"')


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: int, size: int, ratio: float, mirrored: bool) -> QPixmap:
    shade = QColor.fromRgba(colour)
    svg = _STROKE.sub('stroke-width="1.75"', _source(name)).replace("currentColor", shade.name())
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    if mirrored:
        image = image.flipped(Qt.Orientation.Horizontal)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0, *, mirrored: bool = False) -> QPixmap:
    """An icon in one colour, ``size`` in device-independent px."""
    return _pixmap(name, colour.rgba(), size, ratio, mirrored)


def icon(
    name: str, colour: QColor, size: int = 20, *, checked: QColor | None = None, disabled: QColor | None = None
) -> QIcon:
    """An icon for a button, sharp on screens of single and double density."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, colour, size, ratio), QIcon.Mode.Normal, QIcon.State.Off)
        if checked is not None:
            made.addPixmap(pixmap(name, checked, size, ratio), QIcon.Mode.Normal, QIcon.State.On)
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled, QIcon.State.Off)
    return made


@lru_cache(maxsize=8)
def mark(colour: int, other: int, size: int, ratio: float) -> QPixmap:
    """The program's mark: two circles that share a part, in two colours (as rgba numbers)."""
    svg = _source("facilitator").replace("#1D6B4A", QColor.fromRgba(colour).name())
    svg = svg.replace("#1F1D1A", QColor.fromRgba(other).name())
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    made = QPixmap.fromImage(image)
    made.setDevicePixelRatio(ratio)
    return made
