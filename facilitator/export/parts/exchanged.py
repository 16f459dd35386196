"""How people exchanged: counts with one sentence of meaning each, within the limits of the domain, section 6.5.

Counted is what stands in the record, also what is not carried here: a count shows no words.
"""

from __future__ import annotations

from facilitator.export.document import BalanceFigure, Block, Measure, Measures, MixFigure, Run, Section
from facilitator.export.parts.common import lead
from facilitator.export.phrases import kinds_word, number, number_word
from facilitator.export.voice import Voice
from facilitator.session.balance import balance, chance, may_be_told
from facilitator.session.contributions import Contribution
from facilitator.session.exchange import Counts, counts
from facilitator.words import _, ngettext

NOT_CARDS = frozenset({"thanks", "process_note", "reflection", "decision", "synthesis"})
"""What is no card of one person's: thanks are read, decisions and syntheses are made of cards."""
MOST_DOTS = 24
FEWEST_FOR_SHARES = 20
"""Below this, shares are not told, only counts (domain, section 6.5)."""


def counted(voice: Voice) -> list[Contribution]:
    """The contributions that measures count."""
    return [given for given in voice.state.contributions.standing() if given.kind not in NOT_CARDS]


def measured(voice: Voice) -> bool:
    """Whether the data reach for measures: some contributions have a kind, or take one another up."""
    cards = counted(voice)
    return any(given.kind != "note" for given in cards) or any(voice.state.relations.of(given.id) for given in cards)


def exchanged(voice: Voice) -> Section | None:
    """None where nothing was typed or related, as in a transcript just taken in."""
    if not measured(voice):
        return None
    cards = counted(voice)
    all_counts = counts(voice.state, cards)
    blocks: list[Block] = [
        lead(
            voice,
            "exchanged",
            _(
                "What people gave, whether it was picked up, and how much room there was. "
                "It describes an exchange, not anybody in it."
            ),
        ),
        _mix(voice, all_counts),
    ]  # fmt: skip
    figure = _balance(voice, cards)
    if figure is not None:
        blocks.append(figure)
    measures = _measures(voice, cards, all_counts)
    if measures:
        blocks.append(Measures(tuple(measures)))
    return Section("exchanged", _("How we exchanged"), tuple(blocks))


def _mix(voice: Voice, all_counts: Counts) -> MixFigure:
    kinds = dict(all_counts.by_kind)
    known, looked_up, asked = kinds.get("knowledge", 0), kinds.get("information", 0), kinds.get("question", 0)
    sentences = []
    enough = all_counts.contributions >= FEWEST_FOR_SHARES
    if enough and known > looked_up:
        sentences.append(_("More was known from doing than looked up."))
    elif enough and looked_up > known:
        sentences.append(_("More was looked up than known from doing."))
    if enough and asked and all_counts.contributions >= 2 * asked:
        share = round(all_counts.contributions / asked)
        sentences.append(_("One card in {share} was a question.").format(share=number_word(share)))
    thanks = any(given.kind == "thanks" for given in voice.carried)
    return MixFigure(
        title=_("What was given"),
        parts=tuple((kind, times, kinds_word(kind, times)) for kind, times in all_counts.by_kind),
        note=_("thanks are read, not counted") if thanks else "",
        words=(Run(" ".join(sentences)),) if sentences else (),
    )


def gave(voice: Voice, cards: list[Contribution]) -> tuple[list[int], int]:
    """How much each participant gave (the silent too), most first; and how much the facilitators gave."""
    each = {person.id: 0 for person in voice.state.people.present() if "participant" in person.roles}
    leading = {p.id for p in voice.state.people.present() if {"facilitator", "co_facilitator"} & set(p.roles)}
    by_leaders = 0
    for given in cards:
        for author in given.authors:
            if author in leading:
                by_leaders += 1
            if author in each:
                each[author] += 1
    return sorted((times for person, times in each.items() if person not in leading), reverse=True), by_leaders


def _balance(voice: Voice, cards: list[Contribution]) -> BalanceFigure | None:
    each, by_leaders = gave(voice, cards)
    nameless = sum(not given.authors for given in cards)
    if not may_be_told(each) or nameless * 5 > len(cards):
        return None
    by_chance, value = chance(len(each), sum(each)), balance(each)
    if value < by_chance.low:
        meaning = _(
            "So a few had more room than chance explains. That does not say whether they should have had less, "
            "and quiet is not absent."
        )
    elif value > by_chance.high:
        meaning = _("So the room was shared more evenly than chance alone gives, as a round does. That is not quality.")
    else:
        meaning = _("So: no sign of unequal room, and no proof of equal room.")
    if by_leaders:
        apart = ngettext(
            "The facilitator gave {count} card, left out here.", "The facilitator gave {count} cards, left out here.",
            by_leaders,
        ).format(count=by_leaders)  # fmt: skip
    else:
        apart = _("The facilitator gave no cards; with or without, it is the same.")
    told = _("With this many contributions, chance alone gives {low} to {high}, the green band.").format(
        low=f"{by_chance.low:.2f}", high=f"{by_chance.high:.2f}"
    )
    return BalanceFigure(
        title=_("Room to speak, without names"),
        bars=tuple(each),
        band=by_chance.places,
        ends=(_("gave most"), _("gave least")),
        words=(
            (Run(_("Balance {value}.").format(value=f"{value:.2f}") + " ", strong=True), Run(told)),
            (Run(f"{meaning} {apart}"),),
        ),
    )


def _measures(voice: Voice, cards: list[Contribution], all_counts: Counts) -> list[Measure]:
    found: list[Measure] = []
    if all_counts.questions:
        found.append(_questions(voice, all_counts))
    eligible = _in_time(voice, cards)
    taken_up = _taken_up(voice, cards)
    if eligible and all_counts.takes_up:
        among = sum(given.id in taken_up for given in eligible)
        told = ngettext("was taken up by someone else later on.", "were taken up by someone else later on.", among)
        told += " " + _(
            "Left out are notes on the session, thanks and the last tenth of the time, when nobody had time."
        )
        found.append(
            Measure(
                ngettext("{some} of {all} card", "{some} of {all} cards", len(eligible)).format(
                    some=number(among), all=number(len(eligible))
                ),
                (Run(told),),
            )
        )  # fmt: skip
    if all_counts.takes_up:
        words = ngettext("takes up what someone else gave.", "take up what someone else gave.", all_counts.takes_up)
        chains = voice.state.harvest.shown_chains()
        if chains:
            longest = max(len(chain.cards) for chain in chains)
            words += " " + _("The longest chain drawn here has {count} links.").format(count=number_word(longest))
        found.append(
            Measure(
                ngettext("{some} of {all} card", "{some} of {all} cards", all_counts.contributions).format(
                    some=number(all_counts.takes_up), all=number(all_counts.contributions)
                ),
                (Run(words),),
            )
        )
    return found


def _questions(voice: Voice, all_counts: Counts) -> Measure:
    full, every = all_counts.questions_answered, all_counts.questions
    others = every - full
    words = [Run(ngettext("was answered.", "were answered.", full))]
    if others:
        words.append(Run(" "))
        words.append(
            Run(
                ngettext(
                    "The other one stands under What stays open.", "The {count} others stand under What stays open.",
                    others,
                ).format(count=number_word(others)),
                link="#open",
            )
        )  # fmt: skip
    return Measure(
        ngettext("{some} of {all} question", "{some} of {all} questions", every).format(some=full, all=every),
        tuple(words),
        dots=(full, every) if every <= MOST_DOTS else None,
        kind="question",
    )


def _taken_up(voice: Voice, cards: list[Contribution]) -> set[str]:
    by_id = {given.id: given for given in cards}
    return {
        earlier
        for given in cards
        if counts(voice.state, [given, *_earlier(voice, given, by_id)]).takes_up
        for earlier in _uptakes(voice, given, by_id)
    }


def _earlier(voice: Voice, given: Contribution, by_id: dict[str, Contribution]) -> list[Contribution]:
    return [by_id[earlier] for earlier, _relation in voice.state.relations.of(given.id) if earlier in by_id]


def _uptakes(voice: Voice, given: Contribution, by_id: dict[str, Contribution]) -> list[str]:
    return [other.id for other in _earlier(voice, given, by_id) if counts(voice.state, [given, other]).takes_up]


def _in_time(voice: Voice, cards: list[Contribution]) -> list[Contribution]:
    """Those given before the last tenth of the time; all where times are not known."""
    times = [voice.said_ms(given) for given in cards]
    known = [ms for ms in times if ms is not None]
    if len(known) < len(cards) or not known:
        return cards
    about = voice.state.about
    starts, ended = voice.moment(about.starts), voice.moment(about.ended or about.ends)
    first = int(starts.timestamp() * 1000) if starts is not None else min(known)
    last = int(ended.timestamp() * 1000) if ended is not None else max(known)
    if last <= first or max(known) > last or min(known) < first:
        first, last = min(known), max(known)
    until = last - (last - first) / 10
    return [given for given, ms in zip(cards, known, strict=True) if ms <= until]
