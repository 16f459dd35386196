"""One window a library: a second start brings the first to the front, hands over what it was asked, and ends."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from facilitator import paths

PATIENCE_MS = 3000
_LONGEST = 4096
_log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """Holds the window's place for one library.

    Signals:
        called: another start asks for the front; the session it wants, or empty.
    """

    called = Signal(str)

    def __init__(self, library: Path, state: Path | None = None) -> None:
        super().__init__()
        folder = state if state is not None else paths.state_folder()
        mark = hashlib.sha256(str(library.resolve()).encode()).hexdigest()[:20]
        self._name = f"facilitator-{mark}"
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(folder / f"window-{mark}.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        held = self._lock.tryLock(0)
        # A folder that cannot be written has no lock either; one window more is better than none.
        self.first = held or self._lock.error() != QLockFile.LockError.LockFailedError
        if self.first:
            self._listen()

    def _listen(self) -> None:
        QLocalServer.removeServer(self._name)  # a crashed window leaves its door behind
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            _log.warning("No door for a second start could be opened.")
            return
        server.newConnection.connect(self._knocked)
        self._server = server

    def _knocked(self) -> None:
        assert self._server is not None
        if not self._server.hasPendingConnections():
            return
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._asked(socket))
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            self._asked(socket)

    def _asked(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        try:
            wish = json.loads(bytes(socket.readLine(_LONGEST).data()))
            session = str(wish.get("session", ""))[:200]
        except (ValueError, AttributeError):
            session = ""
        socket.write(b"ok\n")
        socket.flush()
        self.called.emit(session)

    def call(self, session: str = "") -> bool:
        """Ask the first window to come to the front. Returns whether it answered."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        socket.write(json.dumps({"session": session}).encode() + b"\n")
        socket.flush()
        answered = socket.waitForReadyRead(PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Give the place back."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock.isLocked():
            self._lock.unlock()

    def __enter__(self) -> SingleInstance:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
