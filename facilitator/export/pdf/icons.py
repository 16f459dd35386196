"""Icons as lines on the page, from the same files as the window's."""

from __future__ import annotations

from functools import cache
from typing import Any

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib import SVGPath

from facilitator.export.pdf.looks import tokens
from facilitator.paths import resources

STROKE = 1.75
_BOX = 24.0


@cache
def _strokes(name: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    file = resources() / "icons" / f"{name}.svg"
    if not file.is_file():
        return ()
    pen = RecordingPen()
    SVGPath.fromstring(file.read_bytes()).draw(pen)
    return tuple(pen.value)


def kind_icon(kind: str) -> str:
    """The name of a kind's icon."""
    icons = tokens()["icons"]["kind"]
    found: str = icons.get(kind, {"decision": "check", "answer": "reply", "synthesis": "layers",
                                  "perspective": "eye", "resource": "link-2", "observation": "eye",
                                  "request": "hand", "offer": "hand-helping"}.get(kind, "sticky-note"))  # fmt: skip
    return found


def draw_icon(canvas: Any, name: str, x: float, y: float, size: float, color: str) -> None:
    """Draw an icon with its lower left corner at (x, y)."""
    strokes = _strokes(name)
    if not strokes:
        return
    scale = size / _BOX
    canvas.saveState()
    canvas.setStrokeColor(color)
    canvas.setLineWidth(STROKE * scale * max(1.0, 14 / size))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for operation, points in strokes:
        at = [(x + px * scale, y + size - py * scale) for px, py in points]
        if operation == "moveTo":
            path.moveTo(*at[0])
        elif operation == "lineTo":
            path.lineTo(*at[0])
        elif operation == "curveTo":
            path.curveTo(*at[0], *at[1], *at[2])
        elif operation == "qCurveTo":
            (ax, ay), (bx, by) = at[0], at[-1]
            path.curveTo(ax, ay, ax, ay, bx, by)
        elif operation == "closePath":
            path.close()
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
