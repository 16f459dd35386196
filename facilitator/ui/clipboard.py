"""What is on the system's clipboard."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def on_clipboard() -> QMimeData:
    """What was copied last; an empty thing where nothing ever was, for which Qt has None on some systems."""
    return cast(QMimeData | None, QGuiApplication.clipboard().mimeData()) or QMimeData()
