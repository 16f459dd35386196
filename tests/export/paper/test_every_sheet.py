"""What holds for every sheet: a sound tagged file of embedded letters, in every script, whole or not there."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from facilitator.export import PAPERS
from facilitator.export.paper import SHEETS, Choices, NothingToPrint, print_sheet, sheet_word
from facilitator.session.agenda import AddBlock
from facilitator.session.errors import FacilitatorError
from facilitator.session.people import JoinPerson
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.sessions import DescribeSession
from tests.export.making import made, night_handover, squeezed
from tests.export.paper.reading import pages, printed, scripts

every_sheet = pytest.mark.parametrize("sheet", SHEETS)


@every_sheet
@pytest.mark.parametrize("paper", PAPERS)
def test_a_sound_tagged_file(tmp_path: Path, sheet: str, paper: str) -> None:
    """A checker passes it; it says its title and language, has a structure, and leaves no letter to be guessed."""
    file = printed(night_handover(), sheet, tmp_path, paper=paper)
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
    reader = pypdf.PdfReader(file)
    assert round(float(reader.pages[0].mediabox.width)) == {"a4": 595, "letter": 612}[paper]
    assert reader.metadata is not None and str(reader.metadata.title).endswith(": Night handover, Ward 4B")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert b"/S /H1" in file.read_bytes() or b"/S /H2" in file.read_bytes()
    fonts: dict[str, Any] = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        fonts.update({key: font.get_object() for key, font in resources["/Font"].get_object().items()})
    assert fonts
    for font in fonts.values():
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()


@every_sheet
def test_every_script_comes_out_as_it_went_in(tmp_path: Path, sheet: str) -> None:
    """Titles, names, briefs and lists in 26 languages: no letter without a font, and those from the left read back."""
    for one in scripts():
        text = one["text"]
        state = made(
            DescribeSession(organisation=text[:40], place=text[:30], inform=text),
            JoinPerson(person="p", name=text[:24], roles=("facilitator",)),
            AddBlock(block="b", title=text[:40], minutes=10, say=text, catch=text[:20], modality="role_play",
                     materials=(text[:50],), prepare=(text[:60],), trouble=(f"{text[:12]}: {text[:40]}",)),
            WriteScenario(block="b", rounds=3, checklist=(text[:60],)),
            AddRole(role="r", block="b", name=text[:20], situation=text, secret=text[:80], wants=text[:40]),
            title=text[:50],
        )  # fmt: skip
        target = tmp_path / "s.pdf"
        made_of = print_sheet(state, sheet, target)
        assert made_of.missing == (), one["language"]
        if one["direction"] == "ltr":
            # A block's title stands on the papers for a block, the session's on the others.
            shown = squeezed(text[: 24 if sheet in ("run-sheet", "role-slips", "observer-sheet") else 30])
            raw = subprocess.run(["pdftotext", "-raw", target, "-"], capture_output=True, text=True, check=True).stdout
            assert shown in squeezed(raw), (one["language"], sheet)


@every_sheet
def test_nothing_is_left_of_what_fails(tmp_path: Path, sheet: str) -> None:
    """A folder that is not there: a sentence, and nothing made."""
    with pytest.raises(FacilitatorError, match="does not exist"):
        print_sheet(night_handover(), sheet, tmp_path / "no" / "where.pdf")
    assert list(tmp_path.iterdir()) == []
    assert sheet_word(sheet)


@every_sheet
def test_a_read_again_sheet_is_the_same(tmp_path: Path, sheet: str) -> None:
    """Printing twice gives the same pages, and one file each."""
    first, second = tmp_path / "a", tmp_path / "b"
    texts = []
    for folder in (first, second):
        folder.mkdir()
        texts.append(pages(printed(night_handover(), sheet, folder)))
        assert len(list(folder.iterdir())) == 1
    assert texts[0] == texts[1]


def test_unknown_sheets_and_papers_are_refused(tmp_path: Path) -> None:
    """A sheet or a paper nobody knows is said, not guessed."""
    with pytest.raises(FacilitatorError, match="no sheet known here"):
        print_sheet(night_handover(), "poem", tmp_path / "p.pdf")
    with pytest.raises(FacilitatorError, match="no paper known here"):
        print_sheet(night_handover(), "run-sheet", tmp_path / "p.pdf", Choices(paper="a9"))
    assert NothingToPrint.mistake
