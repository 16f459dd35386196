"""The PDF: read back by other programs, every word with its speaker; whole, tagged, linked, with its own fonts."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from facilitator import export
from facilitator.export.document import Entry
from facilitator.export.options import Options
from facilitator.export.pdf import write
from facilitator.export.pdf.looks import readable
from facilitator.export.report import build
from facilitator.session.contributions import GiveContribution
from facilitator.session.kinds import KINDS
from facilitator.session.people import JoinPerson
from facilitator.session.privacy import Names
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from tests.export.making import DATA, giving, made, meeting, naughty, night_handover, squeezed

needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not here")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")


def pdf(state: SessionState, folder: Path, **options: Any) -> Path:
    """The report of a session."""
    target = folder / "report.pdf"
    export.export(state, "pdf", target, Options(**options))
    return target


def pages(file: Path) -> list[str]:
    """The text of each page as pdftotext finds it."""
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def running_text(file: Path, *furniture: str) -> str:
    """All words in order, without white space and without what stands on every page."""
    kept = [
        line
        for page in pages(file)
        for line in page.split("\n")
        if line.strip() not in furniture and not re.fullmatch(r"\d+ of \d+", line.strip())
    ]
    return squeezed("\n".join(kept))


@needs_pdftotext
@pytest.mark.parametrize("name", ["Bro008", "ES2005a", "IS1004a"])
def test_every_turn_right_behind_its_speaker(name: str, tmp_path: Path) -> None:
    """Another program finds every turn of a real meeting, word for word, with who said it right before."""
    state = meeting(name)
    found = running_text(pdf(state, tmp_path), name)
    for one in state.contributions.by_id.values():
        assert squeezed(state.people[one.authors[0]].name + one.text) in found


@needs_pdftotext
def test_scripts_come_out_as_they_went_in(tmp_path: Path) -> None:
    """Each script that runs from the left is extracted as it was given, wrapped and mixed with figures and a name."""
    texts = json.loads((DATA / "scripts.json").read_text(encoding="utf-8"))
    for one in texts:
        if one["direction"] != "ltr":
            continue
        words = f"{one['text']} (2026) 15:30 Zoë Smith {one['text']}"
        found = running_text(pdf(made(GiveContribution(text=words), title="x"), tmp_path))
        assert squeezed(words) in found, one["language"]


@needs_qpdf
@pytest.mark.parametrize("paper", export.PAPERS)
def test_file_is_sound(paper: str, tmp_path: Path) -> None:
    """The file passes a checker, on both papers."""
    file = pdf(night_handover(), tmp_path, paper=paper)
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
    box = pypdf.PdfReader(file).pages[0].mediabox
    assert round(float(box.width)) == {"a4": 595, "letter": 612}[paper]


def test_title_language_structure(tmp_path: Path) -> None:
    """A reader is told title, author and language, shows the title, and finds a structure tree."""
    reader = pypdf.PdfReader(pdf(night_handover(), tmp_path))
    assert reader.metadata is not None
    assert reader.metadata.title == "What nights know that days never hear"
    assert reader.metadata.author == "Ines Moreira"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root


def test_only_embedded_fonts(tmp_path: Path) -> None:
    """No font is left for the reader's computer to guess."""
    reader = pypdf.PdfReader(pdf(night_handover(), tmp_path))
    fonts: dict[str, Any] = {}
    for page in reader.pages:
        resources: Any = page["/Resources"]
        fonts.update({key: font.get_object() for key, font in resources["/Font"].get_object().items()})
    assert fonts
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in inner


def test_outline_and_links_lead_somewhere(tmp_path: Path) -> None:
    """Every part is in the outline, in order, and every link inside the report has a page to go to."""
    reader = pypdf.PdfReader(pdf(night_handover(), tmp_path))
    outline = [item for item in reader.outline if not isinstance(item, list)]
    sections = [section.title for section in build(night_handover(), Options()).sections]
    assert [item["/Title"] for item in outline][1:] == sections  # type: ignore[index]
    known = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference is not None}
    links = 0
    for page in reader.pages:
        for note in page.get("/Annots", []):
            found = note.get_object()
            assert found["/Dest"][0].idnum in known
            links += 1
    assert links > 40


@needs_pdftotext
def test_page_numbers_and_running_lines(tmp_path: Path) -> None:
    """Every page after the cover has its number of all, the title and the date; the foot tells the rule of the room."""
    found = pages(pdf(night_handover(), tmp_path))
    for number, page in enumerate(found[1:], start=2):
        assert f"{number} of {len(found)}" in page
        assert "Night handover, Ward 4B" in page
        assert "Thursday 12 March 2026" in page
    assert all("Kept until 12 March 2027." in page for page in found)


@needs_pdftotext
def test_short_turns_stay_whole_and_long_ones_lose_nothing(tmp_path: Path) -> None:
    """A turn of up to twelve lines stands on one page; one of many pages is all there, in order."""
    texts = [" ".join(f"word{number}x{place}" for place in range(70)) for number in range(40)]
    long = " ".join(f"long{place}" for place in range(2200))
    state = made(*[GiveContribution(text=text) for text in [*texts, long]], title="T")
    file = pdf(state, tmp_path)
    found = [squeezed(page) for page in pages(file)]
    for text in texts:
        assert any(squeezed(text) in page for page in found)
    assert squeezed(long) in running_text(file, "T", "Thursday 12 March 2026")


@needs_pdftotext
def test_no_heading_stands_alone_at_the_foot(tmp_path: Path) -> None:
    """Whatever the length of what came before, a heading has some of its words on the same page."""
    commands: list[Command] = [JoinPerson(person="p", name="Ann")]
    from facilitator.session.agenda import AddBlock

    for place in range(40):
        commands.append(AddBlock(block=f"b{place}", title=f"Heading {place}", minutes=1))
        words = " ".join(["words"] * (7 + 13 * (place % 7)))
        commands.append(GiveContribution(text=words, authors=("p",), activity=f"b{place}"))
    for page in pages(pdf(made(*commands, title="T"), tmp_path))[1:]:
        lines = [line for line in page.split("\n") if line.strip() and not re.fullmatch(r"\d+ of \d+", line.strip())]
        assert not lines[-1].startswith("Heading")


def test_naughty_strings_everywhere(tmp_path: Path) -> None:
    """Strings that break programs, as names and words, give a sound report that names what it cannot show."""
    target = tmp_path / "n.pdf"
    result = export.export(giving(naughty(), KINDS), "pdf", target)
    reader = pypdf.PdfReader(target)
    assert len(reader.pages) > 20
    last = "".join(page.extract_text() for page in reader.pages[-2:])
    for code, _times in result.missing[:3]:
        assert code in last


@pytest.mark.parametrize("text", ["W" * 200, "A" + "\u0301" * 190, "\u202e" + "x" * 150, "שלום " * 40])
def test_hostile_titles_and_names_stay_on_the_page(text: str, tmp_path: Path) -> None:
    """A title and a name of hostile length or direction wrap inside the margins."""
    state = made(JoinPerson(person="p", name=text), GiveContribution(text=text, authors=("p",)), title=text)
    reader = pypdf.PdfReader(pdf(state, tmp_path))
    assert len(reader.pages) < 8


def test_words_of_many_pages_are_quick(tmp_path: Path) -> None:
    """Ten thousand marks on one letter and twenty thousand letters in one word neither hang nor fail."""
    state = giving(["a" + "\u0301" * 10_000, "x" * 20_000, "word " * 3_999])
    assert len(pypdf.PdfReader(pdf(state, tmp_path)).pages) > 8


def test_names_in_the_file_are_as_asked_for(tmp_path: Path) -> None:
    """Without names nobody's stands in the file's author, outline or pictures' words."""
    file = pdf(night_handover(), tmp_path, names=Names.NONE)
    reader = pypdf.PdfReader(file)
    assert reader.metadata is not None
    assert reader.metadata.author == "St Brida Hospital"
    data = b"".join(obj.get_data() for page in reader.pages if (obj := page.get_contents()) is not None)
    assert data
    for person in night_handover().people.by_id.values():
        assert person.name.encode("utf-16-be").hex().upper().encode() not in file.read_bytes()


def test_right_to_left_report(tmp_path: Path) -> None:
    """A report in a language read from the right says so, and its pages are mirrored: numbers stand at the left."""
    file = pdf(night_handover(), tmp_path, language="ar")
    reader = pypdf.PdfReader(file)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "ar"
    places: list[float] = []

    def visit(text: str, _cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if "of" in text and re.search(r"\d+ of \d+", text):
            places.append(float(tm[4]))

    reader.pages[3].extract_text(visitor_text=visit)
    assert all(place < 200 for place in places)


def test_accent_only_where_it_can_be_read() -> None:
    """The organisation's colour is taken if words in it can be read on white."""
    assert readable("#1a3c8b", "#000000") == "#1a3c8b"
    assert readable("#ffee00", "#000000") == "#000000"
    assert readable("red", "#000000") == "#000000"


def test_same_document_gives_the_same_pages(tmp_path: Path) -> None:
    """Setting a document twice gives the same pages."""
    document = build(night_handover(), Options())
    assert any(isinstance(block, Entry) for section in document.sections for block in section.blocks)
    texts = []
    for name in ("a.pdf", "b.pdf"):
        write(document, tmp_path / name, paper="a4", accent="", going=lambda part: None)
        texts.append([page.extract_text() for page in pypdf.PdfReader(tmp_path / name).pages])
    assert texts[0] == texts[1]
