"""Archives, markup and mail made to do harm: refused with a sentence, or read in bounded time and memory."""

from __future__ import annotations

import stat
import struct
import time
import zipfile
from pathlib import Path

import pytest

from facilitator.intake.chats import archive, mail, markup, read_conversations
from facilitator.intake.transcript import NotUnderstood

CHAT = "13/03/2024, 10:30 - Ana: one\n13/03/2024, 10:31 - Ben: two\n"


def _refusal(file: Path) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        read_conversations(file)
    return str(refusal.value)


@pytest.mark.parametrize("name", ["../../etc/_chat.txt", "/etc/_chat.txt", "C:\\chats\\_chat.txt", "a/../../_chat.txt"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """Even where everything else in the archive is good."""
    file = tmp_path / "chat.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("_chat.txt", CHAT)
        packed.writestr(zipfile.ZipInfo(name), CHAT)
    assert "leads out of it" in _refusal(file)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    """A link is no file of a conversation."""
    file = tmp_path / "chat.zip"
    link = zipfile.ZipInfo("_chat.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    assert "holds a link" in _refusal(file)


def test_a_link_in_a_folder_is_passed_by(tmp_path: Path) -> None:
    """What a folder only points to is not read."""
    folder, secret = tmp_path / "export", tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text(CHAT, encoding="utf-8")
    (folder / "_chat.txt").symlink_to(secret)
    assert "no conversation that is known" in _refusal(folder)


def test_a_bomb_is_refused_while_it_is_read(tmp_path: Path) -> None:
    """A few kilobytes that unpack to a hundred megabytes are not unpacked."""
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_chat.txt", CHAT + " " * 60_000_000)
    begun = time.process_time()
    assert "far more than a conversation" in _refusal(file)
    assert time.process_time() - begun < 10


def test_packing_that_cannot_be_counted_is_refused(tmp_path: Path) -> None:
    """Ways of packing that give very much at once are not unpacked at all."""
    file = tmp_path / "bomb.zip"
    for way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(file, "w", way) as packed:
            packed.writestr("_chat.txt", CHAT + " " * 1_000_000)
        assert "packed in a way no chat program uses" in _refusal(file)


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    """What is counted is what is read, not what the archive says."""
    file = tmp_path / "liar.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("_chat.txt", CHAT + "x" * 30_000_000)
    data = bytearray(file.read_bytes())
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 2_000_000_000)
    file.write_bytes(bytes(data))
    assert _refusal(file)


def test_very_many_files_are_refused_before_they_are_listed(tmp_path: Path) -> None:
    """The end of an archive says how many files it has; too many are not read in."""
    file = tmp_path / "many.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("_chat.txt", CHAT)
    data = bytearray(file.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 60_000, 60_000)
    file.write_bytes(bytes(data))
    assert "more files than" in _refusal(file)


def test_a_locked_a_damaged_and_an_unclear_archive_say_what_to_do(tmp_path: Path) -> None:
    """One sentence each."""
    file = tmp_path / "chat.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("_chat.txt", CHAT)
    whole = file.read_bytes()
    locked = bytearray(whole)
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(bytes(locked))
    assert "password" in _refusal(file)
    file.write_bytes(whole[:60])
    assert "damaged" in _refusal(file)
    broken = bytearray(whole)
    broken[40:60] = b"#" * 20
    file.write_bytes(bytes(broken))
    assert "damaged" in _refusal(file)
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("one.txt", CHAT)
        packed.writestr("two.txt", CHAT)
    assert "several files" in _refusal(file)


def test_a_document_with_entities_is_refused(tmp_path: Path) -> None:
    """No entity of a document is ever followed."""
    file = tmp_path / "meeting.docx"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><w:t>&a;</w:t>')
    assert "no document of an Office program" in _refusal(file)


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "<script>", "<blockquote>", "&#", "</", "<p>"])
def test_markup_takes_a_bounded_time(piece: str) -> None:
    """However it is broken, each character is looked at once."""
    begun = time.process_time()
    markup.words_of(piece * (1_000_000 // len(piece)) + ">")
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "text", ["\n\nFrom " * 100_000, "On 1" + "a\n" * 100_000 + ":\n> q", "-" * 300_000, "von:" * 80_000, "> " * 100_000]
)
def test_trimming_mail_takes_a_bounded_time(text: str) -> None:
    """No line of a mail can hold the reader up."""
    begun = time.process_time()
    mail.own_lines(text)
    mail.read(b"From a\nFrom: a\n\n" + text.encode())
    assert time.process_time() - begun < 20


def test_mail_nested_without_end_is_skipped(tmp_path: Path) -> None:
    """A message of three thousand parts, each inside the other, is left out by name."""
    parts = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(3_000))
    head = "Message-ID: <1@x>\nFrom: a@x\nDate: x\nContent-Type: multipart/mixed; boundary=b0\n\n"
    file = tmp_path / "nested.eml"
    file.write_text(head + parts, encoding="utf-8")
    assert "message 1" in _refusal(file)


def test_script_and_style_are_no_words_and_quotes_can_go() -> None:
    """What a reader would see, and nothing of how it looks."""
    text = "<style>p{}</style><p>one<br>two</p><script>x<y</script><blockquote>old</blockquote><p>3 < 4 &amp; 5</p>"
    assert markup.words_of(text) == "one\ntwo\n\nold\n\n3 < 4 & 5"
    assert markup.words_of(text, without_quotes=True) == "one\ntwo\n\n3 < 4 & 5"


def test_what_is_read_of_an_export_is_bounded_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files of sane size may still be too much together."""
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000)
    file = tmp_path / "slack.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("users.json", "[]")
        for day in range(10, 25):
            packed.writestr(
                f"night/2024-03-{day}.json", f'[{{"ts": "17102390{day}.0", "type": "message", "text": "{"x" * 90}"}}]'
            )
    assert "far more than a conversation" in _refusal(file)


def test_the_list_of_an_archive_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workspace of many days takes the time of its days, not of their square; nothing is held open behind it."""
    file = tmp_path / "workspace.zip"
    day = '[{"type": "message", "user": "U1", "text": "on day %d", "ts": "%d.000100"}]'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("users.json", '[{"id": "U1", "name": "ana", "real_name": "Ana"}]')
        packed.writestr("channels.json", '[{"id": "C1", "name": "general"}]')
        for number in range(40):
            packed.writestr(f"general/2024-03-{number:02}.json", day % (number, 1_710_000_000 + number * 86_400))
    opened: list[zipfile.ZipFile] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)  # type: ignore[arg-type]
            opened.append(self)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    (conversation,) = read_conversations(file)
    assert len(conversation.posts) == 40
    assert len(opened) == 1
    assert opened[0].fp is None
