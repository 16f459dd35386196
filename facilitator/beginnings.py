"""The templates that come with the program, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from facilitator import paths, words
from facilitator.resource_words import read_in_language
from facilitator.session.errors import FacilitatorError
from facilitator.session.templates import Template, read_template


class NoTemplate(FacilitatorError):
    """There is no template of that name."""

    mistake = True


def built_in_templates() -> tuple[Template, ...]:
    """All of them in the language in use, read once."""
    return _in_words_of(words.in_use())


@lru_cache(maxsize=4)
def _in_words_of(_language: object) -> tuple[Template, ...]:
    folder = paths.resources() / "templates"
    return tuple(read_in_language(file, read_template) for file in sorted(folder.glob("*.json")))


def template_called(word: str, own: Iterable[Template] = ()) -> Template:
    """The template with this id or name, one's own before those that come with the program.

    Raises:
        NoTemplate: none is called so; the sentence names those there are.
    """
    every = [*own, *built_in_templates()]
    wanted = word.strip().casefold().replace(" ", "-")
    for template in every:
        if wanted in (template.id.casefold(), template.name.casefold().replace(" ", "-")):
            return template
    raise NoTemplate(
        "There is no template called “{word}”. There are: {names}.",
        word=word[:80],
        names=", ".join(template.id if not template.own else template.name for template in every),
    )
