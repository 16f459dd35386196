"""How long a key takes until its character is painted, at 10,000 cards while 20 more arrive a second.

Ours is the whole program with a running session on the screen; the floor is a bare line edit of the same toolkit over
the same record, to which the same cards are given. Both are processes of their own. ``gap`` is the longest time the
event loop was busy with one thing meanwhile; its floor is the floor's own.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench.common import figure, middle, size, talk

CARDS = size(10_000, 200)
KEYS = size(500, 20)
ROUNDS = size(3, 1)
EACH_KEY = 0.033
EACH_CARD = 0.05
SESSION = "bench"
ROOT = Path(__file__).parents[1]
FILM = "resources/samples/night-handover/three-handovers.webm"
WORDS = "we paired juniors with the night shift and nobody was late "


def figures() -> Iterator[dict[str, object]]:
    """``p99``, ``median`` and ``gap``: ours beside the bare line edit's, in rounds that alternate."""
    with tempfile.TemporaryDirectory(prefix="facilitator-bench-") as folder:
        _fill(Path(folder))
        ours, floors, films, film_floors = [], [], [], []
        for _round in range(ROUNDS):
            floors.append(_run(Path(folder), "floor"))
            ours.append(_run(Path(folder), "ours"))
            film_floors.append(_run(Path(folder), "film_floor"))
            films.append(_run(Path(folder), "film"))
    notes = {
        "p99": "ms from the key to the painted character, the slowest of a hundred",
        "median": "ms from the key to the painted character",
        "gap": "ms, the longest the event loop was busy with one thing",
    }
    for what, note in notes.items():
        yield figure(
            "typing",
            what,
            "ms",
            middle([one[what] for one in ours]),
            middle([one[what] for one in floors]),
            ROUNDS * KEYS,
            f"{note}; {CARDS} cards, 20 arrive a second",
        )
    for what in ("p99", "gap"):
        yield figure(
            "typing",
            f"film_{what}",
            "ms",
            middle([one[what] for one in films]),
            middle([one[what] for one in film_floors]),
            ROUNDS * KEYS,
            f"{notes[what]}; the same while a film plays, beside a bare player of the toolkit on the floor",
        )


def _fill(folder: Path) -> None:
    from facilitator.session.activities import StartActivity
    from facilitator.session.agenda import AddBlock
    from facilitator.session.contributions import GiveContribution
    from facilitator.session.film import ChooseFilm, DescribeFilm
    from facilitator.session.people import JoinPerson
    from facilitator.session.rules import Command, Together
    from facilitator.session.sessions import CreateSession
    from facilitator.session.store import Store
    from facilitator.storage import Library

    library = Library.open(folder / "library", create=True)
    try:
        store = Store(library.journal)
        store.dispatch(SESSION, CreateSession(title="Bench"))
        people: dict[str, str] = {}
        commands: list[Command] = [
            AddBlock(block="talk", title="Talk", modality="discussion", minutes=60, exchange=3, verb="talk"),
            AddBlock(block="film", title="Film", modality="video", minutes=60, exchange=1),
            ChooseFilm(block="film", file=FILM, duration_ms=362_000),
            DescribeFilm(block="film", typing_pauses=False),
            StartActivity(block="talk"),
        ]
        words = talk()
        for _card in range(CARDS):
            speaker, text = next(words)
            if speaker not in people and len(people) < 40:
                people[speaker] = f"person-{len(people)}"
                commands.append(JoinPerson(person=people[speaker], name=f"Speaker {speaker}"))
            author = people.get(speaker)
            commands.append(GiveContribution(text=text, authors=(author,) if author else ()))
        store.dispatch(SESSION, Together(commands=tuple(commands)))
        library.settle()
    finally:
        library.close()


def _run(folder: Path, which: str) -> dict[str, float]:
    """One process that types; what it measured."""
    call = [sys.executable, "-m", "bench.typing", which, str(folder)]
    ran = subprocess.run(call, capture_output=True, encoding="utf-8", timeout=600, check=False, env=dict(os.environ))
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


# ---- in a process of its own ----------------------------------------------------------------------------------------


class _Hands:
    """Types into a field, one key after another, and notes when each was painted."""

    def __init__(self, field: Any) -> None:
        from PySide6.QtCore import QEvent, QObject

        hands = self

        class Eyes(QObject):
            """Sees the field painted: lets it be, then looks at the clock."""

            def eventFilter(self, watched: Any, event: Any) -> bool:
                if event.type() != QEvent.Type.Paint or hands.pressed is None:
                    return False
                watched.removeEventFilter(self)
                watched.event(event)
                watched.installEventFilter(self)
                hands.took.append((time.perf_counter() - hands.pressed) * 1000)
                hands.pressed = None
                return True

        self.field = field
        self.pressed: float | None = None
        self.took: list[float] = []
        self.eyes = Eyes()
        field.installEventFilter(self.eyes)

    def key(self, sign: str) -> None:
        """Press and let go of a key."""
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        code = Qt.Key(ord(sign.upper()))
        self.pressed = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(self.field, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, sign))


async def _measure(field: Any, dispatch: Callable[[], object]) -> dict[str, float]:
    from PySide6.QtCore import QElapsedTimer, QTimer

    hands = _Hands(field)
    gaps: list[float] = []
    since = QElapsedTimer()
    since.start()
    ticker = QTimer()

    def tick() -> None:
        gaps.append(since.nsecsElapsed() / 1e6)
        since.restart()

    ticker.timeout.connect(tick)
    ticker.start(1)
    arriving = QTimer()
    arriving.timeout.connect(dispatch)
    arriving.start(round(EACH_CARD * 1000))
    field.setFocus()
    await asyncio.sleep(0.5)
    gaps.clear()
    for place in range(KEYS):
        sign = WORDS[place % len(WORDS)]
        if place % (4 * len(WORDS)) == 0:
            field.clear()
            hands.pressed = None
            await asyncio.sleep(EACH_KEY)
        hands.key(sign)
        await asyncio.sleep(EACH_KEY)
    ticker.stop()
    arriving.stop()
    took = sorted(hands.took)
    return {
        "p99": took[min(round(len(took) * 0.99), len(took) - 1)],
        "median": middle(took),
        "gap": max(gaps[1:], default=0.0),
        "keys": float(len(took)),
    }


async def _ours(folder: Path, application: Any, *, film: bool = False) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from facilitator import settings, window
    from facilitator.session.contributions import GiveContribution
    from facilitator.ui.instance import SingleInstance
    from facilitator.ui.window import MainWindow

    words = talk()
    with SingleInstance(folder / "library") as instance:
        wanted = window.Wanted(folder / "library", SESSION)
        life = asyncio.ensure_future(
            window.live(wanted, settings.Settings(introduced=True), folder / "settings.toml", instance, application)
        )
        main: Any = None
        while main is None or main.session is None or not main.session.step:
            await asyncio.sleep(0.01)
            main = next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)
        main.resize(1440, 900)
        main.session.go("run")
        main.activateWindow()
        await asyncio.sleep(1.0)
        main.session.run.going.go_to("film" if film else "talk")
        if film:
            await asyncio.sleep(1.5)
            main.session.run.stage.toggle()
        store = main.services.store

        def give() -> None:
            store.dispatch(SESSION, GiveContribution(text=next(words)[1]))

        found = await _measure(main.session.run.capture.field, give)
        main.session.run.capture.put("")
        main.close()
        await life
    return found


async def _floor(folder: Path, application: Any, *, film: bool = False) -> dict[str, float]:
    from PySide6.QtCore import QUrl
    from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
    from PySide6.QtMultimediaWidgets import QVideoWidget
    from PySide6.QtWidgets import QLineEdit, QWidget

    from facilitator.session.contributions import GiveContribution
    from facilitator.session.store import Store
    from facilitator.storage import Library

    words = talk()
    loop = asyncio.get_running_loop()
    library = Library.open(folder / "library", deliver=loop.call_soon_threadsafe)
    try:
        store = Store(library.journal)
        store.adopt(library.load(SESSION))
        bare = QWidget()
        bare.resize(1440, 900)
        line = QLineEdit(bare)
        line.resize(700, 48)
        bare.show()
        bare.activateWindow()
        if film:
            picture, sound, player = QVideoWidget(bare), QAudioOutput(), QMediaPlayer()
            picture.setGeometry(0, 60, 728, 412)
            picture.show()
            player.setAudioOutput(sound)
            player.setVideoOutput(picture)
            playing = asyncio.Event()
            player.positionChanged.connect(lambda _ms: playing.set())
            player.setSource(QUrl.fromLocalFile(str(ROOT / FILM)))
            player.play()
            await playing.wait()
        await asyncio.sleep(0.5)
        found = await _measure(line, lambda: store.dispatch(SESSION, GiveContribution(text=next(words)[1])))
        bare.close()
    finally:
        await asyncio.to_thread(library.close)
    return found


def _process(which: str, folder: Path) -> None:
    from facilitator.ui.start import make_application

    application = make_application(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    os.environ.setdefault("QT_API", "pyside6")
    import qasync

    sys.setswitchinterval(0.002)
    work = {
        "ours": _ours,
        "film": partial(_ours, film=True),
        "floor": _floor,
        "film_floor": partial(_floor, film=True),
    }[which]
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        print(json.dumps(runner.run(work(folder, application))))


if __name__ == "__main__":
    _process(sys.argv[1], Path(sys.argv[2]))
