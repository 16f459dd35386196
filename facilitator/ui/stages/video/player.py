"""The player of a film: a file with its picture and sound, and what is wrong with it where it does not play.

Some files are opened without a word and then give no picture at all (a codec nobody here can read). So a film that
should give a picture and gives none for two seconds is said to be unplayable, with the name of its codec.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, QSizeF, Qt, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaMetaData, QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtMultimediaWidgets import QGraphicsVideoItem

from facilitator.ui.stages.video.clock import FilmClock

NO_PICTURE_MS = 2_000
"""So long a film may be without its first picture."""

NEAR_MS = 500
"""A frame this near to the player's own clock tells the time better than that."""

UNREADABLE, NO_PICTURE = "unreadable", "no_picture"


class FilmPlayer(FilmClock):
    """Plays a file.

    Signals:
        loaded: the file is open and its length known.
        failed: it cannot be played, or can after all (see ``trouble``).
        waiting: it waits for more of the file, or no longer does.
        sound: loudspeakers came or went.
    """

    loaded = Signal()
    failed = Signal()
    waiting = Signal(bool)
    sound = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.item = QGraphicsVideoItem()
        """The picture, to be put into a scene."""
        self.trouble = ""
        """Empty, ``unreadable`` or ``no_picture``."""
        self._mirrors: list[QVideoSink] = []
        self._devices = QMediaDevices(self)
        self._heard = bool(QMediaDevices.audioOutputs())
        self._sound = QAudioOutput(self)
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(self._sound)  # without one it would wait for ever
        self._player.setVideoOutput(self.item)
        self._sink = self.item.videoSink()
        self._frame_ms = -1
        self._held: int | None = None
        self._asked: int | None = None
        self._ready = self._pictured = self._at_end = self._closed = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(NO_PICTURE_MS)
        self._patience.timeout.connect(self._no_picture)
        self._sink.videoFrameChanged.connect(self._framed, Qt.ConnectionType.QueuedConnection)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(self._erred)
        self._player.playbackStateChanged.connect(self._state)
        self._devices.audioOutputsChanged.connect(self._sound_changed)
        self.item.nativeSizeChanged.connect(self._sized)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._leave)

    # ---- the file -----------------------------------------------------------------------------------------------

    def open(self, file: Path, at_ms: int = 0) -> None:
        """Open a file and show its picture at a place."""
        self._ready = self._pictured = self._at_end = False
        self._asked = at_ms
        self._held = at_ms
        self._frame_ms = -1
        self.trouble = ""
        self._player.setSource(QUrl.fromLocalFile(str(file)))

    def codec(self) -> str:
        """The name of the picture's codec, as far as the file says it."""
        name = self._player.metaData().stringValue(QMediaMetaData.Key.VideoCodec)
        for track in self._player.videoTracks():
            name = name or track.stringValue(QMediaMetaData.Key.VideoCodec)
        return "" if name.casefold() in ("", "unspecified") else name

    def reason(self) -> str:
        """What the player says is wrong, in its own words."""
        return self._player.errorString()

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        of = QMediaPlayer.MediaStatus
        if self._closed:
            return
        if status == of.LoadedMedia and not self._ready:
            self._ready = True
            self._player.pause()  # shows the first picture
            if self._asked:
                self._player.setPosition(min(self._asked, max(self._player.duration() - 1, 0)))
            if self._player.hasVideo():
                self._patience.start()
            self.loaded.emit()
            self.changed.emit()
        elif status == of.EndOfMedia:
            self._at_end = True
            self._held = self._player.duration()
            self._poll.stop()
            self.moved.emit(self._held)
            self.ended.emit()
            self.changed.emit()
        elif status == of.InvalidMedia:
            self._fail(UNREADABLE)
        self.waiting.emit(status == of.StalledMedia)

    def _erred(self, error: QMediaPlayer.Error, words: str) -> None:
        del words
        if error != QMediaPlayer.Error.NoError and not self._closed:
            self._fail(UNREADABLE)

    def _fail(self, trouble: str) -> None:
        if self.trouble != trouble:
            self.trouble = trouble
            self.failed.emit()

    def _no_picture(self) -> None:
        if not self._pictured and self._player.hasVideo() and not self._closed:
            self._player.pause()
            self._fail(NO_PICTURE)

    # ---- pictures -----------------------------------------------------------------------------------------------

    def _framed(self, frame: QVideoFrame) -> None:
        if self._closed or not frame.isValid():
            return
        if not self._pictured:
            self._pictured = True
            self._patience.stop()
            if self.trouble == NO_PICTURE:
                self.trouble = ""
                self.failed.emit()
        self._frame_ms = frame.startTime() // 1000
        for sink in self._mirrors:
            sink.setVideoFrame(frame)
        if self.playing:
            self.moved.emit(self._frame_ms)

    def _sized(self, size: QSizeF) -> None:
        del size
        self.changed.emit()

    def mirror_to(self, sink: QVideoSink) -> None:
        """Give every picture to this sink as well, beginning with the one that stands."""
        if sink not in self._mirrors:
            self._mirrors.append(sink)
        frame = self._sink.videoFrame()
        if frame.isValid():
            sink.setVideoFrame(frame)

    def unmirror(self, sink: QVideoSink) -> None:
        """Give it no more."""
        with suppress(ValueError):
            self._mirrors.remove(sink)

    # ---- running ------------------------------------------------------------------------------------------------

    def _state(self, state: QMediaPlayer.PlaybackState) -> None:
        del state
        if not self._closed:
            self.changed.emit()

    @property
    def playing(self) -> bool:
        """Whether it runs."""
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def there(self) -> bool:  # type: ignore[override]
        """Whether the file is open and plays."""
        return self._ready and not self.trouble

    def position(self) -> int:
        """Where it is: by the frame that is seen, for the player's own clock lags behind it."""
        if self._held is not None:
            return self._held
        own = int(self._player.position())
        return max(own, self._frame_ms) if abs(own - self._frame_ms) < NEAR_MS else own

    def duration(self) -> int:
        """How long it is, 0 while nobody knows."""
        return int(self._player.duration())

    def play(self) -> None:
        """Let it run; from the beginning if it came to its end."""
        if not self._ready:
            return
        if self._at_end:
            self.seek(0)
        self._held = None
        self._player.play()
        self._poll.start()
        if not self._pictured and self._player.hasVideo():
            self._patience.start()

    def pause(self) -> None:
        """Stop it where it is."""
        if self.playing:
            self._held = self.position()
            self._player.pause()
            self._poll.stop()

    def seek(self, ms: int) -> None:
        """Send it to a place."""
        ms = max(ms, 0)
        if not self._ready:
            self._asked = self._held = ms
            return
        ms = min(ms, max(self.duration() - 1, 0))
        if self._at_end:
            self._at_end = False
            self._player.pause()
        if not self.playing:
            self._held = ms
        self._frame_ms = ms
        self._player.setPosition(ms)
        self.changed.emit()

    def set_speed(self, speed: float) -> None:
        """How fast it runs; 1 is as filmed."""
        self._player.setPlaybackRate(speed)

    # ---- sound --------------------------------------------------------------------------------------------------

    def has_loudspeaker(self) -> bool:
        """Whether there is anything to hear it by."""
        return self._heard

    def _sound_changed(self) -> None:
        if not self._closed:
            self._heard = bool(QMediaDevices.audioOutputs())
            self._sound.setDevice(QMediaDevices.defaultAudioOutput())
            self.sound.emit()

    def volume(self) -> float:
        """How loud it is, 0 to 1; 0 while it is silenced."""
        return 0.0 if self._sound.isMuted() else self._sound.volume()

    def set_volume(self, volume: float) -> None:
        """How loud it is, 0 to 1."""
        self._sound.setMuted(volume <= 0)
        if volume > 0:
            self._sound.setVolume(min(volume, 1.0))

    # ---- the end ------------------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """The program ends: no thread of the player may be left for Python to wait for."""
        if not self._closed:
            _stop(self._player)

    def close(self) -> None:
        """Stop, and let go of the file, the loudspeaker and every sink, at once."""
        super().close()
        self._closed = True
        self._patience.stop()
        self._mirrors.clear()
        self._sink.videoFrameChanged.disconnect(self._framed)
        _stop(self._player)
        self._player.setVideoOutput(None)  # type: ignore[arg-type]
        self._player.setAudioOutput(None)  # type: ignore[arg-type]
        self._player.setSource(QUrl())
        scene = self.item.scene()
        if scene is not None:
            scene.removeItem(self.item)
        self.deleteLater()


def _stop(player: QMediaPlayer) -> None:
    """Stop a player and wait until its threads have ended.

    They end by letting go of Python's objects, for which they need Python's lock; who holds it and waits for them waits
    for ever. Events are delivered without the lock, so the stop is one, delivered here and now.
    """
    QMetaObject.invokeMethod(player, "stop", Qt.ConnectionType.QueuedConnection)
    QCoreApplication.sendPostedEvents(player, QEvent.Type.MetaCall.value)
