"""What whole texts do with their lines: numbers in front, questions and answers, clocks of other countries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.intake import NotUnderstood, read_file, read_transcript
from facilitator.intake.habits import habits

Said = list[tuple[str | None, str]]


def _read(folder: Path, text: str, name: str = "talk.txt") -> Said:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return [(turn.speaker, turn.text) for turn in read_transcript(file).turns]


def _times(folder: Path, text: str) -> list[int | None]:
    file = folder / "talk.txt"
    file.write_text(text, encoding="utf-8")
    return [turn.start_ms for turn in read_transcript(file).turns]


def test_speakers_who_are_only_numbers(tmp_path: Path) -> None:
    """Numbers that come again in the order of talk are people; a time in their words stays in them."""
    assert _read(
        tmp_path,
        "1: Welcome, all of us.\n2: Thanks. I brought the map.\n1: Where do we start?\n"
        "3: At the river: the bridge is down.\n2: Yes, at once.\n1: Then 10:30 at the bridge.\n",
    ) == [
        ("1", "Welcome, all of us."),
        ("2", "Thanks. I brought the map."),
        ("1", "Where do we start?"),
        ("3", "At the river: the bridge is down."),
        ("2", "Yes, at once."),
        ("1", "Then 10:30 at the bridge."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1: Open the lid.\n2: Take out the filter.\n3: Wash it well.\n4: Put it back.\n",
        "1: Open the lid.\n2: Take it out.\n3: Wash it.\n1: Close the lid.\n2: Turn the key.\n3: Wait a bit.\n",
        "2: Ann\n3: Bob\n2: Carl\n4: Dora\n2: Emil\n",
    ],
)
def test_counted_steps_are_no_talk(tmp_path: Path, text: str) -> None:
    """Steps, verses and scores with numbers in front are still no transcript."""
    with pytest.raises(NotUnderstood):
        _read(tmp_path, text)


def test_steps_within_what_somebody_says_stay_theirs(tmp_path: Path) -> None:
    """Numbered points in a talk of named people are no speakers, however often they come again."""
    points = "\n1: Wash.\n2: Dry.\n3: Fold.\n1: Again.\n2: And again."
    said = _read(tmp_path, f"Ann: So:{points}\nBen: Thank you.\nAnn: A pleasure.\nBen: Good.\n")
    assert said[0] == ("Ann", f"So:{points}")
    assert [who for who, _text in said] == ["Ann", "Ben", "Ann", "Ben"]


def test_questions_and_answers_of_a_court(tmp_path: Path) -> None:
    """A reporter's ``Q.`` and ``A.`` are turns of their own, not words of whoever spoke before."""
    assert _read(
        tmp_path,
        "THE COURT: Overruled. You may answer.\nQ.  State your name.\nA.  Harriet Bloom.\nQ.  And your trade?\n"
        "A.  I mend nets: cotton ones.\n    And silk.\nMR. SMITH: No more questions.\nTHE COURT: You may step down.\n",
    ) == [
        ("THE COURT", "Overruled. You may answer."),
        ("Q", "State your name."),
        ("A", "Harriet Bloom."),
        ("Q", "And your trade?"),
        ("A", "I mend nets: cotton ones.\n    And silk."),
        ("MR. SMITH", "No more questions."),
        ("THE COURT", "You may step down."),
    ]


def test_points_with_letters_are_no_answers(tmp_path: Path) -> None:
    """``A. first`` without a question anywhere is a point of somebody's."""
    said = _read(tmp_path, "Ann: Two points:\nA. Salt.\nB. Wind.\nBen: And?\nA. Rain.\nAnn: Yes.\nBen: Good.\n")
    assert said[0] == ("Ann", "Two points:\nA. Salt.\nB. Wind.")
    assert said[1] == ("Ben", "And?\nA. Rain.")


@pytest.mark.parametrize("mark", [" ", ". ", ") ", "\t"])
def test_lines_that_are_counted(tmp_path: Path, mark: str) -> None:
    """A running number in front of every line is nobody's name, also on a line that goes on."""
    said = ["Ann: hello everybody", "Ben: good morning", "Ann: we start: now", "and go on", "Ben: fine", "Ann: right"]
    text = "".join(f"{number:02}{mark}{line}\n" for number, line in enumerate(said, 1))
    assert _read(tmp_path, text) == [
        ("Ann", "hello everybody"),
        ("Ben", "good morning"),
        ("Ann", "we start: now\nand go on"),
        ("Ben", "fine"),
        ("Ann", "right"),
    ]


def test_a_counted_list_is_no_talk(tmp_path: Path) -> None:
    """A numbered list of things with a colon each stays no transcript: none comes again."""
    with pytest.raises(NotUnderstood):
        _read(tmp_path, "1. Salt: two spoons\n2. Pepper: one spoon\n3. Water: a litre\n4. Flour: a pound\n")


def test_clocks_with_full_stops(tmp_path: Path) -> None:
    """``00.00.07 Ann:`` is a time and a name; days of one year are none."""
    text = "00.00.03 Ann: Hello\n00.00.07 Ben: Hi\n00.01.09 Ann: Bye\n"
    assert _read(tmp_path, text) == [("Ann", "Hello"), ("Ben", "Hi"), ("Ann", "Bye")]
    assert _times(tmp_path, text) == [3_000, 7_000, 69_000]
    assert not habits("01.03.26 Ann: Hello\n02.03.26 Ben: Hi\n").dotted


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "০", "๐"])
def test_times_in_the_digits_of_other_scripts(tmp_path: Path, zero: str) -> None:
    """A time in a script's own digits is a time, before the name and alone beside it; digits in words stay."""

    def own(text: str) -> str:
        return "".join(chr(ord(zero) + int(mark)) if mark.isdecimal() else mark for mark in text)

    first = f"[{own('00:01')}] سلمى: أهلاً {own('12:30')}\n[{own('00:05')}] كريم: نعم\n[{own('00:09')}] سلمى: نبدأ\n"
    assert _read(tmp_path, first) == [("سلمى", f"أهلاً {own('12:30')}"), ("كريم", "نعم"), ("سلمى", "نبدأ")]
    assert _times(tmp_path, first) == [1_000, 5_000, 9_000]
    beside = f"سلمى  {own('00:01')}\nأهلاً\n\nكريم  {own('00:05')}\nنعم {own('12:30')}\n\nسلمى  {own('00:09')}\nنبدأ\n"
    assert _read(tmp_path, beside) == [("سلمى", "أهلاً"), ("كريم", f"نعم {own('12:30')}"), ("سلمى", "نبدأ")]


@given(st.lists(st.text(alphabet=st.sampled_from("QA12.: \t٠١x\n[]"), max_size=12), max_size=8))
def test_no_line_breaks_it(lines: list[str]) -> None:
    """Whatever the lines are: each can be asked, and what is not ours stays as it is."""
    its = habits("\n".join(lines))
    for line in lines:
        its.prefix(its.bare(its.line(line)))
    assert habits("").line("Ann: hello") == "Ann: hello"


def test_what_stands_right_under_a_name_and_a_time_is_said(tmp_path: Path) -> None:
    """Where a blank line parts the turns, words that look like a name and a time are still words."""
    assert _read(
        tmp_path,
        "Ann Smith   0:01\nBen Okafor   10:30\n\nBen Okafor   0:05\nYes, my slot.\n\nAnn Smith   0:45\nThanks.\n",
    ) == [("Ann Smith", "Ben Okafor   10:30"), ("Ben Okafor", "Yes, my slot."), ("Ann Smith", "Thanks.")]


def test_a_turn_without_words_is_still_told(tmp_path: Path) -> None:
    """Where no blank lines part the turns, a name and a time under another begin the next turn, and this is told."""
    file = tmp_path / "talk.txt"
    file.write_text(
        "Ann Lee   0:01\nBen Kay   0:03\nHello.\nAnn Lee   0:05\nHi.\nBen Kay   0:07\nSo.\n", encoding="utf-8"
    )
    transcript = read_transcript(file)
    assert [(turn.speaker, turn.text) for turn in transcript.turns] == [
        ("Ben Kay", "Hello."),
        ("Ann Lee", "Hi."),
        ("Ben Kay", "So."),
    ]
    assert [(spot.where, spot.why) for spot in transcript.skipped] == [("line 1", "It has a name and no words.")]


@pytest.mark.parametrize(
    "said",
    [
        ["Μαρία: Τι κάνεις;", "Γιάννης: Καλά· εσύ;", "Μαρία: Πάμε;", "Γιάννης: Πού;"],
        [
            "Antonio: I know not why I am so sad;",
            "Salarino: Your mind is on the sea;",
            "Antonio: It may be so;",
        ],
    ],
)
def test_a_semicolon_at_the_end_is_no_program(tmp_path: Path, said: list[str]) -> None:
    """Greek questions and verses end as a program's lines do."""
    assert _read(tmp_path, "\n".join(said) + "\n") == [tuple(line.split(": ", 1)) for line in said]


def test_who_insists_gets_the_names(tmp_path: Path) -> None:
    """A text that could be a form, taken because somebody says it is talk, still has its speakers."""
    file = tmp_path / "talk.txt"
    file.write_text(
        "Name: is what we ask first.\nAddress: comes next.\nName: again.\nAddress: fine.\n", encoding="utf-8"
    )
    with pytest.raises(NotUnderstood):
        read_file(file)
    assert [turn.speaker for turn in read_transcript(file, kind="transcript").turns] == ["Name", "Address"] * 2


def test_lower_case_names_without_full_stops(tmp_path: Path) -> None:
    """Nicknames of two words in a chat without full stops are told apart from wrapped sentences."""
    assert _read(
        tmp_path,
        "maria lópez: hola a todas\nde la cruz: qué tal estás hoy\nmaria lópez: bien y tú\nde la cruz: muy bien\n",
    ) == [
        ("maria lópez", "hola a todas"),
        ("de la cruz", "qué tal estás hoy"),
        ("maria lópez", "bien y tú"),
        ("de la cruz", "muy bien"),
    ]


def test_a_numbered_colleague(tmp_path: Path) -> None:
    """*Nurse #2* is a name even where she speaks once."""
    said = [("Ann Lee", "Good."), ("Nurse #2", "The list: three names."), ("Ann Lee", "Yes."), ("Bo", "Ok.")]
    assert _read(tmp_path, "".join(f"{who}: {text}\n" for who, text in said)) == said


def test_names_alone_above_what_is_said(tmp_path: Path) -> None:
    """``BEN:`` on a line of its own: a colon in the first words below is his, and makes nobody of them."""
    assert _read(
        tmp_path,
        "ANN LEE:\nGood morning, everyone.\n\nBEN OKAFOR:\nMorning: are we all here?\nI mean: all of us?\n\n"
        "ANN LEE:\nAlmost. Let us begin.\n\nBEN OKAFOR:\nFine.\n",
    ) == [
        ("ANN LEE", "Good morning, everyone."),
        ("BEN OKAFOR", "Morning: are we all here?\nI mean: all of us?"),
        ("ANN LEE", "Almost. Let us begin."),
        ("BEN OKAFOR", "Fine."),
    ]


def test_a_name_without_words_among_others_that_have_some(tmp_path: Path) -> None:
    """One name alone on its line is no habit: the next line is the next person's."""
    file = tmp_path / "talk.txt"
    file.write_text("Ann: Hello.\nBen:\nAnn: Are you there?\nBen: Yes.\nAnn: Good.\nBen: So.\n", encoding="utf-8")
    transcript = read_transcript(file)
    assert [turn.speaker for turn in transcript.turns] == ["Ann", "Ann", "Ben", "Ann", "Ben"]
    assert [spot.where for spot in transcript.skipped] == ["line 2"]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–"])
def test_a_list_of_what_was_said(tmp_path: Path, mark: str) -> None:
    """Where every line is a point and the same names come again, the points are turns; a list of things is none."""
    said = [("Ann", "Good morning."), ("Ben", "Morning: all here?"), ("Ann", "Almost."), ("Ben", "Fine.")]
    assert _read(tmp_path, "".join(f"{mark} {who}: {text}\n" for who, text in said)) == said
    with pytest.raises(NotUnderstood):
        _read(tmp_path, f"{mark} Salt: two spoons\n{mark} Pepper: one spoon\n{mark} Water: a litre\n")


@pytest.mark.parametrize("time", ["[00:00:0{}]", "(00:0{})"])
def test_a_name_in_bold_before_its_time(tmp_path: Path, time: str) -> None:
    """The stars around the name are none of it, and the time is one."""
    said = [("Ann Lee", "Good morning."), ("Ben", "Morning: **all** here?"), ("Ann Lee", "Almost.")]
    text = "".join(f"**{who}** {time.format(at)}: {words}\n\n" for at, (who, words) in enumerate(said))
    assert _read(tmp_path, text) == said
    assert _times(tmp_path, text) == [0, 1_000, 2_000]


def test_numbers_speak_in_captions_too(tmp_path: Path) -> None:
    """Speakers who are numbers are found in captions as in plain text."""
    said = [("1", "Hello there"), ("2", "Hi, you two"), ("1", "Shall we: now?"), ("2", "Yes please")]
    text = "".join(
        f"{at}\n00:00:0{at},000 --> 00:00:0{at},900\n{who}: {text}\n\n" for at, (who, text) in enumerate(said)
    )
    assert _read(tmp_path, text, "talk.srt") == said
