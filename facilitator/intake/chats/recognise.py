"""What a file of somebody's conversation is, by its content alone, and the reader for it.

An archive, a folder and a single file go the same way: bytes are looked at first (mail says no encoding of its own),
then words. What is no chat of a known program may still be a transcript, which is a conversation too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from facilitator.intake import tree
from facilitator.intake.chats import archive, docx, mail, mastodon, posts_table, slack, spoken, whatsapp, zoom
from facilitator.intake.chats.conversation import ChatDraft, Conversation, finished
from facilitator.intake.encodings import UnclearEncoding, decode
from facilitator.intake.files import binary, read_bytes, shown
from facilitator.intake.lines import unified
from facilitator.intake.transcript import MOST_TURNS, NotUnderstood, Tick, TooMany

_TABLES = frozenset({".csv", ".tsv", ".tab", ".psv"})
_WORTH_A_LOOK = (".txt", ".json", ".mbox", ".eml", ".csv", ".tsv", ".vtt", ".srt")


def read_conversations(path: Path, *, tick: Tick | None = None) -> tuple[Conversation, ...]:
    """The conversations of an exported file, archive or folder, the fullest first; at least one.

    Args:
        path: What was exported.
        tick: Called now and then with the part done, 0 to 1. What it raises ends the reading.

    Raises:
        NotUnderstood: it cannot be read, is no conversation, or is built to do harm; nothing of it is taken.
    """
    try:
        found = _read(path, tick)
        kept = tuple(one for one in found if one.said)
    except TooMany:
        raise NotUnderstood(
            "“{file}” has more parts than any conversation; up to {most} posts can be read. "
            "Export a part of it and try again.",
            file=shown(path),
            most=MOST_TURNS,
        ) from None
    if not kept:
        first = next((place for one in found for place in one.skipped), None)
        if first is not None:
            raise NotUnderstood(
                "Nobody posts anything in “{file}”. The first place that could not be used: {where}. {why}",
                file=shown(path),
                where=first.where,
                why=first.why,
            )
        raise NotUnderstood("Nobody posts anything in “{file}”. Nothing was imported.", file=shown(path))
    if tick is not None:
        tick(1.0)
    return kept


def is_chat(path: Path) -> bool:
    """Whether a file of text is what a known chat program writes: readers of transcripts would take its notices, and
    what was written to single people, for talk.
    """
    try:
        decoded = decode(read_bytes(path))
        text = "" if decoded is None else unified(decoded.text)
        if whatsapp.is_chat(text) or zoom.is_chat(text):
            return True
        document = tree.load(text) if text.lstrip()[:1] in {"{", "["} else None
    except (NotUnderstood, UnclearEncoding, TooMany, tree.Broken):
        return False
    return mastodon.is_outbox(document) or slack.is_messages(document)


def _read(path: Path, tick: Tick | None) -> Sequence[Conversation]:
    if path.is_dir():
        return _from_archive(path, archive.open_folder(path), tick)
    if archive.is_zip(path):
        with archive.open_zip(path) as packed:
            if "word/document.xml" in packed.names:
                text = docx.words_of(packed.read("word/document.xml"), path)
                return [_spoken(path, text, tick)]
            return _from_archive(path, packed, tick)
    return [_from_bytes(path, read_bytes(path), path.suffix.lower(), tick)]


def _from_archive(path: Path, packed: archive.Archive, tick: Tick | None) -> Sequence[Conversation]:
    """A workspace's export, or the one file in an archive that is a conversation."""
    if slack.is_export(packed):
        return [finished(draft, path) for draft in slack.read_export(packed, tick)]
    names = [name for name in packed.names if name.lower().endswith(_WORTH_A_LOOK) and not _is_aside(name)]
    best = [name for name in names if PurePosixPath(name).name.lower() in {"_chat.txt", "outbox.json"}] or names
    if not best:
        raise NotUnderstood("“{file}” holds no conversation that is known.", file=shown(path))
    if len(best) > 1:
        raise NotUnderstood(
            "“{file}” holds several files. Unpack it and choose the one that is wanted.", file=shown(path)
        )
    name = PurePosixPath(best[0])
    data = packed.read(best[0])
    inner = path if name.name.lower() == "_chat.txt" or path.is_dir() else path.with_name(name.name)
    return [_from_bytes(inner, data, name.suffix.lower(), tick)]


def _is_aside(name: str) -> bool:
    """Whether a file in an archive is what a system adds to it."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _from_bytes(path: Path, data: bytes, suffix: str, tick: Tick | None) -> Conversation:
    if mail.is_mail(data):
        return finished(mail.read(data, tick), path)
    try:
        decoded = decode(data)
    except UnclearEncoding:
        raise NotUnderstood(
            "“{file}” is written in an old character encoding that does not say which. "
            "Save it as UTF-8 and import it again.",
            file=shown(path),
        ) from None
    if decoded is None:
        raise binary(path)
    text = unified(decoded.text)
    draft = _chat(path, text, suffix, tick)
    if draft is None:
        return _spoken(path, text, tick, suffix, decoded.notes)
    return finished(draft, path, decoded.notes)


def _chat(path: Path, text: str, suffix: str, tick: Tick | None) -> ChatDraft | None:
    """The draft of a known program's chat, None where it is none."""
    if whatsapp.is_chat(text):
        draft = whatsapp.read(text, tick)
        draft.title = whatsapp.title_in(path.stem)
        return draft
    if text.lstrip()[:1] in {"{", "["}:
        try:
            document = tree.load(text)
        except tree.Broken:
            document = None
        if mastodon.is_outbox(document):
            return mastodon.read(document, tick)
        if slack.is_messages(document):
            return slack.read_messages(document, tick)
    if zoom.is_chat(text):
        return zoom.read(text, tick)
    plan = posts_table.plan(text, is_table=suffix in _TABLES)
    return None if plan is None else posts_table.read(text, plan, tick)


def _spoken(path: Path, text: str, tick: Tick | None, suffix: str = "", notes: tuple[str, ...] = ()) -> Conversation:
    """A transcript as a conversation."""
    draft = spoken.read(path, text, suffix, tick)
    return finished(draft, path, notes)
