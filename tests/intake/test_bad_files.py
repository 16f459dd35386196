"""What cannot be taken in is refused with one clear sentence; nothing makes the reader fall over."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import random
import socket
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilitator.intake import LARGEST_FILE, NotUnderstood, read_transcript, recognise
from tests.intake import writers

DATA = Path(__file__).parents[1] / "data"


def refusal(path: Path, kind: str | None = None) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(NotUnderstood) as caught:
        read_transcript(path, kind=kind)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "{" not in sentence
    assert len(sentence) < 300
    return sentence


def _database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "Ann: hello")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7\nAnn: hello", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (_zipped("a.txt"), "ZIP"),
        (_zipped("[Content_Types].xml", "word/document.xml"), "Word"),
        (_zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        (gzip.compress(b"Ann: hello", mtime=0), "compressed"),
        (b"MZ\x90\x00" + bytes(300), "program"),
        (b"\x7fELF" + bytes(60), "program"),
        (b"{\\rtf1 Ann: hello}", "rich text"),
        (bytes(1000) + b"Ann: hello" + bytes(1000), "no readable text"),
        ("Анна: Доброе утро\nБорис: Здравствуйте, коллеги\n".encode("cp1251"), "UTF-8"),
        ("王小明：大家好，我们开始吧\n李娜：好的，没有问题\n".encode("gb18030"), "UTF-8"),
        (random.Random(4).randbytes(5000), "no readable text"),
        (b"<!DOCTYPE html><p>Ann: hello", "web page"),
        (b'<?xml version="1.0"?><tt/>', "XML"),
        (b"A few lines\nof a letter\nwithout names.\n", "no transcript"),
        (b"WEBVTT\n", "Nobody"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\n", "ends before"),
        (b'[{"speaker": "Ann", "text": "Hel', "breaks off at line 1, column"),
        (b"[]", "no list"),
        (b"{}", "no list"),
        (b"[" * 100_000, "parts"),
        (b'{"a":' * 50_000, "parts"),
        (b"[" * 50_000 + b"]" * 50_000, "parts"),
        (b'[{"speaker":"A","text":"x","n":' + b"9" * 9000 + b"}]", "mistake"),
        (b'{"format": "facilitator-session"}', "session"),
    ],
)
def test_refusals_say_what_is_the_matter(data: bytes, word: str, tmp_path: Path) -> None:
    """Each wrong file is refused with a sentence that names the file and the matter."""
    path = tmp_path / "talk"
    path.write_bytes(data)
    sentence = refusal(path)
    assert word in sentence
    assert "talk" in sentence


def test_a_database_is_named(tmp_path: Path) -> None:
    """A database is recognised by its content, whatever it is called."""
    path = tmp_path / "talk.vtt"
    _database(path)
    assert "database" in refusal(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A missing file, a folder, a pipe, a socket and a device are refused without being opened."""
    assert "no file" in refusal(tmp_path / "nowhere.txt")
    assert "folder" in refusal(tmp_path)
    assert "could not be read" in refusal(Path("a\0b"))
    if os.name == "posix":
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        assert "ordinary file" in refusal(pipe)
        assert "ordinary file" in refusal(Path("/dev/zero"))
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(str(tmp_path / "s"))
            assert "ordinary file" in refusal(tmp_path / "s")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the system's owner may read everything")
def test_a_forbidden_file(tmp_path: Path) -> None:
    """A file that may not be read is refused with that reason."""
    path = tmp_path / "talk.txt"
    path.write_text("Ann: hello")
    path.chmod(0)
    assert "may not be read" in refusal(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """Half a gigabyte is refused by its size, without reading it (it is a hole; reading would take seconds)."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(500 * 1024 * 1024)
    assert "500 MB" in refusal(path)


@pytest.mark.parametrize(
    ("unit", "suffix"),
    [
        (b"a\n", ".txt"),
        (b"Ann: a\n", ".txt"),
        (b'{"speaker":"A"},', ".json"),
        (b"a,b\n", ".csv"),
        (b"00:00.000 --> 00:01.000\nx\n\n", ".vtt"),
        (b"-->\n", ".vtt"),
    ],
)
def test_millions_of_parts_are_bounded(unit: bytes, suffix: str, tmp_path: Path) -> None:
    """A file of very many tiny parts is refused as soon as it has more than any transcript."""
    heads = {".json": b"[", ".csv": b"speaker,text\n", ".vtt": b"WEBVTT\n\n"}
    path = tmp_path / f"many{suffix}"
    path.write_bytes(heads.get(suffix, b"") + unit * (8 * 1024 * 1024 // len(unit)))
    assert refusal(path)


def test_a_name_that_reorders_the_sentence(tmp_path: Path) -> None:
    """A file's own name can not break the sentence: no line ends, no direction overrides, not 200 characters."""
    path = tmp_path / ("a\u202egpj\n" + "x" * 150)
    path.write_text("nothing here")
    sentence = refusal(path)
    assert "\u202e" not in sentence
    assert "…" in sentence


def test_insisting_takes_a_text_line_by_line(tmp_path: Path) -> None:
    """Who says that it is a transcript gets every line of a text as a turn of nobody, and is told so."""
    path = tmp_path / "letter.txt"
    path.write_text("We met.\n\nIt was good.\n")
    found = read_transcript(path, kind="transcript")
    assert [(turn.speaker, turn.text, turn.where) for turn in found.turns] == [
        (None, "We met.", "line 1"),
        (None, "It was good.", "line 3"),
    ]
    assert found.notes


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\0\1\2" * 500, b'[{"speaker": "Ann", "te'])
def test_insisting_does_not_help_what_is_no_text(data: bytes, tmp_path: Path) -> None:
    """Nothing is made of an empty, binary or cut-off file, even for who insists."""
    path = tmp_path / "talk"
    path.write_bytes(data)
    assert refusal(path, kind="transcript")


def test_our_own_export_is_recognised(tmp_path: Path) -> None:
    """A session exported as JSON is told apart from a transcript."""
    path = tmp_path / "session.json"
    path.write_text('{"format": "facilitator-session", "contributions": [{"person": "Ann", "text": "Hello"}]}')
    assert recognise(path) == "session"


@pytest.mark.parametrize("form", [".vtt", ".srt", ".txt", ".csv", ".json", ".jsonl", ""])
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
@example(data=b"WEBVTT\n\n-->\n<v>\n")
@example(data=b'"a,"b\n')
@example(data=b"\xff\xfe\x00")
@example(data=b"[0]")
@example(data=b'Ann: hi, you\n"\nBob: ho\n')
def test_garbage(form: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the bytes and the file's ending: a transcript or a refusal, never anything else."""
    path = tmp_path_factory.getbasetemp() / f"garbage{form}"
    path.write_bytes(data)
    for kind in (None, "transcript"):
        with contextlib.suppress(NotUnderstood):
            found = read_transcript(path, kind=kind)
            assert all(turn.text.strip() == turn.text != "" for turn in found.turns)
            assert found.title


@pytest.mark.parametrize("form", [*writers.STRUCTURED, *writers.BY_COLON])
@given(seed=st.integers(0, 2**32))
def test_damage(form: str, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A good file that was cut off or has wrong bytes in it gives a transcript or a refusal, never anything else."""
    suffix, write = {**writers.STRUCTURED, **writers.BY_COLON}[form]
    chance = random.Random(seed)
    data = bytearray(write([("Ann", "Good morning"), ("Zoë", "你好, so"), ("Ann", "Let us begin")] * 3).encode())
    for _at in range(chance.randrange(4)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path_factory.getbasetemp() / f"damaged{suffix}"
    path.write_bytes(data[: chance.randrange(1, len(data) + 1)])
    with contextlib.suppress(NotUnderstood):
        assert read_transcript(path).turns


def test_the_limit_is_as_said() -> None:
    """The size in the refusal is the size in force."""
    assert LARGEST_FILE == 50 * 1024 * 1024
