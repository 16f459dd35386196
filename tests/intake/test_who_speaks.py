"""Who speaks where the name has an unusual shape, and what only looks like somebody speaking."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import Transcript, read_transcript
from facilitator.intake.closings import closing_lines
from facilitator.intake.name_shapes import MAYBE, NAME, ODD, is_date, is_sentence, shape
from tests.intake import writers

UNUSUAL = (
    "Prof. Dr. rer. nat. Karl Schmidt",
    "Dr. phil. habil. Eva von der Heide",
    "Dr. med. Karl Schmidt",
    "Anna | Berlin",
    "Karl|Berlin",
    "Karl Schmidt <k@x.org>",
    "karl.schmidt@x.org",
    "+49 170 1234567",
    "+1 (415) ***-**67",
    "Karl_S!",
    "KARL?",
    "«Karl»",
    "~Karl~",
    "Karl%",
    "Karl = Host",
    'Karl "Kalle" Schmidt',
    "Karl “Kalle” Schmidt",
    "Anna, Bob; Cid",
    "'t Hooft",
    "el señor García",
    "facilitator",
    "karl",
    "bell hooks",
    "de Vries",
    "ibn Sina",
    "iPhone von Karl",
    "s. Maria",
    "Ms. Müller-Lüdenscheidt, Stellv.",
    "Mr. Ban Ki-moon, Secretary-General of the United Nations Organization in New York, USA",
    "李明（主持人）",
    "นาย สมชาย ใจดี",
)


def _read(path: Path, text: str) -> Transcript:
    path.write_text(text, encoding="utf-8")
    return read_transcript(path)


def _said(found: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in found.turns]


def _talk(name: str, turns: int, stop: str = ".") -> writers.Talk:
    return [(("Anna Weber", name)[at % 2], f"this is sentence number {at}{stop}") for at in range(turns)]


def _wrapped(talk: writers.Talk) -> tuple[str, writers.Talk]:
    """The talk as text in which every other turn goes on over two more lines, and what it says then."""
    more = "\nand this goes on for a while{0}\nand another line{0}"
    said = [
        (who, words + more.format("." * words.endswith(".")) * (at % 2 == 0)) for at, (who, words) in enumerate(talk)
    ]
    return writers.lines(said), said


@pytest.mark.parametrize("turns", [4, 60])
@pytest.mark.parametrize("stop", [".", ""], ids=["punctuated", "without full stops"])
@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_names_in_text(name: str, stop: str, turns: int, tmp_path: Path) -> None:
    """Who speaks twice in a short text, or often in a long one, is a person, whatever stands in the name."""
    text, said = _wrapped(_talk(name, turns, stop))
    assert _said(_read(tmp_path / "t.txt", text)) == said


@pytest.mark.parametrize("form", ["names in vtt", "names in srt", "plain", "time first", "time within", "headers"])
@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_names_in_every_form(name: str, form: str, tmp_path: Path) -> None:
    """The same names are found where a program writes them before a colon or beside a time."""
    suffix, write = writers.BY_COLON[form]
    talk = _talk(name, 8)
    assert _said(_read(tmp_path / f"t{suffix}", write(talk))) == talk


@given(names=st.lists(st.sampled_from(UNUSUAL), min_size=2, max_size=6, unique=True), again=st.integers(2, 5))
def test_several_unusual_names(names: list[str], again: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A talk in which nobody has a plain name is a talk as well."""
    talk = [(name, f"I say {name.count('a')} things.") for _round in range(again) for name in names]
    path = tmp_path_factory.getbasetemp() / "unusual.vtt"
    assert _said(_read(path, writers.vtt_names([*talk, ("Anna Weber", "Good.")]))) == [*talk, ("Anna Weber", "Good.")]


SENTENCES = (
    "Here is the thing",
    "what I mean is",
    "To be clear",
    "One more thing",
    "Was ich sagen will",
    "Lo que pasa",
)


@pytest.mark.parametrize("form", ["names in vtt", "names in srt", "time first"])
@pytest.mark.parametrize("opening", [*SENTENCES, "Question"])
def test_a_colon_in_a_caption_is_no_person(opening: str, form: str, tmp_path: Path) -> None:
    """Where the same names come again, what stands before a colon once and reads like a sentence stays words."""
    suffix, write = writers.BY_COLON[form]
    talk = [*_talk("Ben", 9), (opening, "we lost."), *_talk("Ben", 9)]
    found = _read(tmp_path / f"t{suffix}", write(talk))
    assert found.speakers == ("Anna Weber", "Ben")
    assert _said(found)[9] == (None, f"{opening}: we lost.")
    assert [opening in note for note in found.notes] == [True]


@pytest.mark.parametrize("opening", [*SENTENCES, "Question"])
def test_a_colon_in_a_text_is_no_person(opening: str, tmp_path: Path) -> None:
    """In a text such a line goes on with what the person before it says, and a note names it."""
    text = f"Ana: we agreed on one thing\nBen: yes\n{opening}: nobody leaves\nAna: right\nBen: yes\n"
    found = _read(tmp_path / "t.txt", text)
    assert _said(found)[1] == ("Ben", f"yes\n{opening}: nobody leaves")
    assert [opening in note for note in found.notes] == [True]


def test_a_person_who_speaks_once_stays_one(tmp_path: Path) -> None:
    """Names of one word or of the shape of a name need not come again."""
    found = _read(tmp_path / "t.txt", "Ana: hi\nBen: ho\nkarl: so\nAna: well\nBen: yes\nZoe Li | Rome: I too\n")
    assert found.speakers == ("Ana", "Ben", "karl", "Zoe Li | Rome")
    assert found.notes == ()


def test_a_doubtful_name_is_said(tmp_path: Path) -> None:
    """A name in small letters that comes twice is taken, and the reader is told."""
    found = _read(tmp_path / "t.txt", _wrapped(_talk("bell hooks", 4))[0])
    assert [note.startswith("“bell hooks”") for note in found.notes] == [True]


def test_wrapped_sentences_make_no_people(tmp_path: Path) -> None:
    """Where long turns are broken over lines, what happens to stand before a colon is not a person, even twice."""
    text = (
        "ANN: Good morning, all. The thing I want\nto say is this: we go. And then there is\none more thing: we stay."
        "\n\nBEN: Yes, and first of\nall: who pays? I think\none more thing: nobody."
        "\n\nANN: Good. We go\non.\n\nBEN: Yes."
    )
    assert _read(tmp_path / "t.txt", text).speakers == ("ANN", "BEN")


def _meeting(stem: str) -> writers.Talk:
    path = Path(__file__).parents[1] / "data" / "meetings" / f"{stem}.json"
    turns = json.loads(path.read_text(encoding="utf-8"))["meeting_transcripts"]
    said = [(turn["speaker"], " ".join(turn["content"].split())) for turn in turns]
    return [(who, words) for who, words in said if words]


@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("small", [False, True], ids=["as they are", "in small letters"])
@pytest.mark.parametrize("stem", ["ES2005a", "IS1004a"])
def test_a_real_meeting_broken_over_lines(stem: str, small: bool, gap: str, tmp_path: Path) -> None:
    """Every turn of a real meeting is found in a text of narrow lines, even where nobody's name has a capital."""
    talk = [(who.lower() if small else who, words) for who, words in _meeting(stem)]
    text = gap.join(textwrap.fill(f"{who}: {words}", 72, break_on_hyphens=False) for who, words in talk)
    found = _read(tmp_path / "t.txt", text)
    assert [(turn.speaker, " ".join(turn.text.split())) for turn in found.turns] == talk


def test_a_full_name_that_comes_once(tmp_path: Path) -> None:
    """Among long turns somebody with a full name who speaks once is a person, and the reader is told."""
    long = "This is said at length.\nAnd it goes on, line by line.\n" * 3
    text = f"Ann: {long}Ben: {long}" * 3 + f"Cleo Martin: {long}Ann: {long}"
    found = _read(tmp_path / "t.txt", text)
    assert found.speakers == ("Ann", "Ben", "Cleo Martin")
    assert ["Cleo Martin" in note for note in found.notes] == [True]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Prof. Dr. h. c. mult. Eva von der Heide", NAME),
        ("Anna | Berlin", NAME),
        ("+49 170 1234567", NAME),
        ("«Karl»", MAYBE),
        ("an hon. member", MAYBE),
        ("KARL?", ODD),
        ("Really? I said", ODD),
        ("3 June 2026", 0),
        ("| a | b", 0),
        ("x = {a", 0),
        ("<p>Ann", 0),
    ],
)
def test_shapes(name: str, expected: int) -> None:
    """What stands around a name is taken off; what no name holds makes it odd, and code and dates are none."""
    assert shape(name) == expected


@pytest.mark.parametrize(
    "words",
    ["3 June 2026", "March 14, 2026", "14. März 2026", "Saturday, March 14, 2026", "2026年3月14日",
     "3 de junio de 2026", "14. März", "Wed, Jun 3", "3 июня 2026"],
)  # fmt: skip
def test_dates(words: str) -> None:
    """Days of the calendar are told in any language with a year, and in many without one."""
    assert is_date(words)


@pytest.mark.parametrize("words", ["Speaker 3", "May", "Grad 2", "Room 2.14", "Class of 2026", "P2", "Anna May 3"])
def test_what_is_no_date(words: str) -> None:
    """A number in a name makes no date of it."""
    assert not is_date(words)


def test_names_are_no_sentences() -> None:
    """No unusual name reads like a sentence, but what people say before a colon does."""
    assert [name for name in UNUSUAL if is_sentence(name)] == []
    assert is_sentence("Really? I think")


@pytest.mark.parametrize(
    "heading",
    ["3 June 2026, 9:02AM", "March 14, 2026, 9:02AM", "14. März 2026, 09:02", "3. Juni, 14:02",
     "March 14, 2026\n9:02 AM", "03/06/2026, 9:02 AM", "2026年6月3日 9:02"],
)  # fmt: skip
def test_the_heading_of_a_meeting(heading: str, tmp_path: Path) -> None:
    """Title, date and length above the first speaker are listed, and times count from the recording's beginning."""
    text = f"Project review\n{heading}\n12m 5s\n\nAna Pérez   0:03\nHello there.\n\nBen Smith   0:35\nYes.\n"
    found = _read(tmp_path / "t.txt", text)
    assert [(turn.speaker, turn.start_ms) for turn in found.turns] == [("Ana Pérez", 3_000), ("Ben Smith", 35_000)]
    assert len(found.skipped) == 2 + len(heading.split("\n"))
    assert heading.split("\n", maxsplit=1)[0] in found.skipped[1].why


@pytest.mark.parametrize(
    "closing",
    [
        "Transcribed by https://otter.ai",
        "Transcript by Rev.com",
        "Meeting ended after 00:30:00 👋",
        "Transcription ended after 00:06:13",
        "Besprechung endete nach 00:30:00",
        "Ana Pérez stopped transcription",
        "[END OF TRANSCRIPT]",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
def test_the_last_line_of_a_program(closing: str, gap: str, tmp_path: Path) -> None:
    """What the program says of itself at the end is nobody's speech, and is listed with its place."""
    for text in ("Ana  0:03\nHello.\n\nBen  0:09\nYes.", "Ana: Hello.\nBen: Yes."):
        found = _read(tmp_path / "t.txt", f"{text}{gap}{closing}\n")
        assert _said(found) == [("Ana", "Hello."), ("Ben", "Yes.")]
        assert [closing in place.why for place in found.skipped] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Meeting ended after 00:30:00\nAna: no, we are here",
        "Ben: I was transcribed by a friend",
        "Ben: Ana stopped the recording",
        "Transcripts are at https://example.org",
        "we shall end this meeting at 10:30",
        "Is this transcript from 00:30:00?",
    ],
)
def test_what_closes_nothing(text: str) -> None:
    """Lines in the middle of a file and lines that people say are kept."""
    assert closing_lines(f"Ana: hi\n{text}\n") == frozenset()


@pytest.mark.parametrize("dash", ["-", "- ", "– ", "— "])
def test_the_dashes_of_a_dialogue(dash: str, tmp_path: Path) -> None:
    """Dashes before the names in one caption part its voices, as the names alone would."""
    text = (
        f"1\n00:00:01,000 --> 00:00:02,000\n{dash}BOB: What?\nand why?\n{dash}ANNA: That.\n\n"
        f"2\n00:00:02,000 --> 00:00:03,000\n{dash}BOB: So.\n{dash}Who is there?\n\n"
        "3\n00:00:03,000 --> 00:00:04,000\nJean-Luc: well - yes\n"
    )
    assert _said(_read(tmp_path / "t.srt", text)) == [
        ("BOB", "What?\nand why?"),
        ("ANNA", "That."),
        ("BOB", "So."),
        (None, "Who is there?"),
        ("Jean-Luc", "well - yes"),
    ]


def test_dashes_without_names_stay(tmp_path: Path) -> None:
    """Where nobody is named, a caption is one piece as it stands."""
    text = "1\n00:00:01,000 --> 00:00:02,000\n- What?\n- That.\n"
    assert _said(_read(tmp_path / "t.srt", text)) == [(None, "- What?\n- That.")]


def test_marks_of_emphasis_are_no_part_of_a_name(tmp_path: Path) -> None:
    """Markdown's bold and italic, in both ways of writing them, are taken off the name."""
    found = _read(
        tmp_path / "t.md", "__Ben__: one\n**Ben:** two\n_Ana_: three\n*Ana*: four\n***Ben***: five\nuser_1: x\n"
    )
    assert found.speakers == ("Ben", "Ana", "user_1")
