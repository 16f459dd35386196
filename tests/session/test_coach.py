"""The coach: what is so is told once, with its reason, one at a time; what nobody may say is never said."""

from __future__ import annotations

import inspect
import json
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import paths
from facilitator.catalogue import built_in
from facilitator.coaching import action_line, built_in_rules, hint_line, why_line
from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.coach import ACTIONS, BadRules, Memory, Told, dismissed, done, look, read_rules, troubles
from facilitator.session.coach_measures import MEASURES, Around
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.groups import FormGroup
from facilitator.session.modalities import Failure, Modality
from facilitator.session.people import LeavePerson
from facilitator.session.play import GoToPhase
from facilitator.session.relations import Relate
from facilitator.session.running import ExtendActivity, PauseActivity, ReachStep
from tests.session.rig import Rig

MINUTE = 60_000


class Room(Rig):
    """A running session with a coach that looks on."""

    def __init__(self, **block: object) -> None:
        super().__init__()
        self.rules = built_in_rules()
        self.memory = Memory()
        self.around = Around(consent_said=True)
        self.blocks: list[str] = []
        self.add("talk", **block)
        self.people = {name: self.join(name) for name in ("Ana Ruiz", "Ben Okafor", "Zoë Şahin", "李娜", "يوسف")}

    def add(self, block: str, minutes: int = 30, verb: str = "Compare", **more: object) -> str:
        self.do(AddBlock(block=block, title=block.title(), minutes=minutes, verb=verb, **more))  # type: ignore[arg-type]
        self.blocks.append(block)
        return block

    def start(self, block: str = "talk") -> None:
        self.do(StartActivity(block=block))

    def wait(self, minutes: float) -> None:
        self.ms += int(minutes * MINUTE)

    def give(self, text: str = "words", *names: str, kind: str = "idea", **more: object) -> str:
        command = GiveContribution(text=text, kind=kind, authors=tuple(self.people[n] for n in names), **more)  # type: ignore[arg-type]
        self.do(command)
        return command.id

    def only(self, *rules: str) -> Room:
        self.rules = replace(self.rules, rules=tuple(rule for rule in self.rules.rules if rule.id in rules))
        return self

    def look(self) -> str:
        hint, self.memory = look(self.rules, self.state, self.ms, self.memory, self.around)
        self.hint = hint
        return "" if hint is None else hint_line(hint)

    def most(self) -> None:
        """Four of the five are heard."""
        for name in ("Ana Ruiz", "Ben Okafor", "Zoë Şahin"):
            self.give("words", name)


def test_who_was_not_heard():
    """Whoever is here and gave nothing is named after a while, in the order they came, and may pass."""
    room = Room().only("unheard")
    room.start()
    room.most()
    room.wait(7)
    assert room.look() == ""
    room.wait(2)
    assert room.look() == "李娜 and يوسف have not been heard yet, and may pass."
    assert why_line(room.hint) == "An open door and no duty: wait a little, go round once, or write first."
    room.give("words", "李娜")
    assert room.look() == "يوسف has not been heard yet, and may pass."
    room.around = replace(room.around, heard=frozenset({room.people["يوسف"]}))
    assert room.look() == ""


@pytest.mark.parametrize("level", ["by_group", "without_names"])
def test_nobody_is_looked_for_where_nobody_is_named(level):
    """In an anonymous activity no hint names anybody, whatever happened."""
    room = Room(anonymity=level).only("unheard", "unheard_hand", "long_unnamed")
    room.start()
    room.most()
    for _ in range(4):
        room.give("long " * 60)
    room.wait(20)
    assert room.look() == ""


def test_who_left_or_only_watches_is_not_waited_for():
    """Somebody who went home and the facilitator are not *not heard*."""
    room = Room().only("unheard")
    room.start()
    room.most()
    room.do(LeavePerson(person=room.people["李娜"]))
    room.wait(10)
    assert room.look() == "يوسف has not been heard yet, and may pass."


def test_a_hand_that_waits():
    """A hand that is up for long comes before everything else and offers to let its owner in."""
    room = Room().only("hand_waiting", "unheard", "unheard_hand")
    room.start()
    room.most()
    room.around = replace(room.around, hands=((room.people["Ana Ruiz"], room.ms), (room.people["李娜"], room.ms)))
    room.wait(5)
    assert room.look() == "Ana Ruiz has had a hand up for 5 minutes."
    assert action_line(room.hint) == "Let Ana Ruiz in"
    assert (room.hint.action, room.hint.ids) == ("let_in", (room.people["Ana Ruiz"],))
    room.around = replace(room.around, hands=room.around.hands[1:])
    assert room.look() == "李娜 has had a hand up for 5 minutes."
    room.memory = dismissed(room.rules, room.memory, room.ms)
    room.wait(6)
    assert room.look() == "李娜 would speak for the first time."
    assert room.hint.action == "let_in"


def test_a_debrief_that_has_not_begun():
    """Shortly before the end the method's first question is offered, while its last step, or stepping out, waits."""
    room = Room(modality="hands_on").only("debrief_waits")
    method = built_in().get("hands_on")
    assert method is not None
    room.around = replace(room.around, method=method)
    room.start()
    room.wait(22)
    assert room.look() == ""
    room.wait(1)
    first = method.debrief[0]
    assert room.look() == f"Time is nearly over. The talk about it can begin: “{first}”"
    room.do(ReachStep(step=len(method.steps) - 1))
    assert room.look() == ""

    plain = Room().only("debrief_waits")
    plain.start()
    plain.wait(28)
    assert plain.look() == ""

    play = Room(modality="role_play").only("debrief_waits")
    play.around = replace(play.around, method=built_in().get("role_play"))
    play.start()
    play.do(GoToPhase(block="talk", phase="brief"))
    play.wait(25)
    assert play.look()
    play.do(GoToPhase(block="talk", phase="play"))
    play.do(GoToPhase(block="talk", phase="step_out"))
    assert play.look() == ""


def test_never_twice_the_same():
    """What was told and went is not told again; of another it is, after the rest."""
    room = Room().only("unheard")
    room.start()
    room.most()
    room.wait(10)
    assert room.look()
    room.memory = dismissed(room.rules, room.memory, room.ms)
    for _ in range(60):
        room.wait(1)
        assert room.look() == ""
    room.give("words", "李娜")
    assert room.look() == "يوسف has not been heard yet, and may pass."


def test_quiet_after_a_dismissal():
    """After one was waved away nothing at all is told for five minutes."""
    room = Room().only("unheard", "questions_open")
    room.start()
    room.most()
    room.give("why", "Ana Ruiz", kind="question")
    room.give("how", "Ana Ruiz", kind="question")
    room.wait(11)
    assert room.look().startswith("李娜")
    room.memory = dismissed(room.rules, room.memory, room.ms)
    room.wait(4.5)
    assert room.look() == ""
    room.wait(1)
    assert room.look() == "2 questions here have no answer yet."


def test_a_hint_makes_room_after_its_minutes():
    """A hint nobody minds stands some minutes, then the next one has its turn."""
    room = Room().only("unheard", "questions_open")
    room.start()
    room.most()
    room.give("why", "Ana Ruiz", kind="question")
    room.give("how", "Ana Ruiz", kind="question")
    room.wait(11)
    assert room.look().startswith("李娜")
    room.wait(5)
    assert room.look().startswith("李娜")
    room.wait(2)
    assert room.look().startswith("2 questions")


def test_what_was_done_is_not_quiet():
    """When the offer was taken the next hint need not wait."""
    room = Room().only("hand_waiting", "questions_open")
    room.start()
    room.give("why", "Ana Ruiz", kind="question")
    room.give("how", "Ana Ruiz", kind="question")
    room.around = replace(room.around, hands=((room.people["Ana Ruiz"], room.ms),))
    room.wait(12)
    assert room.look().startswith("Ana")
    room.memory, room.around = done(room.memory), Around()
    assert room.look().startswith("2 questions")


def test_questions_with_an_answer_are_not_open():
    """An answer takes a question off the list; the offer leads to the oldest that is open."""
    room = Room().only("questions_open")
    room.start()
    asked = [room.give(f"why {n}", "Ana Ruiz", kind="question") for n in range(3)]
    answer = room.give("because", "Ben Okafor", kind="answer")
    room.do(Relate(later=answer, earlier=asked[0], relation="answers"))
    room.wait(11)
    assert room.look() == "2 questions here have no answer yet."
    assert room.hint.ids[0] == asked[1]


def test_nobody_builds():
    """Ten minutes and six cards without anybody taking up another's words; thanks are no building and no card."""
    room = Room().only("nobody_builds")
    room.start()
    first = room.give("words", "Ana Ruiz")
    room.wait(5)
    for _ in range(5):
        last = room.give("words", "Ben Okafor")
    room.wait(6)
    thanks = room.give("thank you", "Ben Okafor", kind="thanks")
    room.do(Relate(later=thanks, earlier=first, relation="appreciates"))
    assert room.look() == "Nobody has built on anybody for 11 minutes."
    assert room.hint.fills == "^ "
    room.do(Relate(later=last, earlier=first, relation="builds_on"))
    assert room.look() == ""


def test_ungrouped_cards():
    """Twelve cards without a theme are worth a word; thanks are not asked for one."""
    room = Room().only("ungrouped")
    room.start()
    for _ in range(11):
        room.give("words", "Ana Ruiz")
    room.give("thanks", "Ana Ruiz", kind="thanks")
    assert room.look() == ""
    room.give("words", "Ana Ruiz")
    assert room.look() == "12 cards here are in no theme yet."


def test_the_film_was_longer_than_the_talk():
    """While the film runs, and in the talk after it, it is told when the talk is the shorter one."""
    room = Room().only("input_long", "input_was_long")
    room.add("film", 10, exchange=1)
    room.add("after", 8)
    room.start("film")
    room.wait(7)
    assert room.look() == ""
    room.wait(2.1)
    assert room.look() == "This has run 9 minutes; the talk after it has 8."
    assert room.hint.action == ""
    room.wait(1)
    room.do(EndActivity())
    room.start("after")
    room.wait(1)
    assert room.look() == "What was shown took 10 minutes; the talk about it has 8."
    assert (room.hint.action, room.hint.ids) == ("add_minutes", ("after",))
    room.do(ExtendActivity(minutes=5))
    assert room.look() == ""


def test_no_commitment_near_the_end():
    """In the last five minutes of the closing part, and only there, and only where nobody said what they will do."""
    room = Room().only("no_commitment")
    room.add("close", 6, part="close")
    room.start()
    room.wait(28)
    assert room.look() == ""
    room.start("close")
    room.wait(3)
    assert room.look() == ""
    room.wait(1)
    assert room.look().startswith("Time is nearly over")
    assert room.hint.fills == "! "
    card = room.give("I ask the lab", "Ana Ruiz", kind="commitment")
    room.do(MakeCommitment(contribution=card, owner=room.people["Ana Ruiz"]))
    assert room.look() == ""


def test_long_cards_without_a_name():
    """Three long cards that are nobody's, where people are named."""
    room = Room().only("long_unnamed")
    room.start()
    for _ in range(2):
        room.give("word " * 50)
    room.give("short")
    assert room.look() == ""
    newest = room.give("word " * 50)
    assert room.look() == "3 of the last long cards have no name."
    assert room.hint.ids == (newest,)


def test_groups_that_have_not_reported():
    """Near the end of an activity with groups, once one has reported, the others are named."""
    room = Room().only("groups_unreported")
    for key, name in (("g1", "Card"), ("g2", "Phone"), ("g3", "Round")):
        room.do(FormGroup(group=key, block="talk", name=name))
    room.start()
    room.wait(25)
    assert room.look() == ""
    room.give("we found", "Ana Ruiz", group="Card")
    assert room.look() == "Nothing has been caught yet from Phone and Round."
    room.around = replace(room.around, reported=frozenset({"g2", "g3"}))
    assert room.look() == ""


def test_signs_break_parked_and_consent():
    """Bare cards, ninety minutes without a break, parked things near the end, and nothing said about what is kept."""
    room = Room(minutes=200).only("no_signs")
    room.start()
    for _ in range(12):
        room.give("words", "Ana Ruiz", kind="note")
    assert room.look() == "12 of the last 12 cards have no sign."
    room = Room(minutes=200).only("break_due")
    room.add("end", 10)
    room.start()
    room.wait(89)
    assert room.look() == ""
    room.wait(1)
    assert room.look() == "90 minutes without a break."
    room = Room(minutes=20).only("parked_left")
    room.around = Around(parked=1)
    room.start()
    room.wait(4)
    assert room.look() == ""
    room.wait(2)
    assert room.look() == "One thing still waits in the parking place."
    room = Room().only("consent_unsaid")
    room.around = Around()
    room.start()
    room.give("words", "Ana Ruiz")
    room.wait(4)
    assert room.look().startswith("Nobody has been told yet")
    room.do(MakeAgreement(capture="Ana writes, word for word"))
    assert room.look() == ""


def test_a_group_too_large_for_one_talk():
    """Six in a group are told while it can still be changed."""
    room = Room().only("group_large")
    people = (*room.people.values(), room.join("Six"))
    room.do(FormGroup(group="g1", block="talk", name="Card", people=people))
    room.start()
    room.wait(1)
    assert room.look() == "There are 6 people in Card."


def test_silence_in_a_break_and_at_the_end():
    """A break is a break; a session that does not run is none of the coach's business."""
    room = Room()
    room.add("coffee", 15, part="break", verb="")
    assert room.look() == ""
    room.start("coffee")
    room.around = Around(hands=((room.people["Ana Ruiz"], room.ms),))
    room.wait(30)
    assert room.look() == ""


def test_a_pause_does_not_count():
    """While time stands still the minutes of the activity do too."""
    room = Room().only("unheard")
    room.start()
    room.most()
    room.wait(3)
    room.do(PauseActivity())
    room.wait(30)
    assert room.look() == ""


def test_only_where_its_stage_is():
    """A rule for a stage is told on that stage alone."""
    room = Room(modality="pens_first").only("pens_talk")
    room.start()
    from facilitator.session.running import ReachStep

    room.around = Around(Modality("pens_first", "Pens", family="reading"))
    assert room.look() == ""
    room.do(ReachStep(step=1))
    assert room.look().startswith("If somebody starts to talk")
    other = Room(modality="discussion").only("pens_talk")
    other.start()
    other.do(ReachStep(step=1))
    assert other.look() == ""


def test_what_may_go_wrong_is_told_when_asked():
    """The activity's own lines first, then the method's, each sign once; a line without a remedy is none."""
    room = Room(trouble=("Blank page: Offer a sentence", "no remedy"))
    method = Modality("m", "M", failures=(Failure("Blank page", "x"), Failure("Talk starts", "Write yourself")))
    found = troubles(room.state.agenda.by_id["talk"], method)
    assert [(one.sign, one.remedy) for one in found] == [
        ("Blank page", "Offer a sentence"),
        ("Talk starts", "Write yourself"),
    ]


NEVER = re.compile(
    r"learning style|70.20.10|\b\d+ ?%|engagement|introvert|extravert|extrovert|equal (talk|time)|learning gain|"
    r"psychological(ly)? safe|non-verbal|social media|dominat|shy\b|too (much|quiet|loud)|best|worst|should",
    re.IGNORECASE,
)


def test_what_is_never_said():
    """No rule ranks or judges people or says what research does not (domain 2.12); each fits the line."""
    for rule in built_in_rules().rules:
        for words in (rule.one, rule.many, rule.why, rule.action_words):
            assert not NEVER.search(words), (rule.id, words)
        assert len(rule.one) <= 80 and len(rule.many) <= 80 and len(rule.action_words) <= 18, rule.id
        assert rule.action in ("", *ACTIONS)


def test_every_place_in_a_sentence_is_filled():
    """What a sentence leaves open is a name or a number that its measure gives."""
    for rule in built_in_rules().rules:
        body = inspect.getsource(MEASURES[rule.about])
        for place in re.findall(r"\{(\w+)\}", rule.one + rule.many + rule.why + rule.action_words):
            named = place in ("name", "names")
            assert (", tuple(" in body or ".name," in body) if named else f'"{place}":' in body, (rule.id, place)


GOOD = {
    "id": "a", "when": [["minutes", ">=", 1]], "about": "minutes", "one": "x", "why": "y",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"when": []},
        {"when": [["nothing", ">=", 1]]},
        {"when": [["minutes", "!=", 1]]},
        {"when": [["minutes", ">=", "1"]]},
        {"about": "nothing"},
        {"one": ""},
        {"why": ""},
        {"action": "explode", "words": "x"},
        {"action": "let_in"},
        {"most": -1},
        {"stages": "video"},
        {"parts": ["nowhere"]},
        {"colour": "red"},
    ],
)
def test_wrong_rules_are_refused(wrong):
    """A rule that cannot be asked is refused by name instead of never being told."""
    file = {"format": "facilitator-coach", "version": 1, "rules": [{**GOOD, **wrong}]}
    with pytest.raises(BadRules):
        read_rules([file])
    assert read_rules([{**file, "rules": [GOOD]}]).rules[0].id == "a"


def test_names_with_braces_are_only_names():
    """A name that looks like a place in a sentence stays a name."""
    room = Room().only("hand_waiting")
    person = room.join("{minutes} {name}")
    room.start()
    room.around = Around(hands=((person, room.ms),))
    room.wait(5)
    assert room.look() == "{minutes} {name} has had a hand up for 5 minutes."


@given(
    st.lists(
        st.sampled_from(["give", "long", "question", "hand", "wait", "away", "take", "next", "pause", "build"]),
        max_size=40,
    )
)
def test_one_hint_at_a_time_and_none_twice(steps):
    """Whatever happens, no occasion is told twice, none more often than its rule allows, and looking never fails."""
    room = Room()
    room.around = Around()
    room.add("second", 10, part="close")
    room.start()
    told: list[Told] = []
    card = room.give("words")
    for step in steps:
        if step in ("give", "long", "question"):
            kind = "question" if step == "question" else "note"
            card = room.give("word " * (50 if step == "long" else 1), "Ana Ruiz", kind=kind)
        elif step == "build" and room.state.contributions.get(card):
            later = room.give("more", "Ben Okafor")
            room.do(Relate(later=later, earlier=card))
        elif step == "hand":
            room.around = replace(room.around, hands=((room.people["李娜"], room.ms),), parked=2)
        elif step == "wait":
            room.wait(4)
        elif step == "away":
            room.memory = dismissed(room.rules, room.memory, room.ms)
        elif step == "take":
            room.memory = done(room.memory)
        elif step == "next" and room.state.agenda.running == "talk":
            room.start("second")
        was = room.memory.told
        room.look()
        told += room.memory.told[len(was) :]
        assert len(room.memory.told) - len(was) <= 1
    assert len({(one.rule, one.form) for one in told}) == len(told)
    for rule in room.rules.rules:
        assert len({one.at_ms for one in told if one.rule == rule.id}) <= rule.most


def test_a_look_is_cheap_at_ten_thousand_cards():
    """With 10,000 cards in one activity a look takes little of the two seconds between looks."""
    room = Room()
    room.start()
    people = [*room.people.values()]
    for number in range(10_000):
        kind = "question" if number % 8 == 0 else "note"
        room.do(GiveContribution(text="word " * 10, kind=kind, authors=(people[number % 3],)))
    room.wait(20)
    spent = []
    for _ in range(20):
        room.memory = Memory()
        begun = time.process_time()
        room.look()
        spent.append(time.process_time() - begun)
    assert min(spent) < 0.05, min(spent)


def test_all_measures_are_asked_by_some_rule():
    """No measure lies idle: what is measured can be told."""
    asked = {when.measure for rule in built_in_rules().rules for when in rule.when}
    asked |= {rule.about for rule in built_in_rules().rules}
    assert set(MEASURES) - asked <= {"paused", "opening"}


def test_the_rules_are_plain_data():
    """Every file of rules is read, and what is read is all that is in it."""
    files = sorted((paths.resources() / "coach").glob("*.json"))
    names = [rule["id"] for file in files for rule in json.loads(file.read_text("utf-8"))["rules"]]
    assert [rule.id for rule in built_in_rules().rules] == names
    assert len(names) >= 12
