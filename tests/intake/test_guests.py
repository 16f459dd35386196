"""Lists of people: typed, pasted, tables and cards; what is broken is listed, and the good ones are taken."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilitator.intake import (
    LONGEST_NAME,
    GuestList,
    NotUnderstood,
    read_guest_file,
    read_guests,
    read_transcript,
    recognise,
)
from facilitator.intake.guest import MOST_GUESTS, Guest, why_no_name
from facilitator.session.people import ROLES, name_key

DATA = Path(__file__).parents[1] / "data"
FILES = DATA / "guests"


def names(found: GuestList) -> list[str]:
    """Who is on a list."""
    return [guest.name for guest in found.guests]


def places(found: GuestList) -> list[str]:
    """Where something was left out."""
    return [place.where for place in found.skipped]


def only(text: str) -> Guest:
    """The one person of a text, with nothing left out."""
    found = read_guests(text)
    assert not found.skipped
    (guest,) = found.guests
    return guest


@pytest.mark.parametrize("rest", ["", "Cid,c@x.org\n", 'Cid,c@x.org\n"Dan, jr.",d@x.org\n', "Cid,c@x.org\n" * 9])
def test_a_mark_that_is_never_closed_takes_nobody_away(rest: str, tmp_path: Path) -> None:
    """A stray quotation mark before a name: everybody after it is on the list, and the place is said."""
    path = tmp_path / "guests.csv"
    path.write_text(f'Name,Email\nAna,a@x.org\n"Ben,b@x.org\n{rest}', encoding="utf-8")
    found = read_guest_file(path)
    expected = [("Ana", "a@x.org"), ("Ben", "b@x.org"), ("Cid", "c@x.org"), ("Dan, jr.", "d@x.org")]
    assert [(guest.name, guest.email) for guest in found.guests] == expected[: len(found.guests)]
    assert len(found.guests) == 2 + len(set(rest.splitlines()))
    assert places(found)[0] == "row 3"
    assert "quotation mark" in found.skipped[0].why


@pytest.mark.parametrize(
    "text",
    [
        "ana@x.org\nBen <b@x.org>\nCid Smith <c@x.org>\n",
        "Participants\n\n- Ana Sousa\n- Ben Okafor, Ward 4B\n",
        "Guests (2):\n1. Ana\n2. Ben <b@x.org>\n",
        "Teilnehmende:\nJürgen Müller\n王小明\n",
    ],
)
def test_a_plain_list_that_says_what_it_is(text: str, tmp_path: Path) -> None:
    """An address in every line, or names under a heading for them: nothing has to be said beside the file."""
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    assert recognise(path) == "people"
    assert len(read_guest_file(path).guests) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "Participants: Ann, Bob\n\nAnn: hi\nBob: ho\n",
        "Kind regards\nana@x.org\n",
        "Participants\nWe meet again on Friday at noon, all of us, in the same room as before.\nAna\n",
        "From: ana@x.org\nTo: ben@x.org\n\nSee you.\n",
    ],
)
def test_what_is_not_plainly_a_list_of_people(text: str, tmp_path: Path) -> None:
    """Talk, letters and what has sentences in it are never people without being called so."""
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    with contextlib.suppress(NotUnderstood):
        assert recognise(path) != "people"


def test_names_alone_are_refused_with_the_way(tmp_path: Path) -> None:
    """Names alone may be anything; the refusal says how they become people."""
    path = tmp_path / "list.txt"
    path.write_text("Ana\nBen\nCid\n", encoding="utf-8")
    with pytest.raises(NotUnderstood, match="--kind people"):
        recognise(path)
    assert names(read_guest_file(path)) == ["Ana", "Ben", "Cid"]


@pytest.mark.parametrize(
    "headings",
    ["Who,What was said", "Who,What", "Name,Words spoken", "name,Text of the message", "Name,Was gesagt wurde",
     "Participant,Contribution made", "Who,Ce qui a été dit"],
)  # fmt: skip
def test_short_words_under_a_heading_in_several_words(headings: str, tmp_path: Path) -> None:
    """However short what was said is and whatever words the heading has, it is talk and no list of people."""
    path = tmp_path / "t.csv"
    path.write_text(f"{headings}\nAna,Hello\nBen,Hi\n", encoding="utf-8")
    assert recognise(path) == "transcript"
    assert [(turn.speaker, turn.text) for turn in read_transcript(path).turns] == [("Ana", "Hello"), ("Ben", "Hi")]


# --- typed and pasted ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ana Sousa", Guest("Ana Sousa")),
        ("  7. Ana  Sousa ", Guest("Ana Sousa")),
        ("(7) Ana Sousa", Guest("Ana Sousa")),
        ("- [x] Ana Sousa", Guest("Ana Sousa")),
        ("☐ Ana Sousa", Guest("Ana Sousa")),
        ("٣. فاطمة", Guest("فاطمة")),
        ("１．李娜", Guest("李娜")),
        ("Ana Sousa, Radiology", Guest("Ana Sousa", unit="Radiology")),
        ("Ana Sousa, facilitator and scribe", Guest("Ana Sousa", roles=("facilitator", "scribe"))),
        ("Ana Sousa (co-facilitator, Ward 4)", Guest("Ana Sousa", roles=("co_facilitator",), unit="Ward 4")),
        ("Ana Sousa – table host – Ward 4", Guest("Ana Sousa", roles=("table_host",), unit="Ward 4")),
        ("Ana Sousa: observer", Guest("Ana Sousa", roles=("observer",))),
        ("Ana Sousa\tWard 4\tleader", Guest("Ana Sousa", roles=("sponsor",), unit="Ward 4")),
        ("王小明（护理部）", Guest("王小明", unit="护理部")),
        ("محمد علي، قسم القلب", Guest("محمد علي", unit="قسم القلب")),
        ("Ana Sousa <ana@example.org>", Guest("Ana Sousa", email="ana@example.org")),
        ('"Sousa, Ana" <ana@example.org>', Guest("Ana Sousa", email="ana@example.org")),
        ("Ana Sousa, Ward 4 <ana@example.org>", Guest("Ana Sousa", unit="Ward 4", email="ana@example.org")),
        ("Ana Sousa (ana@example.org), mentor", Guest("Ana Sousa", roles=("mentor",), email="ana@example.org")),
        ("Ana Sousa; Ward 4; gardener", Guest("Ana Sousa", roles=("gardener",), unit="Ward 4")),
        ("mailto:ana.sousa@example.org", Guest("Ana Sousa", email="ana.sousa@example.org")),
        ("Ana Sousa (she/her)", Guest("Ana Sousa", note="she/her")),
        ("Martin King, Jr., PhD", Guest("Martin King, Jr.", note="PhD")),
        ("Ana Sousa +351 912 345 678", Guest("Ana Sousa", note="+351 912 345 678")),
        ("O'Neil-Łuć d’Arc", Guest("O'Neil-Łuć d’Arc")),
        ("Dr. Ana M. Sousa", Guest("Dr. Ana M. Sousa")),
        ("Model Team Lead", Guest("Model Team Lead")),
    ],
)
def test_what_a_line_says(line: str, expected: Guest) -> None:
    """Name, role, unit, address and note of one line stand where a person would put them."""
    found = only(line)
    assert (found.name, found.roles, found.unit, found.note, found.email) == (
        expected.name,
        expected.roles,
        expected.unit,
        expected.note,
        expected.email,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana; Ben ;Carla;", ["Ana", "Ben", "Carla"]),
        ("张伟、李娜、王芳", ["张伟", "李娜", "王芳"]),
        ("Ana Sousa, Ben Okafor, Carla Díaz", ["Ana Sousa", "Ben Okafor", "Carla Díaz"]),
        ("Doe, John <john.doe@x.org>; Smith, Jane <jane@x.org>", ["John Doe", "Jane Smith"]),
        ("Ana <a@x.org>, Ben Okafor <b@x.org>", ["Ana", "Ben Okafor"]),
        ("ana.sousa@x.org, ben@y.org c_d@z.org", ["Ana Sousa", "Ben", "C D"]),
        ("Attendees: Ana, Ben and Carla (Ward 4, nights)", ["Ana", "Ben", "Carla"]),
        ("\ufeffName\r\nAna\r\nBen\r", ["Ana", "Ben"]),
        ("Nr\tName\n1\tAna\n2\tBen", ["Ana", "Ben"]),
        ("1 Ana\n2 Ben", ["Ana", "Ben"]),
    ],
)
def test_several_people(text: str, expected: list[str]) -> None:
    """Semicolons, commas of mail programs, lists on one line and headings over them."""
    found = read_guests(text)
    assert names(found) == expected
    assert not found.skipped


def test_a_list_with_everything_in_it() -> None:
    """Numbers, bullets, boxes, headings that give roles, a duplicate, broken lines: each with its place."""
    found = read_guest_file(FILES / "plain-list.txt")
    assert [(guest.name, guest.roles, guest.unit, guest.note) for guest in found.guests] == [
        ("Ana Sousa", ("facilitator",), "Ward 4B", ""),
        ("Ben Okafor", (), "", ""),
        ("Carla Díaz", (), "Radiology", ""),
        ("Dmitri", ("observer",), "", ""),
        ("Eve Meier", ("scribe",), "", ""),
        ("Fay", ("observer",), "", "she/her"),
        ("Georg", ("observer",), "", "PhD"),
        ("Hana Sato", ("table_host",), "", ""),
        ("Ivo", ("table_host",), "", ""),
        ("Jo Beck", ("table_host",), "Ward 4, nights", ""),
    ]
    assert [(place.where, place.why.split("”")[-1]) for place in found.skipped] == [
        ("line 9", " is an address in the web, not a name."),
        ("line 10", "There is no name in it."),
        ("line 17", " reads like a sentence, not a name."),
        ("line 8", " is at line 3 already and was taken once."),
    ]
    assert found.title == "plain-list"


def test_the_same_name_is_one_person_and_said_once() -> None:
    """Case, accents and spaces aside; what one place leaves open the other fills in; a second address is pointed at."""
    found = read_guests("zoe sahin\nZoë  Şahin, ICU\nZOE SAHIN, scribe\nBen <b@x.org>\nBen <c@x.org>")
    assert [(guest.name, guest.also, guest.unit, guest.roles) for guest in found.guests] == [
        ("Zoë Şahin", ("zoe sahin",), "ICU", ("scribe",)),
        ("Ben", (), "", ()),
    ]
    assert places(found) == ["line 2, line 3", "line 5"]
    assert "another mail address" in found.skipped[1].why
    assert found.guests[1].email == "b@x.org"


def test_what_stands_behind_a_semicolon_is_a_name_or_said_of_one() -> None:
    """In a list with a name a line, small letters say something of the name; names in one line stay names."""
    found = read_guests("Ana Sousa, Ward 4\nHana Kim; nurse, days\nBen; Cem; Dan\nلينا؛ سارة")
    assert [(guest.name, guest.unit) for guest in found.guests][:2] == [
        ("Ana Sousa", "Ward 4"),
        ("Hana Kim", "nurse, days"),
    ]
    assert names(found)[2:] == ["Ben", "Cem", "Dan", "لينا", "سارة"]
    assert names(read_guests("ana; ben; cem")) == ["ana", "ben", "cem"]
    assert names(read_guests("Ana; ben")) == ["Ana", "ben"]


@pytest.mark.parametrize(
    "pair", [("かとう", "がとう"), ("राम", "रोम"), ("Ana", "Anna"), ("김철수", "김철호"), ("ก่า", "ก้า")]
)
def test_different_names_stay_different(pair: tuple[str, str]) -> None:
    """Marks that make another letter of a letter in their script tell people apart."""
    assert names(read_guests("\n".join(pair))) == list(pair)


@pytest.mark.parametrize(
    "pair", [("Łukasz", "LUKASZ"), ("أحمد", "احمد"), ("Straße", "STRASSE"), ("J. P. Ngo", "j p ngo"), ("Ørn", "orn")]
)
def test_the_same_name_in_another_spelling(pair: tuple[str, str]) -> None:
    """Accents, case and signs do not."""
    assert name_key(pair[0]) == name_key(pair[1])


@given(st.text(max_size=40))
def test_a_key_is_the_key_of_itself(name: str) -> None:
    """Comparing what was already made comparable changes nothing, so that keys may be kept."""
    assert name_key(name_key(name)) == name_key(name)


def test_limits_are_said() -> None:
    """A name of 201 letters is listed, one of 200 is taken; of 20,003 people 20,000 come in, and this is said."""
    found = read_guests(f"{'N' * (LONGEST_NAME + 1)}\n{'M' * LONGEST_NAME}")
    assert names(found) == ["M" * LONGEST_NAME]
    assert str(LONGEST_NAME) in found.skipped[0].why
    many = read_guests("\n".join(f"Person {number}" for number in range(MOST_GUESTS + 3)))
    assert len(many.guests) == MOST_GUESTS
    assert len(many.notes) == 1
    assert "3 further" in many.notes[0]


def test_thousands_of_broken_lines_are_counted() -> None:
    """Places are listed up to a thousand; the rest is one sentence."""
    found = read_guests("Ana\n" + "12345\n" * 1_500)
    assert (names(found), len(found.skipped)) == (["Ana"], 1_000)
    assert "500" in found.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Unit,Email\n" + "".join(f"Person {n} Ümläut,Ward {n % 7},p{n}@x.org\n" for n in range(5_000)),
        "\n".join(f"{n}. Person {n} Ümläut, Ward {n % 7} <p{n}@x.org>" for n in range(5_000)),
        "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:Person {n}\nORG:Ward {n % 7}\nEND:VCARD\n" for n in range(5_000)),
    ],
    ids=["table", "lines", "cards"],
)
def test_five_thousand_rows_are_quick(text: str) -> None:
    """A table, a list and cards of 5,000 people are read well within a breath, each with its unit."""
    began = time.process_time()
    found = read_guests(text)
    assert time.process_time() - began < 8.0  # measured while lines are counted, on whatever machine
    assert len(found.guests) == 5_000
    assert all(guest.unit.startswith("Ward ") for guest in found.guests)
    assert not found.skipped


def test_talk_is_not_a_guest_list() -> None:
    """Of pasted talk nothing is taken as a name; each line says why."""
    found = read_guests(
        "Ann: Good morning everybody, shall we.\nBen: Yes!\nAnn: What do we do with this list?\nBen: Hm."
    )
    assert names(found) == []
    assert places(found) == ["line 1", "line 2", "line 3", "line 4"]
    assert all("said" in place.why for place in found.skipped)


# --- tables ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        ("Name,Unit,Role", "Ana Sousa,Ward 4,observer", ("Ana Sousa", "Ward 4", ("observer",))),
        ("First name,Surname,Team", "Ana,Sousa,Ward 4", ("Ana Sousa", "Ward 4", ())),
        ("Name;Vorname;Abteilung;Rolle", "Müller;Jörg;Station 4;Gardener", ("Jörg Müller", "Station 4", ("gardener",))),
        ("Nom;Prénom;Service", "Dubois;Zoé;Urgences", ("Zoé Dubois", "Urgences", ())),
        ("Nombre;Apellidos;Unidad", "Ana;Sousa Pinto;UCI", ("Ana Sousa Pinto", "UCI", ())),
        ("Nome;Sobrenome;Setor", "Ana;Sousa;UTI", ("Ana Sousa", "UTI", ())),
        ("Nome;Cognome;Reparto", "Ada;Rossi;Pronto", ("Ada Rossi", "Pronto", ())),
        ("Voornaam;Achternaam;Afdeling", "Jan;de Vries;IC", ("Jan de Vries", "IC", ())),
        ("Imię;Nazwisko;Oddział", "Łukasz;Nowak;OIOM", ("Łukasz Nowak", "OIOM", ())),
        ("Фамилия;Имя;Отчество;Отдел", "Иванов;Пётр;Сергеевич;Приём", ("Пётр Сергеевич Иванов", "Приём", ())),
        ("الاسم;القسم;الدور", "فاطمة علي;القلب;observer", ("فاطمة علي", "القلب", ("observer",))),
        ("姓,名,部门", "王,小明,护理", ("王小明", "护理", ())),
        ("姓,名,部门", "Wang,Xiaoming,护理", ("Xiaoming Wang", "护理", ())),
        ("氏名\t所属\t役割", "田中 太郎\t看護部\tscribe", ("田中 太郎", "看護部", ("scribe",))),
        ("Name|Organisation", "Ana|Choir", ("Ana", "Choir", ())),
        ("Vezetéknév;Keresztnév", "Nagy;Anna", ("Nagy Anna", "", ())),
        ("Teilnehmer;Firma", "Ana;Chor", ("Ana", "Chor", ())),
        ("Participante,Equipo", "Ana,UCI", ("Ana", "UCI", ())),
        ("Timestamp,Your thoughts,Name,Department", "12:00,none,Ana,ICU", ("Ana", "ICU", ())),
    ],
)
@pytest.mark.parametrize("suffix", [".csv", ".txt"])
def test_headings_of_many_languages(
    headings: str, row: str, expected: tuple[str, str, tuple[str, ...]], suffix: str, tmp_path: Path
) -> None:
    """Columns are known by their headings, names put together in the order of their language, pasted or from a file."""
    text = f"{headings}\n{row}\n"
    path = tmp_path / f"people{suffix}"
    path.write_text(text, encoding="utf-8")
    for found in (read_guests(text), read_guest_file(path)):
        (guest,) = found.guests
        assert (guest.name, guest.unit, guest.roles) == expected
        assert guest.where == "row 2"
    assert recognise(path) == "people"


def test_a_table_of_an_old_program() -> None:
    """Windows-1252, semicolons, empty rows, a row without a name, the same person in capitals, a column of no use."""
    found = read_guest_file(FILES / "german-cp1252.csv")
    assert [(guest.name, guest.unit, guest.roles, guest.note, guest.email) for guest in found.guests] == [
        ("Jörg Müller", "Station 4B", ("facilitator",), "", "joerg@example.org"),
        ("Renée Weiß", "", (), "Pflege", ""),
    ]
    assert places(found) == ["row 4", "row 6"]
    assert any("Windows-1252" in note for note in found.notes)
    assert any("Telefon" in note for note in found.notes)


def test_tables_of_other_programs() -> None:
    """UTF-16 with tabs from a spreadsheet; a mail program's columns, a cell of two lines, a form of address."""
    chinese = read_guest_file(FILES / "spreadsheet-utf16.tsv")
    assert [(guest.name, guest.unit, guest.roles, guest.note) for guest in chinese.guests] == [
        ("王小明", "護理部", ("observer",), "素食"),
        ("李娜", "急診", (), ""),
    ]
    found = read_guest_file(FILES / "mail-program.csv")
    assert [(guest.name, guest.unit, guest.roles, guest.note, guest.email) for guest in found.guests] == [
        ("Ana Sousa", "Hospital, Night team", (), "Comes late,\nafter eight\nNurse", "ana@example.org"),
        ("Ben Chike Okafor", "Hospital", ("mentor",), "", ""),
    ]
    assert found.notes == ("Columns that were not taken in: Mobile Phone.",)


def test_tables_without_headings() -> None:
    """Cells from a spreadsheet are told apart by what they hold; two columns of names where the addresses say so."""
    cells = read_guests("Ana Sousa\tWard 4\tobserver\nBen Okafor\tWard 5\tmentor\n")
    assert [(guest.name, guest.unit, guest.roles) for guest in cells.guests] == [
        ("Ana Sousa", "Ward 4", ("observer",)),
        ("Ben Okafor", "Ward 5", ("mentor",)),
    ]
    halves = read_guests("Ana\tSousa\tana.sousa@x.org\tICU\nBen\tOkafor\tben.okafor@x.org\tChoir")
    assert [(guest.name, guest.unit) for guest in halves.guests] == [("Ana Sousa", "ICU"), ("Ben Okafor", "Choir")]


def test_who_may_be_named() -> None:
    """Yes and no are taken; what is neither keeps the name in the room and is said; empty says nothing."""
    found = read_guest_file(FILES / "consent.csv")
    assert [guest.named for guest in found.guests] == [True, False, False, None]
    assert places(found) == ["row 4"]
    assert [guest.named for guest in read_guests("Name,May be named\nAna,no\nAna,yes\n").guests] == [False]


# --- cards -----------------------------------------------------------------------------------------------------


def test_cards_of_every_version() -> None:
    """2.1 with quoted-printable, charsets, pictures and a card in a card; 3.0 with groups, escapes and folding; 4.0."""
    old = read_guest_file(FILES / "phone-2.1.vcf")
    assert [(guest.name, guest.unit, guest.note, guest.email) for guest in old.guests] == [
        ("Jörg Müller", "St. Mary's, Ward 4B", "Night nurse", "joerg@example.org"),
        ("王小明", "", "", ""),
    ]
    assert (old.skipped, old.notes) == ((), ())
    (pyotr,) = read_guest_file(FILES / "cyrillic-2.1.vcf").guests
    assert (pyotr.name, pyotr.unit) == ("Пётр Иванов", "Больница, Отделение")
    book = read_guest_file(FILES / "address-book-3.0.vcf")
    assert [(guest.name, guest.also, guest.roles, guest.unit, guest.note, guest.email) for guest in book.guests] == [
        (
            'Zoë "Zo" Şahin, RN',
            ("Zo", "Zoe S"),
            ("facilitator",),
            "Ward 4B, Cardiology, adults",
            "Brings\nthe cards, all of them",
            "zoe@example.org",
        ),
        ("Ben Chike Okafor", (), (), "", "", ""),
    ]
    assert book.skipped == ()
    new = read_guest_file(FILES / "server-4.0.vcf")
    assert [(guest.name, guest.unit, guest.note, guest.email) for guest in new.guests] == [
        ("Ana Sousa", "Hospital, Night team", "Nurse", "ana.sousa@example.org"),
        ("王小明", "", "", ""),
    ]
    assert [(place.where, "group" in place.why) for place in new.skipped] == [("card 2, line 10", True)]


def test_strange_and_broken_cards() -> None:
    """A version nobody knows is read and said; broken cards are left out with their place; the others are taken."""
    found = read_guest_file(FILES / "strange-and-broken.vcf")
    assert names(found) == ["Future Fay", "Carla Diaz"]
    assert places(found) == ["line 4", "card 2, line 6", "line 10", "card 3, line 11", "card 5, line 19"]
    assert "5.0" in found.notes[0]
    assert "mail address" in found.notes[1]


@pytest.mark.parametrize("path", sorted(FILES.glob("*.vcf")), ids=lambda path: path.name)
def test_cards_are_recognised_whatever_the_line_ends(path: Path, tmp_path: Path) -> None:
    """CRLF and LF say the same, as a file of any name and pasted."""
    assert recognise(path) == "people"
    data = path.read_bytes().replace(b"\r\n", b"\n")
    there = tmp_path / "contacts"
    there.write_bytes(data.replace(b"\n", b"\r\n"))
    assert read_guest_file(there).guests == read_guest_file(path).guests
    assert recognise(there) == "people"
    if "cyrillic" not in path.name:
        assert read_guests(data.decode()).guests == read_guest_file(path).guests


# --- which file is what ----------------------------------------------------------------------------------------


def test_a_list_is_taken_only_when_called_one(tmp_path: Path) -> None:
    """A plain list of names, and a table with words somebody said, are not recognised as people."""
    plain = tmp_path / "names.txt"
    plain.write_text("Ana Sousa\nBen Okafor\n", encoding="utf-8")
    with pytest.raises(NotUnderstood, match="no transcript"):
        recognise(plain)
    assert names(read_guest_file(plain)) == ["Ana Sousa", "Ben Okafor"]
    talk = tmp_path / "talk.csv"
    talk.write_text("name,text\nAna,Good morning to you\nBen,And to you\n", encoding="utf-8")
    assert recognise(talk) == "transcript"


def test_people_are_no_transcript() -> None:
    """A table of people and cards are refused as a transcript, with what they are."""
    with pytest.raises(NotUnderstood, match="table"):
        read_transcript(FILES / "people.csv")
    with pytest.raises(NotUnderstood, match="address cards"):
        read_transcript(FILES / "server-4.0.vcf")
    assert recognise(FILES / "people.csv") == "people"


@pytest.mark.parametrize("path", sorted((DATA / "transcripts").iterdir()), ids=lambda path: path.name)
def test_transcripts_are_never_recognised_as_people(path: Path) -> None:
    """Every example of talk stays talk."""
    assert recognise(path) == "transcript"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04" + b"xl/workbook.xml" * 9, "Excel workbook. Save the list as text, CSV or vCard"),
        ("a.bin", bytes(900), "empty"),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "no list of people"),
        ("a.json", b'[{"name": "Ann"}]', "no list of people"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "a calendar, not a list of people"),
        ("a.html", b"<!DOCTYPE html><p>Ann", "web page"),
        ("a.txt", b"12\n34\n", "line 1. There is no name in it."),
        ("a.vcf", b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\n", "END:VCARD"),
        ("a.csv", b"Name,Unit\n", "no names"),
        ("a.txt", "Анна Иванова\nБорис Петров\n".encode("cp1251"), "UTF-8"),
    ],
)
def test_files_without_people_are_refused(name: str, data: bytes, word: str, tmp_path: Path) -> None:
    """One sentence names the file and what is the matter, and nothing is taken."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(NotUnderstood) as refusal:
        read_guest_file(path)
    sentence = str(refusal.value)
    assert word in sentence
    assert name in sentence
    assert "\n" not in sentence
    assert "{" not in sentence


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "Name,Unit",
                "Ana;Ben",
                "BEGIN:VCARD",
                "END:VCARD",
                "FN:Ann",
                "N;ENCODING=B:!",
                "Ana\tb",
                "sep=;",
                '"Ana',
                ":",
            ]
        ),
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
@example("BEGIN:VCARD\nN;;=:\\\nEND:VCARD")
@example("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=")
@example("<@.aa>")
@example("\ud800, Ana")
def test_whatever_is_pasted(text: str) -> None:
    """Any text gives a list: whole names within the limits, each once, known roles, and sentences for the rest."""
    found = read_guests(text)
    assert len({name_key(name) for name in names(found)}) == len(found.guests)
    for guest in found.guests:
        assert why_no_name(guest.name) == ""
        assert guest.name == guest.name.strip()
        assert set(guest.roles) <= set(ROLES)
        guest.name.encode()
        guest.told.encode()
    for place in found.skipped:
        assert place.where
        assert "\n" not in place.why


@given(st.binary(max_size=200))
@example(b"BEGIN:VCARD\nFN;CHARSET=none:\xff\nEND:VCARD")
def test_whatever_is_in_a_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Any bytes: a list with somebody on it, or a refusal."""
    path = tmp_path_factory.getbasetemp() / "garbage.csv"
    path.write_bytes(data)
    with contextlib.suppress(NotUnderstood):
        assert read_guest_file(path).guests
