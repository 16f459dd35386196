"""A picture that is pasted or dropped becomes one that may be kept: upright, bounded, and only its picture.

A photo of a flip chart carries more than the flip chart: where it was taken, when, with whose telephone. All of that
is left behind, because the picture is painted anew and written without it. Nothing here touches the disk but to read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from facilitator.session.errors import FacilitatorError
from facilitator.session.rules import whole

LONGEST_SIDE = 2_000
"""Pixels of the longer side of what is kept: the words on a flip chart can be read at that."""

MOST_KEPT = 1_000_000
"""Bytes of what is kept."""

MOST_READ = 60_000_000
"""Bytes of a file that is looked at."""

MOST_PIXELS = 64_000_000
"""Pixels of a picture that is taken apart: what telephones take, and no file that claims to be as large as a wall."""

LONGEST_NAME = 120

_QUALITIES = (86, 76, 64)
_SIGNS: tuple[tuple[bytes, bytes], ...] = (
    (b"\xff\xd8\xff", b"jpeg"),
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"GIF8", b"gif"),
    (b"BM", b"bmp"),
    (b"II*\x00", b"tiff"),
    (b"MM\x00*", b"tiff"),
)
_DRAWN = frozenset({b"png", b"gif", b"bmp"})
"""Kept as PNG where that is small enough: drawings and pictures of a screen have hard edges."""

SUFFIXES = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif"})
"""How the names of files end that are taken for pictures."""


class BadPhoto(FacilitatorError):
    """It is no picture that can be taken. Nothing was kept."""

    mistake = True


@dataclass(frozen=True, slots=True)
class Photo:
    """A clean picture, ready to be kept. ``name`` is a file's name with its ending."""

    data: bytes = field(repr=False)
    media_type: str
    name: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The hash that will name it."""
        return hashlib.sha256(self.data).hexdigest()


def from_file(file: Path) -> Photo:
    """A clean picture of a file. It reads and paints: call it in a thread.

    Raises:
        BadPhoto: it is no picture, too large, or damaged.
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_READ + 1)
    except OSError as error:
        raise BadPhoto("{name} cannot be read. Nothing was taken.", name=file.name) from error
    return from_bytes(data, file.name)


def from_bytes(data: bytes, name: str) -> Photo:
    """The same of a file's bytes."""
    if len(data) > MOST_READ:
        raise BadPhoto("{name} is larger than {size} MB. Nothing was taken.", name=name, size=MOST_READ // 1_000_000)
    kind = _kind(data, name)
    if kind == b"jpeg" and not _is_whole(data):
        raise BadPhoto("{name} is not whole: its end is missing. Nothing was taken.", name=name)
    size, image = _read(data, kind)
    if size.isEmpty():
        raise BadPhoto("{name} is damaged. Nothing was taken.", name=name)
    if _pixels(size) > MOST_PIXELS:
        raise BadPhoto(
            "{name} is {width} × {height} pixels, more than can be taken in. Make it smaller first.",
            name=name,
            width=size.width(),
            height=size.height(),
        )
    if image.isNull():
        raise BadPhoto("{name} is damaged. Nothing was taken.", name=name)
    return from_image(image, name, drawn=kind in _DRAWN)


def from_image(image: QImage, name: str, *, drawn: bool = True) -> Photo:
    """The same of pixels, such as those of the clipboard. ``drawn`` prefers a format that keeps hard edges."""
    if image.isNull() or _pixels(image.size()) > MOST_PIXELS:
        raise BadPhoto("This is no picture that can be taken in.")
    if drawn or image.hasAlphaChannel():
        clean = _painted(image, seen_through=image.hasAlphaChannel())
        data = _written(clean, b"PNG", -1)
        if len(data) <= MOST_KEPT:
            return Photo(data, "image/png", _named(name, ".png"), clean.width(), clean.height())
    clean = _painted(image, seen_through=False)
    while True:
        for quality in _QUALITIES:
            data = _written(clean, b"JPEG", quality)
            if len(data) <= MOST_KEPT:
                return Photo(data, "image/jpeg", _named(name, ".jpg"), clean.width(), clean.height())
        clean = clean.scaled(clean.size() * 0.8, mode=Qt.TransformationMode.SmoothTransformation)


# ---- inside --------------------------------------------------------------------------------------------------------


def _kind(data: bytes, name: str) -> bytes:
    """The format by its first bytes. Only these are ever read: no drawing that could run or fetch something."""
    if not data:
        raise BadPhoto("{name} is empty. Nothing was taken.", name=name)
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        raise BadPhoto(
            "{name} is in a format of newer telephones that cannot be read here. Save it as JPEG, or paste a "
            "screenshot of it. Nothing was taken.",
            name=name,
        )
    raise BadPhoto("{name} is no picture. JPEG, PNG and WebP can be taken. Nothing was taken.", name=name)


def _read(data: bytes, kind: bytes) -> tuple[QSize, QImage]:
    """How large it says it is, and its pixels, upright and bounded; none where it says it is too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _read_from(buffer, kind)


def _read_from(buffer: QBuffer, kind: bytes) -> tuple[QSize, QImage]:
    """The reader goes before its buffer does: the one for TIFF still asks it for something when it goes."""
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or _pixels(size) > MOST_PIXELS:
        return size, QImage()
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(_bounded(size))
    return size, reader.read()


def _pixels(size: QSize) -> int:
    return size.width() * size.height()


def _is_whole(data: bytes) -> bool:
    """Whether a JPEG has its end: a picture cut short would be half grey. Pictures inside its head do not count."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return data.find(b"\xff\xd9", at) >= 0
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _bounded(size: QSize) -> QSize:
    return size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))


def _painted(image: QImage, *, seen_through: bool) -> QImage:
    """The same pixels on new ground, in the colours every screen knows: no words, no profile, no place."""
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    if max(image.width(), image.height()) > LONGEST_SIDE:
        image = image.scaled(
            _bounded(image.size()),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    kind = QImage.Format.Format_ARGB32 if seen_through else QImage.Format.Format_RGB32
    clean = QImage(image.size(), kind)
    clean.fill(Qt.GlobalColor.transparent if seen_through else Qt.GlobalColor.white)
    painter = QPainter(clean)
    image.setDevicePixelRatio(1.0)
    painter.drawImage(0, 0, image)
    painter.end()
    return clean


def _written(image: QImage, kind: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(image)
    return bytes(buffer.data().data())


def _named(name: str, ending: str) -> str:
    """A file's name without its folders and with the ending of what it is now."""
    plain = whole(name).replace("\\", "/").rsplit("/", 1)[-1].strip()
    stem = plain[: plain.rfind(".")] if plain.rfind(".") > 0 else plain
    return (stem.strip()[:LONGEST_NAME] or "picture") + ending
