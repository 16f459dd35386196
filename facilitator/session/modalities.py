"""Modalities: what people can do with one another, each with everything a facilitator needs to run it.

The catalogue is data. A method of one's own has the same fields as those that come with the program and takes part in
the same advice; nothing here is a closed list. Nothing in a method's file is ever executed, and fields this program
does not know are kept and written back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from facilitator.session.errors import FacilitatorError
from facilitator.session.rules import whole

FORMAT, VERSION = "facilitator-method", 1
LONGEST_NAME, LONGEST_WORDS, MOST_LINES = 200, 20_000, 200

INPUT, INCLUDED, WHOLE = 1, 2, 3
"""How much of a method is an exchange: an input that needs one after it, one included, all of it."""

PURPOSES = ("inform", "perspective", "decide", "ideas", "skill_people", "skill_task", "solve", "reflect", "connect")
SETTINGS = ("in_person", "online", "hybrid", "async")
PRIOR = ("new", "mixed", "experienced")
FAMILIES = ("video", "role_play", "discussion", "story", "reading", "hands_on", "social_thread", "mentoring")
USUAL_FAMILY = "discussion"


class BadMethod(FacilitatorError):
    """What was given is no method, or says something that cannot be. Nothing was added."""

    mistake = True


class Step(NamedTuple):
    """A step of the running order: minutes as numbers, or words where it is spread over days (``day 2``)."""

    start: int | str
    end: int | str
    facilitator: str
    participants: str = ""
    capture: str = ""
    extra: Mapping[str, Any] = {}


class Failure(NamedTuple):
    """A sign that it goes wrong, and the remedy."""

    sign: str
    remedy: str
    extra: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Modality:
    """One method.

    ``size`` is (least, best from, best to, most) people; ``time`` (least, best from, best to) minutes, ``days`` the
    same in days or None; ``energy`` 1 to 3 is what it asks of people; ``trust`` (least, comfortable) 1 to 3;
    ``prep`` minutes;
    ``settings`` and ``offline`` 0 (not workable) to 3; ``needs`` lists what must be there, each as alternatives;
    ``purposes`` 0 to 3; ``prior`` -2 to 2; ``power`` and ``conf`` -1 to 1; ``access`` 1 (adaptable) or 2 (hard).
    """

    id: str
    name: str
    verb: str = ""
    size: tuple[int, int, int, int] = (2, 4, 12, 40)
    time: tuple[int, int, int] = (10, 15, 30)
    days: tuple[int, int, int] | None = None
    energy: int = 1
    trust: tuple[int, int] = (1, 1)
    prep: int = 0
    settings: Mapping[str, int] = field(default_factory=lambda: {"in_person": 3})
    offline: int = 3
    needs: tuple[tuple[str, ...], ...] = ()
    purposes: Mapping[str, int] = field(default_factory=dict)
    prior: Mapping[str, int] = field(default_factory=dict)
    power: int = 0
    conf: int = 0
    access: Mapping[str, int] = field(default_factory=dict)
    exchange: int = INCLUDED
    family: str = USUAL_FAMILY
    also_called: str = ""
    good_for: str = ""
    not_for: str = ""
    observational_learning: str = ""
    safety: str = ""
    prepare: tuple[str, ...] = ()
    run: str = ""
    steps: tuple[Step, ...] = ()
    prompts: tuple[str, ...] = ()
    debrief: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    fit: str = ""
    access_notes: str = ""
    followed_by: str = ""
    source: str = ""
    licence: str = ""
    own: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_input(self) -> bool:
        """Whether it needs an exchange after it."""
        return self.exchange == INPUT

    @property
    def title(self) -> str:
        """Noun and verb together, as every title shows them: the name, and what people do with one another."""
        return f"{self.name}: {self.verb}" if self.verb else self.name


class Catalogue:
    """Methods in their order: those that come with the program, then one's own."""

    def __init__(self, methods: Iterable[Modality] = ()) -> None:
        self._by_id: dict[str, Modality] = {}
        for method in methods:
            self._by_id.setdefault(method.id, method)
        self._order = {key: place for place, key in enumerate(self._by_id)}

    def __iter__(self) -> Iterator[Modality]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, method: str | None) -> Modality | None:
        """The method with this id, if there is one."""
        return None if method is None else self._by_id.get(method)

    def place(self, method: str) -> int:
        """Where a method stands, from 0."""
        return self._order.get(method, len(self._order))

    def free_id(self, method: str) -> str:
        """An id for a method of one's own: its own one, or, where that came with the program, one beside it."""
        return method if method not in self._by_id else f"own-{method}"

    def with_own(self, methods: Iterable[Modality]) -> Catalogue:
        """The same with one's own behind. An own method never takes the place of one that came with the program."""
        return Catalogue([*self, *(replace(method, own=True) for method in methods)])


# ---- reading -------------------------------------------------------------------------------------------------------

_KNOWN = {"format", "version", *Modality.__dataclass_fields__} - {"own", "extra"}
_STEP, _FAILURE = set(Step._fields) - {"extra"}, set(Failure._fields) - {"extra"}


def read_method(data: object, *, own: bool = False, purposeless: bool = False) -> Modality:
    """A method from plain JSON values.

    With ``purposeless`` it need not say yet what it is for; the guide does not propose it until it does.

    Raises:
        BadMethod: which field is wrong and why, in one sentence.
    """
    if not isinstance(data, Mapping):
        raise BadMethod("This is no method: an object with a name is needed. Nothing was added.")
    given = _Given(data)
    version = data.get("version", 1)
    if data.get("format", FORMAT) != FORMAT or type(version) is not int or version < 1:
        raise BadMethod("This is no method of this program. Nothing was added.")
    if version > VERSION:
        raise BadMethod("This method was written by a newer program. Nothing was added; update this one first.")
    name = given.text("name", LONGEST_NAME).strip()
    if not name:
        raise BadMethod("This method has no name. Nothing was added.")
    key = given.text("id", LONGEST_NAME).strip()
    if not key:
        raise BadMethod("This method has no id. Nothing was added.")
    purposes = given.levels("purposes", 0, 3, PURPOSES)
    if not purposeless and not any(purposes.values()):
        raise BadMethod("“{name}” serves no purpose yet: “purposes” says from 0 to 3 what it is for.", name=name)
    settings = given.levels("settings", 0, 3, SETTINGS) or {"in_person": 3}
    return Modality(
        id=key,
        name=name,
        size=given.rising("size", 4, 1, (2, 4, 12, 40)),  # type: ignore[arg-type]
        time=given.rising("time", 3, 0, (10, 15, 30)),  # type: ignore[arg-type]
        days=given.rising("days", 3, 1, None) if data.get("days") is not None else None,  # type: ignore[arg-type]
        energy=given.count("energy", 1, 3, 1),
        trust=given.rising("trust", 2, 1, (1, 1), most=3),  # type: ignore[arg-type]
        prep=given.count("prep", 0, 100_000, 0),
        settings=settings,
        offline=given.count("offline", 0, 3, 3),
        needs=given.needs(),
        purposes=purposes,
        prior=given.levels("prior", -2, 2, PRIOR),
        power=given.count("power", -1, 1, 0),
        conf=given.count("conf", -1, 1, 0),
        access=given.levels("access", 0, 2, None),
        exchange=given.count("exchange", INPUT, WHOLE, INCLUDED),
        family=given.text("family", LONGEST_NAME) or USUAL_FAMILY,
        steps=given.steps(),
        failures=given.failures(),
        own=own,
        extra={name: value for name, value in data.items() if name not in _KNOWN},
        also_called=given.text("also_called"),
        verb=given.text("verb"),
        good_for=given.text("good_for"),
        not_for=given.text("not_for"),
        observational_learning=given.text("observational_learning"),
        safety=given.text("safety"),
        run=given.text("run"),
        fit=given.text("fit"),
        access_notes=given.text("access_notes"),
        followed_by=given.text("followed_by"),
        source=given.text("source"),
        licence=given.text("licence"),
        prepare=given.lines("prepare"),
        prompts=given.lines("prompts"),
        debrief=given.lines("debrief"),
    )


class _Given:
    """The values of a file, asked for by name and checked."""

    def __init__(self, values: Mapping[Any, Any]) -> None:
        self.values = values

    def text(self, name: str, longest: int = LONGEST_WORDS) -> str:
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise BadMethod("“{field}” is wrong: words are needed. Nothing was added.", field=name)
        if len(value) > longest:
            raise BadMethod(
                "“{field}” is wrong: it is longer than {most} characters. Nothing was added.", field=name, most=longest
            )
        return whole(value)

    def lines(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadMethod("“{field}” is wrong: a list of lines is needed. Nothing was added.", field=name)
        if len(value) > MOST_LINES or any(len(item) > LONGEST_WORDS for item in value):
            raise BadMethod("“{field}” is wrong: it is too long. Nothing was added.", field=name)
        return tuple(whole(item) for item in value)

    def count(self, name: str, least: int, most: int, otherwise: int) -> int:
        value = self.values.get(name, otherwise)
        if type(value) is not int or not least <= value <= most:
            raise BadMethod(
                "“{field}” is wrong: a whole number from {least} to {most} is needed. Nothing was added.",
                field=name,
                least=least,
                most=most,
            )
        return value

    def rising(
        self, name: str, length: int, least: int, otherwise: tuple[int, ...] | None, most: int = 1_000_000
    ) -> tuple[int, ...]:
        value = self.values.get(name, None)
        if value is None and otherwise is not None:
            return otherwise
        fits = isinstance(value, list) and len(value) == length and all(type(item) is int for item in value)
        if not fits or sorted(value) != value or not least <= value[0] or value[-1] > most:
            raise BadMethod(
                "“{field}” is wrong: {length} whole numbers are needed, none below {least} or above {most}, each not "
                "below the one before. Nothing was added.",
                field=name,
                length=length,
                least=least,
                most=most,
            )
        return tuple(value)

    def levels(self, name: str, least: int, most: int, names: tuple[str, ...] | None) -> dict[str, int]:
        value = self.values.get(name, {})
        if not isinstance(value, Mapping):
            raise BadMethod("“{field}” is wrong: names with numbers are needed. Nothing was added.", field=name)
        for key, level in value.items():
            if not isinstance(key, str) or len(key) > LONGEST_NAME or (names is not None and key not in names):
                raise BadMethod(
                    "“{field}” is wrong: “{word}” is not known here. Nothing was added.", field=name, word=str(key)[:40]
                )
            if type(level) is not int or not least <= level <= most:
                raise BadMethod(
                    "“{field}” is wrong: “{word}” must be a whole number from {least} to {most}. Nothing was added.",
                    field=name,
                    word=key[:40],
                    least=least,
                    most=most,
                )
        return {whole(key): level for key, level in value.items()}

    def needs(self) -> tuple[tuple[str, ...], ...]:
        value = self.values.get("needs", [])
        fits = isinstance(value, list) and len(value) <= MOST_LINES
        if not fits or not all(
            isinstance(item, list)
            and item
            and all(isinstance(word, str) and 0 < len(word) <= LONGEST_NAME for word in item)
            for item in value
        ):
            raise BadMethod(
                "“{field}” is wrong: a list of alternatives is needed, such as [[“screen”], [“floor”, “breakouts”]]. "
                "Nothing was added.",
                field="needs",
            )
        return tuple(tuple(whole(word) for word in item) for item in value)

    def _parts(self, name: str) -> list[Mapping[str, Any]]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise BadMethod("“{field}” is wrong: a list of parts with names is needed. Nothing was added.", field=name)
        if len(value) > MOST_LINES:
            raise BadMethod("“{field}” is wrong: it is too long. Nothing was added.", field=name)
        return value

    def _word(self, name: str, part: Mapping[str, Any], key: str) -> str:
        word = part.get(key, "")
        if not isinstance(word, str) or len(word) > LONGEST_WORDS:
            raise BadMethod("“{field}” is wrong: “{word}” must be words. Nothing was added.", field=name, word=key)
        return whole(word)

    def steps(self) -> tuple[Step, ...]:
        found = []
        for part in self._parts("steps"):
            start, end = part.get("start"), part.get("end")
            timed = type(start) is int and type(end) is int and 0 <= start <= end <= 1_000_000
            worded = isinstance(start, str) and isinstance(end, str) and max(len(start), len(end)) <= LONGEST_NAME
            if not timed and not worded:
                raise BadMethod(
                    "“{field}” is wrong: each has a “start” and an “end”, in minutes or in words. Nothing was added.",
                    field="steps",
                )
            facilitator, participants, capture = (
                self._word("steps", part, key) for key in ("facilitator", "participants", "capture")
            )
            start, end = (whole(edge) if isinstance(edge, str) else int(edge or 0) for edge in (start, end))
            found.append(Step(start, end, facilitator, participants, capture, _beside(part, _STEP)))
        return tuple(found)

    def failures(self) -> tuple[Failure, ...]:
        return tuple(
            Failure(
                self._word("failures", part, "sign"), self._word("failures", part, "remedy"), _beside(part, _FAILURE)
            )
            for part in self._parts("failures")
        )


def _beside(part: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    """The fields of a part that this program does not know, kept as they are."""
    return {name: value for name, value in part.items() if name not in known}


def _plain(part: Step | Failure) -> dict[str, Any]:
    values = part._asdict()
    extra = values.pop("extra")
    return {**values, **extra}


def as_method(method: Modality) -> dict[str, Any]:
    """A method as plain JSON values, for its file: reading it again gives the same, with every field it came with."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "id": method.id,
        "name": method.name,
        "also_called": method.also_called,
        "verb": method.verb,
        "family": method.family,
        "exchange": method.exchange,
        "good_for": method.good_for,
        "not_for": method.not_for,
        "size": list(method.size),
        "time": list(method.time),
        "days": None if method.days is None else list(method.days),
        "energy": method.energy,
        "trust": list(method.trust),
        "prep": method.prep,
        "settings": dict(method.settings),
        "offline": method.offline,
        "needs": [list(item) for item in method.needs],
        "purposes": dict(method.purposes),
        "prior": dict(method.prior),
        "power": method.power,
        "conf": method.conf,
        "access": dict(method.access),
        "observational_learning": method.observational_learning,
        "safety": method.safety,
        "prepare": list(method.prepare),
        "run": method.run,
        "steps": [_plain(step) for step in method.steps],
        "prompts": list(method.prompts),
        "debrief": list(method.debrief),
        "failures": [_plain(failure) for failure in method.failures],
        "fit": method.fit,
        "access_notes": method.access_notes,
        "followed_by": method.followed_by,
        "source": method.source,
        "licence": method.licence,
    }
    return {**data, **method.extra}
