"""The program ends in order, whatever was copied in it."""

from __future__ import annotations

import subprocess
import sys

from tests.waiting import PATIENCE

COPIED = """
import sys
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from facilitator.ui.clipboard import on_clipboard
from facilitator.ui.start import leave_clipboard, make_application
application = make_application(sys.argv[:1])
leave_clipboard()  # nothing is there yet
assert on_clipboard().formats() == []
mime = QMimeData()
mime.setText("Check-in, 10 min")
mime.setData("application/x-facilitator-blocks", b"[]")
QGuiApplication.clipboard().setMimeData(mime)
del mime
leave_clipboard()
assert QGuiApplication.clipboard().text() == "Check-in, 10 min"
"""


def test_a_block_on_the_clipboard_is_no_crash_at_the_end() -> None:
    """A block was copied and the program closed: its words stay to be pasted, and the end is an end."""
    done = subprocess.run([sys.executable, "-c", COPIED], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
