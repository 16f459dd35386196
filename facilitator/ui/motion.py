"""How long a motion lasts: as the design says, or not at all where the person's system asks for less of it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle

from facilitator.ui.theme import tokens


def lasts(name: str) -> int:
    """The milliseconds of a motion such as ``standard_ms``; 0 where motion is reduced."""
    return 0 if reduced() else int(tokens()["motion"][name])


def reduced() -> bool:
    """Whether the system asks for less motion. Its style then animates nothing either, which is how Qt tells."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
