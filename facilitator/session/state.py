"""The state of one session: a slice for each concept, side by side.

To add a capability, write its file and put its slice here; that is the whole list.
"""

from __future__ import annotations

import copy

from facilitator.session import activities
from facilitator.session.agenda import Agenda
from facilitator.session.agreements import Agreement
from facilitator.session.attachments import Attachments
from facilitator.session.casting import Casting
from facilitator.session.clock import Stamp
from facilitator.session.commitments import Commitments
from facilitator.session.contributions import Contributions
from facilitator.session.conversations import Talk
from facilitator.session.decisions import Decisions
from facilitator.session.film import Films
from facilitator.session.groups import Groups
from facilitator.session.guiding import Answers
from facilitator.session.harvest import Harvest
from facilitator.session.methods import Methods
from facilitator.session.outcomes import Outcomes
from facilitator.session.people import People
from facilitator.session.planning import Plan
from facilitator.session.questions import OpenEnds
from facilitator.session.relations import Relations
from facilitator.session.role_play import RolePlay
from facilitator.session.running import Running
from facilitator.session.series import Series
from facilitator.session.sessions import About
from facilitator.session.slips import Slips
from facilitator.session.speaking import Speaking
from facilitator.session.templates import Templates
from facilitator.session.themes import Themes
from facilitator.session.threads import Threads
from facilitator.session.votes import Votes
from facilitator.session.wall import Wall

CONCEPTS = (
    About,
    People,
    Agreement,
    Agenda,
    Running,
    Groups,
    RolePlay,
    Casting,
    Films,
    Speaking,
    Slips,
    Threads,
    Votes,
    Wall,
    Plan,
    Answers,
    Series,
    Contributions,
    Relations,
    Themes,
    Commitments,
    Decisions,
    OpenEnds,
    Outcomes,
    Attachments,
    Harvest,
    Templates,
    Methods,
    Talk,
)

BESIDE = (activities,)
"""Concepts without a slice of their own: they speak of another's."""


class SessionState:
    """What is so in a session, after all its facts. Written only by folding; everybody else reads."""

    __slots__ = (
        "about",
        "agenda",
        "agreement",
        "answers",
        "attachments",
        "casting",
        "commitments",
        "contributions",
        "decisions",
        "films",
        "groups",
        "harvest",
        "methods",
        "newest",
        "open_ends",
        "outcomes",
        "people",
        "plan",
        "relations",
        "role_play",
        "running",
        "series",
        "slips",
        "speaking",
        "stream",
        "talk",
        "templates",
        "themes",
        "threads",
        "unreadable",
        "votes",
        "wall",
    )

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.newest = Stamp(0, 0)
        self.unreadable = 0
        """How many facts are in the record and cannot be read; what they said is missing from everything here."""
        self.about = About()
        self.people = People()
        self.agreement = Agreement()
        self.agenda = Agenda()
        self.groups = Groups()
        self.role_play = RolePlay()
        self.running = Running()
        self.casting = Casting()
        self.films = Films()
        self.speaking = Speaking()
        self.slips = Slips()
        self.threads = Threads()
        self.votes = Votes()
        self.wall = Wall()
        self.plan = Plan()
        self.answers = Answers()
        self.series = Series()
        self.contributions = Contributions()
        self.relations = Relations()
        self.themes = Themes()
        self.commitments = Commitments()
        self.decisions = Decisions()
        self.open_ends = OpenEnds()
        self.outcomes = Outcomes()
        self.attachments = Attachments()
        self.harvest = Harvest()
        self.talk = Talk()
        self.templates = Templates()
        self.methods = Methods()

    def snapshot(self) -> SessionState:
        """A copy that later facts do not change, for work in another thread. Values in it are frozen and shared."""
        still = SessionState(self.stream)
        for name in self.__slots__:
            setattr(still, name, _still(getattr(self, name)))
        return still

    def same_as(self, other: SessionState) -> bool:
        """Whether both say the same, slice by slice. For checks and tests."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in self.__slots__
            if name not in ("stream", "newest", "unreadable")
        )


def _still(value: object) -> object:
    if isinstance(value, CONCEPTS):
        twin = copy.copy(value)
        for name, held in list(vars(twin).items()):
            if isinstance(held, dict):
                setattr(twin, name, {k: dict(v) if isinstance(v, dict) else v for k, v in held.items()})
        return twin
    return value
