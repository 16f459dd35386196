"""Pictures that are pasted or dropped: upright, bounded, without place or maker; bombs are said in words."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QImageWriter,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QApplication, QLineEdit

from facilitator import tasks
from facilitator.session.attaching import Kept, with_files
from facilitator.session.attachments import RemoveAttachment
from facilitator.session.capture import compose
from facilitator.session.notation import Known, parse_line
from facilitator.ui import photo
from facilitator.ui.photo import BadPhoto
from facilitator.ui.run.photos import PhotoCatcher, pictures_in
from tests.waiting import PATIENCE, until

RED, BLUE = QColor(220, 20, 20), QColor(20, 20, 220)
SECRETS = (
    b"Exif",
    b"GPS",
    b"Telephone 9",
    b"2026:03:12",
    b"a private remark",
    b"ICC_PROFILE",
    b"Photoshop",
    b"xmpmeta",
)


def halves(width: int = 640, height: int = 400) -> QImage:
    """Red at the left, blue at the right: which side is up can be seen."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    painter = QPainter(image)
    painter.fillRect(width // 2, 0, width // 2, height, BLUE)
    painter.end()
    return image


def written(image: QImage, kind: bytes, quality: int = 90) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    assert writer.write(image)
    del writer
    return bytes(buffer.data().data())


def exif(orientation: int) -> bytes:
    """An APP1 segment as a telephone writes it: maker, date, orientation, and where it stood (big endian TIFF)."""
    texts = {0x010F: b"Telephone 9\0", 0x0132: b"2026:03:12 14:16:20\0"}
    entries: list[tuple[int, int, int, bytes]] = [(0x0112, 3, 1, struct.pack(">HH", orientation, 0))]
    count = len(texts) + 2
    after = 8 + 2 + 12 * count + 4
    tail = b""
    for tag, text in texts.items():
        entries.append((tag, 2, len(text), struct.pack(">I", after + len(tail))))
        tail += text + b"\0" * (len(text) % 2)
    gps_at = after + len(tail)
    entries.append((0x8825, 4, 1, struct.pack(">I", gps_at)))
    head = struct.pack(">H", count) + b"".join(
        struct.pack(">HHI", tag, kind, n) + value for tag, kind, n, value in sorted(entries)
    )
    gps = [(1, 2, 2, b"N\0\0\0"), (2, 5, 3, struct.pack(">I", gps_at + 2 + 12 * 2 + 4))]
    degrees = struct.pack(">6I", 52, 1, 31, 1, 1212, 100)
    gps_block = struct.pack(">H", len(gps)) + b"".join(struct.pack(">HHI", t, k, n) + v for t, k, n, v in gps)
    tiff = b"MM\0*" + struct.pack(">I", 8) + head + b"\0\0\0\0" + tail + gps_block + b"\0\0\0\0" + degrees
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def telephone(orientation: int = 1, image: QImage | None = None) -> bytes:
    """A real JPEG with everything a telephone adds."""
    shot = image or halves()
    shot.setText("Comment", "a private remark")
    shot.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb))
    data = written(shot, b"JPEG")
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude</x:xmpmeta>"
    more = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
    return data[:2] + exif(orientation) + more + data[2:]


def opened(data: bytes) -> QImage:
    image = QImage.fromData(QByteArray(data))
    assert not image.isNull()
    return image


def is_red(image: QImage, x: float, y: float) -> bool:
    at = image.pixelColor(int(image.width() * x), int(image.height() * y))
    return at.red() > at.blue()


def test_the_test_picture_carries_what_it_says():
    """Without this the next test could not fail: place, maker, date, remark and profile are in what is given."""
    data = telephone(6)
    assert all(secret in data for secret in SECRETS if secret != b"Photoshop")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    assert QImageReader(buffer).transformation().value == 4  # turned by 90 degrees


UPRIGHT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_and_without_a_place(orientation):
    """However the telephone was held the picture stands upright, and nothing of it says where, when or with what."""
    made = photo.from_bytes(telephone(orientation), "IMG_0001.JPG")
    assert not [secret for secret in SECRETS if secret in made.data]
    image = opened(made.data)
    assert image.textKeys() == []
    turned = orientation >= 5
    assert (image.width(), image.height()) == ((400, 640) if turned else (640, 400)) == (made.width, made.height)
    at = {"left": (0.1, 0.5), "right": (0.9, 0.5), "top": (0.5, 0.1), "bottom": (0.5, 0.9)}[UPRIGHT[orientation]]
    assert is_red(image, *at)
    assert not is_red(image, 1 - at[0] if at[0] != 0.5 else 0.5, 1 - at[1] if at[1] != 0.5 else 0.5)
    assert (made.media_type, made.name) == ("image/jpeg", "IMG_0001.jpg")
    assert made.sha256 == hashlib.sha256(made.data).hexdigest()


def noise(width: int, height: int) -> QImage:
    """A picture that cannot be made small: every pixel by chance, the same each time."""
    import random

    data = random.Random(4).randbytes(width * height * 4)
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()


def test_bounded_in_pixels_and_bytes():
    """The largest picture becomes at most 2000 px and a megabyte, in its own proportion."""
    made = photo.from_bytes(telephone(1, halves(4000, 3000)), "wall.jpg")
    assert (made.width, made.height) == (2000, 1500)
    hard = photo.from_bytes(written(noise(1600, 1200), b"PNG"), "noise.png")
    assert len(hard.data) <= photo.MOST_KEPT
    assert hard.media_type == "image/jpeg" and hard.name == "noise.jpg"
    assert hard.width / hard.height == pytest.approx(4 / 3, abs=0.01)
    thin = photo.from_bytes(written(halves(5000, 2), b"PNG"), "thin.png")
    assert (thin.width, thin.height) == (2000, 1)


def test_drawings_keep_their_edges():
    """A screenshot stays a PNG, see-through places stay so; what it says beside its pixels goes."""
    image = QImage(300, 200, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.setText("Author", "Ana Ruiz at home")
    made = photo.from_bytes(written(image, b"PNG"), "shot.png")
    assert made.media_type == "image/png"
    assert b"Ana Ruiz" not in made.data and b"tEXt" not in made.data and b"iTXt" not in made.data
    assert opened(made.data).pixelColor(5, 5).alpha() == 0


@pytest.mark.parametrize("kind", [b"PNG", b"BMP", b"WEBP", b"TIFF"])
def test_other_formats(kind):
    """What people have is taken: the pixels are the same."""
    made = photo.from_bytes(written(halves(), kind), f"x.{kind.decode().lower()}")
    image = opened(made.data)
    assert (image.width(), image.height()) == (640, 400) and is_red(image, 0.1, 0.5) and not is_red(image, 0.9, 0.5)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as a wall."""

    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", packed) + part(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (bomb(60_000, 60_000), "wall.png", "60000 × 60000 pixels"),
        (b"", "empty.jpg", "is empty"),
        (b"%PDF-1.7 hello", "plan.jpg", "is no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.png", "is no picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_2.HEIC", "Save it as JPEG"),
        (telephone()[:3000], "half.jpg", "its end is missing"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "bad.png", "is damaged"),
        (b"GIF89a", "bad.gif", "is damaged"),
        (b"\xff\xd8\xff" + b"x" * 200, "bad.jpg", "its end is missing"),
    ],
)
def test_what_cannot_be_taken_is_said(data, name, words, qtbot, recwarn):
    """A bomb is not taken apart, a wrong or damaged file is named, and it is said that nothing was taken."""
    with pytest.raises(BadPhoto) as refused:
        photo.from_bytes(data, name)
    assert words in str(refused.value) and name in str(refused.value)


def test_files_that_are_too_large_or_gone(tmp_path, monkeypatch):
    """A film with the name of a picture is not read to its end; a file that is gone is said to be."""
    monkeypatch.setattr(photo, "MOST_READ", 1_000)
    file = tmp_path / "film.jpg"
    file.write_bytes(b"\xff\xd8\xff" * 1_000)
    with pytest.raises(BadPhoto, match="larger than"):
        photo.from_file(file)
    with pytest.raises(BadPhoto, match=r"gone\.png cannot be read"):
        photo.from_file(tmp_path / "gone.png")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ana\\wall.jpeg", "wall.png"),
        ("../../etc/passwd", "passwd.png"),
        (".png", ".png.png"),
        ("  ", "picture.png"),
        ("图片 1.webp", "图片 1.png"),
        ("x" * 300 + ".jpg", "x" * 120 + ".png"),
        ("a\ud800b.jpg", "a\ufffdb.png"),
    ],
)
def test_names_are_names(given, kept):
    """A name brings no folders with it and ends as what it is."""
    assert photo.from_image(halves(20, 20), given).name == kept


# ---- the catcher ---------------------------------------------------------------------------------------------------


def mime(image: QImage | None = None, *, text: str = "", files: tuple[Path, ...] = (), **raw: bytes) -> QMimeData:
    made = QMimeData()
    if image is not None:
        made.setImageData(image)
    if text:
        made.setText(text)
    if files:
        made.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    for kind, data in raw.items():
        made.setData(f"image/{kind}", data)
    return made


def test_words_win_over_a_picture_of_the_words(tmp_path):
    """Cells copied from a table come as words; a picture alone as a picture; files only where all are pictures."""
    assert pictures_in(mime(halves(), text="a cell")) == []
    assert len(pictures_in(mime(halves()))) == 1
    assert pictures_in(mime(png=written(halves(), b"PNG")))[0]().name == "Photo.png"
    assert pictures_in(mime(text="only words")) == []
    a, b, c = tmp_path / "a.JPG", tmp_path / "b.png", tmp_path / "talk.vtt"
    assert len(pictures_in(mime(files=(a, b), text="a.JPG"))) == 2
    assert pictures_in(mime(files=(a, c))) == []
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/a.png")])
    assert pictures_in(link) == []


@pytest.mark.asyncio
async def test_paste_in_the_line(qapp):
    """Ctrl+V with a picture in the clipboard gives a picture that waits; with words it pastes the words."""
    field = QLineEdit()
    catcher = PhotoCatcher(field)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setMimeData(mime(halves()))
    QApplication.sendEvent(field, key)
    assert [chip.words for chip in catcher.chips()] == ["Photo …"]
    await until(lambda: not catcher.busy)
    assert len(catcher.waiting) == 1 and field.text() == ""
    assert catcher.chips()[0].words.startswith("Photo, ")
    QGuiApplication.clipboard().setText("words")
    QApplication.sendEvent(field, key)
    assert field.text() == "words" and len(catcher.waiting) == 1
    assert [one.media_type for one in catcher.hand_over()] == ["image/png"]
    assert catcher.waiting == [] and not catcher.drop_last()
    QGuiApplication.clipboard().clear()


@pytest.mark.asyncio
async def test_drop_on_the_line(qapp, tmp_path):
    """Files that are dropped are cleaned one after another; what is wrong with one is said, the others come."""
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.png"
    good.write_bytes(telephone(6))
    bad.write_bytes(b"nothing")
    field = QLineEdit()
    catcher = PhotoCatcher(field)
    said: list[str] = []
    catcher.refused.connect(said.append)
    data = mime(files=(bad, good))
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(field, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(
        QPoint(9, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    move.ignore()
    QApplication.sendEvent(field, move)
    assert move.isAccepted()
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(field, drop)
    await until(lambda: not catcher.busy)
    assert said == ["bad.png is no picture. JPEG, PNG and WebP can be taken. Nothing was taken."]
    assert [(one.name, one.width, one.height) for one in catcher.waiting] == [("good.jpg", 400, 640)]
    catcher.take([lambda: photo.from_image(halves(8, 8), "x")] * 6)
    assert said[-1] == "At most 6 pictures go with one line."
    assert catcher.drop_last() and catcher.waiting == []


@pytest.mark.asyncio
async def test_a_page_that_closes_meanwhile(qapp):
    """A page closed while its picture is being made ready breaks nothing and hears nothing more."""
    import threading

    gate, begun = threading.Event(), threading.Event()

    def slow() -> photo.Photo:
        begun.set()
        assert gate.wait(PATIENCE)
        return photo.from_image(halves(20, 20), "x")

    field = QLineEdit()
    catcher = PhotoCatcher(field)
    heard: list[int] = []
    catcher.waiting_changed.connect(lambda: heard.append(1))
    catcher.take([slow, slow])
    await until(begun.is_set)
    before = len(heard)
    shiboken6.delete(field)
    gate.set()
    await until(lambda: "a picture is made ready" not in tasks.running())
    assert len(heard) == before


def test_a_picture_goes_with_its_card(services):
    """Card and picture are one step: one undo takes both back; a file alone belongs to the session."""
    session = services.begin("Night handover")
    state = services.store.state(session)
    step = compose(parse_line("& Ana: the wall", Known([], [])), state)
    made = photo.from_image(halves(40, 40), "wall.png")
    kept = Kept(made.sha256, made.name, made.media_type, len(made.data))
    services.store.dispatch(session, with_files(step, [kept]))
    (added,) = state.attachments.standing()
    assert state.contributions.by_id[added.contribution].text == "the wall"
    assert (added.sha256, added.media_type, added.size) == (made.sha256, "image/png", len(made.data))
    services.store.undo(session)
    assert state.attachments.standing() == [] and state.contributions.standing() == []
    alone = RemoveAttachment(attachment="x")
    assert with_files(type(step)(commands=(alone,)), [kept]).commands[-1].contribution is None
