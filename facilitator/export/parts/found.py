"""What was found: sentences that gather cards, with quotes; and the themes, each with every card that may be quoted."""

from __future__ import annotations

from facilitator.export.document import Block, Finding, Run, Section, Words
from facilitator.export.parts.common import lead, quote
from facilitator.export.phrases import capital, number_word
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.themes import Theme
from facilitator.words import _, ngettext

QUOTES_OF_A_FINDING = 3


def found(voice: Voice) -> Section | None:
    """The syntheses with a few quotes each. None when nothing was drawn together."""
    syntheses = [given for given in voice.carried if given.kind == "synthesis"]
    if not syntheses:
        return None
    sentence = ngettext(
        "{count} sentence that draws the cards together.", "{count} sentences that draw the cards together.",
        len(syntheses),
    ).format(count=capital(number_word(len(syntheses))))  # fmt: skip
    gardeners = [p for p in voice.state.people.present() if "gardener" in p.roles]
    if len(gardeners) == 1 and voice.gate.name(gardeners[0]) is not None:
        sentence += " " + _("{name} gardened them.").format(name=voice.name(gardeners[0]))
    blocks: list[Block] = [lead(voice, "found", sentence), *(_synthesis(voice, given) for given in syntheses)]
    return Section("found", _("What we found"), tuple(blocks))


def themes(voice: Voice) -> Section | None:
    """Every standing theme with the words planted in it. None when there is no theme with words that may be quoted."""
    blocks: list[Block] = [
        _theme(voice, theme, cards)
        for theme in voice.state.themes.standing()
        if (cards := [card for card in voice.state.themes.cards(theme.id) if card in voice.number])
    ]
    if not blocks:
        return None
    sentence = ngettext(
        "{count} theme in which the cards were planted. A card may stand in several.",
        "{count} themes in which the cards were planted. A card may stand in several.",
        len(blocks),
    ).format(count=capital(number_word(len(blocks))))
    return Section("themes", _("Themes, in people’s words"), (lead(voice, "themes", sentence), *blocks))


def _synthesis(voice: Voice, given: Contribution) -> Finding:
    standing = _related(voice, given, "synthesises")
    chosen = _related(voice, given, "cites")
    quotable = [other for other in chosen or standing if voice.gate.quotes(voice.state, other)]
    return Finding(
        voice.written(given.text),
        _gathers(len(standing)) if standing else "",
        voice.written(given.source),
        tuple(quote(voice, other) for other in (quotable if chosen else quotable[:QUOTES_OF_A_FINDING])),
        key=f"found-{voice.number[given.id]}",
    )


def _related(voice: Voice, given: Contribution, word: str) -> list[Contribution]:
    """The standing contributions it refers to in this way."""
    found = [
        voice.state.contributions.get(earlier)
        for earlier, relation in voice.state.relations.of(given.id)
        if relation == word
    ]
    return [other for other in found if other is not None and not other.withdrawn and not other.hidden]


def _theme(voice: Voice, theme: Theme, cards: list[str]) -> Finding:
    given = [voice.state.contributions.by_id[card] for card in cards]
    quotable = [one for one in given if voice.gate.quotes(voice.state, one)]
    left = len(given) - len(quotable)
    note: Words = ()
    if left:
        note = (Run(ngettext("{count} is not quoted", "{count} are not quoted", left).format(count=number_word(left))),)
    return Finding(
        voice.written(theme.name),
        ngettext("{count} card", "{count} cards", len(given)).format(count=len(given)),
        note,
        tuple(quote(voice, one) for one in quotable),
        key=f"theme-{theme.id}",
        close=True,
    )


def _gathers(count: int) -> str:
    return ngettext("Gathers {count} card", "Gathers {count} cards", count).format(count=count)
