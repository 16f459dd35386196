"""How long a motion lasts: as the design says, or not at all where less of it is asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStyle

from facilitator.ui.theme import tokens


def lasts(name: str) -> int:
    """The milliseconds of a motion such as ``standard_ms``; 0 where motion is reduced."""
    return 0 if reduced() else int(tokens()["motion"][name])


def reduced() -> bool:
    """Whether the system, or the person here, asks for less motion. The style then animates nothing either."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
