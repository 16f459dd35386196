"""A sample talk read aloud by the computer's own voice, where it has one. Off until it is asked for."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

RATES = {1: 0.0, 2: 0.5}
"""How fast the voice speaks at a speed of the talk; above these speeds nobody could follow, and it is silent."""

_NOT_READY = (QTextToSpeech.State.Error,)


class Voice(QObject):
    """Speaks one turn at a time: a new one ends the one before.

    Signals:
        failed: this computer has no voice that can be used now.
    """

    failed = Signal()

    def __init__(self, engine: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speech = QTextToSpeech(engine, self) if engine else QTextToSpeech(self)
        self._voices: list[QVoice] = []
        self._speech.errorOccurred.connect(lambda *_about: self.failed.emit())

    @property
    def works(self) -> bool:
        """Whether there is a voice, or there may be one in a moment."""
        return self._speech.state() not in _NOT_READY

    @property
    def speaks(self) -> bool:
        """Whether something is being said."""
        return self._speech.state() in (QTextToSpeech.State.Speaking, QTextToSpeech.State.Synthesizing)

    def say(self, words: str, who: int, speed: int, language: QLocale.Language = QLocale.Language.English) -> None:
        """Say a turn; people with other numbers have other voices, as far as there are any."""
        self.hush()
        if speed not in RATES or not self.works:
            return
        if not self._voices:
            found = [one for one in self._speech.availableLocales() if one.language() == language]
            if found and self._speech.locale().language() != language:
                self._speech.setLocale(found[0])
            self._voices = list(self._speech.availableVoices())
        if self._voices:
            self._speech.setVoice(self._voices[who % len(self._voices)])
        self._speech.setRate(RATES[speed])
        self._speech.say(words)

    def hush(self) -> None:
        """Say nothing more."""
        if self.speaks:
            self._speech.stop()
