"""Talks out: a private one in no file at all, one for both for the two, one for the garden without names; one page."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pypdf
import pytest

from facilitator import export
from facilitator.export import FORMATS, table, whole
from facilitator.export.options import Options
from facilitator.export.report import build
from facilitator.export.voice import Voice
from facilitator.session.conversations import VISIBLE
from facilitator.session.errors import FacilitatorError
from facilitator.session.exchange import counts
from facilitator.session.privacy import Audience, Closed, Gate, Names
from facilitator.session.rebuild import commands_from_export
from facilitator.session.state import SessionState
from facilitator.session.talk_steps import TalkWords, log_step
from facilitator.talks import title_of
from tests.export.making import from_commands, store

WORDS = TalkWords(
    name="Priya Raman",
    where="lunch",
    gave="I told PRIYA about my prompt card",
    received="Priya Raman rehearses in the lift.\nFour floors, three patients. Raman knows.",
    follows="priya leads the bay 2 handover once",
    due=datetime.date(2026, 3, 20),
    when_ms=1_773_318_600_000,
    minutes=20,
    topics=("Handover with Priya", "nerves"),
    exchanged=("knowledge", "encouragement"),
    unit="nurse, first year",
)
SECRETS = ("priya", "raman", "nurse, first year")


WORDED = [form for form in FORMATS if form != "ics"]
"""The formats that hold a talk's words; a calendar holds what is to come."""


def talk(visible: str, **more: object) -> SessionState:
    """A talk for whom it is."""
    from dataclasses import replace

    words = replace(WORDS, visible=visible, **more)  # type: ignore[arg-type]
    here = store()
    logged = log_step(words, title_of(words.name, words.where), datetime.date(2026, 3, 12))
    here.dispatch(logged.stream, logged.step)
    return here.state(logged.stream).snapshot()


def read(file: Path) -> str:
    """What is in a file, as a thief would read it: its words and everything about it."""
    if file.suffix == ".pdf":
        reader = pypdf.PdfReader(file)
        return "\n".join([*(page.extract_text() for page in reader.pages), str(reader.metadata), str(reader.outline)])
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_a_private_talk_is_in_no_file(tmp_path: Path, form: str) -> None:
    """No format writes a talk for me alone, for no audience, the facilitator's own neither; nothing is left behind."""
    state = talk("me")
    for audience in Audience:
        for names in (None, *Names):
            with pytest.raises(Closed, match="Only you may see this talk"):
                export.export(state, form, tmp_path / f"talk.{form}", Options(audience=audience, names=names))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("visible", VISIBLE)
@pytest.mark.parametrize("audience", Audience)
def test_every_surface_asks_the_one_gate(visible: str, audience: Audience) -> None:
    """The report's document, the whole session as values, the table, what is counted and what may be found: each opens
    exactly where the gate does, however it is reached.
    """
    state, options = talk(visible), Options(audience=audience)
    opens = {
        "me": False,
        "both": audience in (Audience.PARTICIPANT, Audience.FACILITATOR),
        "garden": True,
    }[visible]
    surfaces = {
        "report": lambda: build(state, options),
        "json": lambda: whole.write(Voice(state, options)),
        "csv": lambda: table.write(Voice(state, options)),
        "values": lambda: whole.session(Voice(state, options)),
    }
    for name, ask in surfaces.items():
        if opens:
            assert ask(), name
        else:
            with pytest.raises(Closed):
                ask()
    gate = Gate(audience)
    assert bool(counts(state, gate.carried(state)).contributions) == opens
    assert gate.finds(state) == opens


@pytest.mark.parametrize("form", WORDED)
def test_the_garden_gets_no_name(tmp_path: Path, form: str) -> None:
    """Neither in words, titles, topics, properties nor values is anybody named, even when names were asked for; the
    words themselves are there.
    """
    for audience in Audience:
        file = tmp_path / f"{audience.value}.{form}"
        export.export(talk("garden"), form, file, Options(audience=audience, names=Names.FULL))
        text = read(file)
        assert not [secret for secret in SECRETS if secret in text.casefold()], audience
        assert "rehearses in the lift" in text
        assert "somebody" in text


@pytest.mark.parametrize("form", WORDED)
def test_both_of_us_read_names_where_they_want_them(tmp_path: Path, form: str) -> None:
    """The copy for the two names the other; without names asked for, nobody is named in the words either."""
    file = tmp_path / f"talk.{form}"
    export.export(talk("both"), form, file, Options(audience=Audience.PARTICIPANT))
    assert "Priya Raman" in read(file)
    export.export(talk("both"), form, file, Options(audience=Audience.PARTICIPANT, names=Names.NONE))
    assert not [secret for secret in SECRETS if secret in read(file).casefold()]
    export.export(talk("both"), form, file, Options(audience=Audience.FACILITATOR, names=Names.INITIALS))
    text = read(file)
    assert "priya" not in text.casefold()
    assert "PR" in text


def test_what_was_promised_goes_into_a_calendar(tmp_path: Path) -> None:
    """The promise with its date and nothing else, without names for the garden; a talk without one says so."""
    file = tmp_path / "talk.ics"
    export.export(talk("garden"), "ics", file, Options())
    text = file.read_text(encoding="utf-8")
    assert "SUMMARY:somebody leads the bay 2 handover once" in text
    assert "20260320" in text
    assert "rehearses" not in text
    assert not [secret for secret in SECRETS if secret in text.casefold()]
    with pytest.raises(FacilitatorError, match="Nothing follows from this talk"):
        export.export(talk("garden", follows="", due=None), "ics", tmp_path / "none.ics", Options())
    assert not (tmp_path / "none.ics").exists()


def test_a_talk_is_one_quiet_page(tmp_path: Path) -> None:
    """One page with the lines, the date of what follows and one norm; no cover page before it, nothing counted."""
    file = tmp_path / "talk.pdf"
    export.export(talk("both"), "pdf", file, Options(audience=Audience.PARTICIPANT, zone="Europe/Vienna"))
    reader = pypdf.PdfReader(file)
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "Talk with Priya Raman, lunch",
        "Thursday 12 March 2026, 13:30, 20 minutes.",
        "About Handover with Priya, nerves.",
        "It carried: knowledge, encouragement.",
        "I told PRIYA about my prompt card",
        "priya leads the bay 2 handover once By 20 March 2026.",
        "Never used to appraise anybody",
        "For the two who talked, and for nobody else.",
    ):
        assert words in text
    assert "contribution" not in text.casefold()
    assert build(talk("both"), Options(audience=Audience.PARTICIPANT)).sections == ()


def test_a_long_talk_keeps_every_word(tmp_path: Path) -> None:
    """Words that fill pages go on over them."""
    words = " ".join(f"word{number}" for number in range(2300))
    file = tmp_path / "talk.pdf"
    export.export(talk("garden", received=words), "pdf", file, Options())
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    assert all(f"word{number}" in text for number in range(0, 2300, 7))


def test_a_talk_comes_back_as_a_talk(tmp_path: Path) -> None:
    """Taken in again it is closed to the same people: who may see it travels with it."""
    file = tmp_path / "talk.json"
    for visible, audience in (("both", Audience.FACILITATOR), ("garden", Audience.EVERYONE)):
        export.export(talk(visible), "json", file, Options(audience=audience))
        data = json.loads(file.read_text(encoding="utf-8"))
        back = from_commands(*commands_from_export(data))
        assert (back.talk.visible, back.talk.logged, back.talk.minutes) == (visible, True, 20)
        export.export(back, "json", tmp_path / "again.json", Options(audience=audience))
        assert json.loads((tmp_path / "again.json").read_text(encoding="utf-8")) == data
        if visible == "both":
            with pytest.raises(Closed):
                export.export(back, "json", tmp_path / "no.json", Options())
    assert not (tmp_path / "no.json").exists()
