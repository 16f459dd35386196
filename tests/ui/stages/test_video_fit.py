"""The room of a film's stage: the picture first, and where the focus goes when a cue was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.session.agenda import AddBlock
from facilitator.session.film import AddCue, ChooseFilm
from facilitator.session.groups import FormGroup
from facilitator.session.people import JoinPerson
from facilitator.ui.stages.video.fitting import HIGH, LEAST_HIGH, SHORT_HIGH, WIDE, WITH_QUESTION, fit
from facilitator.ui.stages.video.stage import VideoStage
from tests.ui.test_run import Room
from tests.waiting import until

PARTS = {"panel": 77, "row": 40, "between": 53, "under": 25}


@pytest.fixture
def room(services, theme):
    """A session in our hands."""
    made = Room(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


def test_the_film_fills_the_stage_before_the_steps_have_a_line():
    """At 1440 × 900 it is 412 high, with steps of two lines or of one; the steps come back where there is more room."""
    for steps in (36, 64):
        found = fit(590, WIDE, steps=steps, is_picture=True, **PARTS)
        assert (found.most, found.steps, found.first) == (HIGH, False, False)
    assert fit(590 + 64, WIDE, steps=64, is_picture=True, **PARTS).steps
    assert fit(760, 1207, steps=36, is_picture=True, **PARTS).steps, "a wide stage: high enough is enough"


def test_in_the_shortest_window_the_film_comes_first():
    """At 200 % and 1080 × 680 the picture takes the whole height, and the question is scrolled to; a clock does not."""
    large = {"panel": 168, "row": 48, "between": 53, "under": 25}
    found = fit(229, 893, steps=64, is_picture=True, **large)
    assert found.first and not found.steps
    assert found.least == 229 - 48 - 53 + 25 > SHORT_HIGH
    assert not fit(229, 893, steps=64, is_picture=False, **large).first


@given(high=st.integers(1, 2000), wide=st.integers(1, 2400), panel=st.integers(20, 300), steps=st.integers(0, 120))
def test_the_picture_is_never_higher_than_its_width_asks_for(high, wide, panel, steps):
    """And never lower than can be seen; what does not fit is scrolled to, so that nothing lies over another."""
    found = fit(high, wide, panel=panel, row=40, steps=steps, between=53, under=25, is_picture=True)
    assert min(SHORT_HIGH, LEAST_HIGH) <= found.least <= found.most == max(round(wide * HIGH / WIDE), LEAST_HIGH)
    if not found.first:
        assert high - 40 - panel - 53 >= min(found.most, WITH_QUESTION)
    if found.steps:
        assert high - 40 - panel - 53 - steps >= min(found.most, HIGH)


@pytest.mark.asyncio
@pytest.mark.parametrize("leave", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
async def test_a_written_cue_leads_back_to_the_line(room, leave):
    """Kept or left as it was: whoever types next types into the line, where the words still stand."""
    room.do(AddBlock(block="film", title="Three handovers", modality="video", minutes=18, exchange=3, verb="watch"))
    room.do(ChooseFilm(block="film", external=True))
    page = room.show().page
    room.press("run.next")
    page.activateWindow()
    await until(page.isActiveWindow)
    stage = page.host.stage
    assert isinstance(stage, VideoStage)
    page.capture.put("half a line")
    stage.add_cue()
    form = stage.panel.form
    assert form.prompt.hasFocus()
    QTest.keyClicks(form.prompt, "Who speaks?")
    QTest.keyClick(form.prompt, leave)
    assert page.capture.field.hasFocus()
    assert page.capture.text() == "half a line"


@pytest.mark.asyncio
@pytest.mark.parametrize("groups", [False, True])
async def test_the_question_comes_into_sight_where_it_has_no_room_beside_the_film(room, theme, groups):
    """In a short stage the page shows the cue the film stops at, not what stands below it; then the picture again."""
    room.do(AddBlock(block="film", title="Three handovers", modality="video", minutes=18, exchange=3, verb="watch"))
    room.do(ChooseFilm(block="film", external=True))
    room.do(AddCue(cue="c", block="film", at_ms=0, prompt="What did the night nurse know?", minutes=2))
    room.do(JoinPerson(person="ana", name="Ana"))
    for name in ("Card", "Board") if groups else ():
        room.do(FormGroup(group=name, block="film", name=name, people=("ana",) if name == "Card" else ()))
    page = room.show().page
    room.press("run.next")
    stage = page.host.stage
    assert isinstance(stage, VideoStage)
    theme.choose("light", 2.0)
    stage._picture = stage.area.currentWidget()  # the clock stands in for a picture, which needs a player
    page.resize(957, 580)
    bar = stage.page.verticalScrollBar()
    stage.reel.clock.pause()
    stage.seek(0)
    assert stage.reel.here() is not None
    on = stage.panel.words.on
    await until(lambda: on.isVisible() and bar.value() > 0, patience=5)
    await until(lambda: on.visibleRegion().boundingRect().height() == on.height(), patience=5)
    assert groups == (bar.value() < bar.maximum() - 20)
    stage.go_on()
    await until(lambda: bar.value() == 0, patience=5)
    assert stage.area.visibleRegion().boundingRect().height() == stage.area.height()
    stage._picture = None


@pytest.mark.asyncio
async def test_beside_the_open_stream_nothing_is_scrolled_sideways(room, theme):
    """At 200 % in the smallest window: the row under the film lets go of what is seldom asked for, the strip stays."""
    room.do(AddBlock(block="film", title="Three handovers", modality="video", minutes=18, exchange=3, verb="watch"))
    room.do(ChooseFilm(block="film", external=True))
    room.do(AddCue(cue="c", block="film", at_ms=60_000, prompt="What did the night nurse know?", minutes=2))
    page = room.show().page
    room.press("run.next")
    theme.choose("light", 2.0)
    page.resize(957, 580)
    stage = page.host.stage
    assert isinstance(stage, VideoStage)
    row = stage.transport
    assert row.speed.isVisible() and row.time.isVisible()
    page.bar.stream.click()
    await until(lambda: not row.speed.isVisible())
    assert row.strip.width() >= 120
    assert stage.page.horizontalScrollBar().maximum() == 0
    assert not stage.panel.words.add.isVisible()
    page.bar.stream.click()
    await until(lambda: row.speed.isVisible() and stage.panel.words.add.isVisible())


def test_what_is_said_comes_before_the_steps_and_never_over_the_picture_that_runs() -> None:
    """While it runs or stands at a cue only spare room is for it; where it stands elsewhere the picture gives way."""
    runs = fit(590, WIDE, says=26, steps=0, is_picture=True, **PARTS)
    spare = fit(590 + 26, WIDE, says=26, steps=64, is_picture=True, **PARTS)
    waits = fit(590, WIDE, says=26, waits=True, steps=64, is_picture=True, **PARTS)
    assert not runs.says
    assert spare.says and not spare.steps
    assert waits.says and waits.least < waits.most
    assert waits.stands == 590 - 40 - 77 - 53 - 26 < runs.stands == HIGH
    assert not fit(229, WIDE, says=26, waits=True, steps=64, is_picture=True, **PARTS).says
