"""The poster: with an address phones find the session, without one a pen is enough; nobody is named who said no."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from facilitator.export import PAPERS
from facilitator.export.options import Options
from facilitator.export.paper import Address
from facilitator.export.paper.join_poster import join_poster
from facilitator.export.voice import Voice
from facilitator.session.agreements import MakeAgreement
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.privacy import Audience
from facilitator.session.state import SessionState
from tests.export.making import made, night_handover
from tests.export.paper.reading import pages, printed, words

ADDRESS = Address("http://192.168.8.1:42137/j/aZ3kd92", "192.168.8.1:42137", "418 206", "Ward4B", "quiet-at-seven")


def promise(state: SessionState, address: Address | None = None) -> str:
    """What stands at the foot."""
    return join_poster(Voice(state, Options(audience=Audience.PARTICIPANT)), address).promise


@pytest.mark.parametrize("paper", PAPERS)
def test_without_an_address_a_pen_is_enough(tmp_path: Path, paper: str) -> None:
    """One page: where and when, three steps with pen and cards, five languages, the promise, and no code."""
    file = printed(night_handover(), "join-poster", tmp_path, paper=paper)
    (page,) = pages(file)
    text = words(file)
    for part in ("Night handover, Ward 4B", "Thursday 12 March, 13:30, seminar room 2.14", "St Brida Hospital",
                 "Take a pen and a few cards", "to Sam, or hang it on the wall", "Входите, возьмите ручку",
                 "请进，拿支笔", "Pasa, coge un boli", "for 12 months", "You may pass."):  # fmt: skip
        assert part in text, part
    assert "camera" not in page and "Wi-Fi" not in page
    assert b"/S /Figure" not in file.read_bytes()


@pytest.mark.parametrize("paper", PAPERS)
def test_with_an_address_phones_find_it(tmp_path: Path, paper: str) -> None:
    """Network, password, address and code to type, and a code for cameras with white all round it."""
    file = printed(night_handover(), "join-poster", tmp_path, paper=paper, address=ADDRESS)
    text = words(file)
    for part in ("Ward4B", "password quiet-at-seven", "or type 192.168.8.1:42137", "and the code 418 206",
                 "Point your camera, say a name", "No phone? Take a pen"):  # fmt: skip
        assert part in text, part
    assert len(pypdf.PdfReader(file).pages) == 1
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", file, tmp_path / "p"], check=True)
    with Image.open(tmp_path / "p.png") as picture:
        dark = picture.convert("L").point(lambda value: 255 if value < 60 else 0)
        left = 54  # where the words and the code begin: 19 mm
        side = 246.6
        top = next(y for y in range(dark.height) if all(dark.getpixel((left + step, y + 2)) for step in range(2, 46)))
        wide = next(step for step in range(46, 100) if not dark.getpixel((left + step, top + 2)))
        module = side / round(side / (wide / 7))  # seven modules are dark at the corner
        for x, y in ((left, top), (left + side - 7 * module, top), (left, top + side - 7 * module)):
            _is_finder(dark, x, y, module)
        quiet, end = int(4 * module) - 1, int(left + side) + 2
        around = [
            *(
                (x, y)
                for x in range(left - quiet, end + quiet)
                for y in (top - quiet, top - 3, int(top + side + quiet))
            ),
            *((x, y) for x in (left - quiet, left - 3, end, end + quiet) for y in range(top, top + int(side))),
        ]
        assert not [place for place in around if dark.getpixel(place)]


def _is_finder(picture: Image.Image, x: float, y: float, module: float) -> None:
    """A square of seven with a ring of white in it: how cameras find the corners."""
    for row in range(7):
        for column in range(7):
            ring = max(abs(row - 3), abs(column - 3)) == 2
            at = (int(x + (column + 0.5) * module), int(y + (row + 0.5) * module))
            assert bool(picture.getpixel(at)) is not ring, (row, column)


def test_a_code_without_network_or_number(tmp_path: Path) -> None:
    """Where there is no Wi-Fi to join and no code to type, neither is spoken of."""
    text = words(printed(made(title="T"), "join-poster", tmp_path, address=Address("http://x.example/", "x.example")))
    assert "Wi-Fi" not in text and "and the code" not in text and "or type x.example" in text


def test_the_promise_says_what_was_agreed() -> None:
    """How long words are kept, on whose computer, and whether anybody is named: as agreed, and not more."""
    assert "Ines’s computer for 12 months. You are named only if you agree." in promise(night_handover())
    lead = JoinPerson(person="p", name="Ann Lee", roles=("facilitator",))
    dated = made(lead, MakeAgreement(kept_until="2027-03-12"))
    assert "on Ann’s computer until 12 March 2027." in promise(dated)
    hidden = made(JoinPerson(person="p", name="Ann Lee", roles=("facilitator",), named=False),
                  DescribePlan(kept_for="a year"))  # fmt: skip
    assert "on one computer here for a year." in promise(hidden) and "Ann" not in promise(hidden)
    chatham = promise(made(lead, MakeAgreement(rule="chatham_house")), ADDRESS)
    assert "Nobody is named." in chatham and "Ann" not in chatham and "No account, nothing to install" in chatham


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("title", ["word " * 39, "W" * 190, "Ward " * 12])
def test_a_long_title_keeps_it_on_one_page(tmp_path: Path, paper: str, title: str) -> None:
    """Whatever the title, the poster is one page with the promise at its foot and the title's beginning at its head."""
    state = made(DescribePlan(date="2026-03-12", time="13:30"), title=title)
    file = printed(state, "join-poster", tmp_path, paper=paper, address=ADDRESS)
    assert len(pypdf.PdfReader(file).pages) == 1
    text = words(file)
    assert "it counts the same." in text and title.split()[0][:12] in text.replace(" ", "")


def test_the_network_has_a_code_of_its_own(tmp_path: Path) -> None:
    """Where the network is named a second, small code joins it; both fit the one page, and each is a figure."""
    joined = replace(ADDRESS, network="WIFI:T:WPA;S:Ward4B;P:quiet-at-seven;;")
    one = printed(night_handover(), "join-poster", tmp_path, address=ADDRESS).read_bytes().count(b"/S /Figure")
    file = printed(night_handover(), "join-poster", tmp_path, address=joined)
    assert file.read_bytes().count(b"/S /Figure") == one + 1
    assert len(pypdf.PdfReader(file).pages) == 1
