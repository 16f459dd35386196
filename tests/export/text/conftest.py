"""What the tests of text stand on: a font book, files built from flowables, and other programs that read them back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable

from facilitator.export.text import FontBook, canvas_maker

DATA = Path(__file__).parents[2] / "data"

Build = Callable[..., Path]


@pytest.fixture(scope="session")
def font_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the font index is kept between the tests of one run."""
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture
def book(font_index: Path) -> Iterator[FontBook]:
    """A fresh book of the program's own fonts, in use; the system's fonts stay out, so results are alike everywhere."""
    with FontBook.bundled(font_index, use_system=False) as opened:
        yield opened


@pytest.fixture
def build(tmp_path: Path, book: FontBook) -> Build:
    """Builds a file from flowables: `build(story, width=..., height=..., **canvas_options)`."""

    def make(story: Sequence[Flowable], width: float = 400, height: float = 600, **options: Any) -> Path:
        path = tmp_path / f"text-{len(list(tmp_path.iterdir()))}.pdf"
        options.setdefault("title", "A test")
        template = SimpleDocTemplate(
            str(path),
            pagesize=(width + 52, height + 52),
            leftMargin=20,
            rightMargin=20,
            topMargin=20,
            bottomMargin=20,
        )
        template.build(list(story), canvasmaker=canvas_maker(**options))
        return path

    return make


@pytest.fixture(scope="session")
def scripts() -> list[dict[str, str]]:
    """Article 1 of the declaration of human rights in 26 languages."""
    texts: list[dict[str, str]] = json.loads((DATA / "scripts.json").read_text("utf-8"))
    return texts


@pytest.fixture(scope="session")
def naughty() -> list[str]:
    """Strings that have broken other programs."""
    texts: list[str] = json.loads((DATA / "naughty.json").read_text("utf-8"))
    return texts


def run(*command: str) -> str:
    """What another program says, or a skipped test where it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert not done.stderr.strip(), done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "replace")


@pytest.fixture
def read() -> Callable[[Path], list[str]]:
    """The words of each page as pdftotext finds them."""

    def pages(path: Path) -> list[str]:
        return run("pdftotext", str(path), "-").split("\f")[:-1]

    return pages


@pytest.fixture
def tool() -> Callable[..., str]:
    """Run another program on a file: `tool("qpdf", "--check", path)`."""

    def call(*command: object) -> str:
        return run(*(str(part) for part in command))

    return call


_UNSEEN = re.compile("[\\s\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def plain() -> Callable[[str], str]:
    """Words for comparing: NFC, without white space and direction marks."""

    def reduce(text: str) -> str:
        return _UNSEEN.sub("", unicodedata.normalize("NFC", text))

    return reduce
