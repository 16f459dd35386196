"""A file appears whole or not at all, and its name is one that every system takes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import export
from facilitator.session.errors import FacilitatorError
from facilitator.session.state import SessionState
from tests.export.making import meeting, naughty, night_handover

SAMPLE_NAME = "Night handover, Ward 4B"


@pytest.mark.parametrize("form", export.FORMATS)
def test_each_format_writes_its_file_and_nothing_else(form: str, tmp_path: Path) -> None:
    """One file stands there at the end, and progress reached the whole."""
    parts: list[float] = []
    target = tmp_path / f"report.{form}"
    result = export.export(night_handover(), form, target, export.Options(), tick=parts.append)
    assert result.wrote == target
    assert result.format == form
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.stat().st_size > 1000
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


@pytest.mark.parametrize("form", export.FORMATS)
def test_cancelled_leaves_nothing(form: str, tmp_path: Path) -> None:
    """A cancelled export leaves no file, and one that was there as it was."""
    target = tmp_path / f"report.{form}"
    target.write_text("what was there")
    with pytest.raises(export.Cancelled):
        export.export(night_handover(), form, target, cancelled=lambda: True)
    assert target.read_text() == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_cancelled_while_pages_are_set(tmp_path: Path) -> None:
    """Saying no in the middle of a long report stops it there."""
    seen: list[float] = []

    def enough() -> bool:
        return bool(seen) and seen[-1] > 0.3

    with pytest.raises(export.Cancelled):
        export.export(meeting("ES2005a"), "pdf", tmp_path / "m.pdf", tick=seen.append, cancelled=enough)
    assert seen[-1] < 0.6
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_said(tmp_path: Path) -> None:
    """A folder that does not exist is named, and not made."""
    with pytest.raises(FacilitatorError, match="does not exist"):
        export.export(night_handover(), "md", tmp_path / "gone" / "r.md")
    assert list(tmp_path.iterdir()) == []


def test_target_that_is_a_folder_is_said(tmp_path: Path) -> None:
    """A folder is not replaced by a file."""
    with pytest.raises(FacilitatorError, match="is a folder"):
        export.export(night_handover(), "md", tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """A protected folder gives a sentence and no file."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FacilitatorError, match="may not be written"):
            export.export(night_handover(), "md", tmp_path / "r.md")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no room the sentence says so, and nothing is left."""
    from facilitator.export import files

    monkeypatch.setattr(files.secrets, "token_hex", lambda size: "full")
    (tmp_path / ".full.part").symlink_to("/dev/full")
    with pytest.raises(FacilitatorError, match="no room left"):
        export.export(night_handover(), "csv", tmp_path / "r.csv")
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_is_refused(tmp_path: Path) -> None:
    """A format nobody knows is a sentence."""
    with pytest.raises(FacilitatorError, match="no format known"):
        export.export(night_handover(), "doc", tmp_path / "r.doc")


def test_two_threads_at_once(tmp_path: Path) -> None:
    """Two exports in two threads do not disturb each other: the files are the same as one by one."""
    states: list[SessionState] = [night_handover(), meeting("ES2005a")]
    for number, state in enumerate(states):
        export.export(state, "md", tmp_path / f"{number}.alone")
    threads = [
        threading.Thread(target=export.export, args=(state, form, tmp_path / f"{number}.{form}"))
        for number, state in enumerate(states)
        for form in ("md", "pdf")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(2):
        assert (tmp_path / f"{number}.md").read_bytes() == (tmp_path / f"{number}.alone").read_bytes()
        assert (tmp_path / f"{number}.pdf").read_bytes().startswith(b"%PDF-")


def test_plain_title_is_the_name() -> None:
    """An ordinary title stays readable."""
    assert export.file_name(SAMPLE_NAME, "pdf") == f"{SAMPLE_NAME}.pdf"
    assert export.file_name("Übergabe 夜", "csv") == "Übergabe 夜.csv"


@pytest.mark.parametrize("title", ["", "..", "CON", "nul.txt", "a/b\\c", "x" * 5000, "\u202egnp.exe", "  . "])
def test_hostile_titles_make_safe_names(title: str, tmp_path: Path) -> None:
    """Separators, devices, dots and lengths never reach the file system."""
    name = export.file_name(title, "md")
    path = tmp_path / name
    path.write_text("x")
    assert path.parent == tmp_path
    assert name.endswith(".md")
    assert len(name.encode()) < 140


def test_naughty_titles_make_files(tmp_path: Path) -> None:
    """Every string that breaks programs makes a file in the folder asked for."""
    for text in naughty():
        path = tmp_path / export.file_name(text, "csv")
        path.write_text("x")
        assert path.resolve().parent == tmp_path.resolve()


@given(st.text(max_size=300))
def test_any_title_makes_a_name(title: str) -> None:
    """Whatever the title, the name has no separator, no control and some letters."""
    name = export.file_name(title, "json")
    assert not set('/\\:*?"<>|\0') & set(name)
    assert name.isprintable() or "\u200d" in name or any(ord(ch) > 127 for ch in name)
    name.encode("utf-8")
