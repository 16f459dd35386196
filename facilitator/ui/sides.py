"""The two sides of a line of words, each in the middle of its height: where one begins to read, and the other one."""

from __future__ import annotations

from PySide6.QtCore import Qt

_LEVEL = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def near_side(mirrored: bool) -> Qt.AlignmentFlag:
    """Where one begins to read: the left, in a ``mirrored`` window the right, whatever the direction of the words."""
    return _LEVEL | (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)


def far_side(mirrored: bool) -> Qt.AlignmentFlag:
    """The other side, where times and figures stand under one another."""
    return near_side(not mirrored)
