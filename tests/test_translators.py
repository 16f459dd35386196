"""What translators get holds every sentence: each kind of refusal stands in the line that extracts them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import facilitator

HOUSE = Path(facilitator.__file__).parent
ROOTS = frozenset({"FacilitatorError", "Rejected"})


def _trees() -> Iterator[ast.Module]:
    for file in sorted(HOUSE.rglob("*.py")):
        yield ast.parse(file.read_text("utf-8"))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_every_refusal_with_a_sentence_is_extracted() -> None:
    """Each class of errors that is raised with a sentence is a keyword of the extraction, a new one too."""
    bases: dict[str, list[str]] = {}
    called: set[str] = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, []).extend(_name(base) for base in node.bases)
            elif isinstance(node, ast.Call) and any(
                isinstance(word, ast.Constant) and isinstance(word.value, str) and " " in word.value
                for word in node.args[:2]
            ):
                called.add(_name(node.func))

    def is_refusal(name: str) -> bool:
        return name in ROOTS or any(is_refusal(base) for base in bases.get(name, []))

    told = {name for name in called if is_refusal(name)}
    assert {"Rejected", "NotUnderstood", "NoBackup"} <= told
    first = (HOUSE.parent / "babel.cfg").read_text("utf-8").splitlines()[0]
    assert told <= set(re.findall(r"-k (\w+)", first))
