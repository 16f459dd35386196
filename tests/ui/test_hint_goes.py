"""A hint of the coach goes with what it asked for, at once, however that was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from facilitator.session.agenda import AddBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson, LeavePerson
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.running import MINUTE
from facilitator.session.sessions import CreateSession
from facilitator.session.speaking import LowerHand, RaiseHand
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.ui.actions import Registry
from facilitator.ui.drafts import DraftKeeper
from facilitator.ui.messages import Messages
from facilitator.ui.run.screen import RunScreen
from facilitator.ui.screens.steps import Session
from facilitator.ui.stages.discussion.stage import DiscussionStage
from facilitator.ui.theme import Theme
from tests.ui.memory import MemoryServices
from tests.waiting import until

START = 1_773_322_200_000
ANA, BEN = "Ana Ruiz", "Ben Okafor"


class Talk:
    """The page of a discussion in which Ana's hand has been up for five minutes, and the coach says so."""

    def __init__(self, services: MemoryServices, theme: Theme) -> None:
        self.now = START
        services.store = Store(services.journal, clock=lambda: self.now)
        self.services, self.session = services, uuid7()
        self.do(CreateSession(title="Night handover", zone="UTC"))
        self.do(MakeAgreement(rule="lessons_leave_stories_stay"))
        for name in (ANA, BEN):
            self.do(JoinPerson(person=name, name=name))
        self.do(AddBlock(block="talk", title="Talk", minutes=30, verb="talk", modality="discussion"))
        self._given = Session(services, self.session, theme, Messages(), DraftKeeper(services.drafts, self.session))
        self.page: RunScreen

    def show(self) -> Talk:
        self.page = RunScreen(self._given)
        self.page.resize(1370, 840)
        self.page.show()
        self.registry = Registry(self.page)
        self.registry.take_offers(self.page)
        self.registry.do("run.next")
        self.do(RaiseHand(person=ANA))
        self.after(5)
        assert self.hint == f"{ANA} has had a hand up for 5 minutes."
        return self

    def do(self, command: Command) -> None:
        self.services.store.dispatch(self.session, command)

    def after(self, minutes: int) -> None:
        self.now += minutes * MINUTE
        self.page._tick()

    @property
    def hint(self) -> str:
        return self.page.coach.text().replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def talk(services: MemoryServices, theme: Theme) -> Iterator[Talk]:
    made = Talk(services, theme)
    yield made
    made.page.close_session()
    made.page.close()
    made.page.deleteLater()


@pytest.mark.asyncio
async def test_it_goes_when_the_next_speaker_is_who_waited(talk: Talk) -> None:
    """*Next speaker* gives Ana the floor, and no time has passed: nothing asks to let her in any more."""
    stage = talk.show().page.stage
    assert isinstance(stage, DiscussionStage)
    QTest.mouseClick(stage.speaking.next, Qt.MouseButton.LeftButton)
    assert talk.hint == ""
    assert not talk.page.coach._do.isVisible()


@pytest.mark.asyncio
async def test_it_goes_when_the_hand_is_lowered(talk: Talk) -> None:
    """Also when somebody else did it, such as she herself on her phone, and when she leaves."""
    talk.show().do(LowerHand(person=ANA))
    assert talk.hint == ""


@pytest.mark.asyncio
async def test_it_follows_what_it_is_about(talk: Talk) -> None:
    """What changes nothing for it leaves it as it is; another hand that waits as long takes its place in it."""
    talk.show().do(LeavePerson(person=BEN))
    assert talk.hint == f"{ANA} has had a hand up for 5 minutes."
    talk.do(LeavePerson(person=ANA))
    assert ANA not in talk.hint


@pytest.mark.asyncio
async def test_a_change_brings_nothing_new_before_it_is_time(talk: Talk) -> None:
    """While it says nothing, changes are not looked at: many of them together cost it nothing."""
    talk.show().page.coach.dismiss()
    looked: list[object] = []
    talk.page.coach.watch = lambda *a, **k: looked.append(a)  # type: ignore[method-assign]
    talk.do(RaiseHand(person=BEN))
    assert looked == []


@pytest.mark.asyncio
async def test_cards_that_keep_coming_are_looked_at_with_the_first_and_the_last(talk: Talk) -> None:
    """Twenty cards in one breath cost the hint two looks, not twenty; another thing that happens is seen at once."""
    page = talk.show().page
    looked: list[int] = []
    watch = page.coach.watch

    def counted(state: SessionState, *rest: Any, **how: Any) -> None:
        looked.append(state.contributions.standing_count)
        watch(state, *rest, **how)

    page.coach.watch = counted  # type: ignore[method-assign]
    for number in range(20):
        talk.do(GiveContribution(text=f"Card {number}"))
    assert looked == [1]
    await until(lambda: len(looked) > 1)
    assert looked == [1, 20]
    talk.do(LowerHand(person=ANA))
    assert ANA not in talk.hint
