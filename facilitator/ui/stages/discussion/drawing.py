"""What a draw changes: the commands that put people into groups, keep who they met, and mend when somebody comes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from facilitator.session.formats import Format
from facilitator.session.groups import ChangeGroup, DissolveGroup, FormGroup, Group
from facilitator.session.mixing import MOST, Met, count_for, draw, merged, redo_when_changed, repeats
from facilitator.session.people import leads
from facilitator.session.ports import uuid7
from facilitator.session.rounds import HoldRound, kept_apart, met_before, rounds_of
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.ui.stages.discussion.wording import group_name, is_first_name

_LOTS = 6


class Drawing:
    """The groups of one block: who is to be in them, and the commands for each thing one can do.

    With ``keeps`` the groups there are stay, however large: the plan has them, each with a task of its own.
    """

    def __init__(self, state: SessionState, block: str, one: Format, size: int, *, keeps: bool = False) -> None:
        self.state, self.block, self.format, self.size, self.keeps = state, block, one, size, keeps

    @property
    def people(self) -> list[str]:
        """Everybody who is to be in a group."""
        return [one.id for one in self.state.people.present() if one.here and not leads(one)]

    @property
    def groups(self) -> list[Group]:
        """The groups as they are."""
        return self.state.groups.of(self.block)

    @property
    def seated(self) -> bool:
        """Whether anybody is in a group."""
        return any(group.people for group in self.groups)

    @property
    def count(self) -> int:
        """How many groups a draw makes."""
        people = len(self.people)
        return min(len(self.groups), people) if self.keeps else count_for(people, self.size)

    @property
    def usual(self) -> int:
        """How many are in a group where no step says it: as many as the groups there are would have, two to five."""
        return max(2, min(round(len(self.people) / len(self.groups)), MOST)) if self.groups else 2

    @property
    def came(self) -> list[str]:
        """Who is here and in no group."""
        seated = {person for group in self.groups for person in group.people}
        return [person for person in self.people if person not in seated]

    @property
    def left(self) -> list[str]:
        """Who is in a group and not here."""
        here = set(self.people)
        return [person for group in self.groups for person in group.people if person not in here]

    @property
    def again(self) -> int:
        """How many pairs in the groups met before."""
        return repeats([group.people for group in self.groups], met_before(self.state, self.block))

    def joins(self) -> bool:
        """Whether whole groups can be joined to larger ones: pairs, while fours are wanted."""
        sizes = [len(group.people) for group in self.groups if group.people]
        return len(sizes) > 1 and self.size >= 4 and sum(sizes) / len(sizes) < 3

    def draw(self, number: int) -> list[Command]:
        """Everybody into new groups; another ``number``, another lot. After a first round hosts keep their tables."""
        travelled = self.format.hosts and bool(rounds_of(self.state, self.block))
        met, commands = met_before(self.state, self.block), list[Command]()
        for turn in range(_LOTS):  # where few draws are as good, the same one may come up again
            commands = self._into(self._drawn(met, number * _LOTS + turn, stay=travelled))
            if commands:
                break
        return commands

    def travel(self, number: int) -> list[Command]:
        """The round is over: the hosts stay, the others go where they meet new people."""
        rows = self._drawn(met_before(self.state), number, stay=True)
        return [HoldRound(block=self.block), *self._into(rows)]

    def _drawn(self, met: Met, number: int, *, stay: bool) -> list[tuple[str, ...]]:
        groups = [group for group in self.groups if group.people] if stay else []
        here = set(self.people)
        return draw(
            self.people,
            met,
            size=self.size,
            count=len(groups) or (self.count if self.keeps else 0),
            fixed={group.people[0]: place for place, group in enumerate(groups) if group.people[0] in here},
            apart=kept_apart(self.state),
            seed=self._seed(number),
        )

    def join(self, number: int) -> list[Command]:
        """Pairs become fours, whole ones; who met in the pairs has met."""
        met = met_before(self.state)
        pairs = redo_when_changed([group.people for group in self.groups], self.came, self.left, met, size=2)
        rows = merged(pairs, met, size=self.size, seed=self._seed(number))
        return [HoldRound(block=self.block), *self._into(rows)]

    def mend(self) -> list[Command]:
        """Somebody came or left: as few others as possible change their place."""
        if self.keeps:
            return self._into(self._filled())
        rows = redo_when_changed(
            [group.people for group in self.groups],
            self.came,
            self.left,
            met_before(self.state, self.block),
            size=self.size,
            apart=kept_apart(self.state),
        )
        return self._into(rows)

    def _filled(self) -> list[list[str]]:
        """The same groups without who left; who came is in the smallest, apart from whom they are kept apart from."""
        here, apart = set(self.people), {frozenset(pair) for pair in kept_apart(self.state)}
        rows = [[person for person in group.people if person in here] for group in self.groups]
        for person in self.came:
            min(rows, key=lambda row: (any({person, other} in apart for other in row), len(row))).append(person)
        return rows

    def move(self, person: str, group: str) -> list[Command]:
        """One person to another group."""
        found = self.state.groups.get(group)
        if found is None or person in found.people:
            return []
        return [ChangeGroup(group=group, people=(*found.people, person))]

    def first(self, person: str) -> list[Command]:
        """This person is the first of their group: its host, or the one whose case comes first."""
        found = next((group for group in self.groups if person in group.people), None)
        if found is None or found.people[0] == person:
            return []
        rest = tuple(other for other in found.people if other != person)
        return [ChangeGroup(group=found.id, people=(person, *rest))]

    def _seed(self, number: int) -> int:
        return zlib.crc32(f"{self.state.stream} {self.block} {len(self.state.groups.by_id)} {number}".encode())

    def _into(self, rows: Sequence[Sequence[str]]) -> list[Command]:
        """Groups that are there keep their names and places; what is too many goes, what is missing is formed."""
        groups = self.groups
        commands: list[Command] = []
        if self.keeps:
            rows = [*rows, *[()] * (len(groups) - len(rows))]
        for place, row in enumerate(rows):
            name = group_name(self.format, self.size, place + 1)
            if place < len(groups):
                group = groups[place]
                if not row and not self.keeps:
                    commands.append(DissolveGroup(group=group.id))
                    continue
                named = is_first_name(group.name, place + 1) and group.name != name
                people = tuple(row) if tuple(row) != group.people else None
                if people is not None or named:
                    commands.append(ChangeGroup(group=group.id, name=name if named else None, people=people))
            elif row:
                commands.append(FormGroup(group=uuid7(), block=self.block, name=name, people=tuple(row)))
        commands += [DissolveGroup(group=group.id) for group in groups[len(rows) :]]
        return commands
