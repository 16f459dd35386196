"""Makes the font program that goes into the file: glyphs that were used, composites for clusters, placeholder boxes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import uharfbuzz as hb
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph as TableGlyph
from fontTools.ttLib.tables._g_l_y_f import GlyphComponent

from facilitator.export.text.face import Face
from facilitator.export.text.word import BOX_DROP, BOX_HEIGHT, Key

_XY, _WORDS = 0x0002, 0x0001
_DROPPED = [
    "GSUB",
    "GPOS",
    "GDEF",
    "name",
    "cmap",
    "post",
    "DSIG",
    "kern",
    "STAT",
    "BASE",
    "OS/2",
    "JSTF",
    "MATH",
    "morx",
    "kerx",
]


def font_program(face: Face, keys: Sequence[Key]) -> tuple[bytes, list[int]]:
    """A TrueType program holding everything in `keys`, and for each key its glyph id there."""
    glyphs = {0}
    drawn = False
    for key in keys:
        if isinstance(key, int):
            glyphs.add(key)
        elif isinstance(key, tuple):
            glyphs.update(g for g, _, _ in key)
            drawn = True
        else:
            glyphs.update(_digit_glyphs(face, key))
            drawn = True
    data, mapping = _subset(face, glyphs)
    if not drawn and "glyf" in face.hb_face.table_tags:
        return data, [mapping[key] for key in keys if isinstance(key, int)]
    return _with_composites(face, data, mapping, keys)


def _subset(face: Face, glyphs: set[int]) -> tuple[bytes, dict[int, int]]:
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED)
    for axis, value in face.location.items():
        wanted.pin_axis_location(face.hb_face, axis, value)
    plan = hb.SubsetPlan(face.hb_face, wanted)
    mapping = dict(plan.old_to_new_glyph_mapping)
    return bytes(plan.execute().blob.data), mapping


def _with_composites(face: Face, data: bytes, mapping: dict[int, int], keys: Sequence[Key]) -> tuple[bytes, list[int]]:
    font: Any = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False)
    if "glyf" in font:
        font.setGlyphOrder([f"g{i}" for i in range(font["maxp"].numGlyphs)])
    else:
        _as_quadratic(font)
    glyf, hmtx = font["glyf"], font["hmtx"]
    made: dict[Key, int] = {}
    order = list(font.getGlyphOrder())
    boxes: dict[int, str] = {}

    def add(glyph: Any, advance: int) -> int:
        name = f"g{len(order)}"
        order.append(name)
        glyf.glyphs[name] = glyph
        glyph.recalcBounds(glyf)
        hmtx.metrics[name] = (advance, getattr(glyph, "xMin", 0))
        return len(order) - 1

    out: list[int] = []
    glyf.glyphOrder = order
    for key in keys:
        if isinstance(key, int):
            out.append(mapping[key])
            continue
        if key not in made:
            if isinstance(key, tuple):
                parts = [_component(order[mapping[g]], x, y, 1.0) for g, x, y in key]
                made[key] = add(_composite(parts), 0)
            else:
                columns = len(key) if key[0] == "+" else (len(key) + 1) // 2
                if columns not in boxes:
                    boxes[columns] = order[add(_frame(face.upem, columns), 0)]
                made[key] = add(_composite(_label(face, key, columns, mapping, order, boxes[columns])), 0)
        out.append(made[key])
    font.setGlyphOrder(order)
    font["maxp"].numGlyphs = len(order)
    font["hhea"].numberOfHMetrics = len(order)
    for tag in ("gvar", "fvar", "avar", "HVAR", "MVAR", "VORG", "vhea", "vmtx", "VVAR"):
        if tag in font:
            del font[tag]
    target = io.BytesIO()
    font.save(target, reorderTables=None)
    return target.getvalue(), out


def _component(name: str, x: float, y: float, scale: float) -> Any:
    part = GlyphComponent()
    part.glyphName = name
    part.x, part.y = round(x), round(y)
    part.flags = _XY | _WORDS
    if scale != 1.0:
        part.transform = [[scale, 0.0], [0.0, scale]]
    return part


def _composite(parts: list[Any]) -> Any:
    glyph = TableGlyph()
    if not parts:
        glyph.numberOfContours = 0
        return glyph
    glyph.numberOfContours = -1
    glyph.components = parts
    return glyph


def _digit_glyphs(face: Face, label: str) -> list[int]:
    return [face.font.get_nominal_glyph(ord(c)) or 0 for c in label]


def _frame(upem: int, columns: int) -> Any:
    """An empty box, `columns` small characters wide."""
    width = (0.2 + 0.27 * columns) * upem
    left, right = 0.04 * upem, width - 0.04 * upem
    low, high, line = -BOX_DROP * upem, (BOX_HEIGHT - BOX_DROP) * upem, 0.035 * upem
    pen = TTGlyphPen(None)
    corners = ((left, low), (left, high), (right, high), (right, low))
    left_in, right_in, low_in, high_in = left + line, right - line, low + line, high - line
    inner = ((left_in, low_in), (right_in, low_in), (right_in, high_in), (left_in, high_in))
    for ring in (corners, inner):
        pen.moveTo((round(ring[0][0]), round(ring[0][1])))
        for x, y in ring[1:]:
            pen.lineTo((round(x), round(y)))
        pen.closePath()
    return pen.glyph()


def _label(face: Face, label: str, columns: int, mapping: dict[int, int], order: list[str], frame: str) -> list[Any]:
    """The box with its code in it: two rows of hexadecimal digits, or one row that counts."""
    upem = face.upem
    scale = 0.4
    rows = [label] if label[0] == "+" else [label[:columns], label[columns:]]
    parts = [_component(frame, 0, 0, 1.0)]
    height = (BOX_HEIGHT - 0.1) / 2
    for r, row in enumerate(rows):
        y = (0.05 - BOX_DROP + height * (len(rows) - 1 - r) + (height / 2 if len(rows) == 1 else 0) + 0.02) * upem
        for c, char in enumerate(row):
            gid = face.font.get_nominal_glyph(ord(char)) or 0
            slack = 0.27 * upem - scale * face.font.get_glyph_h_advance(gid)
            x = (0.1 + 0.27 * (c + (columns - len(row)) / 2)) * upem + slack / 2
            parts.append(_component(order[mapping[gid]], x, y, scale))
    return parts


def _as_quadratic(font: Any) -> None:
    """Turns PostScript outlines into TrueType ones, so that everything after is one way."""
    glyph_set = font.getGlyphSet()
    glyf = newTable("glyf")
    before = font.getGlyphOrder()
    order = [f"g{i}" for i in range(len(before))]
    glyf.glyphOrder = order
    glyf.glyphs = {}
    for old, name in zip(before, order, strict=True):
        pen = TTGlyphPen(None)
        glyph_set[old].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    advances = [font["hmtx"].metrics[old][0] for old in before]
    font.setGlyphOrder(order)
    font["loca"] = newTable("loca")
    font["glyf"] = glyf
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for field in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
        "maxCompositeContours", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    maxp.numGlyphs = len(order)
    font["hmtx"].metrics = {}
    for name, advance in zip(order, advances, strict=True):
        glyf.glyphs[name].recalcBounds(glyf)
        font["hmtx"].metrics[name] = (advance, getattr(glyf.glyphs[name], "xMin", 0))
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\000\001\000\000"
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
