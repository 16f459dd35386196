"""One window for one library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from facilitator.ui.instance import SingleInstance
from tests.waiting import turn_until

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from facilitator.ui import instance
from facilitator.ui.instance import SingleInstance
instance.PATIENCE_MS = 60_000
application = QCoreApplication([])
second = SingleInstance(Path(sys.argv[1]))
sys.exit(10 if second.first else 0 if second.call("session-7") else 11)
"""


def test_a_second_start_calls_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    """Another process on the same library is not first; its call arrives with the session it wants."""
    with SingleInstance(tmp_path / "library") as first:
        assert first.first
        with qtbot.waitSignal(first.called, timeout=60_000) as call:
            other = subprocess.Popen([sys.executable, "-c", SECOND, str(tmp_path / "library")])
        assert call.args == ["session-7"]
        turn_until(lambda: other.poll() is not None)
        assert other.returncode == 0


def test_another_library_has_its_own_window_and_the_name_comes_free(tmp_path: Path) -> None:
    """Two libraries, two windows; when the first closes, the next start is first again."""
    with SingleInstance(tmp_path / "one") as one, SingleInstance(tmp_path / "two") as two:
        assert one.first
        assert two.first
    with SingleInstance(tmp_path / "one") as again:
        assert again.first


def test_a_killed_first_window_does_not_keep_the_name(tmp_path: Path) -> None:
    """The lock knows that its holder died, and the socket left behind is taken over."""
    code = SECOND.replace("sys.exit(10", "import os; os.kill(os.getpid(), 9) if second.first else None; sys.exit(10")
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "library")], check=False)
    with SingleInstance(tmp_path / "library") as again:
        assert again.first
