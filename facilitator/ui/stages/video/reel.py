"""A film as it runs on a stage: from its file or by a clock run by hand, to its next cue, with its captions.

No widget and no record: the stage shows it and asks for what is to be kept.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from facilitator import tasks
from facilitator.session.captions import Captions
from facilitator.session.cues import CueWatch, next_cue
from facilitator.session.film import Film, FilmCue
from facilitator.session.ports import Clock
from facilitator.ui.stages.video.clock import FilmClock, HandClock
from facilitator.ui.stages.video.finding import Found, look
from facilitator.ui.stages.video.transport import OFF, tags_in_order
from facilitator.words import _, language

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoSink

    from facilitator.ui.stages.video.player import FilmPlayer

HERE_MS = 200
"""So near to a cue the film stands at it."""

END_MS = 500
"""So near to its end a film is over: what is said then is no longer said of a place in it."""

HAND_LENGTH_MS = 600_000
"""The strip of a clock run by hand is so long, or several times so long."""


class Reel(QObject):
    """The film of one stage.

    Signals:
        moved: it runs and is here now (ms).
        changed: it runs or stands, is elsewhere, plays or does not.
        reached: it stopped at a cue (a :class:`FilmCue`).
        opened: a file was looked for and is open, missing or unreadable.
        caption_changed: these words are to be read under the picture now.
        picture_changed: there is a picture, or none any longer.
        sound_changed: it is louder, or loudspeakers came or went.
    """

    moved = Signal(int)
    changed = Signal()
    reached = Signal(object)
    opened = Signal()
    caption_changed = Signal(str)
    picture_changed = Signal()
    sound_changed = Signal()

    def __init__(self, now: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self.clock: FilmClock = FilmClock(self)
        self.player: FilmPlayer | None = None
        self.film = Film("")
        self.cues: list[FilmCue] = []
        self.found: Found | None = None
        self.missing = False
        self.caption = ""
        self._watch = CueWatch()
        self._mirrors: list[QVideoSink] = []
        self._shows: tuple[str, bool] | None = None
        self._chosen: tuple[str, ...] = ()
        self._closed = False

    # ---- which film ---------------------------------------------------------------------------------------------

    @property
    def folder(self) -> Path | None:
        """Where the film lies, to begin looking there for others."""
        return self.found.path.parent if self.found is not None and self.found.there else None

    def show_film(self, film: Film, place_ms: int) -> None:
        """Run this film from this place, unless it is the one that runs."""
        self.film = film
        if (film.file, film.external) != self._shows:
            self._shows = (film.file, film.external)
            self._drop()
            self._watch.sent(place_ms, 0)
            if film.external:
                self._run(HandClock(self._now, place_ms, self))
            elif film.file:
                tasks.start(self._find(film, place_ms), "look for a film", self._failed)
        elif film.captions != self._chosen and self.player is not None:
            tasks.start(self._read_captions(film), "read captions", self._failed)
        self._chosen = film.captions
        self.clock.set_speed(film.speed)
        self.say_caption()

    def looks_for(self) -> str:
        """The place of the file that is shown or looked for."""
        return self._shows[0] if self._shows is not None else ""

    async def _find(self, film: Film, place_ms: int) -> None:
        found = await self._looked(film)
        if found is None:
            return
        self.found, self.missing = found, not found.there
        if found.there:
            self._play(found, place_ms)
        else:
            self.opened.emit()
        self.changed.emit()

    async def _looked(self, film: Film) -> Found | None:
        """What was found of a film; None where another one is shown by now, or none."""
        found = await tasks.in_thread(look, film.file, film.captions)
        gone = not shiboken6.isValid(self) or self._closed or self._shows != (film.file, False)
        return None if gone else found

    async def _read_captions(self, film: Film) -> None:
        found = await self._looked(film)
        if found is not None and self.player is not None:
            self.found = found
            self.say_caption()
            self.changed.emit()

    def _failed(self, error: BaseException) -> None:
        raise error

    def _play(self, found: Found, place_ms: int) -> None:
        from facilitator.ui.stages.video.player import FilmPlayer

        player = self.player = FilmPlayer(self)
        player.loaded.connect(self.opened)
        player.failed.connect(self.opened)
        player.waiting.connect(self._waiting)
        player.sound.connect(self.sound_changed)
        for sink in self._mirrors:
            player.mirror_to(sink)
        self._run(player)
        player.set_speed(self.film.speed)
        player.open(found.path, place_ms)
        self.picture_changed.emit()
        self.sound_changed.emit()

    def _run(self, clock: FilmClock) -> None:
        self.clock = clock
        clock.moved.connect(self._moved)
        clock.changed.connect(self.changed)

    def _drop(self) -> None:
        clock, self.clock = self.clock, FilmClock(self)
        had, self.player = self.player, None
        self.found, self.missing = None, False
        clock.blockSignals(True)
        if had is not None:
            self.picture_changed.emit()
        clock.close()
        clock.deleteLater()
        self.say_caption()

    def close(self) -> None:
        """Let go of the file, now."""
        if not self._closed:
            self._mirrors.clear()
            self._drop()
            self._closed = True

    # ---- running ------------------------------------------------------------------------------------------------

    def _moved(self, ms: int) -> None:
        if self._watch.stale(ms):
            return
        cue = self._watch.moved(ms, self.cues)
        if cue is None:
            self.say_caption(ms)
            self.moved.emit(ms)
            return
        self.clock.pause()
        self.seek(cue.at_ms)
        self.reached.emit(cue)

    def go_on(self) -> None:
        """Let it run; from the beginning if it came to its end."""
        if self.over():
            self._watch.sent(0, self.clock.position())
        self.clock.play()

    def seek(self, ms: int) -> None:
        """Send it to a place; it goes on or stands as before."""
        to = max(ms, 0)
        if self.clock.duration():
            to = min(to, self.clock.duration())
        self._watch.sent(to, self.clock.position())
        self.clock.seek(to)
        self.say_caption()

    def over(self) -> bool:
        """Whether it came to its end."""
        length = self.clock.duration()
        return bool(length) and not self.clock.playing and self.clock.position() >= length - END_MS

    def length(self, at_ms: int) -> int:
        """How long the strip is, in ms: the film, or what its clock may need."""
        known = self.clock.duration() or self.film.duration_ms
        if known and not self.clock.by_hand:
            return known
        last = self.cues[-1].at_ms if self.cues else 0
        if not self.clock.there:
            return known or (last + 60_000 if last else 0)
        most = max(known, at_ms + 60_000, last + 60_000)
        return most if known else -(-most // HAND_LENGTH_MS) * HAND_LENGTH_MS

    def here(self) -> FilmCue | None:
        """The cue it stands at; None while it runs."""
        if self.clock.playing or not self.clock.there:
            return None
        at = self.clock.position()
        near = [cue for cue in self.cues if abs(cue.at_ms - at) <= HERE_MS]
        return min(near, key=lambda cue: abs(cue.at_ms - at), default=None)

    def ahead(self) -> FilmCue | None:
        """The next cue."""
        return next_cue(self.cues, self.clock.position())

    # ---- captions -----------------------------------------------------------------------------------------------

    def languages(self) -> dict[str, str]:
        """The captions there are: tag and name, that of the window first."""
        found = self._captions()
        return tags_in_order(list(found), language().partition("-")[0])

    def language(self) -> str:
        """The tag of the captions that are shown; ``off`` for none."""
        found, wanted = self._captions(), self.film.language
        if wanted == OFF or not found:
            return OFF
        return wanted if wanted in found else next(iter(self.languages()))

    def _captions(self) -> dict[str, Captions]:
        return self.found.captions if self.found is not None and self.player is not None else {}

    def say_caption(self, at_ms: int | None = None) -> None:
        """Tell what is to be read now, where that is something else."""
        captions = self._captions().get(self.language())
        at = self.clock.position() if at_ms is None else at_ms
        self._say(captions.at(at) if captions is not None else "")

    def _say(self, words: str) -> None:
        if words != self.caption:
            self.caption = words
            self.caption_changed.emit(words)

    def _waiting(self, waits: bool) -> None:
        if waits:
            self._say(_("The film is being read …"))
        else:
            self.say_caption()

    # ---- the room -----------------------------------------------------------------------------------------------

    def mirror_to(self, sink: QVideoSink) -> None:
        """Give every picture to this sink as well, whatever film is shown, until it is taken off."""
        if sink not in self._mirrors:
            self._mirrors.append(sink)
        if self.player is not None:
            self.player.mirror_to(sink)

    def unmirror(self, sink: QVideoSink) -> None:
        """Give it no more."""
        with suppress(ValueError):
            self._mirrors.remove(sink)
        if self.player is not None:
            self.player.unmirror(sink)
