"""One session in every script: given by the command line, read back from every file by other programs."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ROOT = Path(__file__).parent.parent.parent
TEXTS = json.loads((ROOT / "tests" / "data" / "scripts.json").read_text(encoding="utf-8"))

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]  # thirty starts of the program


def run(library: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", "--library", str(library), *words],
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout.decode()


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def test_every_script_goes_in_and_comes_out(tmp_path: Path) -> None:
    """All 26 texts, mixed with a year in brackets, a time and a Latin name: the same words in every file."""
    library = tmp_path / "library"
    session = json.loads(run(library, "new", "Every script", "--json"))["session"]
    mixed = {item["tag"]: f"{item['text']} (2026) 15:30 José" for item in TEXTS}
    for words in mixed.values():
        run(library, "give", session, "--as", "José Carrasco", "--", words)
    for form in ("pdf", "md", "csv", "json"):
        run(library, "export", session, "-o", str(tmp_path / f"out.{form}"))
    page = squeezed(
        subprocess.run(
            ["pdftotext", "-raw", tmp_path / "out.pdf", "-"], capture_output=True, check=True
        ).stdout.decode()
    )
    lost = [item["tag"] for item in TEXTS if item["direction"] == "ltr" and squeezed(mixed[item["tag"]]) not in page]
    assert not lost
    markdown = squeezed((tmp_path / "out.md").read_text(encoding="utf-8").replace("\\", ""))
    assert [tag for tag, words in mixed.items() if squeezed(words) not in markdown] == []
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == list(mixed.values())
    given = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["contributions"]
    assert [one["text"] for one in given] == list(mixed.values())
