"""The words of agreements: the three rules of a room and what each of them means."""

from __future__ import annotations

from facilitator.words import _


def rule_word(rule: str) -> str:
    """A rule by its name; empty where there is none."""
    return {
        "chatham_house": _("Chatham House Rule"),
        "lessons_leave_stories_stay": _("Lessons leave, stories stay"),
        "everything_stays": _("Everything stays"),
    }.get(rule, "")


def rule_meaning(rule: str) -> str:
    """What a rule means, in one sentence."""
    return {
        "chatham_house": _("Information may be used; neither the identity nor the affiliation of anybody may be told."),
        "lessons_leave_stories_stay": _(
            "What was learned may be told; who said what, and whose story it was, stays here."
        ),
        "everything_stays": _("Nothing leaves the room, and nothing is captured that could."),
    }.get(rule, "")
