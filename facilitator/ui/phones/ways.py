"""What to do when phones do not get in: four ways out, each with what can be seen of it from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitator.ui import sides
from facilitator.ui.actions import native, tip
from facilitator.ui.phones.wording import firewall_words, hotspot_words
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _


def far_side(beside: QWidget) -> Qt.AlignmentFlag:
    """Where words stand that end a line, in the direction this part has."""
    return sides.far_side(beside.layoutDirection() == Qt.LayoutDirection.RightToLeft)


class Way(QWidget):
    """One way out: what is wrong, what helps, and one thing to press that tells or does more."""

    def __init__(
        self, theme: Theme, icon: str, title: str, words: str, action: str, does: Callable[[], object]
    ) -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._mark = QLabel()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Words(theme, title, "body_strong", wraps=True))
        self.words = Words(theme, words, "small", "text.secondary", wraps=True)
        column.addWidget(self.words)
        self.more = Words(theme, "", "small", "text.primary", wraps=True)
        self.more.hide()
        column.addWidget(self.more)
        self.action = Button(theme, action, look="link")
        self.action.clicked.connect(does)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch()
        row.addLayout(column, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = self._theme.mark(18)
        self._mark.setPixmap(self._theme.pixmap(self._icon, "text.secondary", side, self.devicePixelRatioF()))

    def tell(self, words: str) -> None:
        """Tell how, or stop telling."""
        shown_now = not self.more.isHidden() and self.more.text() == words
        self.more.setText(words)
        self.more.setVisible(not shown_now)


WAYS_KEY = "Alt+O"


class WaysOut(QWidget):
    """The four of them under one heading that folds.

    Signals:
        folded: they were opened or closed by hand (whether they are open).
        wifi_asked: the code for the network itself is wanted.
        cards_asked: cards of paper are wanted.
    """

    folded = Signal(bool)
    wifi_asked, cards_asked = Signal(), Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.opened = False
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Words(theme, _("If phones do not get in"), "caption_strong", "text.secondary")
        self.seen = Words(theme, "", "caption", "text.secondary", wraps=True)
        self.seen.setAlignment(far_side(self))
        self.fold = IconButton(theme, "chevron-down", _("Ways out when phones do not get in"), native(WAYS_KEY))
        self.fold.clicked.connect(self._by_hand)
        QShortcut(QKeySequence(WAYS_KEY), self).activated.connect(self._by_hand)
        head.addWidget(self.title)
        head.addWidget(self.seen, 1)
        head.addWidget(self.fold)
        column.addLayout(head)
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        self.apart = Way(
            theme,
            "wifi-off",
            _("Guest Wi-Fi keeps phones apart"),
            _("Open an own hotspot; the code stays."),
            _("Open a hotspot"),
            lambda: self.apart.tell(hotspot_words()),
        )
        self.no_internet = Way(
            theme,
            "smartphone",
            _("The phone says “no internet”"),
            _("Tell it to stay connected, or switch mobile data off. Where the Wi-Fi asks to sign in, do that first, "
              "then open the code in the usual browser."),
            _("Show Wi-Fi code"),
            self.wifi_asked.emit,
        )  # fmt: skip
        self.firewall = Way(
            theme,
            "shield-check",
            _("The firewall asks"),
            _("Allow it on “public” networks once. A VPN on this laptop is in the way, too: switch it off."),
            _("How"),
            lambda: self.firewall.tell(firewall_words()),
        )
        self.paper = Way(
            theme,
            "pencil",
            _("Nothing works"),
            _("Paper cards, typed in here. Nothing is lost."),
            _("Print cards"),
            self.cards_asked.emit,
        )
        self._grid = grid
        self._wide: bool | None = None
        self._arrange(True)
        column.addWidget(self._body)
        self.open(False)

    def all(self) -> tuple[Way, ...]:
        """The four, in the order of the focus."""
        return (self.apart, self.no_internet, self.firewall, self.paper)

    def fit_to(self, width: int) -> None:
        """Two beside each other where there is room, else one under the other."""
        self._arrange(width >= 520 * min(self._theme.scale, 1.6))

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        for at, way in enumerate(self.all()):
            self._grid.addWidget(way, *((at // 2, at % 2) if wide else (at, 0)))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if wide else 0)

    def _by_hand(self) -> None:
        self.open(not self.opened)
        self.folded.emit(self.opened)

    def open(self, opened: bool) -> None:
        """Show them, or only their heading."""
        self.opened = opened
        self._body.setVisible(opened)
        words = _("Fold the ways out") if opened else _("Ways out when phones do not get in")
        self.fold.setAccessibleName(words)
        self.fold.setToolTip(tip(words, WAYS_KEY))
        self.fold._icon = "chevron-up" if opened else "chevron-down"
        self.fold.restyle()

    def say_seen(self, words: str) -> None:
        """What can be seen from here."""
        self.seen.setText(words)
