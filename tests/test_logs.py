"""The log says what the program did and never what people said."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator import logs

SECRET = "I was afraid of the night shift"


@pytest.fixture
def file(home: Path) -> Iterator[Path]:
    file = logs.start(home / "logs")
    assert file is not None
    yield file
    logs.stop()


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_records_are_json_lines(file: Path) -> None:
    """A record has a time with a zone, a level, a source and a message with its numbers and ids."""
    logging.getLogger("facilitator.storage").info("Opened %s with %d facts", "0198f2aa-77", 20_000)
    (line,) = lines(file)
    assert line["message"] == "Opened 0198f2aa-77 with 20000 facts"
    assert line["level"] == "info"
    assert line["from"] == "facilitator.storage"
    assert str(line["at"]).endswith("Z")
    assert json.loads(logs.recent()[-1]) == line


def test_no_words_of_participants(file: Path) -> None:
    """Even a careless call writes nobody's words: not as a parameter, not in an exception, not in its causes."""
    log = logging.getLogger("facilitator.session")
    log.warning("Refused %s", SECRET)
    log.warning("Refused %(text)s", {"text": SECRET})
    log.warning("Odd %r", [SECRET])
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        log.exception("Failed: %s", error)
    text = file.read_text("utf-8") + "".join(logs.recent()[-4:])
    assert "afraid" not in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_no_words_of_participants" in text


def test_libraries_speak_only_when_worried(file: Path) -> None:
    """What libraries chat about is left out; their warnings are kept."""
    logging.getLogger("sqlalchemy.engine").info("SELECT 1")
    logging.getLogger("asyncio").warning("slow callback")
    assert [line["from"] for line in lines(file)] == ["asyncio"]


def test_old_records_leave(file: Path) -> None:
    """The memory and the files are bounded, however long the program runs."""
    log = logging.getLogger("facilitator.bench")
    for number in range(20_000):
        log.info("Number %d of many that fill the file until it has to turn over", number)
    assert len(logs.recent()) == logs.RING
    files = list(file.parent.glob("*.log*"))
    assert 1 < len(files) <= 1 + logs.FILES_KEPT
    assert all(each.stat().st_size <= logs.FILE_BYTES for each in files)


def test_folder_that_cannot_be_written(home: Path) -> None:
    """Without a place for the file the program starts all the same and remembers its last records."""
    (home / "logs").write_text("in the way", "utf-8")
    assert logs.start(home / "logs") is None
    logging.getLogger("facilitator").error("Still heard")
    logs.stop()
    assert json.loads(logs.recent()[-1])["message"] == "Still heard"
