"""Each setting where it holds: chosen on the page, kept in the file, obeyed by the part of the program it is about."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator import settings
from facilitator.catalogue import built_in
from facilitator.desktop import Desktop
from facilitator.live.server import is_free
from facilitator.planner import begin, first_choices
from facilitator.session.agenda import BREAK, AddBlock
from facilitator.session.contributions import PARAPHRASE, QUOTE
from facilitator.session.dates import months_later
from facilitator.session.film import ChooseFilm, DescribeFilm
from facilitator.session.first_film import choosing
from facilitator.session.plan_check import plan_check
from facilitator.session.planning import DescribePlan
from facilitator.session.rules import Command
from facilitator.session.templates import FORMAT, Template, read_template
from facilitator.settings import Settings
from facilitator.ui import motion
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.phones.mount import clean_photo
from facilitator.ui.plan.screen import PlanScreen
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.settings import SettingsScreen
from facilitator.ui.screens.steps import RUN, STEPS, Session
from tests.session.rig import Rig
from tests.test_phone_desk import HERE_ONLY, House
from tests.ui.real import real_services
from tests.ui.stages.test_discussion import Talk
from tests.waiting import turn_until, until

QUIET = "This plugin does not support"


def freed(*widgets) -> None:
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@asynccontextmanager
async def chosen(folder: Path, theme) -> AsyncIterator[tuple[Desktop, SettingsScreen, Path]]:
    """A real library, and the page open over it."""
    async with real_services(folder / "library") as services:
        page = SettingsScreen(services, theme, Messages())
        page.show()
        try:
            yield services, page, folder / "settings.toml"
        finally:
            freed(page)


async def kept(page: SettingsScreen, file: Path) -> Settings:
    """The file, once what was chosen stands in it."""
    page.flush()
    await until(lambda: settings.load(file) == page.services.settings)
    return settings.load(file)


def right(control) -> None:
    QTest.keyClick(control, Qt.Key.Key_Right)


def turn(line) -> None:
    QTest.keyClick(line.switch, Qt.Key.Key_Space)


def pick(box, value: object) -> None:
    while box.currentData() != value:
        QTest.keyClick(box, Qt.Key.Key_Down)


# ---- a new session ------------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_a_new_session_begins_as_is_usual_here(tmp_path: Path, theme):
    """Rule, keeping and lens of the page are those of a session begun afterwards, and can be agreed otherwise."""
    async with chosen(tmp_path, theme) as (services, page, file):
        before = await services.begin_session("Before")
        plain = services.store.state(before)
        assert plain.agreement.rule == "lessons_leave_stories_stay"
        assert (plain.agreement.kept_until, plain.plan.lens) == ("", "")
        right(page.work.room_rule)
        turn(page.work.lens)
        pick(page.privacy.keep, 12)
        held = await kept(page, file)
        assert (held.room_rule, held.lens, held.keep_months) == ("everything_stays", "clam", 12)
        after = await services.begin_session("After")
        state = services.store.state(after)
        assert (state.agreement.rule, state.plan.lens) == ("everything_stays", "clam")
        year = months_later(datetime.datetime.now().astimezone().date(), 12)
        assert abs(datetime.date.fromisoformat(state.agreement.kept_until) - year) <= datetime.timedelta(days=1)


@pytest.mark.parametrize("usual", settings.ROOM_RULES)
def test_a_template_goes_before_what_is_usual(usual: str) -> None:
    """What a template says of the rule is not overruled by the settings; what it leaves open they say."""
    ruled = Rig()
    for command in begin("Peers", _template("everything_stays"), first=_first(usual)).commands[1:]:
        ruled.do(command)
    assert ruled.state.agreement.rule == "everything_stays"
    assert ruled.state.plan.lens == "clam"
    open_ = Rig()
    for command in begin("Peers", _template(""), first=_first(usual)).commands[1:]:
        open_.do(command)
    assert open_.state.agreement.rule == usual


def _first(rule: str) -> list[Command]:
    return first_choices(Settings(room_rule=rule, lens="clam"), datetime.date(2026, 3, 12))


def _template(rule: str) -> Template:
    blocks = [{"title": "Talk", "minutes": 20}]
    return read_template({"format": FORMAT, "version": 1, "id": "p", "name": "P", "blocks": blocks, "rule": rule})


def test_months_end_where_the_month_does() -> None:
    """A month after the last of January is the last of February."""
    rig = Rig()
    for command in first_choices(Settings(keep_months=1), datetime.date(2026, 1, 31)):
        rig.do(command)
    assert rig.state.agreement.kept_until == "2026-02-28"


@pytest.mark.asyncio
async def test_the_next_of_a_series_is_kept_as_long(tmp_path: Path, theme):
    """The next session of a series is a new one: it is kept as new ones are, and its rule is that of the last."""
    async with chosen(tmp_path, theme) as (services, page, file):
        first = await services.begin_session("Night handover")
        pick(page.privacy.keep, 6)
        right(page.work.room_rule)
        await kept(page, file)
        second = await services.next_session(first, "week")
        agreed = services.store.state(second).agreement
        assert agreed.rule == services.store.state(first).agreement.rule == "lessons_leave_stories_stay"
        assert agreed.kept_until > services.store.state(first).agreement.kept_until == ""


# ---- the plan ---------------------------------------------------------------------------------------------------


def test_weeks_until_people_are_asked_again() -> None:
    """The plan check's mend proposes the day so many weeks after the session."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=20, exchange=3))
    rig.do(DescribePlan(date="2026-03-12", time="13:30", minutes=60))
    for weeks, day in ((2, "2026-03-26"), (4, "2026-04-09"), (6, "2026-04-23")):
        found = plan_check(rig.state, built_in(), datetime.date(2026, 3, 1), weeks=weeks)
        mend = next(one for one in found if one.id == "follow_up").mend
        assert [command.follow_up for command in mend.commands] == [day]


@pytest.mark.asyncio
async def test_the_plan_goes_by_the_page(tmp_path: Path, theme):
    """A block added to the plan names nobody where that was chosen, a break is no matter of names, and the plan says
    after how many weeks people are asked again.
    """
    async with chosen(tmp_path, theme) as (services, page, file):
        right(page.privacy.anonymity)
        right(page.privacy.anonymity)
        pick(page.work.ask_again, 6)
        assert (await kept(page, file)).anonymity == "without_names"
        session = await services.begin_session("Night handover")
        keeper = DraftKeeper(services.drafts, session, QApplication.instance())
        screen = PlanScreen(Session(services, session, theme, Messages(), keeper))
        screen.resize(1368, 844)
        screen.show()
        try:
            await until(lambda: "6 weeks" in screen.agreements.follow_up.field.placeholderText())
            screen.middle.add("", "Talk")
            screen.middle.add(BREAK)
            blocks = services.store.state(session).agenda.in_order()
            assert {block.is_break: block.anonymity for block in blocks} == {False: "without_names", True: "named"}
        finally:
            screen.close_session()
            freed(screen)


# ---- while a session runs -----------------------------------------------------------------------------------------


@pytest.mark.asyncio
@pytest.mark.qt_log_ignore(QUIET, extend=True)
async def test_running_goes_by_the_page(tmp_path: Path, theme):
    """A line may be said in other words only, again and again, until it is said otherwise for one line; an activity
    begun in between names people as chosen; and the laptop may sleep.
    """
    async with chosen(tmp_path, theme) as (services, page, file):
        assert services.keeps_awake
        right(page.keys.line_consent)
        right(page.privacy.anonymity)
        turn(page.keys.awake)
        assert (await kept(page, file)).line_consent == PARAPHRASE
        assert not services.keeps_awake
        session = await services.begin_session("Night handover")
        keeper = DraftKeeper(services.drafts, session, QApplication.instance())
        build = next(step.build for step in STEPS if step.id == RUN)
        screen = build(Session(services, session, theme, Messages(), keeper))
        assert isinstance(screen, RunScreen) and screen.awake is None
        screen.resize(1368, 844)
        screen.show()
        try:
            field = screen.capture.field
            for line, often in (("first", 0), ("second", 0), ("third", 2), ("fourth", 0)):
                for _turn in range(often):
                    screen.capture.ways.next_consent()
                field.insert(line)
                QTest.keyClick(field, Qt.Key.Key_Return)
            given = services.store.state(session).contributions.standing()
            assert [one.consent for one in given] == [PARAPHRASE, PARAPHRASE, QUOTE, PARAPHRASE]
            screen.going.insert_now("Breathe, 3m")
            running = services.store.state(session).agenda
            assert running.by_id[running.running].anonymity == "by_group"
        finally:
            screen.close_session()
            freed(screen)


@pytest.mark.parametrize(("value", "by_group", "tallies"), [
    ("person", False, True), ("group", True, True), ("none", False, False),
])  # fmt: skip
def test_talk_time_goes_by_the_page(services, theme, qtbot, value, by_group, tallies):
    """A discussion shows talk time by person or by group first, or not at all; the speaking list is there anyway."""
    services.settings = Settings(talk_time=value)
    talk = Talk(services, theme)
    qtbot.addWidget(talk.stage)
    turn_until(talk.stage.speaking.isVisible)
    stage = talk.stage
    assert stage.times.isVisible() is tallies
    assert stage.times.by_group is by_group
    tap = next(one for one in stage.offers() if one.id == "discussion.tap")
    assert bool(tap.why_not()) is not tallies
    if not tallies:
        assert "How we work" in tap.why_not()
        assert stage.speaking.maximumWidth() > 1000
        stage.next_speaker()
    talk.close()


def test_a_first_film_goes_by_the_page() -> None:
    """Typing does not stop a first film where that was chosen; another one in its place keeps what was said of it."""
    rig = Rig()
    rig.do(AddBlock(block="film", title="Film", modality="video", minutes=20))
    rig.do(choosing(rig.state.films.of("film"), ChooseFilm(block="film", file="a.webm"), waits=False))
    assert not rig.state.films.of("film").typing_pauses
    rig.do(DescribeFilm(block="film", typing_pauses=True))
    rig.do(choosing(rig.state.films.of("film"), ChooseFilm(block="film", file="b.webm"), waits=False))
    film = rig.state.films.of("film")
    assert (film.file, film.typing_pauses) == ("b.webm", True)
    other = Rig()
    other.do(AddBlock(block="film", title="Film", modality="video", minutes=20))
    other.do(choosing(other.state.films.of("film"), ChooseFilm(block="film", file="a.webm"), waits=True))
    assert other.state.films.of("film").typing_pauses


# ---- phones -------------------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_phones_go_by_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Cards are held from the beginning, nobody comes in without a name, and the port is the one that was chosen."""
    monkeypatch.setattr("facilitator.paths.state_folder", lambda: tmp_path)
    port = next(number for number in range(21_000, 21_400) if is_free(HERE_ONLY, number))
    house = House(settings=Settings(phones_hold=True, phones_unnamed=False, phones_port=port))
    await house.desk.start(house.session, HERE_ONLY, clean_photo)
    try:
        assert house.desk.status.hold_all
        assert house.desk.status.port == port or not is_free(HERE_ONLY, port)  # somebody else took it meanwhile
        origin, code = f"http://{house.desk.status.typed}", house.desk.status.code
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.post(f"{origin}/api/join", json={"code": code, "name": ""}) as answer,
        ):
            assert answer.status == 400 and "name" in await answer.text()
        async with house.phone("Lotte") as lotte:
            card = await house.give(lotte, "One")
            await house.until(lambda now: [held.id for held in now.held] == [card])
    finally:
        await house.desk.stop()


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Phones are let in all the same, and the way in says where."""
    monkeypatch.setattr("facilitator.paths.state_folder", lambda: tmp_path)
    first, second = House(), House()
    await first.desk.start(first.session, HERE_ONLY, clean_photo)
    second.settings = Settings(phones_port=first.desk.status.port)
    await second.desk.start(second.session, HERE_ONLY, clean_photo)
    try:
        assert second.desk.status.port not in (0, first.desk.status.port)
    finally:
        await second.desk.stop()
        await first.desk.stop()


# ---- the window ---------------------------------------------------------------------------------------------------


@pytest.mark.asyncio
async def test_nothing_moves_where_that_was_chosen(tmp_path: Path, theme):
    """The switch holds at once for every motion of the program, and is turned back as quickly."""
    async with chosen(tmp_path, theme) as (_services, page, file):
        theme.still = False
        before = motion.lasts("standard_ms")
        turn(page.look.motion)
        try:
            assert motion.reduced() and motion.lasts("standard_ms") == 0
            assert (await kept(page, file)).motion == "less"
            turn(page.look.motion)
            assert motion.lasts("standard_ms") == before
        finally:
            theme.still = False
