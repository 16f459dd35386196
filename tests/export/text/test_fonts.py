"""Which fonts there are, and which is taken for what."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from facilitator.export.text import FontBook, Text, TextStyle, draw_line, new_canvas
from facilitator.export.text.fonts import bundled_files, system_files
from facilitator.paths import resources

FONTS = resources() / "fonts"


def test_index_is_kept_and_follows_changes(tmp_path: Path) -> None:
    """The index is read from disk the second time, and made anew for a file that changed or went."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    source = FONTS / "Inter" / "Inter-Regular.ttf"
    copy = folder / "a.ttf"
    copy.write_bytes(source.read_bytes())
    (folder / "broken.ttf").write_bytes(b"this is no font")
    (folder / "empty.otf").write_bytes(b"")
    first = bundled_files(folder, tmp_path)
    assert [f.family for f in first] == ["Inter"]
    kept = tmp_path / "fonts-bundled.json"
    written = kept.stat().st_mtime_ns
    assert bundled_files(folder, tmp_path) == first
    assert kept.stat().st_mtime_ns == written
    copy.write_bytes((FONTS / "NotoSansThai" / "NotoSansThai-Regular.ttf").read_bytes())
    os.utime(copy, ns=(1, 1))
    assert [f.family for f in bundled_files(folder, tmp_path)] == ["Noto Sans Thai"]
    copy.unlink()
    assert bundled_files(folder, tmp_path) == []
    kept.write_text("no json")
    assert bundled_files(folder, tmp_path) == []


def test_maker_who_forbids_is_obeyed(tmp_path: Path) -> None:
    """A font whose maker forbids embedding is not used."""
    from fontTools.ttLib import TTFont

    folder = tmp_path / "fonts"
    folder.mkdir()
    font = TTFont(FONTS / "NotoSansThai" / "NotoSansThai-Regular.ttf")
    font["OS/2"].fsType = 2
    font.save(folder / "restricted.ttf")
    font["OS/2"].fsType = 8
    font["name"].setName("Allowed Thai", 1, 3, 1, 0x409)
    font["name"].setName("Allowed Thai", 16, 3, 1, 0x409)
    font.save(folder / "allowed.ttf")
    assert [f.family for f in bundled_files(folder, None)] == ["Allowed Thai"]


@pytest.mark.parametrize(
    ("text", "lang", "family"),
    [
        ("a", None, "Inter"),
        ("Ω", None, "Inter"),
        ("Ж", None, "Inter"),
        ("ع", None, "Noto Sans Arabic"),
        ("ع", "ur", "Noto Nastaliq Urdu"),
        ("ש", None, "Noto Sans Hebrew"),
        ("क", None, "Noto Sans Devanagari"),
        ("ไ", None, "Noto Sans Thai"),
        ("ཀ", None, "Noto Serif Tibetan"),
        ("直", "ja", "Noto Sans JP"),
        ("直", "zh-Hant", "Noto Sans TC"),
        ("直", None, "Noto Sans SC"),
        ("한", None, "Noto Sans KR"),
        ("😀", None, "Noto Emoji"),
        ("❤️", None, "Noto Emoji"),
        ("1️⃣", None, "Noto Emoji"),
        ("𝔘", None, "Noto Sans Math"),
        ("1", None, "Inter"),
        ("ᐃ", None, "Noto Sans Canadian Aboriginal"),
    ],
)
def test_each_script_has_its_family(book: FontBook, text: str, lang: str | None, family: str) -> None:
    """Letters are set in the family made for them; digits never come from the emoji font."""
    flowable = Text(text, TextStyle(lang=lang))
    flowable.wrap(100, 100)
    word = flowable.lines[0].place()[0].word
    assert word.face.file.family == family
    assert not word.box


def test_shared_signs_join_their_neighbours(book: FontBook) -> None:
    """Quotation marks in Chinese words come from the Chinese face, in English words from the English one."""
    for text, family in (("人“人”人", "Noto Sans SC"), ("a “word” b", "Inter")):
        flowable = Text(text, TextStyle())
        flowable.wrap(300, 100)
        assert {p.word.face.file.family for p in flowable.lines[0].place()} == {family}


def test_unknown_scripts_fall_back_to_the_system(tmp_path: Path) -> None:
    """What the bundled fonts lack is looked for in the system's; the book is none the worse if there is nothing."""
    found = system_files(tmp_path)
    with FontBook.bundled(tmp_path) as book:
        for char in "\U00012000\U00010400\U0001e900":
            face = book.choose(char, "Zzzz", 400, "", False, None)
            assert (face is not None) == any(f.has(ord(char)) for f in found) or face is not None


def test_private_use_is_never_guessed(book: FontBook) -> None:
    """A private-use character has no agreed meaning: whatever a font draws there, it is shown as a box."""
    assert book.choose("\ue000", "Zzzz", 400, "", False, None) is None


def test_no_fonts_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With neither bundled nor system fonts the book says so at once."""
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "WINDIR", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "nothing"))
    if sys.platform == "darwin":
        pytest.skip("macOS keeps its fonts where no variable reaches")
    with pytest.raises(FileNotFoundError, match="No font was found"):
        FontBook([], None)


def _rebuilt(target: Path, family: str, variable: bool) -> None:
    """A font of another kind made from Inter's letters: with PostScript outlines, or with a weight axis."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.TupleVariation import TupleVariation

    source = TTFont(FONTS / "Inter" / "Inter-Regular.ttf")
    letters = source.getGlyphSet()
    names = {".notdef": ".notdef", **{name: name for c, name in source.getBestCmap().items() if 0x20 <= c < 0x7F}}
    cmap = {c: name for c, name in source.getBestCmap().items() if name in names}
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=variable)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap(cmap)
    metrics = {name: source["hmtx"].metrics[name] for name in names}
    if variable:
        glyphs = {}
        for name in names:
            recording = DecomposingRecordingPen(letters)
            letters[name].draw(recording)
            pen = TTGlyphPen(None)
            recording.replay(pen)
            glyphs[name] = pen.glyph()
        builder.setupGlyf(glyphs)
    else:
        strings = {}
        for name in names:
            pen = T2CharStringPen(metrics[name][0], letters)
            letters[name].draw(pen)
            strings[name] = pen.getCharString()
        builder.setupCFF(family.replace(" ", ""), {}, strings, {})
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(usWeightClass=400)
    builder.setupPost()
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        wider = [(20 * (i % 2), 0) for i in range(len(builder.font["glyf"]["H"].coordinates) + 4)]
        builder.setupGvar({"H": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    builder.save(target)


@pytest.mark.parametrize("variable", [False, True], ids=["postscript", "variable"])
def test_other_kinds_of_fonts(
    variable: bool, tmp_path: Path, read: Callable[[Path], list[str]], tool: Callable[..., str]
) -> None:
    """A system font with PostScript outlines, or with a weight axis, is embedded like any other and looks right."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    _rebuilt(folder / ("v.ttf" if variable else "p.otf"), "Rebuilt", variable)
    pictures = []
    for name, where in (("rebuilt", folder), ("inter", FONTS / "Inter")):
        path = tmp_path / f"{name}.pdf"
        with FontBook(bundled_files(where, None), None, use_system=False):
            canvas = new_canvas(str(path), pagesize=(220, 60))
            draw_line(canvas, 10, 20, "Hello 2026 & (bye) ffi", TextStyle(size=20))
            canvas.save()
        assert read(path)[0].strip() == "Hello 2026 & (bye) ffi"
        assert "CID TrueType" in tool("pdffonts", path)
        tool("pdftoppm", "-r", "72", "-png", "-singlefile", path, tmp_path / name)
        pictures.append(Image.open(tmp_path / f"{name}.png").convert("L"))
    left, right = (p.crop((0, 0, 60, 60)) for p in pictures)
    difference = sum(abs(a - b) for a, b in zip(left.tobytes(), right.tobytes(), strict=True)) / 3600
    assert difference < 4
