"""What everybody is asked, in words that window and report share: what a form is called, and its rule."""

from __future__ import annotations

from facilitator.session.asks import CHECK_IN, DOTS, OUTCOME, POLL, PULSE, RATING, Ask
from facilitator.words import _, ngettext


def form_word(form: str) -> str:
    """What a form is called: *Dot vote*."""
    return {
        CHECK_IN: _("Check-in"),
        POLL: _("Poll"),
        DOTS: _("Dot vote"),
        RATING: _("Rating"),
        OUTCOME: _("Outcome card"),
        PULSE: _("Pulse"),
    }.get(form, form)


def in_words(ask: Ask) -> str:
    """The form with its rule: *Dot vote · 3 dots each, at most 1 on an option*."""
    name = form_word(ask.form)
    if ask.form == DOTS:
        each = ngettext("{count} dot each", "{count} dots each", ask.budget).format(count=ask.budget)
        if ask.per_option < ask.budget:
            limited = _("{form} · {each}, at most {most} on an option")
            return limited.format(form=name, each=each, most=ask.per_option)
        return _("{form} · {each}").format(form=name, each=each)
    if ask.form == POLL and ask.budget > 1:
        several = ngettext("up to {count} answer", "up to {count} answers", ask.budget).format(count=ask.budget)
        return _("{form} · {each}").format(form=name, each=several)
    return name
