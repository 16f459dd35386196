"""A chat export imported as a session of its own, or into one: the same door as every file that arrives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from facilitator.arrivals import CHAT, read_arrival
from facilitator.cli import main
from facilitator.intake import NotUnderstood
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from tests.session.rig import Kept, Rig

DATA = Path(__file__).parent.parent / "data"
CHATS = DATA / "chats"


def taken(path: Path) -> SessionState:
    """The session a file becomes."""
    arrival = read_arrival(path)
    assert arrival.kind == CHAT
    store = Store(Kept())
    store.dispatch(arrival.stream, arrival.step)
    state = store.state(arrival.stream)
    assert len(state.contributions.standing()) == arrival.taken
    return state


def test_a_chat_becomes_a_session_of_people_who_are_not_named() -> None:
    """Posts become contributions with their times; nobody was asked, so nobody may be named outside."""
    state = taken(CHATS / "WhatsApp Chat with Night shift.txt")
    assert (state.about.title, state.about.source) == ("Night shift", "WhatsApp Chat with Night shift.txt (whatsapp)")
    assert [(person.name, person.named) for person in state.people.present()] == [
        ("Ana Ruiz", False),
        ("Ben Okafor", False),
        ("+49 170 1234567", False),
    ]
    given = state.contributions.standing()
    assert [one.text for one in given][1:3] == ["The list on the door: nobody reads it", "the door at five"]
    assert all(one.said_ms for one in given)
    assert state.about.starts.startswith("2025-11-28T22:04")


def test_answers_build_on_what_they_answer_and_what_was_passed_on_has_no_author() -> None:
    """Threads of mail stay threads; a boost is a resource of nobody here."""
    mail = taken(CHATS / "handover.mbox")
    ids = list(mail.contributions.by_id)
    assert mail.relations.has(ids[1], ids[0], "builds_on")
    assert mail.relations.has(ids[2], ids[1], "builds_on")
    posts = taken(CHATS / "outbox.json").contributions.standing()
    boost = next(one for one in posts if one.kind == "resource")
    assert (boost.authors, boost.source) == ((), "@ben@other.example")


def test_a_chat_joins_a_session_and_nobody_is_there_twice() -> None:
    """Into a running session its people are known by name."""
    rig = Rig()
    ana = rig.join("ana ruiz")
    arrival = read_arrival(CHATS / "whatsapp-ios-en.txt", into=rig.state)
    rig.do(arrival.step)
    assert [person.name for person in rig.state.people.present()] == ["ana ruiz", "Ben"]
    first = rig.state.contributions.standing()[0]
    assert (first.authors, first.source) == ((ana,), "whatsapp-ios-en.txt")


def test_of_several_channels_the_fullest_is_taken_and_the_others_are_named() -> None:
    """A workspace's export, as a folder."""
    arrival = read_arrival(CHATS / "slack")
    assert arrival.title == "#night-shift"
    assert arrival.notes[-1] == "The export holds other conversations, which were left out: #random."


@pytest.mark.parametrize("name", ["whatsapp-android-br.txt", "whatsapp-ios-tr.txt", "zoom-new.txt", "zoom-old.txt"])
def test_a_chat_is_read_as_one_though_it_reads_like_a_transcript(name: str) -> None:
    """Notices of the program are no talk, and what was written to single people is not taken in."""
    texts = " ".join(given.text for given in taken(CHATS / name).contributions.standing())
    for never in ("between us", "unter uns", "Reacted", "saiu do grupo", "şifrelidir", "dahil edilmedi", "oculta"):
        assert never not in texts
    assert read_arrival(CHATS / name, kind="transcript").kind == "transcript"


def test_what_was_a_transcript_stays_one_and_a_refusal_stays_the_same(tmp_path: Path) -> None:
    """Nothing that was understood before is understood otherwise; what is neither keeps its sentence."""
    assert read_arrival(CHATS / "teams.vtt").kind == "transcript"
    assert read_arrival(CHATS / "teams.vtt", kind=CHAT).kind == CHAT
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\n\nnothing here.\n", encoding="utf-8")
    with pytest.raises(NotUnderstood, match="is no transcript: no names stand before"):
        read_arrival(letter)
    with pytest.raises(NotUnderstood, match="no conversation that is known"):
        read_arrival(letter, kind=CHAT)


def test_the_command_line_takes_an_archive_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``facilitator import`` of a ZIP from a phone, as from any other file."""
    packed = shutil.make_archive(str(tmp_path / "WhatsApp Chat with Nights"), "zip", CHATS, "whatsapp-android-de.txt")
    assert main(["import", packed, "--library", str(tmp_path / "library"), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["taken"]) == ("chat", 2)
    assert told["skipped"][0]["why"] == "Its author deleted it."
