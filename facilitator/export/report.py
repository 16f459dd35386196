"""Builds the report: asks the parts in their order, keeps those that have something to say.

Every look at a person goes through the gate, by way of `Voice`; formats set what they are given.
"""

from __future__ import annotations

from collections.abc import Callable

from facilitator.export.document import Document, Section
from facilitator.export.options import Options
from facilitator.export.parts.asked import asked
from facilitator.export.parts.chains import chains
from facilitator.export.parts.changed import changed
from facilitator.export.parts.cover import cover, foot
from facilitator.export.parts.decided import decided
from facilitator.export.parts.exchanged import exchanged
from facilitator.export.parts.found import found, themes
from facilitator.export.parts.method import method
from facilitator.export.parts.open_ends import open_ends
from facilitator.export.parts.sides import sides
from facilitator.export.parts.spoken import spoken
from facilitator.export.parts.talk import talk_page
from facilitator.export.phrases import and_list, date_long, one_line, right_to_left
from facilitator.export.voice import Voice
from facilitator.session.privacy import Audience
from facilitator.session.state import SessionState
from facilitator.words import _, language

Part = Callable[[Voice], Section | None]

PARTS: tuple[Part, ...] = (
    decided,
    open_ends,
    asked,
    found,
    themes,
    sides,
    chains,
    changed,
    exchanged,
    spoken,
    method,
)
"""Every part in its order (domain, section 8), after the cover."""

EDITIONS: dict[Audience, tuple[Part, ...]] = {
    Audience.SPONSOR: (decided, open_ends, method),
    Audience.RESEARCH: (open_ends, changed, asked, exchanged, spoken, method),
}
"""Editions that leave parts out; everybody else gets all of them."""


def build(state: SessionState, options: Options) -> Document:
    """The report of a session for somebody, as a document that any format can set. A talk is one quiet page.

    Raises:
        Closed: nothing of it is for this audience.
    """
    voice = Voice(state, options)
    if voice.state.talk.guarded:
        return talk_page(voice)
    parts = EDITIONS.get(options.audience, PARTS)
    sections = tuple(section for part in parts if (section := part(voice)) is not None)
    day = voice.day()
    tag = options.language or language()
    facilitators = [
        one_line(name)
        for person in state.people.present()
        if "facilitator" in person.roles and (name := voice.gate.name(person)) is not None
    ]
    title = voice.written_text(one_line(state.about.report_title or state.about.title))
    head = voice.written_text(one_line(state.about.title))
    return Document(
        title=title,
        author=and_list(facilitators) or one_line(state.about.organisation or options.organisation),
        subject=head if head != title else "",
        language=tag,
        rtl=right_to_left(tag),
        head=head,
        head_end=date_long(day) if day is not None else "",
        foot=foot(voice),
        page_of=_("{page} of {pages}"),
        cover=cover(voice, sections),
        sections=sections,
        missing_label=_("Letters"),
        missing_words=_("No font here can show {what}. A box with the number stands in the place of each."),
        words_language=voice.lang,
        own_language=language(),
    )
