"""What every window test stands on: the application in our dress, and the program around it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from facilitator.ui.start import dress
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices

_theme: Theme | None = None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The screenless platform says of windows and menus what it cannot do with them."""
    for item in items:
        if "tests/ui" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The one theme of the application, light and at 100 %."""
    global _theme
    if _theme is None:
        _theme = Theme("light")
        dress(qapp, _theme)
    _theme.choose("light", 1.0)
    yield _theme
    _theme.choose("light", 1.0)
    _theme.still = False
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def services(tmp_path: Path) -> MemoryServices:
    """The program around the window."""
    return MemoryServices(tmp_path / "drafts", tmp_path / "library", tmp_path / "logs")
