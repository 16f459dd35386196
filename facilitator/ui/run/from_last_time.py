"""What the session before this one left open, beside the activity that opens with it."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator import tasks
from facilitator.session.agenda import Block
from facilitator.session.state import SessionState
from facilitator.ui.plan.last_time import LastTime
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline


class FromLastTime(QWidget):
    """Seen with the first activity of a session that follows another; read once."""

    def __init__(self, theme: Theme, services: Services, session: str) -> None:
        super().__init__()
        self._services, self._session, self._asked = services, session, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 14, 20, 10)
        self.list = LastTime(theme)
        inner.addWidget(self.list)
        column.addLayout(inner)
        column.addWidget(Hairline(theme))
        self.hide()

    def follow(self, state: SessionState, block: Block | None) -> None:
        """Show it with the first activity alone."""
        order = state.agenda.in_order()
        opens = bool(state.series.follows and order and block is not None and block.id == order[0].id)
        if opens and not self._asked:
            self._asked = True
            tasks.start(self._read(), "read what was left open")
        self.setVisible(opens and bool(self.list.items))

    async def _read(self) -> None:
        items = await self._services.last_time(self._session)
        if shiboken6.isValid(self):
            self.list.show_items(items)
            self.setVisible(bool(items))
