"""Sessions in which every field is hostile: whatever the rules let in, exports have to set."""

from __future__ import annotations

import random

from facilitator.session.agenda import ANONYMITY, AddBlock
from facilitator.session.agreements import RULES, MakeAgreement
from facilitator.session.asks import CastBallot, OpenAsk, PutAskAway
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import CONSENTS, QUOTE, GiveContribution, HideContribution, WithdrawContribution
from facilitator.session.decisions import ExplainDecision
from facilitator.session.errors import Rejected
from facilitator.session.groups import FormGroup
from facilitator.session.harvest import PARTS, PickChain, WritePassage, WriteSummary
from facilitator.session.kinds import KINDS
from facilitator.session.outcomes import ITEMS, RateOutcome
from facilitator.session.people import ROLES, JoinPerson
from facilitator.session.planning import SETTINGS, DescribePlan
from facilitator.session.questions import STATES, SettleOpenEnd
from facilitator.session.relations import RELATIONS, Relate, RemoveRelation
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.rules import Command
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.themes import MergeThemes, NameTheme, PlantCard, UprootCard
from tests.export.making import STREAM, naughty, store


class Hostile:
    """Makes a session out of strings that break programs; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.texts = [text for text in naughty() if text.strip()]
        self.store = store()

    def name(self) -> str:
        """A short string."""
        return self.dice.choice(self.texts)[:200].strip() or "x"

    def words(self) -> str:
        """A string, or a very long one, or one long word."""
        size = self.dice.randint
        return self.dice.choice([*self.texts, "word " * size(1, 900), "x" * size(1, 3000)])

    def some(self) -> range:
        """A few times."""
        return range(self.dice.randint(0, 8))

    def do(self, command: Command) -> None:
        """Wish for it; the rules may refuse."""
        try:
            self.store.dispatch(STREAM, command)
        except Rejected:
            return

    def session(self) -> SessionState:
        """The session."""
        pick, words, name = self.dice.choice, self.words, self.name
        self.do(CreateSession(title=name(), zone=pick(["", "UTC", "No/Where", "Asia/Kolkata"])))
        self.do(
            DescribeSession(
                report_title=words(), purpose=words(), work=words(), place=words(), verbs=words(), learning=words(),
                organisation=words(), units=pick(["", words()]), language=pick(["", "en", "ar", "zh-Hant", "x!!"]),
                starts=pick(["", "nonsense", "2026-03-12T13:30:00+00:00", "2026-03-12T13:30"]),
            )
        )  # fmt: skip
        self.do(MakeAgreement(rule=pick(RULES), capture=words(), kept_until=pick(["", "2027-01-01"])))
        for place in range(20):
            roles = (pick(ROLES), "participant")
            named = self.dice.random() < 0.7
            self.do(JoinPerson(person=f"p{place}", name=name(), also=(name(),), roles=roles, named=named))
        for place in self.some():
            self.do(
                AddBlock(
                    block=f"b{place}", title=name(), minutes=pick([0, 1, 9000]), verb=name(), prompt=words(),
                    modality=pick(["video", "x", "break"]), anonymity=pick(ANONYMITY), say=words(), catch=name(),
                    fixed=pick(["", "", "23:59", "00:00"]), materials=(name(), name()), prepare=(words(),),
                    trouble=(words(), f"{name()}: {name()}"), day=pick([1, 1, 2, 60]), exchange=pick([0, 1, 2, 3]),
                )
            )  # fmt: skip
            self._play(f"b{place}")
        self.do(
            DescribePlan(
                date=pick([None, "", "2026-03-28", "9000-12-31", "0005-01-01"]), time=pick([None, "13:30", "00:00"]),
                minutes=pick([None, 0, 150, 86400]), days=pick([None, 2, 60]), setting=pick(SETTINGS),
                follow_up=pick([None, "2026-04-09"]), hears_back=words(), kept_for=name(), leader=words(),
            )
        )  # fmt: skip
        for place in range(30):
            self._give(place)
        for place in range(40):
            self._say_more(place)
        for place in range(6):
            self._ask(place)
        return self.store.state(STREAM).snapshot()

    def _ask(self, place: int) -> None:
        """A vote with hostile words; some options are cards, and some of these do not leave the room."""
        pick, name, ask = self.dice.choice, self.name, f"a{place}"
        options = tuple(name() for _each in range(self.dice.randint(2, 8)))
        refs = pick([(), tuple(f"c{number}" for number in range(8))])
        criteria, scale = (name(), name()), tuple(name() for _each in range(self.dice.randint(2, 7)))
        form = pick(["poll", "dots", "rating", "pulse"])
        self.do(
            OpenAsk(ask=ask, form=form, question=name(), options=options, refs=refs, criteria=criteria, scale=scale,
                    block=pick(["b0", "b1", None]))
        )  # fmt: skip
        found = self.store.state(STREAM).votes.get(ask)
        for number in range(self.dice.randint(0, 9) if found is not None else 0):
            low, high = (-1, 1) if form == "rating" else (0, 1)
            marks = [pick([low, low, high]) for _each in range(found.places if found is not None else 0)]
            self.do(CastBallot(ask=ask, ballot=f"{ask}v{number}", marks=tuple(marks)))
        self.do(PutAskAway(ask=ask))

    def _play(self, block: str) -> None:
        pick, words, name = self.dice.choice, self.words, self.name
        for place in self.some():
            people = (f"p{place}", "p1")
            self.do(FormGroup(group=f"{block}g{place}", block=block, name=name(), people=people, place=words()))
            brief = {"situation": words(), "secret": words(), "wants": words(), "if_stuck": name()}
            self.do(AddRole(role=f"{block}r{place}", block=block, name=name(), **brief))
        lines = tuple(words() for _each in self.some())
        self.do(WriteScenario(block=block, situation=words(), task=words(), rounds=pick([1, 3, 12]), checklist=lines))

    def _give(self, place: int) -> None:
        pick, words = self.dice.choice, self.words
        self.do(
            GiveContribution(
                id=f"c{place}", text=words(), kind=pick(KINDS), authors=pick([(), ("p1",), ("p2", "p3")]),
                group=self.name(), activity=pick(["", "b0", "b1"]), consent=pick([*CONSENTS, QUOTE, QUOTE]),
                said_ms=pick([None, 10**12, 2**52, -(2**52)]), offset_ms=pick([None, 5000, 10**11]),
                title=pick(["", self.name()]), source=words(),
            )
        )  # fmt: skip

    def _say_more(self, place: int) -> None:
        pick, words, name = self.dice.choice, self.words, self.name
        cards = [f"c{number}" for number in range(30)]
        key = f"k{place % 5}"
        for command in (
            Relate(later=pick(cards), earlier=pick(cards), relation=pick(RELATIONS)),
            MakeCommitment(contribution=pick(cards), owner="p4", due=pick(["", "2026-04-01"]), due_words=name()),
            ExplainDecision(contribution=pick(cards), because=words(), considered=(words(), ""), decided_by=words()),
            SettleOpenEnd(contribution=pick(cards), state=pick(STATES), keeper="p5", keeper_words=words()),
            NameTheme(theme=key, name=name()),
            PlantCard(contribution=pick(cards), theme=key),
            PlantCard(contribution=pick(cards), theme=f"k{self.dice.randrange(5)}"),
            Relate(later=pick(cards[:4]), earlier=pick(cards), relation="synthesises"),
            PickChain(chain=key, title=name(), cards=tuple(self.dice.sample(cards, 5)), turn=words()),
            WritePassage(passage=key, part=pick(PARTS), title=pick([name(), "found_note", ""]), text=words()),
            RateOutcome(item=pick(ITEMS), then=pick([None, 0, 4]), now=pick([None, 2, 4]), evidence=words()),
            WriteSummary(why=words(), found=words()),
        ):
            self.do(command)
        if place % 10 == 0:
            self.do(UprootCard(contribution=pick(cards), theme=key))
            self.do(RemoveRelation(later=pick(cards[:4]), earlier=pick(cards), relation="synthesises"))
            self.do(MergeThemes(theme=f"k{place // 10}", into=f"k{self.dice.randrange(5)}"))
            self.do(WithdrawContribution(contribution=pick(cards)))
            self.do(HideContribution(contribution=pick(cards)))
