"""Finding words: every script, as they are typed, in step with every change."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from facilitator.session.contributions import (
    AttributeContribution,
    GiveContribution,
    HideContribution,
    RewordContribution,
    WithdrawContribution,
)
from facilitator.session.people import DescribePerson, JoinPerson
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.session.themes import NameTheme, RenameTheme
from facilitator.storage import Library
from facilitator.storage.folding import folded, marks, terms, tokens
from facilitator.storage.han import SIMPLIFIED
from tests.storage.shelf import fill

DATA = Path(__file__).resolve().parent.parent / "data"


class Desk:
    """A library with one session, and a way to change and ask it."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder, create=True)
        self.store = Store(self.library.journal)
        self.do(CreateSession(title="Night handover"))

    def do(self, command: Command) -> str:
        self.store.dispatch("s", command)
        self.library.settle()
        return command.id

    def found(self, query: str) -> list[str]:
        return [hit.text for hit in self.library.search(query).hits]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "library")
    yield opened
    assert opened.library.check().ok
    opened.library.close()


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Übung macht den Meister", "ubung"),
        ("Die Straße ist naß", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("IĞDIR ışık", "isik"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("ёжик", "ежик"),
        ("العَرَبِيَّة", "العربيه"),
        ("أحمد", "احمد"),
        ("کتاب ۱۲۳", "كتاب 123"),
        ("שָׁלוֹם", "שלום"),
        ("夜勤の引き継ぎを改善する", "改善"),
        ("夜勤の引き継ぎを改善する", "引き"),
        ("リンゴの話", "りんご"),
        ("りんごの話", "ﾘﾝｺﾞ"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("我们在床边交接班", "交接"),
        ("在尊嚴和權利上一律平等", "尊严和权利"),
        ("在尊严和权利上一律平等", "權利"),
        ("ผู้ป่วยเป็นคนเดียวที่อยู่ตลอดคืน", "คนเดียว"),
        ("អ្នកជំងឺ", "ជំងឺ"),
        ("नमस्ते दुनिया", "दुनि"),
        ("한국어 교육", "교육"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("Well done 👩🏽‍⚕️!", "👩"),
        ("price 5 €", "€"),
        ("bedside handover", "bed hand"),
        ("100% sure?!", "?!"),
        ("naïve café", "CAFE"),
        ("à l’hôpital", "hopital"),
        ("at the coffee-corner", "corner"),
        ("write to ana@example.org", "ana@example.org"),
        ("п\u02bcять хвилин", "п'ять"),
        ("Qur\u02beān", "quran"),
        ("ज़रूरत है", "जरूरत"),
        ("हँसी", "हंसी"),
        ("병원에서 일한다", "병원"),
        ("人人生而自由", "由"),
        ("Grüße an den Bären", "baren"),
        ("العناية بالمريض في الليل", "مريض"),
        ("وَالمَرِيضُ نائم", "مريض"),
        ("للمريض", "مريض"),
        ("مريض", "المريض"),
        ("والحقوق", "الحقوق"),
        ("البحث عن الحل", "حل"),
        ("החולה ישן", "חולה"),
        ("והחולה ישן", "חולה"),
        ("חולה", "החולה"),
        ("שלום וברכה", "ברכה"),
    ],
)
def test_words_are_found_in_every_script(desk: Desk, text: str, query: str) -> None:
    """Without case or accents, by beginnings, two letters in scripts without spaces, signs and punctuation."""
    desk.do(GiveContribution(text="something else entirely"))
    desk.do(GiveContribution(text=text))
    page = desk.library.search(query)
    assert [hit.text for hit in page.hits] == [text]
    assert page.total == 1
    assert page.hits[0].marks, "what was found is marked"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("كتاب", "تاب"),
        ("وسائل", "سائل"),
        ("ألمانيا", "مانيا"),
        ("إلغاء", "غاء"),
        ("والدها", "والدتها"),
        ("الگوی کار", "گوی"),
        ("מספר", "ספר"),
        ("לבן", "בן"),
        ("הוא", "וא"),
        ("Bär", "baer"),
        ("ガ", "カ"),
        ("bedside", "side"),
    ],
)
def test_letters_of_a_word_are_not_taken_for_an_article(desk: Desk, text: str, query: str) -> None:
    """A preposition alone, an alef with a hamza, Persian, too little left over: nothing else is found by it."""
    desk.do(GiveContribution(text=text))
    assert desk.found(query) == []
    assert desk.found(text) == [text]


@pytest.mark.parametrize(
    "entry", json.loads((DATA / "scripts.json").read_text(encoding="utf-8")), ids=lambda e: e["tag"]
)
def test_every_language_is_found_by_each_of_its_words(entry: dict[str, str]) -> None:
    """Each word of a text in 26 languages, asked as it is typed, is found and marked in that text, at its own place."""
    text = entry["text"]
    for word in re.finditer(r"\S+", text):
        asked = terms(word.group())
        found = marks(text, asked)
        assert not asked or any(start < word.end() and word.start() < end for start, end in found), word


@pytest.mark.parametrize("text", ["ガ", "ｶﾞ"])
def test_voiced_letters_are_letters_of_their_own(text: str) -> None:
    """Wide and narrow katakana fold alike, and the voiced letter is not the plain one."""
    assert folded(text) == folded("ガ") != folded("カ")


def test_every_naughty_string_is_found_by_itself(tmp_path: Path) -> None:
    """Whatever was given as words is found when the same is asked, and nothing in it is taken for a command."""
    strings = [text for text in json.loads((DATA / "naughty.json").read_text(encoding="utf-8")) if text.strip()]
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        store.dispatch("s", CreateSession(title="S"))
        for text in strings:
            store.dispatch("s", GiveContribution(text=text[:20_000]))
        library.settle()
        kept = [given.text for given in store.state("s").contributions.by_id.values()]
        missing = [text for text in dict.fromkeys(kept) if text not in _all_found(library, text)]
        assert missing == []
        assert library.check().ok


def _all_found(library: Library, query: str) -> set[str]:
    return {hit.text for hit in library.search(query, limit=5000).hits}


def test_the_index_follows_every_change(desk: Desk) -> None:
    """Reworded, renamed, attributed, withdrawn and taken back: search says what holds now."""
    desk.do(JoinPerson(person="p", name="Amina"))
    card = desk.do(GiveContribution(text="bedside light", authors=("p",)))
    assert desk.found("amina bedside") == ["bedside light"]
    desk.do(RewordContribution(contribution=card, text="corridor light"))
    assert desk.found("bedside") == []
    desk.do(DescribePerson(person="p", name="Zeynep"))
    assert desk.found("zeynep corridor") == ["corridor light"]
    assert desk.found("amina") == []
    desk.do(AttributeContribution(contribution=card))
    assert desk.found("zeynep corridor") == []
    desk.do(HideContribution(contribution=card))
    assert desk.found("corridor") == ["corridor light"], "the facilitator finds what is hidden"
    desk.do(WithdrawContribution(contribution=card))
    assert desk.found("corridor") == []
    desk.store.undo("s")
    desk.library.settle()
    assert desk.found("corridor") == ["corridor light"]


def test_titles_purposes_themes_and_people_are_found(desk: Desk) -> None:
    """What is found says what it is."""
    desk.do(JoinPerson(person="p", name="李娜", also=("Li Na",)))
    desk.do(NameTheme(theme="t", name="Bedside handover"))
    desk.do(DescribeSession(purpose="Fewer falls"))
    found = {what: desk.library.search(what).hits for what in ("night", "falls", "bedside", "李娜", "li na")}
    assert [(hit.what, hit.text) for hit in found["bedside"]] == [("theme", "Bedside handover")]
    assert [hit.what for hit in found["night"]] == [hit.what for hit in found["falls"]] == ["title"]
    assert [hit.what for hit in found["李娜"]] == [hit.what for hit in found["li na"]] == ["person"]
    desk.do(RenameTheme(theme="t", name="First ten minutes"))
    assert desk.found("bedside") == []


def test_pages_are_newest_first_and_sessions_can_be_asked_alone(tmp_path: Path) -> None:
    """Offsets walk through all hits without a repeat; a session of one's own limits them."""
    now = [1_700_000_000_000]

    def clock() -> int:
        now[0] += 1000
        return now[0]

    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal, clock=clock)
        for stream in ("s1", "s2"):
            store.dispatch(stream, CreateSession(title=stream))
        for number in range(60):
            store.dispatch("s1" if number % 2 else "s2", GiveContribution(text=f"word {number}"))
        library.settle()
        pages = [library.search("wor", limit=25, offset=offset) for offset in (0, 25, 50)]
        assert {page.total for page in pages} == {60}
        assert {page.sessions for page in pages} == {2}
        assert [hit.text for page in pages for hit in page.hits] == [f"word {n}" for n in reversed(range(60))]
        assert library.search("word", session="s1").total == 30
        assert library.search("word", session="nowhere").total == 0
        assert library.search("   ").total == 0


def test_what_is_not_indexed_yet_is_found_while_reading_only(tmp_path: Path) -> None:
    """After a kill the index lags behind; a reader that may not write searches and lists what is there all the same."""
    ticks = count(1_700_000_000_000, 1000)
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal, clock=lambda: next(ticks))
        for stream in ("s1", "s2"):
            store.dispatch(stream, CreateSession(title=stream))
            store.dispatch(stream, GiveContribution(text=f"bedside {stream}"))
        library.settle()
        library.sessions()
        library._index.step = lambda *_asked: False  # type: ignore[union-attr, method-assign]
        library.journal._index = lambda _busy: False  # type: ignore[attr-defined]
        store.dispatch("s2", GiveContribution(text="bedside again"))
        library.settle()
    with Library.open(tmp_path, write=False) as library:
        assert [hit.text for hit in library.search("bedside").hits] == ["bedside again", "bedside s2", "bedside s1"]
        assert library.search("bedside").total == 3
        assert {row.id: row.contributions for row in library.sessions()} == {"s1": 1, "s2": 2}
    with Library.open(tmp_path) as library:
        assert library.search("again").total == 1
        assert library.check().ok


def test_marks_lie_in_the_words_as_given() -> None:
    """Folding changes lengths (ß, ligatures, accents); the marks are places in the text itself."""
    text = "Große STRASSE, e\u0301te\u0301 und ﬁn"
    assert [text[start:end] for start, end in marks(text, terms("strasse été fin gross"))] == [
        "Große",
        "STRASSE",
        "e\u0301te\u0301",
        "ﬁn",
    ]


def test_each_way_of_writing_chinese_is_told_once() -> None:
    """A letter folds to one that folds to itself, so that both ways of writing meet in the same one."""
    assert len(SIMPLIFIED) > 900
    assert not set(SIMPLIFIED) & set(SIMPLIFIED.values())
    assert all(folded(old) == folded(new) == new for old, new in SIMPLIFIED.items())


def test_ten_thousand_accents_are_no_burden() -> None:
    """A letter under a heap of combining marks is that letter."""
    heap = "a" + "\u0301" * 10_000 + "b"
    assert [token.text for token in tokens(heap)] == ["ab"]


def test_a_library_closes_with_its_index_up(tmp_path: Path) -> None:
    """After thousands of words in one go, who opens it only to read finds all of them in the index."""
    stream = fill(tmp_path, [f"word {number}" for number in range(3_000)])
    file = sqlite3.connect(tmp_path / "library.sqlite3")
    newest = file.execute("SELECT max(row) FROM fact").fetchone()[0]
    indexed = file.execute("SELECT value FROM meta WHERE key = 'indexed_to'").fetchone()[0]
    file.close()
    assert int(indexed) == newest
    with Library.open(tmp_path, write=False) as library:
        found = library.search("word", limit=1)
        assert (found.total, found.hits[0].session) == (3_000, stream)
