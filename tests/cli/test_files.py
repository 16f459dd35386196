"""import, export, demo, check, backup, restore: files in and out by the command line."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Call

DATA = Path(__file__).parent.parent / "data"
MEETINGS = sorted((DATA / "meetings").glob("*.json"))


def squeezed(text: str) -> str:
    """Text without any white space: a page breaks lines where it must."""
    return "".join(text.split())


@pytest.mark.parametrize("meeting", MEETINGS, ids=lambda path: path.stem)
def test_a_meeting_goes_in_and_comes_out_word_for_word(call: Call, meeting: Path, tmp_path: Path) -> None:
    """Every turn with its speaker is in the PDF, the Markdown and the CSV, as other programs read them."""
    turns = [
        turn
        for turn in json.loads(meeting.read_text(encoding="utf-8"))["meeting_transcripts"]
        if turn["content"].strip()
    ]
    taken = call("import", meeting, "--json").json[0]
    assert (taken["kind"], taken["taken"]) == ("transcript", len(turns))
    for form in ("pdf", "md", "csv"):
        said = call("export", taken["session"], "-o", tmp_path / f"out.{form}", "--json")
        assert said.json == {"wrote": str(tmp_path / f"out.{form}"), "format": form}
    read = subprocess.run(["pdftotext", "-raw", tmp_path / "out.pdf", "-"], capture_output=True, check=True)
    page = squeezed(read.stdout.decode())
    markdown = squeezed((tmp_path / "out.md").read_text(encoding="utf-8").replace("\\", ""))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(turns)
    missing = []
    for turn, row in zip(turns, rows, strict=True):
        words, speaker = squeezed(turn["content"]), squeezed(turn["speaker"])
        in_row = (
            squeezed(row["text"]).removeprefix("'") == words.removeprefix("'") and squeezed(row["person"]) == speaker
        )
        if not in_row or words not in page or speaker not in page or words.replace("\\", "") not in markdown:
            missing.append((turn, row))
    assert not missing


def test_json_comes_back_as_the_same_session(call: Call, tmp_path: Path, library: Path) -> None:
    """The JSON of a session, taken into another library, exports to the same bytes."""
    taken = call("import", MEETINGS[0], "--json").json[0]
    call("give", taken["session"], "--as", "Ana", "--kind", "question", "--theme", "Money", "why fifty")
    first = tmp_path / "one.json"
    assert call("export", taken["session"], "-o", first).code == 0
    again = call("import", first, "--json", "--library", tmp_path / "other").json[0]
    assert again["session"] == taken["session"]
    second = tmp_path / "two.json"
    call("export", again["session"], "-o", second, "--library", tmp_path / "other")
    assert json.loads(second.read_text(encoding="utf-8")) == json.loads(first.read_text(encoding="utf-8"))
    twice = call("import", first)
    assert twice.code == 2
    assert "already" in twice.err


def test_one_bad_file_does_not_keep_the_others_out(call: Call, tmp_path: Path) -> None:
    """What cannot be read is named in one line; what can be read is taken; the exit code says so."""
    bad = tmp_path / "picture.vtt"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    empty = tmp_path / "empty.srt"
    empty.write_bytes(b"")
    said = call("import", bad, empty, MEETINGS[0], tmp_path / "nowhere.csv", "--json")
    assert said.code == 2
    assert [one["file"] for one in said.json] == [str(MEETINGS[0])]
    assert said.err.count("\n") == 3
    assert len(call("list", "--json").json) == 1


def test_a_target_that_cannot_be_written_is_said_and_left_alone(call: Call, tmp_path: Path) -> None:
    """A missing folder, a folder in the way: one line, exit 2, no half file beside it."""
    call("new", "S")
    call("give", "S", "words")
    (tmp_path / "folder.pdf").mkdir()
    for target in (tmp_path / "no" / "where.pdf", tmp_path / "folder.pdf", tmp_path / "what.xyz"):
        said = call("export", "S", "-o", target)
        assert (said.code, said.err.count("\n")) == (2, 1), said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.pdf", "library"]


def test_the_sample_is_played_and_exported(call: Call, tmp_path: Path) -> None:
    """Fourteen participants, 92 cards, every format; and whoever did not agree to be named is named nowhere."""
    out = tmp_path / "demo"
    wrote = call("demo", "-o", out, "--json").json["wrote"]
    assert [Path(name).suffix for name in wrote] == [".pdf", ".md", ".csv", ".json", ".ics", *[".pdf"] * 6]
    assert Path(wrote[5]).name == "Night handover, Ward 4B, run sheet.pdf"
    assert call("demo", "-o", out).code == 0
    listed = call("list", "--json", "--library", out / "library").json
    assert [(row["title"], row["contributions"]) for row in listed] == [("Night handover, Ward 4B", 96)]
    text = subprocess.run(["pdftotext", wrote[0], "-"], capture_output=True, check=True).stdout.decode()
    for shown in (text, *(Path(name).read_text(encoding="utf-8") for name in wrote[1:5])):
        assert "Carmen R" not in shown
        assert "Lotte " not in shown.replace("Lotte and", "")
    assert "What nights know that days" in text


def test_a_backup_brings_everything_back(call: Call, tmp_path: Path, library: Path) -> None:
    """Check is clean, a backup is one file, and restoring it keeps the file that was there."""
    call("new", "S")
    call("give", "S", "before")
    saved = tmp_path / "saved.db"
    assert call("backup", saved, "--json").json == {"wrote": str(saved)}
    call("give", "S", "after")
    restored = call("restore", saved, "--json").json
    assert restored["facts"] == 3  # the session, its usual rule, the word
    assert Path(restored["kept"]).is_file()
    assert [one["text"] for one in call("show", "S", "--json").json["contributions"]] == ["before"]
    call("give", "S", "again")
    report = call("check", "--json")
    assert (report.code, report.json["ok"], report.json["facts"]) == (0, True, 4)


def test_a_library_too_damaged_to_open_is_mended(call: Call, library: Path) -> None:
    """Without --repair it is said and left alone; with it the record comes back from what is whole."""
    call("new", "S")
    call("give", "S", "kept")
    call("backup")
    file = library / "library.sqlite3"
    file.write_bytes(b"x" * 4096)
    said = call("check")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert file.read_bytes() == b"x" * 4096
    assert call("check", "--repair").code == 0
    assert [one["text"] for one in call("show", "S", "--json").json["contributions"]] == ["kept"]


def _spoil(library: Path, words: str) -> None:
    """Other letters where these words stand on the disk, in the record itself and not in its index."""
    below = sqlite3.connect(library / "library.sqlite3")
    below.execute(
        "UPDATE fact SET body = replace(body, ?, ?) WHERE body LIKE ?", (words, "x" * len(words), f"%{words}%")
    )
    below.commit()
    below.close()


def test_words_that_can_no_longer_be_read_are_not_left_out_in_silence(
    call: Call, library: Path, tmp_path: Path
) -> None:
    """Reading and exporting give what is whole, say on standard error what is missing, and end as a failure."""
    call("new", "S")
    for words in ("first words", "second words", "third words"):
        call("give", "S", words)
    whole = call("backup", "--json").json["wrote"]
    _spoil(library, "second")
    out = tmp_path / "out"
    for command in (("show", "S"), ("export", "S", "-o", f"{out}.pdf"), ("export", "S", "-o", f"{out}.md"),
                    ("print", "S", "-o", f"{out}-sheet.pdf")):  # fmt: skip
        said = call(*command)
        assert said.code == 1
        assert "1 entry of this session can no longer be read" in said.err
        assert "check --repair" in said.err
    page = subprocess.run(["pdftotext", f"{out}.pdf", "-"], capture_output=True, check=True).stdout.decode()
    for text in (page, Path(f"{out}.md").read_text(encoding="utf-8")):
        assert "first words" in text
        assert "missing from this report" in " ".join(text.split())
    given = call("give", "S", "fourth words")
    assert given.code == 0, "it is on the disk"
    assert "can no longer be read" in given.err
    spoilt = call("backup", tmp_path / "spoilt.db", "--json")
    assert (spoilt.code, Path(spoilt.json["wrote"]).exists()) == (1, True)
    assert "1 entry in it" in spoilt.err
    assert call("check", "--repair").code == 0
    shown = call("show", "S", "--json")
    assert [one["text"] for one in shown.json["contributions"]] == [
        "first words", "second words", "third words", "fourth words",
    ]  # fmt: skip
    assert (shown.code, shown.err) == (0, "")
    assert call("restore", tmp_path / "spoilt.db").code == 1
    assert call("restore", whole).code == 0


def test_what_is_in_no_backup_is_not_called_mended(call: Call, library: Path) -> None:
    """Repair saves the rest and says that one entry is lost."""
    call("new", "S")
    call("give", "S", "first words")
    call("give", "S", "second words")
    _spoil(library, "second")
    report = call("check", "--repair", "--json")
    lost = [one for one in report.json["problems"] if "in no backup" in one["what"]]
    assert [one["mended"] for one in lost] == [False]
    assert (report.code, report.json["ok"]) == (1, False)
    assert [one["text"] for one in call("show", "S", "--json").json["contributions"]] == ["first words"]


def test_a_place_that_takes_no_file_is_named(call: Call, tmp_path: Path, library: Path) -> None:
    """A backup that cannot be put there blames the place, not the library."""
    call("new", "S")
    (tmp_path / "file").write_text("x")
    said = call("backup", tmp_path / "file" / "x.db")
    assert said.code in (1, 2)
    assert str(tmp_path / "file") in said.err
    assert str(library) not in said.err


@pytest.mark.parametrize("tag", ["not a lang", "", "d", "de/AT", "en--GB"])
def test_a_language_that_is_none_is_refused(call: Call, tmp_path: Path, tag: str) -> None:
    """It would stand in the file as its language; nothing is written."""
    call("new", "S")
    said = call("export", "S", "-o", tmp_path / "x.pdf", "--lang", tag)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert not (tmp_path / "x.pdf").exists()


def test_where_there_is_no_screen_the_sample_is_played(tmp_path: Path) -> None:
    """Without arguments and without a display the program says so and plays the demo instead."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    command = [os.environ.get("PYTHON", "") or __import__("sys").executable, "-m", "facilitator"]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env={**bare, "PYTHONPATH": str(DATA.parent.parent)},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert b"no screen" in run.stderr
    assert (tmp_path / "facilitator-demo").is_dir()


@pytest.mark.parametrize("named", ["", " ", ".", "folder", "folder/", "new/"])
def test_a_folder_is_no_file_to_write(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """Whoever names a folder gets no file of that name, whichever command writes."""
    monkeypatch.chdir(tmp_path)
    call("new", "S")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*.md")), sorted(path.name for path in tmp_path.iterdir())
    for words in (
        ("export", "S", "--format", "md", "-o", named),
        ("export", "S", "-o", named),
        ("print", "S", "-o", named),
        ("backup", named),
    ):
        said = call(*words)
        assert said.code == 2
        assert said.err == f"facilitator: “{named or '.'}” is a folder. Nothing was written; name a file in it.\n"
    assert (sorted(tmp_path.rglob("*.md")), sorted(path.name for path in tmp_path.iterdir())) == before
