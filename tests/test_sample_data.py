"""The sample session as data: it keeps the numbers that the pictures and the documents state."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from facilitator.paths import resources

COUNTED = {"idea": 17, "knowledge": 15, "information": 10, "question": 11, "story": 8, "concern": 9, "commitment": 9}


@cache
def sample() -> dict[str, Any]:
    """The whole file, parsed once."""
    text = (resources() / "samples" / "night-handover" / "session.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def cards() -> dict[str, dict[str, Any]]:
    """Every card by its key, in the order of the file."""
    return {card["key"]: card for card in sample()["cards"]}


def participants() -> list[dict[str, Any]]:
    """The people the session was for."""
    return [person for person in sample()["people"] if "participant" in person["roles"]]


def takings() -> list[tuple[str, str, str]]:
    """Every relation as (later card, relation, earlier card)."""
    return [(key, tie["relation"], tie["to"]) for key, card in cards().items() for tie in card["relations"]]


def minutes(clock: str) -> float:
    """A clock time as minutes since midnight."""
    at = time.fromisoformat(clock)
    return at.hour * 60 + at.minute + at.second / 60


def strings(value: object) -> list[str]:
    """Every text in the data, keys left out."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inner for text in strings(part)]


def test_it_says_what_it_is() -> None:
    """Format, version and the day: planned 13:30 to 16:00, left at 15:56, in the zone's own offset."""
    session = sample()["session"]
    assert (sample()["format"], sample()["version"]) == ("facilitator-sample", 1)
    starts, ends, ended = (datetime.fromisoformat(session[name]) for name in ("starts", "ends", "ended"))
    assert [moment.strftime("%H:%M") for moment in (starts, ends, ended)] == ["13:30", "16:00", "15:56"]
    assert starts.date() == date(2026, 3, 12) and starts.strftime("%A") == "Thursday"
    assert starts.utcoffset() == starts.replace(tzinfo=ZoneInfo(session["zone"])).utcoffset()
    assert sample()["agreement"]["kept_until"] == "2027-03-12"
    assert all(sample()["summary"][part] for part in ("why", "found", "decided", "next", "open"))


def test_fourteen_people_in_several_scripts() -> None:
    """Fourteen participants from seven jobs and both shifts, in four scripts, two of them not to be named."""
    people = participants()
    assert len(people) == 14
    assert {person["name"] for person in people if not person["named"]} == {"Carmen Ruiz", "Lotte de Vries"}
    scripts = {unicodedata.name(person["name"][0]).split()[0] for person in people}
    assert scripts == {"LATIN", "CYRILLIC", "CJK", "ARABIC"}
    assert len({person["unit"] for person in people}) == 7
    assert {person["shift"] for person in people} == {"night", "day"}
    assert Counter(role for person in people for role in person["roles"]) >= Counter(actor=4, observer=10)
    assert {role for person in sample()["people"] for role in person["roles"]} >= {"facilitator", "gardener"}
    assert len({person["key"] for person in sample()["people"]}) == len(sample()["people"])


def test_the_plan_adds_up() -> None:
    """Eight blocks of 144 minutes with two of slack before the locked coffee: 146 of 150."""
    blocks = sample()["blocks"]
    assert [block["minutes"] for block in blocks] == [10, 18, 25, 12, 40, 20, 13, 6]
    at, slack = minutes("13:30"), 0.0
    for block in blocks:
        if block["fixed"]:
            slack += minutes(block["fixed"]) - at
            at = minutes(block["fixed"])
        at += block["minutes"]
    assert (slack, at - minutes("13:30")) == (2, 146)
    assert [block["title"] for block in blocks if block["fixed"]] == ["Coffee"]
    known = {"discussion", "video", "break", "role_play", "hands_on", "pens_first", "story"}
    assert {block["modality"] for block in blocks} == known


def test_the_plan_has_all_that_paper_needs() -> None:
    """What is said in every block, three groups of fourteen people, four roles with a secret each, when it is asked."""
    blocks = {block["key"]: block for block in sample()["blocks"]}
    assert all(block["say"] for block in blocks.values())
    assert [block["exchange"] for block in blocks.values()] == [3, 1, 3, 0, 3, 3, 3, 3]
    assert blocks["film"]["then"] and blocks["check-in"]["part"] == "opening" and blocks["check-out"]["part"] == "close"
    grouped = [key for group in sample()["groups"] for key in group["people"]]
    assert sorted(grouped) == sorted(person["key"] for person in participants())
    assert [len(group["people"]) for group in sample()["groups"]] == [5, 5, 4]
    play = sample()["role_play"]
    secrets = [role["secret"] for role in play["roles"]]
    assert len(set(secrets)) == 4 and all(secrets) and len(play["checklist"]) == 5 and play["rounds"] == 3
    elsewhere = [text for part in ("blocks", "cards", "plan", "session") for text in strings(sample()[part])]
    assert not [text for text in elsewhere if any(secret in text for secret in secrets)]
    assert date.fromisoformat(sample()["plan"]["follow_up"]) == date(2026, 4, 9)


def test_ninety_two_cards_of_the_stated_kinds() -> None:
    """Seventy-nine contributions of seven kinds, two decisions and eleven thanks, and none of any other kind."""
    assert Counter(card["kind"] for card in cards().values()) == Counter(COUNTED | {"decision": 2, "thanks": 11})
    assert len(cards()) == len(sample()["cards"]) == 92


def test_twenty_three_cards_on_the_board() -> None:
    """The discussion holds 23 cards: beds of 6, 5, 3 and 3, and 6 not grouped yet."""
    board = [card for card in cards().values() if card["block"] == "lost"]
    beds = Counter(theme for card in board for theme in card["themes"])
    assert len(board) == 23
    assert beds == Counter({"bedside": 6, "two-places": 5, "voices": 3, "waiting-for": 3, "first-ten": 1})
    assert sum(not card["themes"] for card in board) == 6
    loose = [card for card in cards().values() if not card["themes"] and card["kind"] != "thanks"]
    assert len(loose) == 12
    assert any(len(card["themes"]) == 2 for card in cards().values())


def test_time_runs_forward_and_inside_the_blocks() -> None:
    """Blocks follow one another to the minute the room left, and each card lies inside its block, in order."""
    blocks = {block["key"]: block for block in sample()["blocks"]}
    assert all(one["ended"] == two["started"] for one, two in pairwise(sample()["blocks"]))
    assert sample()["blocks"][-1]["ended"] == "15:56:00"
    times = [card["at"] for card in cards().values()]
    assert times == sorted(times) and len(set(times)) == len(times)
    for card in cards().values():
        block = blocks[card["block"]]
        assert block["started"] <= card["at"] < block["ended"], card["key"]


def test_every_reference_is_there() -> None:
    """People, themes and cards are named by keys that exist, and each list speaks of cards of its own kind."""
    people = {person["key"] for person in sample()["people"]}
    themes = {theme["key"] for theme in sample()["themes"]}
    assert len({theme["letter"] for theme in sample()["themes"]}) == len(themes)
    by_kind = {kind: {key for key, card in cards().items() if card["kind"] == kind} for kind in (*COUNTED, "decision")}
    for card in cards().values():
        assert card["by"] is None or card["by"] in people
        assert set(card["themes"]) <= themes
        assert card["quote"] in {"quote", "paraphrase", "no"}
        assert ("for" in card) == (card["kind"] == "thanks")
        assert card.get("for") is None or card["for"] in people or card["for"] in cards()
    for part, kind in (
        ("decisions", "decision"),
        ("commitments", "commitment"),
        ("questions", "question"),
        ("concerns", "concern"),
    ):
        named = [entry["card"] for entry in sample()[part]]
        assert len(named) == len(set(named)) and set(named) == by_kind[kind], part
    for part in ("questions", "concerns"):
        for entry in sample()[part]:
            assert (entry["looked_after_by"] in people) or entry["state"] == "answered"
    for entry in sample()["commitments"]:
        assert entry["owner"] == cards()[entry["card"]]["by"]
        assert entry["due"] is None or date.fromisoformat(entry["due"]) > date(2026, 3, 12)
    assert [entry["owner"] for entry in sample()["commitments"] if not entry["due"]] == ["kwame"]


def test_thirty_four_times_somebody_took_up_anothers_words() -> None:
    """27 build on, 7 answer, one relation a card, always an earlier card and never one's own."""
    assert Counter(relation for _, relation, _ in takings()) == {"builds_on": 27, "answers": 7}
    assert len({later for later, _, _ in takings()}) == 34
    order = list(cards())
    for later, _, earlier in takings():
        assert order.index(earlier) < order.index(later)
        assert cards()[later]["by"] is not None
        assert cards()[later]["by"] != cards()[earlier]["by"]
        assert {cards()[later]["kind"], cards()[earlier]["kind"]} <= set(COUNTED)


def test_six_questions_answered_and_five_open() -> None:
    """Seven answers go to six questions, one has two, and the states say the same; four concerns stay open."""
    answered = Counter(earlier for _, relation, earlier in takings() if relation == "answers")
    states = {entry["card"]: entry["state"] for entry in sample()["questions"]}
    assert sorted(answered.values()) == [1, 1, 1, 1, 1, 2]
    assert set(answered) == {card for card, state in states.items() if state == "answered"}
    assert Counter(states.values()) == {"answered": 6, "open": 4, "parked": 1}
    assert Counter(entry["state"] for entry in sample()["concerns"]) == {"open": 4, "met": 5}


def test_the_measures_of_the_report() -> None:
    """25 of 67 taken up, 34 of 79 take up, six links in the longest chain, balance 0.61, everybody joined."""
    first, last = minutes(sample()["blocks"][0]["started"]), minutes(sample()["blocks"][-1]["ended"])
    cut = last - (last - first) / 10
    eligible = {key for key, card in cards().items() if card["kind"] in COUNTED and minutes(card["at"]) < cut}
    taken_up = {earlier for _, _, earlier in takings()}
    assert (len(taken_up & eligible), len(eligible)) == (25, 67)
    assert not any(card["kind"] == "decision" and minutes(card["at"]) < cut for card in cards().values())
    depth: dict[str, int] = {}
    for key, card in cards().items():
        depth[key] = max((depth[tie["to"]] + 1 for tie in card["relations"]), default=0)
    assert max(depth.values()) == 6
    given = Counter(card["by"] for card in cards().values() if card["kind"] in COUNTED and card["by"])
    counts = [given[person["key"]] for person in participants()]
    total, heads = sum(counts), len(counts)
    gini = sum(abs(one - two) for one in counts for two in counts) / (2 * heads * total) * heads / (heads - 1)
    assert (total, min(counts), round(1 - gini, 2)) == (77, 2, 0.61)
    joined = {cards()[key]["by"] for later, _, earlier in takings() for key in (later, earlier)}
    assert joined >= {person["key"] for person in participants()}


def test_the_chains_are_real_threads() -> None:
    """In each chain every card takes up the one before it, and the words before the cards fit in number."""
    chains = sample()["chains"]
    ties = {(later, earlier) for later, _, earlier in takings()}
    assert [len(chain["cards"]) for chain in chains] == [6, 5, 4]
    for chain in chains:
        assert all((two, one) in ties for one, two in pairwise(chain["cards"])), chain["title"]
        assert len(chain["links"]) == len(chain["cards"]) and chain["links"][0] is None
    kinds = [[cards()[key]["kind"] for key in chain["cards"]] for chain in chains]
    assert kinds[0] == ["knowledge", "knowledge", "idea", "concern", "idea", "commitment"]
    assert kinds[1] == ["story", "concern", "concern", "idea", "commitment"]
    assert kinds[2] == ["knowledge", "knowledge", "idea", "commitment"]


def test_what_we_found_gathers_cards() -> None:
    """Four sentences gather 12, 11, 8 and 9 cards; none is a card itself, and quotes are gathered and released."""
    found = sample()["found"]
    assert [len(entry["gathers"]) for entry in found] == [12, 11, 8, 9]
    words = {card["text"] for card in cards().values()}
    gathered = [key for entry in found for key in entry["gathers"]]
    assert set(gathered) <= set(cards()) and len(gathered) == len(set(gathered))
    for entry in found:
        assert entry["text"] not in words
        assert entry["quotes"] and set(entry["quotes"]) <= set(entry["gathers"])
        assert all(cards()[key]["quote"] == "quote" for key in entry["quotes"])
    assert sum(cards()[key]["at"] > "14:25:00" for key in found[2]["gathers"]) == 5


def test_the_sides_hold_nobody_up() -> None:
    """Three standpoints, two poles on one turning point, and one minority view in full with what it changed."""
    sides = sample()["sides"]
    assert [side["standpoint"] for side in sides if not side["turns_on"] and not side["minority"]] == [
        "From the night",
        "From the day",
        "From around the bed",
    ]
    assert len({side["turns_on"] for side in sides if side["turns_on"]}) == 1
    assert [bool(side["changed"]) for side in sides if side["minority"]] == [True]


@pytest.mark.parametrize(
    ("item", "answers", "then", "now", "moved"),
    [
        ("informed", 12, {0: 1, 1: 6, 2: 4, 3: 1}, {2: 4, 3: 7, 4: 1}, (10, 2, 0)),
        ("perspective", 12, {0: 2, 1: 6, 2: 3, 3: 1}, {1: 1, 2: 4, 3: 6, 4: 1}, (10, 1, 1)),
        ("decision", 10, {0: 1, 1: 5, 2: 4}, {1: 1, 2: 2, 3: 3, 4: 4}, (8, 2, 0)),
    ],
)
def test_the_card_at_the_end(
    item: str, answers: int, then: dict[int, int], now: dict[int, int], moved: tuple[int, int, int]
) -> None:
    """Then and now are spread and move as drawn, middle answers 1 and 3, one evidence line, and no person."""
    given = [entry for entry in sample()["outcomes"] if entry["item"] == item]
    assert len(given) == answers
    assert Counter(entry["then"] for entry in given) == then
    assert Counter(entry["now"] for entry in given) == now
    steps = [entry["now"] - entry["then"] for entry in given]
    assert (sum(s > 0 for s in steps), sum(s == 0 for s in steps), sum(s < 0 for s in steps)) == moved
    assert (median(entry["then"] for entry in given), median(entry["now"] for entry in given)) == (1, 3)
    assert sum(entry["evidence"] is not None for entry in given) == 1
    assert all(set(entry) == {"item", "then", "now", "evidence"} for entry in given)


def test_the_method_note_counts_what_there_is() -> None:
    """Consent, missing cards and through-whom agree with the rest, and every source has licence and permission."""
    method = sample()["method"]
    assert sum(method["through"].values()) == method["outcome_answered"] == 12
    assert method["outcome_present"] == len(participants())
    decision = [entry for entry in sample()["outcomes"] if entry["item"] == "decision"]
    assert method["outcome_answered"] - method["nothing_to_decide"] == len(decision)
    assert all(source["title"] and source["licence"] and source["permission"] for source in method["sources"])
    stories = Counter(card["quote"] for card in cards().values() if card["kind"] == "story")
    assert stories == {"quote": 1, "paraphrase": 6, "no": 1}


def test_the_words_are_short_and_claim_no_reach() -> None:
    """Card texts stay within 300 characters, are NFC, come in five scripts or languages, and nothing counts reach."""
    texts = [card["text"] for card in cards().values()]
    assert all(0 < len(text) <= 300 and text == text.strip() for text in texts)
    assert len(set(texts)) == len(texts)
    everything = strings(sample())
    assert all(unicodedata.is_normalized("NFC", text) for text in everything)
    claims = re.compile(r"\b(likes|engagement|followers|leaderboard|impressions|(?:our|the|its|of) reach)\b", re.I)
    assert [text for text in everything if claims.search(text)] == []
    scripts = Counter(unicodedata.name(next(char for char in text if char.isalpha())).split()[0] for text in texts)
    assert scripts["CYRILLIC"] == 4 and scripts["CJK"] == 2 and scripts["ARABIC"] == 3
    assert any("paciente" in text for text in texts)


def test_the_film_times_follow_the_clock() -> None:
    """A card written during the film lands within ten seconds of its place in the film, up to the stop at 3:04."""
    begun = next(block for block in sample()["blocks"] if block["key"] == "film")["started"]
    start = datetime.fromisoformat(f"2026-03-12T{begun}")
    shown = [card for card in cards().values() if "film" in card]
    live = [card for card in shown if card["at"] <= "13:46:51"]
    assert len(live) == 12
    for card in live:
        minute, second = card["film"].split(":")
        place = start + timedelta(minutes=int(minute), seconds=int(second))
        assert timedelta(0) <= datetime.fromisoformat(f"2026-03-12T{card['at']}") - place <= timedelta(seconds=10)
