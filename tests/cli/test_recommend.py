"""``recommend`` and methods that come in as files."""

from __future__ import annotations

import json
from pathlib import Path

from facilitator.catalogue import built_in
from facilitator.session.modalities import as_method
from tests.cli.conftest import Call

ASKED = (
    "recommend", "--purpose", "perspective", "--second", "ideas", "--people", 60, "--minutes", 120, "--trust", 2,
    "--setting", "in_person", "--has", "tables,pens,movable_chairs", "--power-gap", "--prep", 120,
)  # fmt: skip


def test_the_guide_on_the_command_line(call: Call, library: Path) -> None:
    """Ranking with points, what is set aside and why, and the plan; no library is needed and none is made."""
    found = call(*ASKED, "--json").json
    assert [(item["id"], item["score"]) for item in found["ranking"][:4]] == [
        ("world_cafe", 40), ("one_two_four_all", 33), ("think_pair_share", 29), ("fishbowl", 29),
    ]  # fmt: skip
    assert found["ranking"][0]["reasons"][0] == {"points": 15, "label": "purpose fit 3/3"}
    assert {"id": "video", "reasons": ["missing: screen"]} in found["set_aside"]
    assert found["plan"] == ["pens_first", "world_cafe"]
    assert not library.exists()
    told = call(*ASKED).out
    assert " =   29  Think-pair-share" in told
    assert "Set aside:" in told


def test_a_film_alone_is_challenged(call: Call) -> None:
    """Where a film leads, the plan goes on with an exchange and says why."""
    asked = (
        "recommend", "--purpose", "inform", "--people", 18, "--minutes", 45, "--trust", 1, "--setting", "in_person",
        "--prior", "new", "--has", "screen,pens",
    )  # fmt: skip
    found = call(*asked, "--json").json
    assert found["plan"] == ["video", "think_pair_share"]
    told = call(*asked).out
    assert "An input needs an exchange" in told
    assert "Suggested because: purpose fit 3/3, setting fit 3/3," in told
    assert "missing: somebody who can show it (would change: if there is: somebody who can show it)" in told


def test_what_cannot_be_asked(call: Call) -> None:
    """One line and exit 2; a mistyped word would change the advice unseen, so it is refused with the words known."""
    base = ("recommend", "--purpose", "ideas", "--people", 5, "--trust", 1, "--setting")
    for words in (
        (*base, "moon", "--minutes", 5),
        (*base, "async", "--minutes", 5),
        (*base, "in_person", "--days", 5),
        (*base, "in_person"),
        (*base, "in_person", "--minutes", 5, "--days", 2),
        (*base, "in_person", "--minutes", -5),
        ("recommend", "--purpose", "fun", "--people", 5, "--trust", 1, "--setting", "online", "--minutes", 5),
    ):
        said = call(*words)
        assert said.code == 2
        assert len(said.err.strip().splitlines()) == 1
    said = call(*base, "in_person", "--minutes", 20, "--has", "pens,projektor")
    assert said.code == 2
    assert said.out == ""
    assert "“projektor” is no word that --has knows. Known: breakouts, " in said.err
    assert call(*base, "in_person", "--minutes", 20, "--access", "none", "--has", "pens, ").code == 0


def test_a_method_of_ones_own_comes_in_and_takes_part(call: Call, tmp_path: Path) -> None:
    """Recognised by its content, added once, ranked with the others; a broken one names its field and adds nothing."""
    own = {**as_method(next(iter(built_in()))), "id": "walk", "name": "A walk in pairs", "needs": [], "exchange": 3}
    own["purposes"] = {"connect": 3}
    file = tmp_path / "walk.json"
    file.write_text(json.dumps(own), encoding="utf-8")
    (taken,) = call("import", file, "--json").json
    assert (taken["kind"], taken["session"], taken["title"], taken["taken"]) == ("method", None, "A walk in pairs", 1)
    asked = (
        "recommend",
        "--purpose",
        "connect",
        "--people",
        12,
        "--minutes",
        30,
        "--trust",
        1,
        "--setting",
        "in_person",
    )
    assert call(*asked, "--json").json["ranking"][0]["id"] == "walk"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**own, "id": "other", "version": 9}), encoding="utf-8")
    said = call("import", "--kind", "method", broken)
    assert said.code == 2
    assert "newer program" in said.err
    broken.write_text(json.dumps({**own, "id": "other", "size": [9, 1]}), encoding="utf-8")
    (taken,) = call("import", broken, "--json").json
    assert (taken["kind"], taken["taken"], [item["where"] for item in taken["skipped"]]) == ("method", 1, ["size"])
    assert call("check", "--json").json["ok"]
    assert call("list", "--json").json == []


def test_a_changed_copy_stands_beside_the_method_it_was_made_from(call: Call, tmp_path: Path) -> None:
    """Copy, change, take in: both are there. Twice, or unchanged: nothing is taken, and that is said."""
    video = as_method(next(iter(built_in())))
    changed, same = tmp_path / "changed.json", tmp_path / "same.json"
    changed.write_text(json.dumps({**video, "name": "Our film evening"}), encoding="utf-8")
    same.write_text(json.dumps(video), encoding="utf-8")
    taken = call("import", changed, changed, same, "--json").json
    assert [(item["title"], item["taken"]) for item in taken] == [
        ("Our film evening", 1), ("Our film evening", 0), ("Watch and talk (video)", 0),
    ]  # fmt: skip
    assert taken[2]["skipped"] == [{"where": "video", "why": "it came with the program"}]
    asked = (
        "recommend", "--purpose", "inform", "--people", 20, "--minutes", 30, "--trust", 1, "--setting", "in_person",
        "--has", "screen",
    )  # fmt: skip
    assert [item["id"] for item in call(*asked, "--json").json["ranking"][:2]] == ["video", "own-video"]
    call("new", "Handover")
    said = call("import", changed, "--session", "Handover")
    assert said.code == 2
    assert "belongs to no session" in said.err
