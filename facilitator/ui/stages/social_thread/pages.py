"""Pages one over the other that ask for no more room than the one that is seen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Pages(QStackedWidget):
    """One page at a time, each in its own height."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _page: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        """As the page that is seen: lines that wrap need more height where it is narrow."""
        page = self.currentWidget()
        return page is not None and (page.hasHeightForWidth() or isinstance(page, Pages))

    def heightForWidth(self, width: int) -> int:
        """As the page that is seen."""
        page = self.currentWidget()
        return page.heightForWidth(width) if page is not None else -1

    def sizeHint(self) -> QSize:
        """As the page that is seen."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """As the page that is seen."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize(0, 0)
