"""What stands in the picture's place while there is no picture: why, and the ways on."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.ui import shown
from facilitator.ui.stages.video.finding import elsewhere, file_name
from facilitator.ui.stages.video.places import Offer
from facilitator.ui.stages.video.reel import Reel
from facilitator.words import _


def say_missing(
    offer: Offer, reel: Reel, file: str, ask_film: Callable[[], object], run_by_hand: Callable[[], object]
) -> None:
    """Say why there is no picture of this file, which may be none, and offer to choose one or run a clock by hand."""
    name = shown.isolated(file_name(file))
    by_hand = (_("Run the clock by hand"), run_by_hand)
    player = reel.player
    if reel.missing:
        offer.put(
            "film",
            _("{name} was not found").format(name=name),
            _("It lies on another computer, which is asked for it only once you choose it again.")
            if elsewhere(file)
            else _("It is not where it was. Its cues are kept, and work with a clock run by hand, too."),
            [(_("Choose again"), ask_film), by_hand],
            wrong=True,
        )
    elif player is not None and player.trouble:
        codec = player.codec()
        why = (
            _("{name} is in {codec}, which this computer cannot show.").format(name=name, codec=codec)
            if codec
            else _("The format of {name} cannot be read here.").format(name=name)
        )
        mend = _("Save it as H.264 or VP9, or let it play elsewhere: its cues work with a clock run by hand, too.")
        ways = [by_hand, (_("Choose another film"), ask_film)]
        offer.put("film", _("This film does not play here"), f"{why} {mend}", ways, wrong=True)
    elif file:
        offer.put("film", _("Looking for {name}").format(name=name), "", [])
    else:
        offer.put(
            "film",
            _("No film yet"),
            _("Drop a file here. Captions beside it (VTT, SRT) are found by themselves."),
            [(_("Choose a film"), ask_film), (_("It plays elsewhere"), run_by_hand)],
        )
