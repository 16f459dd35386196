"""Lines typed and not yet kept: written to disk at every pause of a fifth of a second, off the window's thread.

One small file a session. It holds what stands in the capture bar, and each line given whose saving has not been
confirmed. So a crash between two keys loses nothing, and a line that did reach the record does not come back twice.
Beside it, by the same thread, is kept what the coach has told (`coach_notes`).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from facilitator.session.ports import wall_clock
from facilitator.ui.coach_notes import CoachNotes

PAUSE_MS = 200
ASK_MS = 20
_SAFE = re.compile(r"[^0-9A-Za-z-]")
_log = logging.getLogger(__name__)

_pool = ThreadPoolExecutor(1, thread_name_prefix="draft")
"""One thread for all: what is read was written before, also by the page of the same session that was left just now."""


@dataclass(slots=True)
class Draft:
    """What is kept for one session: the line in the bar, and lines given by the ids of their contributions."""

    text: str = ""
    waiting: dict[str, str] = field(default_factory=dict)
    at_ms: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.text.strip() and not self.waiting


class DraftKeeper(QObject):
    """Keeps one session's draft on disk.

    Signals:
        written: it is on the disk, as it stood at this time (ms UTC).
    """

    written = Signal(object)

    def __init__(self, folder: Path, session: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = folder / f"{_SAFE.sub('_', session)[:100]}.json"
        self._closed = False
        self._last: Future[bool] | None = None
        self.coach = CoachNotes(self._file.with_suffix(".coach.json"), self._put_beside)
        """What the coach has told in this session."""
        self._beside: Future[bool] | None = None
        self.draft = Draft()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)
        self._asking = QTimer(self)
        self._asking.setInterval(ASK_MS)
        self._asking.timeout.connect(self._ask)

    def read(self) -> Draft:
        """What an earlier run left; empty where there is none or it cannot be read. Waits for what is being written."""
        return _pool.submit(self._read).result()

    def _read(self) -> Draft:
        self.coach.read()
        try:
            found = json.loads(self._file.read_text("utf-8"))
            waiting = {str(key): str(text) for key, text in dict(found["waiting"]).items()}
            self.draft = Draft(str(found["text"]), waiting, int(found["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            self.draft = Draft()
        return self.draft

    def typed(self, text: str) -> None:
        """The bar says this now."""
        if text != self.draft.text:
            self.draft.text = text
            self._timer.start()

    def given(self, contribution: str, text: str) -> None:
        """A line was given and is not kept yet."""
        self.draft.waiting[contribution] = text
        self.draft.text = ""
        self._write()

    def kept(self, contribution: str) -> None:
        """A line given is in the record for good."""
        if self.draft.waiting.pop(contribution, None) is not None:
            self._timer.start()

    def taken_back(self, contribution: str) -> str:
        """A line given could not be saved: it is a draft again. Gives its words."""
        text = self.draft.waiting.pop(contribution, "")
        self._timer.start()
        return text

    def _write(self) -> None:
        self._timer.stop()
        self.draft.at_ms = wall_clock()
        content = None
        if not self.draft.empty:
            content = json.dumps(
                {"text": self.draft.text, "waiting": self.draft.waiting, "at": self.draft.at_ms}
            ).encode()
        self._last = _pool.submit(_put, self._file, content)
        self._asking.start()

    def _ask(self) -> None:
        """Whether the last writing has ended. Asked for: a thread must not speak through a window that may be gone."""
        if self._last is None or not self._last.done():
            return
        self._asking.stop()
        if self._last.result():
            self.written.emit(self.draft.at_ms)

    def _put_beside(self, file: Path, content: bytes) -> None:
        """Write another file of the session's after what is being written."""
        if not self._closed:
            self._beside = _pool.submit(_put, file, content)

    def settle(self) -> None:
        """Write now and wait for it: for the end of the program and for tests."""
        if self._timer.isActive():
            self._write()
        for writing in (self._last, self._beside):
            if writing is not None:
                writing.result(10)

    def close(self) -> None:
        """Write what waits, without waiting for it."""
        if self._timer.isActive():
            self._write()
        self._asking.stop()
        self._closed = True


def _put(file: Path, content: bytes | None) -> bool:
    """Write a draft, or take it away; whether it is as it should be on the disk."""
    try:
        if content is None:
            file.unlink(missing_ok=True)
            return True
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(file.name + ".new")
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
        return True
    except OSError as error:
        _log.warning("A draft could not be written: error %s", error.errno)
        with contextlib.suppress(OSError):
            file.with_name(file.name + ".new").unlink(missing_ok=True)
        return False
