"""What the readers of transcripts understand, as a conversation: captions with names, ``Name: text`` lines, JSON."""

from __future__ import annotations

from pathlib import Path

from facilitator.intake import method, plain, recognition, srt, table, tree, vtt
from facilitator.intake.chats.conversation import ChatDraft, Post
from facilitator.intake.files import kind_words, shown
from facilitator.intake.transcript import Draft, NotUnderstood, Tick
from facilitator.words import _


def read(path: Path, text: str, suffix: str, tick: Tick | None = None) -> ChatDraft:
    """The turns of a transcript as posts; ``text`` has unified line ends.

    Raises:
        NotUnderstood: it is no transcript, or not to be read.
    """
    found = recognition.look(text, suffix)
    turns = _turns(path, text, found, tick)
    if turns is None or not (turns.turns or turns.skipped):
        raise _unknown(path, found)
    draft = ChatDraft("transcript", turns.title, skipped=turns.skipped, notes=turns.notes, unlisted=turns.unlisted)
    for number, turn in enumerate(turns.turns, 1):
        name = turn.speaker or _("Somebody")
        draft.take(Post(str(number), name, turn.text, turn.said_at, turn.start_ms, "", "", turn.where))
    return draft


def _turns(path: Path, text: str, found: recognition.Recognised, tick: Tick | None) -> Draft | None:
    if found.form == "vtt":
        return vtt.read(text, tick)
    if found.form == "srt":
        return srt.read(text, tick)
    if found.form == "json":
        try:
            document = tree.load(text)
            return None if tree.is_session(document) or method.is_method(document) else tree.read(document, tick)
        except tree.Broken as broken:
            raise NotUnderstood(
                "“{file}” is JSON with a mistake at line {line}, column {column}. Nothing was imported.",
                file=shown(path),
                line=broken.line,
                column=broken.column,
            ) from None
        except tree.SeveralMeetings:
            raise NotUnderstood(
                "“{file}” holds several meetings. Save each in a file of its own and import those.", file=shown(path)
            ) from None
    if isinstance(found.layout, table.Layout) and found.layout.is_talk:
        return table.read(text, found.layout, tick)
    if isinstance(found.layout, plain.Plan):
        return plain.read(text, found.layout, tick)
    return None


def _unknown(path: Path, found: recognition.Recognised) -> NotUnderstood:
    if found.other is not None and found.other != "table":
        return NotUnderstood("“{file}” is {kind}, not a conversation.", file=shown(path), kind=kind_words(found.other))
    return NotUnderstood(
        "“{file}” is no conversation that is known. Choose what a chat program exported, a mailbox, a transcript, "
        "or a table with who wrote what.",
        file=shown(path),
    )
