"""Plain text with a name before what each person says: ``Name: text`` and its many relatives.

Four layouts are in use, and a file keeps to one of them:

* *inline*: ``Ann: Hello``;
* *timed*: ``[00:12:33] Ann: Hello``, ``Ann (12:33): Hello``, ``12:33 Ann: Hello``;
* *header*: ``Ann Smith   12:33`` (or ``[Ann] 10:02:11``, ``12:33 Ann``) alone on a line, the words on the lines below;
* *untold*: ``[00:12] Hello``, times without names.

A line that begins no turn continues the one before. What stands before the first turn is no speech and is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from facilitator.intake import name_shapes, names, times, vocabulary
from facilitator.intake.closings import closing_lines
from facilitator.intake.habits import NONE, Habits, habits
from facilitator.intake.lines import MANY, each, excerpt
from facilitator.intake.rows import of_day_note
from facilitator.intake.transcript import MOST_TURNS, Draft, Tick, TooMany, Turn
from facilitator.words import _

_DAY = r"(?:\d{4}-\d{2}-\d{2}[T ,]|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}),?[ ])\s*"
_TIME = rf"(?:{_DAY})?{times.CLOCK}(?:Z|[+-]\d{{2}}:?\d{{2}})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_RANGE = rf"{_TIME}(?:\s*(?:--?>|[–—-])\s*{_TIME})?"
_EDGE = "\u200e\u200f\ufeff"
_WORDS = re.compile(r"\S[^\n]*")

_TIME_FIRST = re.compile(
    rf"(?P<open>[\[(<])?\s*(?P<time>{_RANGE})\s*(?P<close>[\])>])?(?:\s*[-–—|]\s+|\s+|(?<=[\])>])|(?=\t))(?P<rest>(?![AaPp]\.?[Mm]\.?\s*$)\S.*)",
    re.ASCII,
)
_ANY_TIME = re.compile(rf"(?<![\d:.])(?P<time>{_RANGE})", re.ASCII)
_ONLY_TIME = re.compile(rf"[\[(]?\s*(?P<time>{_RANGE})\s*[\])]?", re.ASCII)
_CHAT_NAME = re.compile(r"From\s+(\S.*?)(?:\s+to\s+\S.*)?")
_GAP = re.compile(r"(?:\t|\s\s)\s*\Z")
_HEADING = re.compile(r"([^:：]{1,40}?)\s*[:：]\s*(.*)")

_ENDS = frozenset(".?!…\"'”’»)]:。！？」』।۔؟።។")
"""What the last line of a sentence ends with."""

MOST_LINES = MOST_TURNS * 3
"""Lines with words in a text: a turn has three where name, time and words stand below one another."""

_HEADINGS = frozenset(vocabulary.HEADINGS)
_TITLES = frozenset(vocabulary.TITLES)
_DATES = frozenset(vocabulary.DATES)

_CODE = re.compile(
    r"\s*(?:#include|#!|import\s+[\w.]+;?$|from\s+[\w.]+\s+import|def\s+\w+\(|class\s+\w+.*:$|function\s*\w*\(|"
    r"(?:if|else|for|while|switch|case|try|except)\b[^a-z]*.*:$|return\b|const |let |var |"
    r"[\w.\[\]>-]+\s*\+?=\s*\S|//|/\*|\*/|[{}\])]+[;,]?$|@\w+$|<\?php|<[/!a-zA-Z][^>]*>)"
)
_MARKS = re.compile(r"[=(){}\[\]<>\"$_\\*&|+]|->|::")
_MARKDOWN = re.compile(r"#{1,6} |```|~~~|[-*+] |\d+[.)] |\||!?\[[^\]]*\]\([^)]*\)|={3,}$|-{3,}$|> ")
_FIELDS = frozenset(vocabulary.FIELDS) | _HEADINGS | frozenset(vocabulary.LETTER)
_LEVELS = frozenset(vocabulary.LEVELS)
_LETTER = frozenset(vocabulary.LETTER)


@dataclass(frozen=True, slots=True)
class _Begin:
    """A line that may begin a turn: its layout, and what it says of the speaker and the time.

    ``whole`` is what was said if the prefix is no name; it is empty where the layout leaves no doubt that it is one.
    """

    layout: str
    prefix: names.Prefixed | None
    time: str
    text: str
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a text is laid out, found by looking through all of it once.

    Attributes:
        layouts: Which lines begin turns.
        names: Which prefixes are names.
        sure: Whether this is a transcript at all.
        doubts: Sentences about prefixes that could have been understood in another way.
        habits: What the text does with all of its lines.
        spaced: A blank line stands above each line of name and time; what stands right under one is words.
    """

    layouts: frozenset[str]
    names: frozenset[str]
    sure: bool
    doubts: tuple[str, ...] = ()
    habits: Habits = NONE
    spaced: bool = False


@dataclass(slots=True)
class _Survey:
    """What one look through the whole text counts."""

    lines: int = 0
    code: int = 0
    indented: int = 0
    markdown: int = 0
    letter: int = 0
    log: int = 0
    wordy: int = 0
    untold: int = 0
    code_in: Counter[str] = field(default_factory=Counter)
    inline: list[names.Prefixed | None] = field(default_factory=list)
    timed: list[names.Prefixed] = field(default_factory=list)
    certain: set[str] = field(default_factory=set)
    header: list[names.Prefixed] = field(default_factory=list)
    spaced: int = 0
    unspaced: int = 0
    tight: list[names.Prefixed] = field(default_factory=list)

    def add(self, begin: _Begin) -> None:
        """Count a line that begins a turn of one of the layouts with times."""
        if begin.prefix is None:
            self.untold += begin.layout == "untold"
        elif begin.layout == "timed":
            self.timed.append(begin.prefix)
            if not begin.whole and begin.prefix.shape != names.ODD:
                self.certain.add(begin.prefix.name)
        elif begin.layout == "header":
            self.header.append(begin.prefix)


def plan(text: str) -> Plan:
    """Find out how the text is laid out; ``text`` has unified line ends."""
    if text.count("\n") > MOST_LINES and sum(1 for _line in _WORDS.finditer(text)) > MOST_LINES:
        raise TooMany
    seen = _Survey()
    closing = closing_lines(text)
    its = habits(text)
    pending: _Begin | None = None
    before, below = "", False
    for number, line, original in _joined(text, its):
        blank, broken, before = not before, _is_broken(before), line
        if not line or number in closing:
            below = False
            continue
        begin = None if below else _begin(line, its)
        below = its.apart and begin is not None and begin.layout == "inline" and not begin.text
        _survey(seen, number, line, original, begin, broken)
        if begin is not None and begin.layout == "header":
            if blank:
                seen.spaced += 1
            elif pending is None:
                seen.unspaced += 1
            elif pending.prefix is not None:
                seen.tight.append(pending.prefix)
            pending = begin
            continue
        if pending is not None:
            # Whatever stands below a name and a time is what that person said.
            seen.add(pending)
        elif begin is not None:
            seen.add(begin)
        pending = None
    spaced = seen.spaced > 1 and not seen.unspaced
    if spaced and len(seen.tight) * 2 <= seen.spaced:
        seen.header += seen.tight
    return replace(_decide(seen), habits=its, spaced=spaced)


def _survey(seen: _Survey, number: int, line: str, original: str, begin: _Begin | None, broken: bool) -> None:
    seen.lines += 1
    code = _ends_as_code(line) or _CODE.match(line[:200]) is not None
    seen.code += code
    seen.indented += original[:1] in {" ", "\t"}
    seen.markdown += _MARKDOWN.match(line) is not None
    prefix = begin.prefix if begin is not None else None
    if prefix is not None:
        if code and prefix.shape == names.ODD and prefix.text:
            seen.code_in[prefix.name] += 1
        seen.letter += number <= 12 and prefix.name.casefold() in _LETTER
        seen.log += _has_level(prefix.name)
        seen.wordy += " " in prefix.text.strip() or not prefix.text.isascii() or prefix.text[-1:] in {".", "?", "!"}
    if prefix is None or begin is None or begin.layout != "inline":
        seen.inline.append(None)
    else:
        seen.inline.append(names.Prefixed(prefix.name, prefix.text, prefix.shape, True) if broken else prefix)


def _ends_as_code(line: str) -> bool:
    """Whether the line ends as a program's do. A verse ends with a semicolon too, and so does a question in Greek."""
    if line[-1] == "{":
        return True
    return line[-1] == ";" and line.isascii() and (len(line.split()) < 4 or _MARKS.search(line) is not None)


@lru_cache(maxsize=4_096)
def _has_level(name: str) -> bool:
    """Whether a line that begins so comes from a program's log: ``2026-03-14 ERROR db: ...``."""
    return not _LEVELS.isdisjoint(re.split(r"[\W_]+", name.casefold()))


def _decide(seen: _Survey) -> Plan:
    nothing = Plan(frozenset(), frozenset(), False)
    if not seen.lines or seen.log * 3 > seen.lines:
        return nothing
    use = names.usage(seen.inline)
    # *Karl = Host: hello* is somebody's odd name, and only by itself a line of a program.
    seen.code -= sum(seen.code_in[name] for name in use.names)
    plain = round(use.share * seen.lines)
    said = names.usage([*seen.timed, *[None] * seen.untold], begins=True)
    known = said.names | seen.certain
    timed = sum(prefix.name in known or prefix.shape != names.ODD for prefix in seen.timed)
    header_names = _header_names(seen.header)
    header = sum(prefix.name in header_names for prefix in seen.header)
    if timed * 3 >= max(header, seen.untold, plain) and (timed >= 2 or (timed and seen.lines <= 4)):
        if sum(prefix.shape == names.NAME or " " not in prefix.name for prefix in seen.timed) * 2 < timed:
            return nothing
        layouts = {"timed", "untold"}
        doubts = names.doubts(said)
        if use.share >= 0.2 or known & use.names:
            layouts.add("inline")
            known |= use.names
        return Plan(frozenset(layouts), known, True, tuple(doubts))
    if header * 2 >= max(seen.untold, plain) and (
        (header >= 2 and header * 40 >= seen.lines) or 0 < header * 2 >= seen.lines
    ):
        return Plan(frozenset({"header"}), header_names, True)
    if seen.untold >= 2 and seen.untold * 3 >= seen.lines and use.share < 0.2:
        return Plan(frozenset({"untold"}), frozenset(), True)
    if not use.names:
        return nothing
    return Plan(frozenset({"inline"}), use.names, _is_talk(use, seen), tuple(names.doubts(use)))


def _header_names(headers: list[names.Prefixed]) -> frozenset[str]:
    """Who stands in the lines of name and time; what has another shape than a name must stand in two of them."""
    counts = Counter(prefix.name for prefix in headers)
    return frozenset(prefix.name for prefix in headers if prefix.shape == names.NAME or counts[prefix.name] > 1)


def _is_talk(use: names.Usage, seen: _Survey) -> bool:
    """Whether names before colons make a transcript, and not a list of settings, a letter, a manual or a program."""
    lines = seen.lines
    talk = round(use.share * lines)
    if not talk or seen.letter >= 2 or seen.code * 6 > lines:
        return False
    shaped = sum(names.shape_of(name) == names.NAME for name in use.names) * 2 >= len(use.names)
    if not shaped and (seen.wordy * 3 < talk * 2 or seen.indented * 3 > lines):
        return False
    fields = sum(name.casefold() in _FIELDS for name in use.names)
    if fields >= 2 and fields * 4 >= len(use.names):
        return False
    again = use.again / lines
    if seen.markdown * 5 > lines and again < 0.3:
        return False
    clean = not (seen.code or seen.markdown or seen.indented or seen.letter)
    # A round in which everybody speaks once: every line has a name, and nothing else is going on.
    if use.share >= 0.8 and (use.again * 3 >= talk or (shaped and (lines <= 6 or (clean and use.share >= 0.95)))):
        return True
    if again >= 0.25 or (clean and use.share >= 0.25 and use.again * 2 >= talk):
        return True
    # Long paragraphs between the names: few lines begin with one, but the same ones come again and again.
    return use.again >= 4 and again >= 0.08 and use.again >= 0.7 * talk and seen.markdown * 20 <= lines


def _joined(text: str, its: Habits) -> Iterator[tuple[int, str, str]]:
    """Every line: its number, its bare words, and the line as it stands.

    A name alone on a line with a time alone on the next is given as one line, as if they stood side by side.
    """
    held: tuple[int, str, str] | None = None
    for number, line in each(text):
        line = its.line(line)
        bare = its.bare(line.strip().lstrip(_EDGE))
        if held is not None:
            if bare and _ONLY_TIME.fullmatch(bare):
                yield held[0], f"{held[1]}  {bare}", f"{held[2]}\n{line}"
                held = None
                continue
            yield held
            held = None
        if 0 < len(bare) <= 60 and ":" not in bare and (bare[0].isalpha() or bare[0] == "+") and _is_name(bare):
            held = (number, bare, line)
        else:
            yield number, bare, line
    if held is not None:
        yield held


def _is_name(words: str) -> bool:
    return names.shape_of(words) == names.NAME


def read(text: str, layout: Plan, tick: Tick | None = None) -> Draft:
    """Turns of a text that is laid out as ``layout`` says."""
    draft = Draft("text", notes=list(layout.doubts))
    size, done = max(len(text), 1), 0
    closing = closing_lines(text)
    clocks: list[tuple[int, str]] = []
    gathered: list[str] = []
    current: tuple[str | None, str, str] | None = None
    waiting_time = ""
    after_blank = True
    place = _("line {number}")
    for number, stripped, line in _joined(text, layout.habits):
        done += len(line) + 1
        if tick is not None and number % MANY == 0:
            tick(done / size)
        begin = _settled(_begin(stripped, layout.habits), layout) if stripped else None
        starts = begin is not None and _starts(begin, layout)
        if starts and layout.spaced and begin is not None and begin.layout == "header" and gathered == [""]:
            starts = after_blank  # right under a name and a time stands what was said, whatever it looks like
        if starts and layout.habits.apart and begin is not None and begin.layout == "inline" and gathered == [""]:
            starts = after_blank
        if number in closing and current is not None:
            where = place.format(number=number)
            draft.skip(where, _("“{words}” closes the file and is not speech.").format(words=excerpt(stripped)))
        elif current is None and _is_heading(begin, stripped, draft):
            where = place.format(number=number)
            draft.skip(where, _("“{words}” is a heading, not speech.").format(words=excerpt(stripped)))
        elif starts and begin is not None:
            _finish(current, gathered, draft, clocks)
            speaker = begin.prefix.name if begin.prefix is not None else None
            current = (speaker, place.format(number=number), begin.time or waiting_time)
            gathered = [begin.text]
            waiting_time = ""
        elif after_blank and stripped.count(":") >= 2 and (alone := _ONLY_TIME.fullmatch(stripped)):
            waiting_time = alone["time"]
        elif current is not None:
            gathered.append(line)
        elif stripped:
            where = place.format(number=number)
            draft.skip(where, _("It stands before the first speaker: “{words}”.").format(words=excerpt(stripped)))
        after_blank = not stripped
    _finish(current, gathered, draft, clocks)
    _put_times(draft, clocks)
    return draft


def read_unspoken(text: str, tick: Tick | None = None) -> Draft:
    """Every line that is not blank as a turn of nobody: for a text that somebody insists is a transcript."""
    draft = Draft("text")
    size, done = max(len(text), 1), 0
    place = _("line {number}")
    for number, line in each(text):
        done += len(line) + 1
        if tick is not None and number % MANY == 0:
            tick(done / size)
        if line.strip():
            draft.take(Turn(None, line.strip(), where=place.format(number=number)))
    draft.notes.append(_("No speakers were found; every line was taken without a name."))
    return draft


# --- one line --------------------------------------------------------------------------------------------------


def _begin(line: str, its: Habits) -> _Begin | None:
    """What the line may begin; ``line`` has no white space around it and is not empty."""
    said = its.prefix(line)
    if said is not None:
        return _Begin("inline", said, "", said.text)
    if line[0].isdigit() or (line[0] in "[(<" and line[1:2].strip().isdigit()):
        found = _TIME_FIRST.fullmatch(line)
        if found and bool(found["open"]) == bool(found["close"]) and not found["rest"].startswith((":", "：")):
            return _after_time(found["time"], found["rest"], bracketed=bool(found["open"]))
    found = _ANY_TIME.search(line, 1, 260) if ":" in line else None
    if found:
        begin = _around_time(line[: found.start()], found["time"], line[found.end() :])
        if begin is not None:
            return begin
    prefix = names.take_apart(line)
    return _Begin("inline", prefix, "", prefix.text) if prefix is not None else None


def _after_time(time: str, rest: str, *, bracketed: bool) -> _Begin | None:
    prefix = names.take_apart(rest)
    if prefix is not None:
        written = _CHAT_NAME.fullmatch(prefix.name)
        if written:
            prefix = names.Prefixed(written[1], prefix.text, name_shapes.shape(written[1]))
        return _Begin("timed", prefix, time, prefix.text, rest)
    inside = re.match(r"[\[(<]([^\[\]()<>]{1,200})[\])>]\s*:?\s*(.*)", rest)
    if inside and names.shape_of(inside[1]) and inside[2]:
        return _Begin("timed", names.Prefixed(names.bare(inside[1]), inside[2], names.MAYBE), time, inside[2])
    if names.shape_of(rest) == names.NAME and len(rest.split()) <= 5 and len(rest) <= 60:
        return _Begin("header", names.Prefixed(names.bare(rest), "", names.NAME), time, "")
    return _Begin("untold", None, time, rest) if bracketed else None


def _around_time(before: str, time: str, after: str) -> _Begin | None:
    """A name before the time: ``Ann (12:33): Hello``, ``Ann Smith   12:33``, ``[Ann] 10:02:11``."""
    closing = {"(": ")", "[": "]"}.get(before.rstrip()[-1:], "")
    if closing:
        before, after = before.rstrip()[:-1], after.lstrip()
        if not after.startswith(closing):
            return None
        after = after[1:]
    elif before[-1:] not in " \t\u00a0,|–—-]":
        return None
    name = before.strip()
    bracketed = name.startswith("[") and name.endswith("]")
    name = names.bare(name[1:-1] if bracketed else name.rstrip(" \t\u00a0,|–—-"))
    shape = name_shapes.shape(name)
    if not shape or len(name) > 120 or any(mark in name for mark in names.COLONS):
        return None
    rest = after.strip()
    colon = rest[:1] in set(names.COLONS) and bool(rest)
    rest = rest[1:].strip() if colon else rest
    prefix = names.Prefixed(name, rest, shape)
    sure = bracketed or shape == names.NAME or (bool(closing) and shape != names.ODD)
    if (colon and (sure or closing)) or (rest and closing and shape == names.NAME):
        return _Begin("timed", prefix, time, rest)
    if not rest and (sure or closing or _GAP.search(before)):
        return _Begin("header", replace(prefix, shape=names.NAME) if sure else prefix, time, "")
    return None


def _starts(begin: _Begin, layout: Plan) -> bool:
    if begin.layout not in layout.layouts:
        return False
    return begin.prefix is None or begin.prefix.name in layout.names


def _settled(begin: _Begin | None, layout: Plan) -> _Begin | None:
    """The same, but a line with a time in front whose prefix is no name here is something nobody is named for."""
    if begin is None or begin.layout != "timed" or begin.prefix is None or not begin.whole:
        return begin
    return begin if begin.prefix.name in layout.names else _Begin("untold", None, begin.time, begin.whole)


def _is_broken(line: str) -> bool:
    """Whether the line stops in the middle of a sentence."""
    return bool(line) and line[-1] not in _ENDS


def _is_heading(begin: _Begin | None, line: str, draft: Draft) -> bool:
    """Whether a line before the first turn says something about the meeting: ``Date: 2026-03-14``."""
    if begin is None or begin.layout == "header" or not line:
        return False
    entry = _HEADING.fullmatch(line.lstrip("*# ").replace("**", ""))
    if entry is None:
        return False
    key = "".join(entry[1].casefold().split())
    if key not in _HEADINGS:
        return False
    if key in _DATES and draft.date is None:
        draft.date = times.moment(entry[2])
    elif key in _TITLES and not draft.title:
        draft.title = entry[2].strip()
    return True


# --- finishing -------------------------------------------------------------------------------------------------


def _finish(
    current: tuple[str | None, str, str] | None, gathered: list[str], draft: Draft, clocks: list[tuple[int, str]]
) -> None:
    if current is None:
        return
    speaker, where, time = current
    text = "\n".join(gathered).strip()
    if not text:
        draft.skip(where, _("It has a name and no words."))
        return
    if time:
        clocks.append((len(draft.turns), time))
    draft.take(Turn(speaker, text, where=where))


_PARTS = re.compile(rf"({_TIME})(?:\s*(?:--?>|[–—-])\s*({_TIME}))?", re.ASCII)


def _put_times(draft: Draft, clocks: list[tuple[int, str]]) -> None:
    moments = times.moments([time for _at, time in clocks])
    parts = [_PARTS.fullmatch(time) for _at, time in clocks]
    starts = [times.clock_ms(part[1]) if part else None for part in parts]
    ends = [times.clock_ms(part[2]) if part and part[2] else None for part in parts]
    counted = times.from_first(starts)
    if counted is not None:
        draft.notes.append(of_day_note())
    for (at, _time), moment, start, end, place in zip(clocks, moments, starts, ends, counted or starts, strict=True):
        length = end - start if end is not None and start is not None and end >= start else None
        end_ms = place + length if place is not None and length is not None else None
        draft.turns[at] = replace(draft.turns[at], start_ms=place, end_ms=end_ms, said_at=moment)
