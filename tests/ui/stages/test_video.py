"""The stage of a film, with real films: it plays, stops at its cues, stamps what is said, and says what is wrong."""

from __future__ import annotations

import shutil
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from facilitator.catalogue import built_in
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.errors import Rejected
from facilitator.session.film import AddCue, ChooseFilm, DescribeFilm, RemoveCue
from facilitator.session.rules import Command
from facilitator.session.store import Change
from facilitator.ui.messages import Message, Messages
from facilitator.ui.room.door import RoomDoor
from facilitator.ui.run.room_film import RoomFilm
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.stages.video import finding
from facilitator.ui.stages.video.about import AboutFilm
from facilitator.ui.stages.video.cue_panel import read_time
from facilitator.ui.stages.video.finding import file_name, kept, look
from facilitator.ui.stages.video.missing import say_missing
from facilitator.ui.stages.video.stage import VideoStage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import until

FILMS = Path(__file__).parent.parent.parent / "data" / "films"
PLAYABLE = ("h264.mp4", "vp8.webm", "vp9.webm")

NOISE = (
    "This plugin does not support",
    "pipewire",
    "PulseAudioService",
    "No audio device detected",
    "No RHI backend",
    "Using Qt multimedia",
    "No HW decoder",
    "Could not open",
)
"""What Qt's own player says of a machine without loudspeaker and graphics card."""


def with_film(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A test in which a player runs."""
    marked: Callable[..., Awaitable[None]] = pytest.mark.qt_log_ignore(*NOISE)(pytest.mark.asyncio(test))
    return marked


class Shown(QObject):
    """A film's stage on the screen, over a session of its own, as the page holds it."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        super().__init__()
        self.services, self.theme = services, theme
        self.session = services.begin("Night handover")
        self.ms = 1_773_320_000_000
        self.said: list[Message] = []
        self.lines: list[str] = []
        self.frames: list[tuple[int, bool]] = []
        self.late_ms = 0
        """How long this machine let the film's loop or its next picture wait at worst: nothing is more exact."""
        self._turned = self._pictured = 0.0
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._turn)
        self._beat.start(5)
        self.messages = Messages()
        self.messages.said.connect(self.said.append)
        self.stage: VideoStage | None = None
        self._end: Callable[[], None] = lambda: None
        self.do(AddBlock(block="film", title="Three handovers", modality="video", minutes=18, method="Film, talk"))
        self.do(StartActivity(block="film"))

    def do(self, command: Command) -> Change:
        return self.services.store.dispatch(self.session, command)

    def dispatch(self, command: Command, said: str = "") -> Change | None:
        try:
            change = self.do(command)
        except Rejected as error:
            self.messages.refused(error)
            return None
        if said:
            self.messages.say(said)
        return change

    @property
    def state(self):
        return self.services.store.state(self.session)

    def cue(self, at_ms: int, prompt: str = "", cue: str = "") -> str:
        cue = cue or f"c{at_ms}"
        self.do(AddCue(cue=cue, block="film", at_ms=at_ms, prompt=prompt, minutes=2))
        return cue

    def open(self, *, read_only: str = "") -> VideoStage:
        given = StageGiven(
            self.services,
            self.session,
            "film",
            built_in().get("none"),
            self.theme,
            self.messages,
            self.dispatch,
            lambda: self.ms,
            read_only,
        )
        stage = self.stage = VideoStage(given)
        self._end = self.services.store.subscribe(stage.heard)
        stage.line_asked.connect(self.lines.append)
        stage.resize(792, 620)
        stage.show()
        return stage

    async def play(self, film: str | Path) -> VideoStage:
        """The stage with this film, open and with its first picture."""
        self.do(ChooseFilm(block="film", file=str(FILMS / film)))
        stage = self.open()
        await until(lambda: stage.reel.clock.there and stage.reel.player._pictured)
        sink = stage.reel.player.item.videoSink()
        sink.videoFrameChanged.connect(self._frame, Qt.ConnectionType.QueuedConnection)
        return stage

    @property
    def seen(self) -> int:
        """The time of the picture seen last, in ms; -1 before the first."""
        return self.frames[-1][0] if self.frames else -1

    def _turn(self) -> None:
        self._turned = self._late_since(self._turned)

    def _late_since(self, last: float) -> float:
        """Nothing came since then; 0 while the film stands."""
        now = time.monotonic()
        if last:
            self.late_ms = max(self.late_ms, round((now - last) * 1000))
        return now if self.stage is not None and self.stage.reel.clock.playing else 0.0

    def _frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._pictured = self._late_since(self._pictured)
            self.frames.append((frame.startTime() // 1000, self.stage.reel.clock.playing))

    def close(self) -> None:
        self._end()
        self._beat.stop()  # what is swept up later, perhaps in another thread, must own no timer that runs
        if self.stage is not None:
            self.stage.close_stage()
            shiboken6.delete(self.stage)


@pytest.fixture
def shown(services: MemoryServices, theme: Theme) -> Iterator[Shown]:
    """A session with a film to come."""
    made = Shown(services, theme)
    yield made
    made.close()


def press(widget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def click(widget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


# ---- films that play ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("film", PLAYABLE)
@with_film
async def test_a_film_stops_at_its_cue(shown: Shown, film: str) -> None:
    """It plays, stops with the question, and no picture later than 0.2 s behind the cue was ever seen, and what the
    machine let it wait; then it goes on.

    The stop is in the record, and what is said there carries exactly the cue's time.
    """
    cue = shown.cue(700, "What was not said?")
    stage = await shown.play(film)
    assert stage.panel.words.title.text() == "What was not said?"
    assert stage.panel.words.on.isHidden()
    click(stage.transport.play)
    await until(lambda: shown.state.films.by_id[cue].stops == 1)
    await until(lambda: not stage.reel.clock.playing)
    await until(lambda: abs(shown.seen - 700) <= 40)
    assert max(ms for ms, _playing in shown.frames) <= 900 + shown.late_ms
    assert stage.panel.words.on.isVisible()
    assert stage.panel.words.told.text() == "Cue at 0:00. 2 minutes, then go on."
    assert stage.subtitle() == "Film, talk · stopped at cue 1 of 1"
    assert stage.stamps() == {"offset_ms": 700}
    click(stage.panel.words.on)
    await until(lambda: shown.seen > 900)
    assert shown.state.films.by_id[cue].stops == 1
    assert stage.panel.words.on.isHidden()


@pytest.mark.parametrize("film", PLAYABLE)
@with_film
async def test_a_line_is_stamped_with_the_moment_it_was_begun(shown: Shown, film: str) -> None:
    """Typing stops the film; the stamp is that of the picture then seen, to 0.1 s; giving the line lets it go on."""
    stage = await shown.play(film)
    click(stage.transport.play)
    await until(lambda: shown.seen >= 480)
    seen = shown.seen
    stage.typing("&")
    stage.typing("& Zoe: he looks at the clock")
    assert not stage.reel.clock.playing
    stamp = stage.stamps()["offset_ms"]
    assert abs(stamp - seen) <= 100 + shown.late_ms
    assert [(chip.words, chip.icon) for chip in stage.chips()] == [("at 0:00", "film")]
    await until(lambda: abs(shown.seen - stamp) <= 100)
    given = shown.services.give(shown.session, "he looks at the clock", activity="film", **stage.stamps())
    stage.gave(given)
    stage.typing("")
    assert stage.reel.clock.playing
    assert stage.chips() == []
    await until(lambda: shown.seen > stamp + 100)
    assert len(stage.transport.strip.dots()) == 1


@with_film
async def test_typing_lets_the_film_run_where_one_wants_that(shown: Shown) -> None:
    """The switch is in the record; the stamp is still that of the first sign."""
    shown.do(DescribeFilm(block="film", typing_pauses=False))
    stage = await shown.play("h264.mp4")
    stage.toggle()
    await until(lambda: shown.seen >= 200)
    stage.typing("x")
    stamp = stage.stamps()["offset_ms"]
    assert stage.reel.clock.playing
    await until(lambda: shown.seen >= stamp + 200)
    assert stage.stamps()["offset_ms"] == stamp


@with_film
async def test_a_card_leads_back_and_the_way_forth_stops_again(shown: Shown) -> None:
    """Going to a time shows the picture of that time; a cue passed before stops the film again, one jumped over not."""
    shown.cue(1_000)
    shown.cue(2_400)
    stage = await shown.play("h264.mp4")
    stage.seek(3_000)
    await until(lambda: abs(shown.seen - 3_000) <= 40)
    assert stage.reel.clock.position() == 3_000
    stage.go_on()
    await until(lambda: shown.seen > 3_100)
    assert [cue.stops for cue in shown.state.films.cues("film")] == [0, 0]
    stage.seek(2_200)
    await until(lambda: not stage.reel.clock.playing)
    assert [cue.stops for cue in shown.state.films.cues("film")] == [0, 1]
    assert stage.stamps() == {"offset_ms": 2_400}
    press(stage.transport.strip, Qt.Key.Key_Left)
    assert stage.reel.clock.position() == 0
    press(stage.transport.strip, Qt.Key.Key_PageDown)
    assert stage.reel.here().at_ms == 1_000


@with_film
async def test_captions_stand_when_they_should_in_the_language_chosen(shown: Shown) -> None:
    """Captions beside the film are found, shown at their time, and changed or taken off by the menu."""
    stage = await shown.play("h264.mp4")
    heard: list[str] = []
    stage.caption_changed.connect(heard.append)
    assert stage.transport.captions.text().strip() == "EN"
    assert stage.caption == ""
    stage.seek(1_000)
    assert stage.caption == "Bay two was quiet."
    stage.seek(1_700)
    assert stage.caption == ""
    stage.go_on()
    await until(lambda: stage.caption)
    assert shown.seen >= 1_960
    assert stage._picture.caption.words == stage.caption == "Nothing special, really."
    stage.toggle()
    names = [action.text() for action in stage.transport.captions.choices.actions()]
    assert names[0] == "No captions"
    assert len(names) == 3
    next(a for a in stage.transport.captions.choices.actions() if a.text() == names[2]).trigger()
    stage.seek(1_000)
    assert stage.caption == "كان الجناح هادئًا."
    assert shown.state.films.of("film").language == "ar"
    stage.transport.captions.choices.actions()[0].trigger()
    assert stage.caption == ""
    assert heard[0] == "Bay two was quiet."


@with_film
async def test_captions_of_another_name_are_chosen_by_hand(shown: Shown, tmp_path: Path) -> None:
    """A file that does not bear the film's name is read when it is chosen, kept, and taken back by undo."""
    words = tmp_path / "spoken words.fr.srt"
    words.write_text("1\n00:00:01,000 --> 00:00:02,000\nRien de spécial.\n", "utf-8")
    stage = await shown.play("vp8.webm")
    stage.seek(1_000)
    assert stage.transport.captions.isHidden()
    stage.ask_captions()
    dialog = stage.findChild(QFileDialog)
    dialog.filesSelected.emit([str(words)])
    dialog.close()
    await until(lambda: stage.caption)
    assert stage._picture.caption.words == "Rien de spécial."
    assert stage.transport.captions.text().strip() == "FR"
    shown.services.store.undo(shown.session)
    await until(lambda: not stage.caption)


@with_film
async def test_the_room_sees_the_same_picture(shown: Shown) -> None:
    """Another sink gets the picture that stands and every one after it, until it is taken off."""
    stage = await shown.play("vp8.webm")
    sink = QVideoSink()
    seen: list[int] = []
    sink.videoFrameChanged.connect(lambda frame: seen.append(frame.startTime() // 1000))
    stage.mirror_to(sink)
    assert len(seen) == 1
    stage.go_on()
    await until(lambda: len(seen) > 5)
    stage.toggle()
    stage.unmirror(sink)
    count = len(seen)
    stage.seek(3_000)
    await until(lambda: abs(shown.seen - 3_000) <= 40)
    assert len(seen) == count


@with_film
async def test_the_room_reads_the_captions(shown: Shown) -> None:
    """What stands under the picture stands under it on the room screen, from its opening to its end."""
    stage = await shown.play("h264.mp4")
    stage.has_film = True
    door = RoomDoor(
        shown.services.store, shown.session, shown.theme, shown.messages, lambda: shown.ms, shown.dispatch, lambda: None
    )
    film = RoomFilm(door, lambda: stage, door)
    stage.seek(1_000)
    film.toggle()
    assert door.screen.caption == stage.caption == "Bay two was quiet."
    stage.seek(1_700)
    assert door.screen.caption == ""
    stage.seek(1_000)
    assert door.screen.caption == "Bay two was quiet."
    film.toggle()
    assert not door.screen.shows_film
    stage.seek(1_700)
    door.close()


@with_film
async def test_after_its_end_a_film_stamps_no_more_and_begins_again(shown: Shown) -> None:
    """What is said in the talk after it is no longer said of a place in it. Twice as fast is twice as fast."""
    shown.do(DescribeFilm(block="film", speed=2.0))
    stage = await shown.play("vp9.webm")
    assert stage.stamps() == {}
    stage.seek(3_300)
    stage.go_on()
    assert stage.reel.player._player.playbackRate() == 2.0
    await until(stage.reel.over)
    stage.typing("after it")
    assert stage.stamps() == {}
    assert stage.chips() == []
    shown.frames.clear()
    stage.go_on()
    await until(lambda: shown.seen > 0)
    assert shown.frames[0][0] < 3_000


@with_film
async def test_the_film_of_the_sample_plays_where_its_cards_say(shown: Shown) -> None:
    """It came with the program, is found by its place there, and at 3:04 it says what two of the cards are about."""
    shown.do(ChooseFilm(block="film", file="resources/samples/night-handover/three-handovers.webm"))
    stage = shown.open()
    await until(lambda: stage.reel.clock.there and stage.reel.player._pictured)
    assert stage.reel.clock.duration() // 1000 == 362
    assert set(stage.reel.languages()) == {"en", "de"}
    stage.seek(184_000)
    assert stage.caption == "“Bay two was quiet. Nothing special, really.”"
    assert stage.reel.found.path.stat().st_size < 600_000


@with_film
async def test_nothing_of_the_player_outlives_the_stage(shown: Shown) -> None:
    """Closing while it plays lets go of the file at once, tells nothing more, and frees the player."""
    stage = await shown.play("h264.mp4")
    stage.go_on()
    await until(lambda: shown.seen > 100)
    player = stage.reel.player._player
    gone: list[bool] = []
    player.destroyed.connect(lambda: gone.append(True))
    told: list[bool] = []
    stage.close_stage()
    stage.told.connect(lambda: told.append(True))
    assert player.playbackState() == QMediaPlayer.PlaybackState.StoppedState
    assert player.source().isEmpty()
    await until(lambda: gone)
    assert not told
    assert stage.stamps() == {}


@with_film
async def test_a_film_that_waits_for_its_file_says_so(shown: Shown) -> None:
    """While a slow disk is read, that stands where the captions do, and goes again."""
    stage = await shown.play("h264.mp4")
    stage.seek(1_000)
    stage.reel.player._status(QMediaPlayer.MediaStatus.StalledMedia)
    assert stage._picture.caption.words == "The film is being read …"
    stage.reel.player._status(QMediaPlayer.MediaStatus.BufferedMedia)
    assert stage._picture.caption.words == "Bay two was quiet."


# ---- films that do not ----------------------------------------------------------------------------------------------


@with_film
async def test_a_codec_that_gives_no_picture_is_named_and_the_clock_offered(shown: Shown) -> None:
    """AV1 opens without an error and shows nothing: that is said, with the codec, and the cues work by hand."""
    shown.cue(5_000, "And now?")
    shown.do(ChooseFilm(block="film", file=str(FILMS / "av1.webm")))
    stage = shown.open()
    await until(lambda: stage.reel.player is not None and stage.reel.player.trouble)
    assert "AV1" in stage.offer.words.text()
    assert stage.area.currentWidget() is stage.offer
    assert not stage.transport.play.isEnabled()
    assert not stage.has_picture()
    click(stage.offer.buttons[0])
    assert shown.state.films.of("film").external
    assert stage.area.currentWidget() is stage.face
    click(stage.transport.play)
    shown.ms += 5_200
    await until(lambda: not stage.reel.clock.playing)
    assert stage.panel.words.title.text() == "And now?"
    assert stage.stamps() == {"offset_ms": 5_000}


@with_film
async def test_a_file_that_is_no_film_is_said(shown: Shown, tmp_path: Path) -> None:
    """Words in a file called a film: one sentence, two ways on."""
    file = tmp_path / "talk.mp4"
    file.write_text("no film at all" * 50)
    shown.do(ChooseFilm(block="film", file=str(file)))
    stage = shown.open()
    await until(lambda: stage.reel.player is not None and stage.reel.player.trouble)
    assert "cannot be read" in stage.offer.words.text()
    assert [button.text() for button in stage.offer.buttons] == ["Run the clock by hand", "Choose another film"]


@with_film
async def test_a_film_that_is_gone_is_said_and_can_be_chosen_again(shown: Shown, tmp_path: Path) -> None:
    """Its name stands there; choosing another one keeps the cues, and the record hears its length."""
    shown.cue(700)
    shown.do(ChooseFilm(block="film", file=str(tmp_path / "handover.mp4")))
    stage = shown.open()
    await until(lambda: stage.reel.missing)
    assert "handover.mp4" in stage.offer.title.text()
    assert stage.subtitle() == "Film, talk · the film was not found"
    click(stage.offer.buttons[0])
    dialog = stage.findChild(QFileDialog)
    dialog.fileSelected.emit(str(FILMS / "vp8.webm"))
    dialog.close()
    await until(lambda: stage.reel.clock.there)
    film = shown.state.films.of("film")
    assert (Path(film.file).name, film.duration_ms) == ("vp8.webm", 4_012)
    assert stage.area.currentWidget() is stage._picture
    assert len(stage.transport.strip._cues) == 1
    shown.services.store.undo(shown.session)
    await until(lambda: stage.reel.missing)


@with_film
async def test_no_loudspeaker_is_said_in_words(shown: Shown) -> None:
    """This machine has none: the film plays all the same, the status line and the button say that nothing is heard."""
    stage = await shown.play("h264.mp4")
    if stage.reel.player.has_loudspeaker():
        pytest.skip("This machine has a loudspeaker.")
    assert stage.notes() == [("volume-2", "No loudspeaker: the film is silent")]
    assert not stage.transport.volume.isEnabled()
    assert "without sound" in stage.transport.volume.accessibleName()


# ---- by hand ------------------------------------------------------------------------------------------------------


def test_no_film_yet(shown: Shown) -> None:
    """An empty place with two ways; nothing is stamped, and a space is a space."""
    stage = shown.open()
    assert [button.text() for button in stage.offer.buttons] == ["Choose a film", "It plays elsewhere"]
    assert stage.subtitle() == "Film, talk · no film yet"
    assert stage.stamps() == {}
    stage.typing(" ")
    assert shown.lines == []
    click(stage.offer.buttons[1])
    assert stage.area.currentWidget() is stage.face


@pytest.mark.asyncio
async def test_a_clock_run_by_hand_stops_at_a_cue(shown: Shown) -> None:
    """For a film elsewhere or people on a stage: start, stop, ten seconds back, and the same cues and stamps."""
    shown.cue(65_000, "What did you see?")
    shown.do(ChooseFilm(block="film", external=True))
    stage = shown.open()
    press(stage, Qt.Key.Key_Space)
    assert stage.reel.clock.playing
    shown.ms += 61_300
    stage.typing("Kim: there")
    assert stage.stamps() == {"offset_ms": 61_300}
    assert stage.reel.clock.playing  # what plays elsewhere does not hear that somebody types
    stage.gave("")
    shown.ms += 9_000
    await until(lambda: not stage.reel.clock.playing)
    assert stage.reel.clock.position() == 65_000
    assert stage.face._shown == "1:05"
    assert stage.panel.words.title.text() == "What did you see?"
    stage.typing(" ")
    assert shown.lines == [""]
    assert stage.reel.clock.playing
    shown.ms += 1_000
    click(stage.transport.back)
    assert stage.reel.clock.position() == 56_000
    stage.toggle()
    shown.ms += 99_000
    assert stage.reel.clock.position() == 56_000


def test_after_a_break_the_clock_goes_on_where_it_was(shown: Shown) -> None:
    """A stage built again, after another activity or a crash, stands where something was last said."""
    shown.do(ChooseFilm(block="film", external=True))
    shown.services.give(shown.session, "x", activity="film", offset_ms=42_000)
    stage = shown.open()
    assert stage.reel.clock.position() == 42_000
    assert stage.transport.time.text() == "0:42 / 10:00"


def test_cues_are_set_changed_and_taken_out_by_keys(shown: Shown) -> None:
    """Ctrl+B writes one where the film is, Enter keeps it, what is no time is said, Delete takes it out."""
    shown.do(ChooseFilm(block="film", external=True))
    stage = shown.open()
    strip, form = stage.transport.strip, stage.panel.form
    stage.seek(30_000)
    press(strip, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert stage.panel.writing
    assert form.time.text() == "0:30"
    QTest.keyClicks(form.prompt, "Who speaks?")
    press(form.prompt, Qt.Key.Key_Return)
    (cue,) = shown.state.films.cues("film")
    assert (cue.at_ms, cue.prompt) == (30_000, "Who speaks?")
    assert stage.panel.words.title.text() == "Who speaks?"
    press(strip, Qt.Key.Key_Return)
    form.time.setText("soon")
    press(form.time, Qt.Key.Key_Return)
    assert "“soon” is no time" in form.trouble.text()
    form.time.setText("1:10.5")
    form.minutes.setValue(3)
    press(form.minutes, Qt.Key.Key_Return)
    (cue,) = shown.state.films.cues("film")
    assert (cue.at_ms, cue.minutes) == (70_500, 3)
    press(strip, Qt.Key.Key_PageDown)
    assert stage.reel.clock.position() == 70_500
    press(strip, Qt.Key.Key_Return)
    press(form.prompt, Qt.Key.Key_Escape)
    assert not stage.panel.writing
    press(strip, Qt.Key.Key_Delete)
    assert shown.state.films.cues("film") == []
    assert stage.panel.words.title.text() == "No cues yet"


def test_the_strip_is_sought_with_the_mouse(shown: Shown) -> None:
    """A click sends the film there, near a cue to the cue; dots stand at most two high, all within the strip."""
    shown.do(ChooseFilm(block="film", external=True))
    shown.cue(300_000)
    for offset in (1_000, 2_000, 3_000, 3_500, 200_000):
        shown.services.give(shown.session, "x", activity="film", offset_ms=offset)
    stage = shown.open()
    strip = stage.transport.strip
    stage.seek(0)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(strip._x(300_000)) + 3, strip.height() // 2))
    assert stage.reel.clock.position() == 300_000
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 1, strip.height() // 2))
    assert stage.reel.clock.position() == stage.reel.length(0)
    heights = {dot.y() for dot in strip.dots()}
    assert len(strip.dots()) == 5
    assert len(heights) == 2
    assert all(0 <= dot.y() <= strip.height() for dot in strip.dots())


def test_changes_made_elsewhere_are_shown(shown: Shown) -> None:
    """A cue taken out, or everything taken back, is gone from the stage."""
    shown.do(ChooseFilm(block="film", external=True))
    cue = shown.cue(30_000, "Who speaks?")
    stage = shown.open()
    assert stage.panel.words.title.text() == "Who speaks?"
    shown.do(RemoveCue(cue=cue))
    assert stage.panel.words.title.text() == "No cues yet"
    shown.services.store.undo(shown.session)
    assert stage.panel.words.title.text() == "Who speaks?"


def test_where_nothing_can_be_written_no_cue_can(shown: Shown) -> None:
    """In a record that is only read, cues stop the clock and cannot be changed."""
    shown.do(ChooseFilm(block="film", external=True))
    shown.cue(30_000)
    stage = shown.open(read_only="The record is only read here.")
    stage.add_cue()
    stage.edit_cue()
    assert not stage.panel.writing
    assert not stage.panel.words.add.isEnabled()
    assert {action.id: action.why_not() for action in stage.offers()}["film.cue"] == "The record is only read here."


def test_from_right_to_left_the_row_of_the_film_stays(shown: Shown, qapp: QApplication) -> None:
    """Play stands left and the strip runs from left to right; the question takes the window's direction."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown.do(ChooseFilm(block="film", external=True))
    shown.cue(30_000, "ماذا رأيت؟")
    stage = shown.open()
    QApplication.processEvents()
    assert stage.transport.play.x() < stage.transport.strip.x()
    assert stage.transport.strip._x(1_000) < stage.transport.strip._x(9_000)
    assert stage.panel.words.title.x() > stage.panel.words.add.x()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_fits_at_every_text_size(shown: Shown, theme: Theme, scale: float) -> None:
    """In the smallest window the picture shrinks, then the steps go, then it scrolls: nothing stands over another."""
    theme.choose("light", scale)
    shown.do(ChooseFilm(block="film", external=True))
    shown.cue(0, "What did the night nurse know and not say to the one who came?")
    stage = shown.open()
    for width, height in ((560, 460), (688, 340), (432, 300)):
        stage.resize(width, height)
        QApplication.processEvents()
        panel, page = stage.panel, stage.page.widget()
        parts = [stage.area, stage.transport, panel, *([] if stage.line.isHidden() else [stage.line])]
        for above, below in pairwise(parts):
            assert above.geometry().bottom() < below.geometry().top()
        assert parts[-1].geometry().bottom() <= page.height()
        assert panel.height() >= panel.words.minimumSizeHint().height()
        assert stage.area.height() >= 140
        if scale == 1.0 and height > 400:
            assert page.height() <= height, "it scrolls only where it must"
    assert stage.line.isHidden()


def test_whose_film_it_is(shown: Shown) -> None:
    """Source, licence and who allowed it are asked for in one small window and kept in the record."""
    shown.do(ChooseFilm(block="film", external=True))
    stage = shown.open()
    stage.ask_whose()
    dialog = stage.findChild(AboutFilm)
    for name, words in (("source", "Ward 4B"), ("licence", "CC BY 4.0"), ("permission", "Margit, 3 March")):
        dialog.fields[name].setText(words)
    click(dialog.go)
    film = shown.state.films.of("film")
    assert (film.source, film.licence, film.permission) == ("Ward 4B", "CC BY 4.0", "Margit, 3 March")


def test_the_menu_beside_the_film_holds_speed_and_the_pause_for_typing(shown: Shown) -> None:
    """A speed is taken with one choice, and the film need not stop for typing."""
    shown.do(ChooseFilm(block="film", external=True))
    stage = shown.open()
    actions = {action.text(): action for action in stage.transport.speed.choices.actions()}
    actions["\u200e1.5×\u200e"].trigger()
    actions["Typing stops the film"].trigger()
    film = shown.state.films.of("film")
    assert (film.speed, film.typing_pauses) == (1.5, False)
    assert "1.5×" in stage.transport.speed.text()
    stage.toggle()
    stage.typing("x")
    assert stage.reel.clock.playing


# ---- small parts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ms"),
    [
        ("3:04", 184_000),
        (" 1:02:09 ", 3_729_000),
        ("45", 45_000),
        ("3.04", 184_000),
        ("0:30.5", 30_500),
        ("90:00", 5_400_000),
        ("1:75", None),
        ("", None),
        ("three", None),
    ],
)
def test_times_as_people_write_them(words: str, ms: int | None) -> None:
    """Minutes and seconds in the usual ways; what is no time is none."""
    assert read_time(words) == ms


def test_a_place_is_kept_without_more_of_this_computer_than_needed(tmp_path: Path) -> None:
    """Under one's own folder no name of a person is kept, and it is found again; Windows' names are read, too."""
    place = kept(Path.home() / "Videos" / "talk.mp4")
    assert place == "~/Videos/talk.mp4"
    assert look(place).path == Path.home() / "Videos" / "talk.mp4"
    shutil.copy(FILMS / "h264.en.vtt", tmp_path / "talk.vtt")
    shutil.copy(FILMS / "h264.ar.srt", tmp_path / "talk.ar.srt")
    film = tmp_path / "talk.mp4"
    film.touch()
    found = look(kept(film))
    assert found.there
    assert {tag: len(captions) for tag, captions in found.captions.items()} == {"ar": 1, "en": 2}
    assert file_name("C:\\Users\\ana\\Videos\\talk.mp4") == "talk.mp4"
    assert not look("bad\0name").there


@pytest.mark.parametrize(
    "place",
    ["\\\\evil.example\\share\\a.mp4", "//evil.example/a", "~/\\\\evil\\a.mp4", "resources///evil/a", "smb://evil/a"],
)
def test_another_computer_is_not_asked_unasked(place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A record may name a stranger’s computer: nothing is touched before somebody here chooses the file."""
    touched: list[str] = []
    film = tmp_path / "talk.mp4"
    film.touch()

    def touches(path: Path, *_how: str) -> bool:
        touched.append(path.name)
        return path == film

    monkeypatch.setattr(finding, "_asked", set())
    monkeypatch.setattr(Path, "is_file", touches)
    monkeypatch.setattr(Path, "open", touches)
    assert not look(place).there
    assert touched == []
    assert look(str(film), (place,)).there
    assert touched == ["talk.mp4"]
    finding.asked_for(place)
    look(place)
    assert len(touched) == 2


def test_a_film_on_another_computer_says_so(shown: Shown) -> None:
    """Why it is not shown, and that choosing it again helps."""
    stage = shown.open()
    stage.reel.missing = True
    say_missing(stage.offer, stage.reel, "//host/share/talk.mp4", stage.ask_film, stage.run_by_hand)
    assert "another computer" in stage.offer.words.text()
