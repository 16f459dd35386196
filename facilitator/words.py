"""The program's words: English source sentences and their translations, through the standard gettext.

One catalogue serves the window, the reports and the refusals. Nothing is loaded before the first word is
needed. Usual use::

    from facilitator.words import _, ngettext

    label.setText(_("Save"))
    ngettext("{count} person", "{count} people", n).format(count=n)

The domain never imports this: it raises a refusal with a sentence and parameters, which `tell` words here.
"""

from __future__ import annotations

import gettext as _stdlib
import locale
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from facilitator import paths

DOMAIN = "facilitator"

_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}|\{\{|\}\}")

_catalogue: _stdlib.NullTranslations | None = None
_tag: str = ""

_for_now: ContextVar[tuple[_stdlib.NullTranslations, str] | None] = ContextVar("words_for_now", default=None)
"""The words of one piece of work (a report in another language), seen by its own thread alone."""


def use_language(tag: str = "", folder: Path | None = None) -> str:
    """Choose the language of every word from now on.

    Args:
        tag: A language tag such as ``"de"``, ``"pt-BR"`` or ``"de_CH.UTF-8"``; empty means the system's language.
        folder: Where the catalogues are, ``<language>/LC_MESSAGES/facilitator.mo``; ours when not given.

    Returns:
        The tag of the catalogue now in use: English (``"en"``) where there is no translation.
    """
    global _catalogue, _tag
    _catalogue, _tag = _load(tag, folder)
    return _tag


@contextmanager
def in_language(tag: str | None) -> Iterator[str]:
    """Inside it, this thread's words are in another language: a report for readers elsewhere. None changes nothing."""
    if tag is None:
        yield language()
        return
    found = _load(tag, None)
    token = _for_now.set(found)
    try:
        yield found[1]
    finally:
        _for_now.reset(token)


def _load(tag: str, folder: Path | None) -> tuple[_stdlib.NullTranslations, str]:
    wanted = _candidates(tag or _system_tag())
    where = folder if folder is not None else paths.resources() / "i18n"
    for name in wanted:
        file = where / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if file.is_file():
            with file.open("rb") as stream:
                return _stdlib.GNUTranslations(stream), name.replace("_", "-")
        if name == "en":
            break
    return _stdlib.NullTranslations(), "en"


def language() -> str:
    """The tag of the language in use, for example ``"en"`` or ``"pt-BR"``."""
    _words()
    for_now = _for_now.get()
    return _tag if for_now is None else for_now[1]


def in_use() -> _stdlib.NullTranslations:
    """The catalogue in use, another one for each language: for what keeps words that were read in one."""
    return _words()


def languages() -> list[str]:
    """The tags of every language there are words for, English first."""
    folder = paths.resources() / "i18n"
    found = (file.parent.parent.name.replace("_", "-") for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ["en", *sorted(tag for tag in found if tag != "en")]


def _(message: str) -> str:
    """The translation of an English sentence; the sentence itself where there is none."""
    return _words().gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form that fits a count: some languages have one form, some six."""
    return _words().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The translation of a word that means different things in different places (*Order*, *Open*)."""
    return _words().pgettext(context, message)


def tell(message: str, params: Mapping[str, object] | None = None) -> str:
    """Word a sentence that was made elsewhere: translate it, then put its parameters in.

    Parameters stand as ``{name}``; what they bring is put in as it is, so a title such as ``{oops}`` or
    ``100 %`` stays literal. A place without a parameter stays visible rather than raising.
    """
    values = params or {}

    def put(place: re.Match[str]) -> str:
        name = place.group(1)
        if name is None:
            return place.group(0)[0]
        return str(values[name]) if name in values else place.group(0)

    return _PLACE.sub(put, _(message))


def _words() -> _stdlib.NullTranslations:
    for_now = _for_now.get()
    if for_now is not None:
        return for_now[0]
    if _catalogue is None:
        use_language()
    assert _catalogue is not None
    return _catalogue


def _system_tag() -> str:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value.split(":")[0]
    return locale.getlocale()[0] or "en"


def _candidates(tag: str) -> list[str]:
    plain = tag.split(".")[0].split("@")[0].replace("-", "_")
    parts = plain.split("_")
    return ["_".join(parts[:end]) for end in range(len(parts), 0, -1)]
