"""The row under a film: play, back, the strip, the time, captions, speed, volume. It never turns round."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QMenu, QSizePolicy, QToolButton, QWidget

from facilitator.ui import shown, times
from facilitator.ui.actions import tip
from facilitator.ui.stages.video.strip import CueStrip
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import IconButton, Words
from facilitator.words import _

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
BACK_MS = 10_000
OFF = "off"
SPACING, STRIP_LEAST = 10, 160
LARGEST = 48
"""The round button grows with the text up to here, in px: the picture needs the room more."""


class PlayButton(QAbstractButton):
    """The round button that lets it run and stops it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._playing = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.restyle)
        self.restyle()
        self.put(False)

    def restyle(self) -> None:
        """Take the theme as it is now."""
        side = min(self._theme.mark(40), LARGEST)
        self.setFixedSize(side, side)
        self.update()

    def put(self, playing: bool) -> None:
        """Whether it runs."""
        if playing != self._playing:
            self._playing = playing
            name = _("Stop the film") if playing else _("Play the film")
            self.setAccessibleName(name)
            self.setToolTip(tip(name, "Space"))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        role = "accent.pressed" if self.isDown() else ("accent.hover" if self.underMouse() else "accent.base")
        on = "accent.on"
        if not self.isEnabled():
            role, on = "surface.sunken", "text.disabled"
        painter.setBrush(theme.colour(role))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        size = theme.mark(20)
        icon = theme.pixmap("pause" if self._playing else "play", on, size, self.devicePixelRatioF())
        at = (self.width() - size) // 2
        painter.drawPixmap(at if self._playing else at + 1, at, icon)


class VolumeButton(IconButton):
    """Sound on and off; the wheel and the arrows make it louder and quieter.

    Signals:
        wanted: so loud (0 to 1).
    """

    wanted = Signal(float)

    def __init__(self, theme: Theme) -> None:
        self.level, self._before, self.nobody = 1.0, 1.0, False
        super().__init__(theme, "volume-2", _("Volume"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._toggle)
        self.put(1.0, nobody=False)

    def put(self, level: float, *, nobody: bool) -> None:
        """So loud is it; ``nobody`` says that there is no loudspeaker at all."""
        self.level, self.nobody = level, nobody
        if nobody:
            name = _("No loudspeaker found: the film plays without sound")
        elif level <= 0:
            name = _("Sound is off")
        else:
            name = _("Volume {percent} %").format(percent=round(level * 100))
        self.setAccessibleName(name)
        self.setToolTip(name if nobody else tip(name, "Up"))
        self.setEnabled(not nobody)
        self.update()

    def _ask(self, level: float) -> None:
        level = round(min(max(level, 0.0), 1.0), 2)
        if level > 0:
            self._before = level
        self.wanted.emit(level)

    def _toggle(self) -> None:
        self._ask(0.0 if self.level > 0 else self._before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 0.1, Qt.Key.Key_Down: -0.1}.get(Qt.Key(event.key()), 0.0)
        if step:
            self._ask(self.level + step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._ask(self.level + (0.1 if event.angleDelta().y() > 0 else -0.1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon; struck through where nothing is to be heard."""
        super().paintEvent(event)
        if self.level > 0 and not self.nobody:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.iconSize().width() / 2 - 1
        middle = QPointF(self.rect().center()) + QPointF(0.5, 0.5)
        reach = QPointF(half, half)
        colour = self._theme.colour("text.disabled" if self.nobody else "text.secondary")
        painter.setPen(QPen(self._theme.colour("surface.panel"), 4.5))
        painter.drawLine(middle - reach, middle + reach)
        painter.setPen(QPen(colour, 1.75))
        painter.drawLine(middle - reach, middle + reach)


class MenuButton(QToolButton):
    """A few words that open a menu."""

    def __init__(self, theme: Theme, icon: str = "") -> None:
        super().__init__()
        self._theme, self._icon = theme, icon
        self._on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon if icon else Qt.ToolButtonStyle.ToolButtonTextOnly
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        theme.changed.connect(self.restyle)
        self.restyle()

    def put(self, words: str, name: str, *, on: bool = False) -> None:
        """Its words, and its name for who cannot see it; ``on`` tints it."""
        self.setText(f" {words}" if self._icon else words)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._on = on
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        colour = theme.hex("accent.base" if self._on else "text.secondary")
        ground = theme.hex("accent.tint") if self._on else "transparent"
        self.setFont(theme.font("small", weight=500))
        if self._icon:
            self.setIcon(theme.icon(self._icon, "accent.base" if self._on else "text.secondary", theme.mark(16)))
            self.setIconSize(QSize(theme.mark(16), theme.mark(16)))
        self.setStyleSheet(
            f"QToolButton {{ color: {colour}; background: {ground}; border-radius: 4px; padding: 2px 8px; }}"
            f"QToolButton:hover {{ background: {theme.hex('surface.hover')}; }}"
        )


class Transport(QWidget):
    """The row.

    Signals:
        play_asked: play, or stop.
        back_asked: ten seconds back.
        language_chosen: captions in this language (``off`` for none).
        speed_chosen: so fast.
    """

    play_asked = Signal()
    back_asked = Signal()
    language_chosen = Signal(str)
    speed_chosen = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._useless: set[QWidget] = set()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.play = PlayButton(theme)
        self.back = IconButton(theme, "undo-2", _("Back 10 seconds"), "Ctrl+J")
        self.strip = CueStrip(theme)
        self.time = Words(theme, "", "small", "text.secondary")
        self.captions = MenuButton(theme, "captions")
        self.speed = MenuButton(theme)
        self.volume = VolumeButton(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.play, self.back, self.strip, self.time, self.captions, self.speed, self.volume):
            row.addWidget(part, 1 if part is self.strip else 0)
        row.setSpacing(SPACING)
        self.play.clicked.connect(self.play_asked)
        self.back.clicked.connect(self.back_asked)
        self.strip.toggled.connect(self.play_asked)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._tongues: QActionGroup | None = None
        self._speed = 0.0
        self._speeds = QActionGroup(self)
        for one in SPEEDS:
            action = QAction(times_sign(one), self._speeds)
            action.setData(one)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, one=one: self.speed_chosen.emit(one))
            self.speed.choices.addAction(action)
        self._languages: tuple[dict[str, str], str] | None = None
        self.show_speed(1.0)
        self.show_languages({}, "")
        self.restyle()

    def offer(self, part: QWidget, on: bool) -> None:
        """Whether a part is of use now."""
        self._useless.discard(part)
        if not on:
            self._useless.add(part)
        self._fit()

    def _fit(self) -> None:
        """What has no room beside a strip that can be hit goes: first what is seldom asked for."""
        gives = (self.volume, self.speed, self.captions, self.back, self.time)
        shown_now = [part for part in (self.play, *gives) if part not in self._useless]
        room = self.width() - STRIP_LEAST - sum(part.sizeHint().width() + SPACING for part in shown_now)
        for part in gives:
            keeps = part in shown_now and room >= 0
            if part in shown_now and not keeps:
                room += part.sizeHint().width() + SPACING
            part.setVisible(keeps)

    def minimumSizeHint(self) -> QSize:
        """It may be narrow."""
        return QSize(self.play.width() + SPACING + STRIP_LEAST, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fit()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        self.setFixedHeight(max(self._theme.line("small") + 12, self.play.height()))
        self.time.setFont(self._theme.figures("small"))

    def put(self, at_ms: int, length_ms: int, playing: bool) -> None:
        """Where it is."""
        self.play.put(playing)
        self.strip.put(at_ms, length_ms)
        words = times.offset(at_ms)
        if length_ms:
            words = f"{words} / {times.offset(length_ms)}"
        if words != self.time.text():
            self.time.setText(words)

    def show_languages(self, tags: dict[str, str], taken: str) -> None:
        """The captions there are: tag and name of each; ``taken`` is the one that is shown."""
        if (tags, taken) == self._languages:
            return
        self._languages = (dict(tags), taken)
        if self._tongues is not None:
            self._tongues.deleteLater()  # and its actions with it
        self._tongues = QActionGroup(self)
        for tag, name in ((OFF, _("No captions")), *tags.items()):
            action = QAction(shown.on_button(name), self._tongues)
            action.setCheckable(True)
            action.setChecked(tag == taken)
            action.triggered.connect(lambda _checked=False, tag=tag: self.language_chosen.emit(tag))
            self.captions.choices.addAction(action)
        on = taken in tags
        short = (taken.partition("-")[0].upper() or _("On")) if on else _("Off")
        name = _("Captions: {language}").format(language=tags[taken] if on else _("none"))
        self.captions.put(short, name, on=on)
        self.offer(self.captions, bool(tags))

    def show_speed(self, speed: float) -> None:
        """So fast it runs."""
        if speed == self._speed:
            return
        self._speed = speed
        for action in self._speeds.actions():
            action.setChecked(action.data() == speed)
        self.speed.put(times_sign(speed), _("Speed {speed}, and more about the film").format(speed=times_sign(speed)))


def times_sign(speed: float) -> str:
    """A speed as it is written: 0.75×, from left to right in every window."""
    return f"\u200e{QLocale().toString(speed, 'g', 3)}×\u200e"


def language_name(tag: str) -> str:
    """A language by its own name; the tag where nobody knows it."""
    if not tag:
        return _("Captions")
    locale = QLocale(tag.replace("-", "_"))
    name = locale.nativeLanguageName() if locale.language() != QLocale.Language.C else ""
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def tags_in_order(tags: Sequence[str], ours: str) -> dict[str, str]:
    """Languages with their names, that of the window first."""
    first = sorted(tags, key=lambda tag: (tag.partition("-")[0].casefold() != ours, tag))
    return {tag: language_name(tag) for tag in first}
