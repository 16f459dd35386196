"""Sessions: narrowed by chips, found by any word, folded by series, shown beside the list with what to do with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.desktop import Desktop
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.conversations import LogTalk
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.series import JoinSeries
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.store import Store
from facilitator.session.themes import NameTheme
from facilitator.ui.messages import Messages
from facilitator.ui.models.sessions import Rest
from facilitator.ui.screens import sessions as page
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.narrow_chip import NarrowChip
from facilitator.ui.widgets.session_row import SERIES
from tests.ui.memory import MemoryServices
from tests.ui.real import real_services
from tests.waiting import until

pytestmark = pytest.mark.asyncio
MANY = 9


def plain(words: str) -> str:
    """Words without the signs that keep a name's direction to itself."""
    return words.replace("\u2068", "").replace("\u2069", "")


def a_shelf(store: Store) -> None:
    """A night with a discussion and a role play, a meeting with many cards, three evenings of a series, a talk."""

    def begin(session: str, title: str, starts: str, **about: str) -> None:
        store.dispatch(session, CreateSession(title=title))
        store.dispatch(session, DescribeSession(starts=starts, **about))

    begin("night", "Night handover", "2026-03-12T10:00+00:00", place="Seminar room 2.14", purpose="Fewer falls")
    store.dispatch("night", JoinPerson(person="a", name="Amina", also=("Mina",)))
    store.dispatch("night", JoinPerson(person="h", name="Hiroshi"))
    for block, modality, minutes in (("d", "discussion", 40), ("r", "role_play", 20), ("b", "break", 10)):
        store.dispatch("night", AddBlock(block=block, title=f"Block {block}", modality=modality, minutes=minutes))
    store.dispatch("night", StartActivity(block="d"))
    for text, kind, who in (
        ("Hand over at the bedside", "idea", "a"),
        ("Whose bedside is it?", "question", "h"),
        ("Quietly, please", "concern", "h"),
    ):
        store.dispatch("night", GiveContribution(text=text, kind=kind, authors=(who,)))
    store.dispatch("night", NameTheme(theme="t", name="Bedside handover"))
    begin("ward", "Ward meeting", "2026-01-20T09:00+00:00")
    store.dispatch("ward", AddBlock(block="v", title="A film", modality="video", minutes=15))
    for number in range(MANY):
        store.dispatch("ward", GiveContribution(text=f"bedside locker {number}", kind="note"))
    store.dispatch("ward", GiveContribution(text="العناية بالمريض في الليل", kind="note"))
    for number, month in ((1, "02"), (2, "03"), (3, "04")):
        begin(f"council{number}", f"Night council {number}", f"2025-{month}-05T18:00+00:00")
        store.dispatch(f"council{number}", DescribePlan(date=f"2025-{month}-05", time="18:00"))
        store.dispatch(f"council{number}", AddBlock(block="c", title="Round", modality="discussion", minutes=60))
        store.dispatch(f"council{number}", JoinSeries(series="council", name="Night council", number=number))
    begin("talk", "Talk with Priya", "2026-02-01T10:00+00:00")
    store.dispatch("talk", JoinPerson(person="p", name="Priya"))
    store.dispatch("talk", GiveContribution(id="gave", text="How we count keys", kind="note", authors=("p",)))
    store.dispatch("talk", LogTalk(where="coffee", person="p", gave="gave"))


@pytest_asyncio.fixture
async def services(tmp_path: Path) -> AsyncIterator[Desktop]:
    async with real_services(tmp_path / "library", a_shelf) as made:
        yield made


@pytest_asyncio.fixture
async def screen(services: Desktop, theme: Theme) -> AsyncIterator[SessionsScreen]:
    made = SessionsScreen(services, theme, Messages())
    made.resize(1368, 900)
    made.show()
    await services.ready()
    await made.read()
    yield made
    made.rest()
    made.close()
    made.deleteLater()


def ids(screen: SessionsScreen) -> list[str]:
    return [entry.id for entry in screen.model.rows]


async def search(screen: SessionsScreen, words: str) -> None:
    """Type words and wait until what is shown is the answer to them."""
    screen.field.line.setText(words)

    def answered() -> bool:
        found = screen._page
        last = found is not None and (found.whole or found.sessions > 0)
        return last and screen._shown_query == words and not screen._pause.isActive()

    await until(answered, f"the whole answer to {words}")


async def choose(chip: NarrowChip, label: str) -> None:
    """Open a chip by a key, go down to a choice and take it by Enter."""
    QTest.keyClick(chip, Qt.Key.Key_Down)
    await until(lambda: chip.list is not None and chip.list.isVisible(), "the list of a chip")
    found = chip.list
    assert found is not None
    labels = [facet.label for facet in found.model.rows]
    target = found.line if found.line.isVisible() else found.view
    while found.view.currentIndex().row() < labels.index(label):
        QTest.keyClick(target, Qt.Key.Key_Down)
    QTest.keyClick(target, Qt.Key.Key_Return)
    await until(lambda: chip.list is None, "the list to close")
    assert chip.words == label or not chip.value


async def test_each_filter_narrows_the_list(screen: SessionsScreen) -> None:
    """Day, person, kind, modality, series: by keys alone, counted in the field, and taken back by Del."""
    everything = ids(screen)
    for chip, label, left in (
        (screen.filters.people, "Hiroshi", ["night"]),
        (screen.filters.kind, "Question", ["night"]),
        (screen.filters.modality, "Video", ["ward"]),
        (screen.filters.modality, "Coffee corner", ["talk"]),
        (screen.filters.series, "Night council", ["council3", "council2", "council1"]),
    ):
        await choose(chip, label)
        await until(lambda left=left: ids(screen) == left, label)  # type: ignore[misc]
        assert screen.field.count.text().endswith(" of 6 sessions")
        QTest.keyClick(chip, Qt.Key.Key_Delete)
        await until(lambda: ids(screen) == everything, "all of them again")
    assert screen.field.count.text() == "6 sessions"


async def test_since_a_day(screen: SessionsScreen) -> None:
    """Months back to the first session, then years; sessions from that day on are left."""
    labels = [choice.label for choice in screen.filters.since._choices]
    assert len(labels) == len(set(labels))
    assert labels[-1].endswith("2025"), "the year of the first session, or its month"
    march = next(choice for choice in screen.filters.since._choices if int(choice.value) <= 1_772_400_000_000)
    await choose(screen.filters.since, march.label)
    await until(lambda: "ward" not in ids(screen) or int(march.value) < 1_768_900_000_000, "what is older to go")
    assert "night" in ids(screen)


async def test_filters_narrow_what_is_found(screen: SessionsScreen) -> None:
    """Words and filters hold together, in the query itself; the way back to everything is the first choice."""
    await search(screen, "bedside")
    assert ids(screen) == ["night", "ward"]
    await choose(screen.filters.kind, "Question")
    await until(lambda: ids(screen) == ["night"], "the one question")
    assert screen.field.count.text().startswith("1 hit in 1 of 6 sessions")
    assert [hit.text for hit in screen.model.rows[0].hits] == ["Whose bedside is it?"]
    await choose(screen.filters.people, "Amina")
    await until(lambda: screen.empty.clear.isVisible() and "hits" in screen.empty.clear.text(), "the way out")
    assert plain(screen.empty.title.text()) == "Nothing says “bedside” with these filters."
    QTest.mouseClick(screen.empty.clear, Qt.MouseButton.LeftButton)
    await until(lambda: ids(screen) == ["night", "ward"], "everything again")
    assert not screen.filters.narrowing


async def test_nothing_left_by_the_filters(screen: SessionsScreen) -> None:
    """A list that filters leave empty says so and offers to take them back."""
    await choose(screen.filters.people, "Hiroshi")
    await choose(screen.filters.modality, "Video")
    await until(lambda: screen.empty.isVisible(), "the empty list")
    assert screen.empty.title.text() == "No session is left by these filters."
    assert not screen.empty.first.isVisible()
    QTest.mouseClick(screen.empty.clear, Qt.MouseButton.LeftButton)
    await until(lambda: len(ids(screen)) > 1, "everything again")


async def test_a_filter_without_choices_says_why(theme: Theme, tmp_path: Path) -> None:
    """In an empty library nothing can be narrowed to a series, and the chip says so."""
    async with real_services(tmp_path / "library") as services:
        await services.ready()
        made = SessionsScreen(services, theme, Messages())
        await made.read()
        assert not made.filters.series.isEnabled()
        assert "There is no series yet." in made.filters.series.toolTip()
        assert made.filters.kind.isEnabled()
        made.rest()
        made.deleteLater()


async def test_a_row_shows_what_was_done_and_what_was_found(screen: SessionsScreen) -> None:
    """Icons in the order of the agenda without the break, two hits that show the words, how many more, the theme."""
    await search(screen, "bedside")
    night, ward = screen.model.rows
    assert night.families == ("discussion", "role_play")
    assert [hit.text[slice(*hit.marks[0])].lower() for hit in night.hits] == ["bedside", "bedside"]
    assert plain(night.more) == "Also the theme Bedside handover"
    assert (len(ward.hits), ward.more) == (2, f"{MANY - 2} more")
    assert "Discussion, Role play" in night.told()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("hiroshi", "Hiroshi"),
        ("mina", "Amina, also called Mina"),
        ("fewer", "Fewer falls"),
        ("quietly hiroshi", "Quietly, please"),
    ],
)
async def test_a_hit_says_why_it_is_there(screen: SessionsScreen, words: str, first: str) -> None:
    """What was found in a name, in another name or in the purpose shows it, marked; nothing stands unexplained."""
    await search(screen, words)
    [entry] = screen.model.rows
    assert entry.hits[0].text == first
    assert all(hit.marks or hit.name_marks or hit.why_marks for hit in entry.hits)


async def test_words_in_title_and_place_are_marked_there(screen: SessionsScreen) -> None:
    """A session found by its title or its place shows the line about it."""
    await search(screen, "seminar")
    [entry] = screen.model.rows
    assert [entry.line[slice(*mark)] for mark in entry.line_marks] == ["Seminar"]
    await search(screen, "council 2")
    [entry] = screen.model.rows
    assert [entry.title[slice(*mark)] for mark in entry.title_marks] == ["council", "2"]
    assert entry.line
    await search(screen, "night handover")
    screen.choose("night")
    await until(screen.preview.cards.isVisible, "what was said, where it is not the words that were found")


async def test_a_noun_is_found_behind_its_article(screen: SessionsScreen) -> None:
    """An Arabic word asked for alone is found and marked where it stands with preposition and article."""
    await search(screen, "مريض")
    [entry] = screen.model.rows
    assert [hit.text[slice(*hit.marks[0])] for hit in entry.hits] == ["بالمريض"]


async def test_series_are_folded_and_opened(screen: SessionsScreen) -> None:
    """One row for a series, its newest; arrows open and fold it, a click too; Enter opens the session itself."""
    assert ids(screen) == ["night", "talk", "ward", "council3"]
    assert "Series, 3 sessions" in screen.model.rows[3].told()
    screen.list.setFocus()
    screen.list.setCurrentIndex(screen.model.index(3))
    QTest.keyClick(screen.list, Qt.Key.Key_Right)
    assert ids(screen) == ["night", "talk", "ward", "council3", "council2", "council1"]
    QTest.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.preview.session == "council2"
    QTest.keyClick(screen.list, Qt.Key.Key_Left)
    assert ids(screen) == ["night", "talk", "ward", "council3"]
    assert screen.preview.session == "council3", "the hand stays on the series"
    index = screen.model.index(3)
    box = screen.list.visualRect(index)
    delegate = screen.list.itemDelegate()
    place = next(
        point
        for y in range(box.top(), box.bottom())
        if delegate.part_at(index, box, point := QPoint(140, y)) == SERIES  # type: ignore[attr-defined]
    )
    QTest.mouseClick(screen.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len(ids(screen)) == 6
    opened: list[str] = []
    screen.open_asked.connect(lambda session, _card: opened.append(session))
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert opened == ["council3"]


async def test_coming_back_to_a_session_inside_a_series(screen: SessionsScreen) -> None:
    """Where the window leads back to a session that lies folded, its series is opened and it is marked."""
    screen.choose("council1")
    assert screen.preview.session == "council1"
    assert screen.model.rows[screen.list.currentIndex().row()].inner


async def test_the_preview_tells_of_a_session(screen: SessionsScreen) -> None:
    """Heading, day, place, people and cards in a line, its agenda as a strip; each activity with its minutes."""
    screen.choose("night")
    assert screen.preview.title.text() == "Night handover"
    assert plain(screen.preview.line.text()).endswith("12 March 2026, Seminar room 2.14, 2 people, 3 cards") or plain(
        screen.preview.line.text()
    ).endswith("12 March, Seminar room 2.14, 2 people, 3 cards")
    assert screen.preview.strip.isVisible()
    assert screen.preview.strip.accessibleName() == "Agenda: Block d, 40 min; Block r, 20 min; Block b, 10 min"
    await until(screen.preview.cards.isVisible, "what was said")
    screen.choose("ward")
    assert not screen.preview.cards.isVisible(), "never the words of another session under this title"
    await until(screen.preview.cards.isVisible, "what was said there")


async def test_hits_in_the_preview_with_their_activity(screen: SessionsScreen) -> None:
    """Who, what kind, and before the time in what it was given."""
    await search(screen, "bedside")
    screen.choose("night")
    assert plain(screen.preview.heading.text()) == "“bedside” in this session"
    assert [(hit.name, hit.word, hit.activity) for hit in screen.preview.hits_model.rows] == [
        ("Hiroshi", "question", "Discussion"),
        ("Amina", "idea", "Discussion"),
    ]
    delegate = screen.preview._hit_delegate
    assert delegate._where(screen.preview.hits_model.rows[0], 300).startswith("Discussion, ")
    assert delegate._where(screen.preview.hits_model.rows[0], 60).count(":") == 1, (
        "the time alone where there is no room"
    )


@pytest.mark.parametrize("read", [200, 4])
async def test_the_rest_of_the_hits(screen: SessionsScreen, monkeypatch: pytest.MonkeyPatch, read: int) -> None:
    """The link under the first hits shows all of them, by a click or Enter, also those that were not read yet."""
    monkeypatch.setattr(page, "HITS", read)
    await search(screen, "locker")
    model, view = screen.preview.hits_model, screen.preview.hits
    assert isinstance(model.rows[-1], Rest)
    assert model.rows[-1].told() == f"{MANY - 5} more"
    row = model.rowCount() - 1
    view.setFocus()
    view.setCurrentIndex(model.index(row))
    if read < MANY:
        QTest.keyClick(view, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(model.index(row)).center())
    await until(lambda: model.rowCount() == MANY, "all of them")
    assert len({hit.contribution for hit in model.rows}) == MANY
    assert view.currentIndex().row() == row, "the hand is on the first of those that came"
    await screen.read()
    assert model.rowCount() == MANY, "they stay while the same is read again"


async def test_one_long_session_hides_no_other(screen: SessionsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are more hits than are read at once, every session is found all the same, each with its own number;
    the end of the list brings those before.
    """
    monkeypatch.setattr(page, "HITS", MANY)
    monkeypatch.setattr(page, "SESSIONS", 1)
    await search(screen, "bedside")
    await until(lambda: ids(screen) == ["night"], "the newest session")
    assert screen.field.count.text().startswith(f"{MANY + 3} hits in 2 of 6 sessions")
    assert plain(screen.model.rows[0].more) == "Also the theme Bedside handover"
    screen._scrolled(screen.list.verticalScrollBar().maximum())
    await until(lambda: ids(screen) == ["night", "ward"], "the session before")
    assert screen.model.rows[1].more == f"{MANY - 2} more"
    assert screen.preview.session == "night"
    screen._scrolled(screen.list.verticalScrollBar().maximum())
    assert not screen._reading_more, "there is no other"


async def test_a_session_is_repeated_as_a_series(screen: SessionsScreen, services: Desktop) -> None:
    """The button plans the next session with the same plan and leads to it; the first one is in the series then."""
    screen.choose("night")
    asked: list[str] = []
    screen.plan_asked.connect(asked.append)
    assert screen.preview.repeat.text() == "Repeat as series"
    QTest.mouseClick(screen.preview.repeat, Qt.MouseButton.LeftButton)
    await until(lambda: asked, "the plan of the next one")
    made = services.store.state(asked[0])
    assert [block.title for block in made.agenda.in_order()][-3:] == ["Block d", "Block r", "Block b"]
    assert made.series.follows == "night"
    await screen.read()
    screen.choose("night")
    assert screen.preview.why_no_repeat() == "The next one of this series is planned already."
    assert not screen.preview.repeat.isEnabled()
    assert screen.preview.repeat.accessibleDescription() == screen.preview.why_no_repeat()


async def test_what_cannot_be_repeated_says_why(services: Desktop, screen: SessionsScreen) -> None:
    """A session without an agenda and a talk have no plan to repeat."""
    services.store.dispatch("bare", CreateSession(title="Bare"))
    await until(lambda: any(row.id == "bare" for row in screen._rows) or screen.read(), "the new one in the list")
    screen.choose("bare")
    assert screen.preview.why_no_repeat() == "It has no agenda to repeat."
    screen.choose("talk")
    assert screen.preview.why_no_repeat() == "A logged talk has no plan to repeat."
    assert screen.model.rows[screen.list.currentIndex().row()].families == ("mentoring",)
    screen.choose("council3")
    assert screen.preview.repeat.text() == "Plan the next"
    assert screen.preview.repeat.isEnabled()


async def test_nothing_is_repeated_where_nothing_can_be_written(theme: Theme, tmp_path: Path) -> None:
    """A library that is only read gives its reason at the button."""
    only_read = "The library is open for reading only."
    services = MemoryServices(tmp_path / "drafts", tmp_path / "library", tmp_path / "logs", read_only=only_read)
    session = services.begin("Night handover")
    services.store.dispatch(session, AddBlock(block="d", title="Round", modality="discussion", minutes=10))
    made = SessionsScreen(services, theme, Messages())  # type: ignore[arg-type]
    await made.read()
    assert made.preview.why_no_repeat() == only_read
    assert not made.preview.repeat.isEnabled() and made.preview.repeat.toolTip() == only_read
    made.rest()
    made.deleteLater()


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("bedside cart", "Two sessions say “bedside”"),
        ("cart whose bedside", "One session says “whose bedside”"),
        ("bedsidecart", ""),
    ],
)
async def test_the_nearest_in_whole_words(screen: SessionsScreen, words: str, nearest: str) -> None:
    """The sentence is exact, with the number as a word; a word is never cut, and nothing is offered for nothing."""
    await search(screen, words)
    assert plain(screen.empty.title.text()) == f"Nothing says “{words}”."
    if not nearest:
        assert await screen._services.nearest(words) is None
        assert not screen.empty.nearest.isVisible()
        return
    await until(screen.empty.nearest.isVisible, "the nearest")
    assert plain(screen.empty.nearest.text()) == nearest
    QTest.mouseClick(screen.empty.nearest, Qt.MouseButton.LeftButton)
    await until(lambda: ids(screen) and "bedside" in screen._shown_query, "what was offered")
    assert QApplication.focusWidget() in (screen.field.line, None)


async def test_the_chosen_session_stays_chosen(screen: SessionsScreen) -> None:
    """While results replace each other in place, the hand stays on its session as long as it is among them."""
    await search(screen, "bed")
    screen.choose("ward")
    await search(screen, "bedside")
    assert screen.preview.session == "ward"
    await search(screen, "whose")
    assert screen.preview.session == "night"
    screen.field.line.clear()
    await until(lambda: not screen._shown_query, "everything")
    assert screen.preview.session == "night"


async def test_keys_lead_round(screen: SessionsScreen) -> None:
    """Down from the field into the list, up from its first row back, letters back, too; Tab in the design's order."""
    screen.choose("night")
    screen.activateWindow()
    await until(screen.isActiveWindow, "the window to be the active one")
    screen.field.line.setFocus()
    QTest.keyClick(screen.field.line, Qt.Key.Key_Down)
    assert screen.list.hasFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_Up)
    assert screen.field.line.hasFocus()
    QTest.keyClick(screen.field.line, Qt.Key.Key_Down)
    QTest.keyClicks(screen.list, "w")
    assert screen.field.line.hasFocus() and screen.field.line.text() == "w"
    screen.field.line.clear()
    regions = screen.regions()
    assert regions == [
        screen.field.line, screen.filters, screen.list, screen.preview.open, *screen.preview.regions()[1:],
    ]  # fmt: skip
    screen.filters.setFocus()
    assert screen.filters.since.hasFocus(), "the region of the filters begins with the first of them"
    screen.field.line.setFocus()
    stops: list[QWidget] = [screen.field.line]
    while len(stops) < 40 and stops[-1] is not screen.preview.repeat:
        one = stops[-1].nextInFocusChain()
        while not (one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()):
            one = one.nextInFocusChain()
        stops.append(one)
    wanted = [
        screen.field.line, *screen.filters.chips, screen.list, screen.preview.open, screen.preview.report,
        screen.preview.repeat,
    ]  # fmt: skip
    assert [one for one in stops if one in wanted] == wanted


async def test_esc_leads_back(screen: SessionsScreen) -> None:
    """From what was found in a session to the list, from there to the words."""
    await search(screen, "bedside")
    screen.activateWindow()
    await until(screen.isActiveWindow, "the window to be the active one")
    screen.preview.hits.setFocus()
    QTest.keyClick(screen.preview.hits, Qt.Key.Key_Escape)
    assert screen.list.hasFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_Escape)
    assert screen.field.line.hasFocus()
    assert screen.query == "bedside", "words are cleared only from inside the field"


@pytest.mark.parametrize("scale", [1.0, 2.0])
async def test_a_long_title_is_shortened_and_told_in_full(
    screen: SessionsScreen, services: Desktop, theme: Theme, scale: float
) -> None:
    """In the list and at the head of the preview; the whole stands in the tool tip and is its name."""
    theme.choose("light", scale)
    title = "Everything that was never said about the nights, and then " * 3
    services.store.dispatch("long", CreateSession(title=title))
    services.store.dispatch("long", DescribeSession(starts="2026-03-13T10:00+00:00"))
    await until(lambda: "long" in ids(screen) or screen.read(), "the long one in the list")
    screen.choose("long")
    head = screen.preview.title
    await until(lambda: head.text().count("\n") == 1 and head.text().endswith("…"), "the title in two lines")
    assert head.accessibleName() == head.whole == title.strip()
    assert title.strip() in head.toolTip()
    index = screen.list.currentIndex()
    rect = screen.list.visualRect(index)
    assert screen.list.tips is not None
    assert title.strip() in screen.list.tips(index, rect, rect.center())
    other = screen.model.index(screen.model.place_of("ward"))
    assert screen.list.tips(other, rect, rect.center()) == ""


async def test_every_filter_has_its_key(screen: SessionsScreen) -> None:
    """What the page offers has a key of its own, and the chips tell theirs."""
    offers = screen.offers()
    keys = [key for action in offers for key in action.keys]
    assert len(keys) == len(set(keys)) == len(offers)
    for chip, key in zip(screen.filters.chips, keys, strict=False):
        assert chip.toolTip().endswith(f"({key})")
        assert chip.accessibleName()
    offers[1].does()  # type: ignore[misc]
    await until(lambda: screen.filters.people.list is not None, "the list of people")
    assert screen.filters.people.list is not None
    QTest.keyClick(screen.filters.people.list.view, Qt.Key.Key_Escape)
    await until(lambda: screen.filters.people.list is None, "the list to close")


@pytest.mark.parametrize(("width", "height", "scale"), [(1368, 900, 1.0), (1008, 680, 1.0), (1008, 680, 2.0)])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
async def test_nothing_is_cut_at_any_size(
    screen: SessionsScreen, theme: Theme, qapp: QApplication, width: int, height: int, scale: float,
    direction: Qt.LayoutDirection,
) -> None:  # fmt: skip
    """In the smallest window, at 200 % and mirrored, buttons and chips have their room and overlap nobody."""
    theme.choose("dark", scale)
    qapp.setLayoutDirection(direction)
    screen.resize(width, height)
    await search(screen, "bedside")
    # Layouts come with the loop. Turning Qt's own inside a coroutine would let other tasks' steps be lost.
    await until(lambda: not cut(screen, theme), "everything to have its room")
    assert not screen.grab().isNull()


def cut(screen: SessionsScreen, theme: Theme) -> list[str]:
    """What has not the room it needs, or stands in another's."""
    buttons = (screen.import_button, screen.new_button, screen.preview.open, screen.preview.report)
    found = [one.accessibleName() or one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]
    boxes = [chip.geometry() for chip in screen.filters.chips]
    if not all(screen.filters.rect().contains(box) for box in boxes):
        found.append("a filter outside its row")
    if any(one.intersects(other) for one, other in pairwise(boxes)):
        found.append("a filter over another")
    if any(box.height() != theme.tall(28) for box in boxes):
        found.append("a filter of another height")
    count = screen.field.count
    if count.width() < theme.metrics("small").horizontalAdvance(count.text()):
        found.append("the count")
    return found
