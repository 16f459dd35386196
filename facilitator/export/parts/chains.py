"""How one thought led to another: a few threads from start to end, and who took up whose words as a picture."""

from __future__ import annotations

from collections import Counter

from facilitator.export.document import Block, ChainFigure, Link, MapFigure, Run, Section
from facilitator.export.parts.common import lead
from facilitator.export.parts.exchanged import counted as cards
from facilitator.export.phrases import capital, kind_word, link_word, number_word, one_line
from facilitator.export.voice import Voice
from facilitator.session.exchange import counts
from facilitator.session.harvest import Chain
from facilitator.session.people import Person
from facilitator.words import _, ngettext

DRAWN = ("builds_on", "answers", "appreciates")
FEWEST_PEOPLE, FEWEST_LINES = 4, 3
MANY_PEOPLE, STRONGEST = 40, 20


def chains(voice: Voice) -> Section | None:
    """None when no chain was picked and too little was taken up to be drawn."""
    picked = voice.state.harvest.shown_chains()
    blocks: list[Block] = [_chain(voice, chain) for chain in picked]
    figure = _map(voice)
    if figure is not None:
        blocks.append(figure)
    if not blocks:
        return None
    if picked:
        sentence = ngettext(
            "{count} thread from start to end. It shows better than any number what happened.",
            "{count} threads from start to end. They show better than any number what happened.",
            len(picked),
        ).format(count=capital(number_word(len(picked))))
    else:
        sentence = _("Whose words were taken up by whom, as far as it was recorded.")
    return Section(
        "chains",
        _("How one thought led to another"),
        (lead(voice, "chains", sentence), *blocks),
    )


def _chain(voice: Voice, chain: Chain) -> ChainFigure:
    links: list[Link] = []
    before = ""
    for place, card in enumerate(chain.cards):
        given = voice.state.contributions.get(card)
        if given is None:
            continue
        relation = chain.links[place] if place < len(chain.links) else ""
        if not relation and before:
            relation = next((word for earlier, word in voice.state.relations.of(card) if earlier == before), "")
        before = card
        printed = voice.gate.quotes(voice.state, given)
        if printed:
            words, who = voice.said(given.text), voice.who(given, short=True)
        else:
            reason = (
                _("Not printed: the words were not released.")
                if not voice.gate.carries(given)
                else _("Not printed: the words may not be quoted.")
            )
            words, who = (Run(reason, quiet=True),), _("a participant")
        links.append(Link(given.kind, kind_word(given.kind), link_word(relation), one_line(who), words, printed))
    return ChainFigure(voice.written_text(chain.title), tuple(links), voice.written(chain.turn))


def _map(voice: Voice) -> MapFigure | None:
    people = [p for p in voice.state.people.present() if "participant" in p.roles]
    place = {person.id: number for number, person in enumerate(people)}
    lines: Counter[tuple[int, int, str]] = Counter()
    for later, relation, earlier in voice.state.relations.all():
        ends = [_only(voice, card) for card in (later, earlier)]
        known = [place[person.id] for person in ends if person is not None and person.id in place]
        if relation in DRAWN and len(known) == 2 and known[0] != known[1]:
            lines[known[0], known[1], relation] += 1
    if len(people) < FEWEST_PEOPLE or len(lines) < FEWEST_LINES:
        return None
    drawn = sorted(lines.items(), key=lambda item: (-item[1], item[0]))
    crowded = len(people) > MANY_PEOPLE
    if crowded:
        drawn = drawn[:STRONGEST]
    everyone = all(voice.gate.name(person) is not None for person in people)
    totals = {kind: sum(n for (_f, _t, relation), n in lines.items() if relation == kind) for kind in DRAWN}
    counted = counts(voice.state, cards(voice))
    joined = {end for (one, other, _relation) in lines for end in (one, other)}
    sentences = []
    if counted.builds_on:
        sentences.append(
            ngettext(
                "{count} time somebody built on another.", "{count} times somebody built on another.",
                counted.builds_on,
            ).format(count=counted.builds_on)
        )  # fmt: skip
    if counted.answers:
        sentences.append(
            ngettext("{count} time somebody answered.", "{count} times somebody answered.", counted.answers).format(
                count=counted.answers
            )
        )
    if len(joined) == len(people):
        sentences.append(_("Everyone is joined to someone."))
    notes = [_("A thicker line is more often.")]
    if crowded:
        notes.append(_("Only the twenty strongest paths are drawn."))
    if not everyone:
        notes.append(_("The circles are all one size and have no names, so that nobody is found by elimination."))
    legend = {"builds_on": _("builds on"), "answers": _("answers"), "appreciates": _("thanks")}
    return MapFigure(
        title=_("Who took up whose words"),
        people=len(people),
        names=tuple(one_line(voice.short(person)) for person in people) if everyone else (),
        edges=tuple((one, other, relation, times) for (one, other, relation), times in drawn),
        legend=tuple((kind, legend[kind]) for kind in DRAWN if totals[kind]),
        words=(Run(" ".join(sentences)),),
        note=(Run(" ".join(notes)),),
        alt=_("A circle of people, joined by arrows from whoever took up words to whoever gave them.")
        + " "
        + " ".join(sentences),
    )


def _only(voice: Voice, card: str) -> Person | None:
    """The one person who gave a card, where the activity names people and the card stands."""
    given = voice.state.contributions.get(card)
    if given is None or given.withdrawn or given.hidden:
        return None
    people = voice.gate.authors(voice.state, given)
    return people[0] if len(people) == 1 else None
