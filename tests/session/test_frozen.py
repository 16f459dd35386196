"""Values made quickly are the same frozen values."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from facilitator.session.contributions import ContributionGiven, GiveContribution
from facilitator.session.frozen import quickly_made
from facilitator.session.rules import BODIES, DECIDES


@dataclass(frozen=True, slots=True)
class _Plain:
    one: str
    two: tuple[int, ...] = ()
    three: list[str] = field(default_factory=list)
    four: str = field(default="x", kw_only=True)
    five: int = 5


@quickly_made
@dataclass(frozen=True, slots=True)
class _Value:
    one: str
    two: tuple[int, ...] = ()
    three: list[str] = field(default_factory=list)
    four: str = field(default="x", kw_only=True)
    five: int = 5


def test_made_quickly_or_not_is_the_same() -> None:
    """The same words give the same fields, by place and by name; defaults are made anew for each."""
    for args, names in ((("a",), {}), (("a", (1,), ["b"], 7), {"four": "y"}), ((), {"one": "a", "five": 0})):
        assert dataclasses.astuple(_Value(*args, **names)) == dataclasses.astuple(_Plain(*args, **names))
    assert _Value("a").three is not _Value("a").three
    assert str(inspect.signature(_Value)) == str(inspect.signature(_Plain))


def test_nobody_can_change_it() -> None:
    """Once made, a value is of its own class and takes no change, and its copies are whole."""
    value = _Value("a", four="y")
    assert type(value) is _Value
    with pytest.raises(FrozenInstanceError):
        value.one = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del value.two
    for again in (
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),
        dataclasses.replace(value),
    ):
        assert again == value
        assert type(again) is _Value
    with pytest.raises(TypeError, match="one"):
        _Value()  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "kind",
    [kind for kind in (*BODIES.values(), *DECIDES) if dataclasses.fields(kind)],
    ids=lambda kind: kind.__name__,
)
def test_every_fact_and_command_is_frozen(kind: type) -> None:
    """What goes into the record cannot be changed afterwards, however it was made."""
    needed = [one.name for one in dataclasses.fields(kind) if one.default is one.default_factory is dataclasses.MISSING]
    value = kind(**dict.fromkeys(needed, "x"))
    assert type(value) is kind
    with pytest.raises(FrozenInstanceError):
        setattr(value, dataclasses.fields(kind)[0].name, "y")
    assert dataclasses.replace(value) == value


def test_a_command_has_an_id_of_its_own() -> None:
    """Each command that is made without an id gets a new one."""
    assert len({GiveContribution(text="x").id for _number in range(1000)}) == 1000
    assert ContributionGiven("c", "x").as_json() == {"contribution": "c", "text": "x"}
