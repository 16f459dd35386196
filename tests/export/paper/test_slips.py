"""Role slips and observer's sheets: each player only their own secret, every script right, nobody's name asked for."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pypdf
import pytest

from facilitator.export.options import Options
from facilitator.export.paper import NothingToPrint, print_sheet
from facilitator.export.paper.observer_sheet import observer_sheets
from facilitator.export.paper.role_slips import role_slips
from facilitator.export.voice import Voice
from facilitator.session.agenda import AddBlock
from facilitator.session.role_play import AddRole, RemoveRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from tests.export.making import made, night_handover
from tests.export.paper.reading import pages, placed, printed, scripts, sizes, words


def played(*more: Command) -> SessionState:
    """A role play in a block."""
    return made(AddBlock(block="b", title="Rehearse", minutes=40, modality="role_play"), *more, title="T")


def test_each_slip_has_only_its_own_secret() -> None:
    """Whatever the roles, no slip holds a word of another's brief."""
    (found,) = role_slips(Voice(night_handover(), Options()))
    assert [slip.name for slip in found.slips] == [
        "Night nurse",
        "Day nurse",
        "Patient, bed 6",
        "Bed manager, by phone",
    ]
    for one, other in permutations(found.slips, 2):
        everything = " ".join((one.label, one.name, one.situation, one.secret, one.wants, one.stuck))
        assert other.secret not in everything and other.wants not in everything


def test_four_to_a_page_with_the_observers_sheet_below(tmp_path: Path) -> None:
    """The sample's page: four slips in two columns, below them what observers watch for."""
    file = printed(night_handover(), "role-slips", tmp_path)
    assert len(pypdf.PdfReader(file).pages) == 1
    text = words(file)
    for part in ("four role slips, one a player; fold before handing out", "Round 1, you play", "Only you know",
                 "You want to go home on time", "If stuck: “What is still open?”", "Observer’s sheet",
                 "Lets the patient correct them", "The words after which it went colder"):  # fmt: skip
        assert part in text
    places = {text.strip(): (x, y) for text, x, y, _size in placed(file)}
    one, two, three = places["Night nurse"], places["Day nurse"], places["Patient, bed 6"]
    assert one[1] == two[1] and two[0] > one[0] + 200 and abs(three[0] - one[0]) < 1 and three[1] < one[1] - 150


def test_a_long_brief_takes_the_whole_width_never_smaller_letters(tmp_path: Path) -> None:
    """A brief longer than its slip reaches over the page in the letters of the others, and loses no word."""
    long = " ".join(f"word{number}" for number in range(130))
    short = AddRole(role="s", block="b", name="Short", secret="No.")
    before = sizes(printed(played(short), "role-slips", tmp_path))
    file = printed(played(short, AddRole(role="l", block="b", name="Long", situation=long)), "role-slips", tmp_path)
    assert min(sizes(file)) == min(before) and 9.5 in sizes(file) & before
    assert long in words(file)
    line = next(line for line in pages(file)[0].split("\n") if "word0" in line)
    assert "word12" in line  # wider than half a page
    endless = " ".join(f"word{number}" for number in range(2500))
    file = printed(played(AddRole(role="l", block="b", name="Endless", situation=endless)), "role-slips", tmp_path)
    assert len(pypdf.PdfReader(file).pages) > 1
    assert endless in words(file)


def test_a_brief_in_arabic_stands_at_the_right(tmp_path: Path) -> None:
    """Words read from the right begin at the right of their slip, the label before them too."""
    text = next(one["text"] for one in scripts() if one["script"] == "Arab")
    file = printed(played(AddRole(role="r", block="b", name="الممرضة", situation=text[:40], wants=text[:30])),
                   "role-slips", tmp_path)  # fmt: skip
    name = [
        x for piece, x, _y, _size in placed(file) if "مرضة" in piece or "ممرضة" in piece or piece.strip() == "الممرضة"
    ]
    assert not name or min(name) > 180
    label = [x for piece, x, _y, _size in placed(file) if piece.strip().startswith("You want")]
    assert label and min(label) > 180


def test_large_letters_are_a_page_each(tmp_path: Path) -> None:
    """In large letters every player has a page, and nothing of another's on it."""
    file = printed(night_handover(), "role-slips", tmp_path, large=True)
    found = pages(file)
    assert len(found) == 4
    assert "insulin" in found[0] and not any("insulin" in page for page in found[1:])
    assert max(sizes(file)) >= 17


def test_new_slips_for_every_round(tmp_path: Path) -> None:
    """A set for each round that was asked for, each naming its round."""
    found = pages(printed(night_handover(), "role-slips", tmp_path, count=3))
    assert ["Round 1, you play" in found[0], "Round 3, you play" in found[2], len(found)] == [True, True, 3]
    assert "You play" in words(printed(played(AddRole(role="r", block="b", name="One")), "role-slips", tmp_path))


def test_without_roles_it_is_said(tmp_path: Path) -> None:
    """No roles, or roles taken out again: one sentence that says where to write them, and no file."""
    for state in (made(title="Plain"), played(AddRole(role="r", block="b", name="R"), RemoveRole(role="r"))):
        with pytest.raises(NothingToPrint, match="No roles are written"):
            print_sheet(state, "role-slips", tmp_path / "r.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_situation_of_all_stands_in_for_a_role_without_one() -> None:
    """A role with no situation of its own has the scenario's, and its task."""
    state = played(
        WriteScenario(block="b", situation="It is seven.", task="Hand over."), AddRole(role="r", block="b", name="R")
    )
    (found,) = role_slips(Voice(state, Options()))
    assert found.slips[0].situation == "It is seven. Hand over."


@pytest.mark.parametrize("rounds", [1, 3, 12])
def test_a_box_for_every_round(tmp_path: Path, rounds: int) -> None:
    """Every behaviour has a box for each round, up to twelve, inside the page; nobody is asked for a name."""
    state = played(WriteScenario(block="b", rounds=rounds, checklist=("Reads back", "Stops the phone")))
    file = printed(state, "observer-sheet", tmp_path)
    text = words(file)
    assert "Reads back" in text and "No name needed." in text and "The exact words" in text
    assert (f" {rounds} " in text) == (rounds > 1)
    pdf = file.read_bytes()
    for number in range(1, rounds + 1):
        assert pdf.count(f"Box for round {number}".encode("utf-16-be").hex().upper().encode() + b">") == 2
    assert len(pypdf.PdfReader(file).pages) == 1


def test_an_observers_sheet_for_any_session() -> None:
    """Where nobody wrote a checklist there are lines to write one on; a long one flows."""
    (found,) = observer_sheets(Voice(made(title="Any"), Options()))
    assert (found.behaviours, found.rounds) == (("",) * 5, 3)


def test_a_long_checklist_goes_on(tmp_path: Path) -> None:
    """Sixty behaviours take pages, with the head again on each."""
    lines = tuple(f"Behaviour number {number}" for number in range(60))
    found = pages(printed(played(WriteScenario(block="b", rounds=3, checklist=lines)), "observer-sheet", tmp_path))
    assert len(found) > 1
    assert all("The exact words" in page for page in found if "Behaviour number" in page)
    assert "Behaviour number 59" in "".join(found)
