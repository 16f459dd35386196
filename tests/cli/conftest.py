"""The command line as a person meets it: words in, an exit code, two streams and files out."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facilitator.app import main


@dataclass(frozen=True)
class Said:
    """What one call left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Said]


def hears_interrupts() -> None:
    """In a child, before the program: a shell has what it starts in the background, us too, ignore Ctrl+C."""
    for ending in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), signal.SIG_DFL)


def ignores_interrupts() -> None:
    """The same, for a program that is started in the background."""
    hears_interrupts()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.fixture
def in_background() -> Iterator[None]:
    """The tests themselves as if they ran in the background of a script."""
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, usual)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def call(library: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program with words; the library's folder is added behind them."""

    def run(*words: object) -> Said:
        try:
            code = main(["--library", str(library), *map(str, words)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
