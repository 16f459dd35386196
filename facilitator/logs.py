"""The program's log: JSON lines in rotating files, and the last of them in memory for a crash report.

**No participant's words, ever.** A log is sent around when something breaks, and a session is not. So the log holds
what the program did, in the program's own words: messages are constant sentences, and what is put into them is
numbers and ids. As a safety net, any parameter that is a longer or spoken text is replaced by its length, and an
exception is recorded by its type and the places in the code it came through, without its message.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections import deque
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

FILE_NAME = "facilitator.log"
FILE_BYTES = 1_000_000
FILES_KEPT = 4
RING = 300

_OURS = "facilitator"
_PLAIN = re.compile(r"[A-Za-z0-9_.,:;=+#%<>()\[\]-]{1,80}\Z")

_ring: deque[str] = deque(maxlen=RING)
_installed: list[logging.Handler] = []


def start(folder: Path, level: int = logging.INFO) -> Path | None:
    """Begin logging: ours from ``level`` up, libraries from warnings up.

    A folder that cannot be written is no reason not to start: then only the memory of recent records works.

    Returns:
        The log file, or None where it cannot be written.
    """
    stop()
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(level)
    _install(_Ring())
    file = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError:
        logging.getLogger(__name__).warning("The log file cannot be written; going on without it.")
        return None
    handler.setFormatter(_Lines())
    _install(handler)
    return file


def stop() -> None:
    """End logging and close the file. Recent records stay in memory."""
    while _installed:
        handler = _installed.pop()
        logging.getLogger().removeHandler(handler)
        handler.close()


def recent() -> list[str]:
    """The last records, oldest first, one JSON document each: for a crash report."""
    return list(_ring)


def describe(error: BaseException) -> list[str]:
    """An exception without its message: its type, and file, line and function it came through, innermost last.

    Causes come first, as in a traceback. Messages are left out, since libraries put values into them.
    """
    lines: list[str] = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and cause is not error:
        lines += describe(cause)
    lines += _frames(error.__traceback__)
    kind = type(error)
    number = f" {error.errno}" if isinstance(error, OSError) and error.errno is not None else ""
    lines.append(f"{kind.__module__}.{kind.__qualname__}{number}")
    return lines


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        place = "/".join(Path(code.co_filename).parts[-2:])
        found.append(f"{place}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found


def _install(handler: logging.Handler) -> None:
    logging.getLogger().addHandler(handler)
    _installed.append(handler)


def _harmless(value: object) -> object:
    """What may be written of a parameter: numbers and id-like text as they are, anything else by its kind and size."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Path):
        text = str(value)
        return text if _PLAIN.match(text) else f"<text of {len(text)}>"
    if isinstance(value, BaseException):
        return f"<{type(value).__name__}>"
    text = str(value) if type(value).__module__ in {"uuid", "datetime", "uuid_utils"} else ""
    return text if text else f"<{type(value).__name__}>"


def _message(record: logging.LogRecord) -> str:
    args: Any = record.args
    try:
        if isinstance(args, Mapping):
            return str(record.msg) % {name: _harmless(value) for name, value in args.items()}
        if args:
            return str(record.msg) % tuple(_harmless(value) for value in args)
    except (TypeError, ValueError):  # such as %d for something that is no number
        return str(record.msg)
    return str(record.msg)


class _Lines(logging.Formatter):
    """One record, one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        line: dict[str, object] = {
            "at": at,
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _message(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _Ring(logging.Handler):
    """Keeps the last records in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(_Lines())

    def emit(self, record: logging.LogRecord) -> None:
        _ring.append(self.format(record))
