"""The envelope of a fact, and the shapes of what is inside.

A fact is what happened, in the past tense, never changed afterwards. Its body is a frozen dataclass of the concept it
belongs to; this module turns bodies into plain JSON values and back, checking every field on the way in, without
knowing any of them by heart.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, TypeVar

from facilitator.session.clock import Stamp

Json = Any
"""A plain JSON value: None, bool, int, float, str, list, dict."""

MAX_STRING = 200_000
MAX_ITEMS = 10_000


class Malformed(ValueError):
    """A body that does not have the shape of its kind. Such a fact is set aside, kept and passed on."""


class Fact(NamedTuple):
    """One thing that happened. Identity is ``id``; order is (``ms``, ``n``, ``device``, ``seq``)."""

    id: str
    stream: str
    device: str
    seq: int
    ms: int
    n: int
    actor: str | None
    kind: str
    version: int
    body: Mapping[str, Json]

    @property
    def order(self) -> tuple[int, int, str, int]:
        """The place of this fact among all others, the same on every machine."""
        return (self.ms, self.n, self.device, self.seq)

    @property
    def stamp(self) -> Stamp:
        """The hybrid clock's reading when it happened."""
        return Stamp(self.ms, self.n)


@dataclass(frozen=True, slots=True)
class Body:
    """Base of every fact's body. ``KIND`` is its name in the record, ``VERSION`` the newest shape we write."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1

    def as_json(self) -> dict[str, Json]:
        """The body as plain JSON values; fields that hold their default are left out."""
        return _writer(type(self))(self)


B = TypeVar("B", bound=Body)
Check = Callable[[Json], Json]
_ABSENT: Any = object()


class _Field(NamedTuple):
    name: str
    check: Check
    required: bool
    default: Json


def _text(value: Json) -> str:
    if type(value) is str and len(value) <= MAX_STRING:
        return value
    raise Malformed("text expected")


def _whole(value: Json) -> int:
    if type(value) is int and -(2**53) < value < 2**53:
        return value
    raise Malformed("whole number expected")


def _number(value: Json) -> float:
    if type(value) in (int, float) and value == value and abs(value) < 1e300:
        return float(value)
    raise Malformed("number expected")


def _truth(value: Json) -> bool:
    if type(value) is bool:
        return value
    raise Malformed("true or false expected")


def _optional(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _row(check: Check) -> Check:
    def read(value: Json) -> tuple[Json, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise Malformed("list expected")
        if len(value) > MAX_ITEMS:
            raise Malformed("list too long")
        return tuple([check(item) for item in value])

    return read


_PLAIN: dict[Any, Check] = {str: _text, int: _whole, float: _number, bool: _truth}


def _check_for(annotation: Any) -> Check:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType) and len(args) == 2 and type(None) in args:
        return _optional(_check_for(args[0] if args[1] is type(None) else args[1]))
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _row(_check_for(args[0]))
    raise TypeError(f"no shape for {annotation!r}")


_fields: dict[type[Body], tuple[_Field, ...]] = {}
_writers: dict[type[Body], Callable[[Body], dict[str, Json]]] = {}


def _shape(body: type[Body]) -> tuple[_Field, ...]:
    shape = _fields.get(body)
    if shape is None:
        hints = typing.get_type_hints(body)
        shape = tuple(
            _Field(f.name, _check_for(hints[f.name]), f.default is dataclasses.MISSING, f.default)
            for f in dataclasses.fields(body)
        )
        _fields[body] = shape
    return shape


def _writer(body: type[Body]) -> Callable[[Body], dict[str, Json]]:
    writer = _writers.get(body)
    if writer is None:
        # Every field is fetched in one call; a field without a default has one that equals nothing.
        names = tuple(f.name for f in _shape(body))
        defaults = tuple(_ABSENT if f.required else f.default for f in _shape(body))
        fetch = attrgetter(*names) if len(names) > 1 else partial(_each, names=names)

        def write(value: Body) -> dict[str, Json]:
            return {
                name: list(got) if type(got) is tuple else got
                for name, default, got in zip(names, defaults, fetch(value), strict=True)
                if got is not default and got != default
            }

        writer = _writers[body] = write
    return writer


def _each(value: Body, names: tuple[str, ...]) -> tuple[Json, ...]:
    return tuple([getattr(value, name) for name in names])


def read_body(body: type[B], given: Mapping[str, Json]) -> B:
    """The typed body for JSON values, or :class:`Malformed`. Fields we do not know are left alone."""
    values = []
    try:
        get = given.get
        for name, check, required, default in _shape(body):
            value = get(name, _ABSENT)
            if value is _ABSENT:
                if required:
                    raise Malformed(f"{name} is missing")
                values.append(default)
            else:
                values.append(check(value))
    except AttributeError as error:
        raise Malformed("an object expected") from error
    return body(*values)


def said(body: Body, *keys: str) -> dict[str, Json]:
    """The fields a partial body speaks of: all that are not None, without the ``keys`` that name what it is about."""
    names = [field.name for field in _shape(type(body)) if field.name not in keys]
    return {name: value for name in names if (value := getattr(body, name)) is not None}


def as_it_was(was: object, body: B, *keys: str) -> B:
    """The opposite of a partial body: the same fields as ``was`` holds them now."""
    return type(body)(
        **{key: getattr(body, key) for key in keys}, **{name: getattr(was, name) for name in said(body, *keys)}
    )
