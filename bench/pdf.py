"""How long the report of a long meeting takes, beside the same words as ReportLab's own shaped paragraphs.

The floor sets name and words of every turn as two paragraphs with ``shaping=1``, in the same typeface and size; plain
paragraphs, which can set neither Arabic nor Devanagari, are told in the note.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from bench.common import size
from facilitator import export, paths
from facilitator.session.contributions import GiveContribution
from facilitator.session.facts import Fact
from facilitator.session.people import JoinPerson
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store

NAME = "pdf"
TURNS = size(1_600, 20)
ROUNDS = size(5, 1)
MEETINGS = Path(__file__).resolve().parent.parent / "tests" / "data" / "meetings"

Turn = tuple[str, str]


class _Kept:
    device = "bench"

    def append(self, facts: Sequence[Fact], epoch: int, done: Callable[[Exception | None], None]) -> None:
        done(None)


def turns() -> list[Turn]:
    """As many turns of real talk as a long meeting has: speaker and words."""
    talk: list[Turn] = []
    for file in sorted(MEETINGS.glob("*.json")):
        meeting = json.loads(file.read_text(encoding="utf-8"))["meeting_transcripts"]
        talk += [(turn["speaker"], turn["content"]) for turn in meeting if turn["content"].strip()]
    found: list[Turn] = []
    while len(found) < TURNS:
        lap = len(found) // len(talk)
        found += [(speaker, words if not lap else f"{words} ({lap})") for speaker, words in talk]
    return found[:TURNS]


def session(talk: Sequence[Turn]) -> SessionState:
    """The meeting as a session."""
    store, people = Store(_Kept()), {speaker: f"p{number}" for number, speaker in enumerate(dict(talk))}
    store.dispatch("meeting", CreateSession(title="A long meeting", source="meeting.json"))
    joined = [JoinPerson(person=key, name=speaker) for speaker, key in people.items()]
    given = [GiveContribution(text=words, authors=(people[speaker],), activity="") for speaker, words in talk]
    store.dispatch("meeting", Together(commands=(*joined, *given)))
    return store.state("meeting").snapshot()


def paragraphs(talk: Sequence[Turn], target: Path, *, shaping: int) -> None:
    """The same words by ReportLab's own means."""
    style = ParagraphStyle("turn", fontName="Face", fontSize=10.5, leading=15.75, shaping=shaping)
    story: list[Any] = []
    for speaker, words in talk:
        story += [Paragraph(escape(speaker), style), Paragraph(escape(words), style)]
    SimpleDocTemplate(str(target)).build(story)


def figures() -> Iterator[dict[str, object]]:
    """One figure: seconds for the report, and how many times the floor that is."""
    face = paths.resources() / "fonts" / "Inter" / "Inter-Regular.ttf"
    pdfmetrics.registerFont(TTFont("Face", str(face), shapable=True))
    talk = turns()
    state = session(talk)
    times: dict[str, list[float]] = {"ours": [], "floor": [], "plain": []}
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        work: dict[str, Callable[[], object]] = {
            "ours": lambda: export.export(state, "pdf", here / "ours.pdf"),
            "floor": lambda: paragraphs(talk, here / "floor.pdf", shaping=1),
            "plain": lambda: paragraphs(talk, here / "plain.pdf", shaping=0),
        }
        for _round in range(ROUNDS):
            for name, run in work.items():
                before = time.perf_counter()
                run()
                times[name].append(time.perf_counter() - before)
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    yield {
        "name": NAME,
        "figure": "report",
        "unit": "s",
        "ours": round(middle["ours"], 3),
        "floor": round(middle["floor"], 3),
        "ratio": round(middle["ours"] / middle["floor"], 2),
        "rounds": ROUNDS,
        "note": f"{TURNS} turns; plain paragraphs without shaping take {middle['plain']:.3f} s",
    }


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
