"""Frozen values that are made quickly.

Python makes a frozen dataclass by forcing every field past its own lock, one call a field, and a session is made of
hundreds of thousands of such values. `quickly_made` gives a class a constructor that takes the lock off for as long as
it runs: the new object is an open twin of the class, of the same layout, until its fields are set. Nobody else has seen
it by then, and afterwards it is as frozen as before.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

WORTH = 3
"""Fields from which on it is quicker."""

_ABSENT: Any = object()
_set_class: Callable[[object, type], None] = object.__dict__["__class__"].__set__


def quickly_made(cls: type[T]) -> type[T]:
    """Give a frozen dataclass with slots a quick constructor of the same signature. Returns the class.

    The constructor is built when the first value is made, for a program that starts makes few kinds of them.
    """
    was = cls.__init__
    if hasattr(was, "__wrapped__") or hasattr(cls, "__post_init__"):
        return cls

    def first(self: object, *args: object, **names: object) -> None:
        made = _constructor(cls, was)
        cls.__init__ = made  # type: ignore[method-assign]
        made(self, *args, **names)

    first.__wrapped__ = was  # type: ignore[attr-defined]
    cls.__init__ = first  # type: ignore[method-assign]
    return cls


def _constructor(cls: type, was: Callable[..., None]) -> Callable[..., None]:
    # Those given by name alone stand last, as in the constructor that was there.
    fields = sorted(dataclasses.fields(cls), key=lambda field: bool(field.kw_only))
    if len(fields) < WORTH:
        return was
    words, lines = _words(fields)
    head = [f"def __init__(_self, {', '.join(words)}):", " _class = _self.__class__", " _set_class(_self, _open)"]
    names: dict[str, Any] = {"_set_class": _set_class, "_open": _open_twin(cls), "_absent": _ABSENT}
    for field in fields:
        names[f"_default_{field.name}"], names[f"_make_{field.name}"] = field.default, field.default_factory
    exec("\n".join([*head, *lines, " _self.__class__ = _class"]), names)
    made: Any = names["__init__"]
    made.__wrapped__, made.__qualname__, made.__module__ = was, was.__qualname__, cls.__module__
    return made  # type: ignore[no-any-return]


def _words(fields: Iterable[dataclasses.Field[Any]]) -> tuple[list[str], list[str]]:
    """The parameters of the constructor, and the lines that set the fields."""
    words, lines, by_name = [], [], False
    for field in fields:
        name = value = field.name
        if field.kw_only and not by_name:
            words.append("*")
            by_name = True
        if field.default is not dataclasses.MISSING:
            words.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            words.append(f"{name}=_absent")
            value = f"_make_{name}() if {name} is _absent else {name}"
        else:
            words.append(name)
        lines.append(f" _self.{name} = {value}")
    return words, lines


def _open_twin(cls: type) -> type:
    """A class of the same layout whose fields can be set."""
    # Both, or Python still takes the long way round for every field.
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls.__name__, (cls,), {"__slots__": (), "__module__": cls.__module__, **plain})
