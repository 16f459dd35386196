"""*How we work*: what is agreed rather than technical."""

from __future__ import annotations

from facilitator.settings import ASK_AGAIN_WEEKS, ROOM_RULES
from facilitator.ui.agreed import rule_word
from facilitator.ui.screens.setting.controls import Beside, PickBox, SmallWritten, SwitchLine, WrapChoice, Written
from facilitator.ui.screens.setting.form import Form
from facilitator.ui.widgets.plain import Button, Words
from facilitator.words import _, ngettext


class HowWeWork:
    """The section."""

    def __init__(self, form: Form) -> None:
        theme, chosen = form.theme, form.around.services.settings
        change = form.around.change
        self.learning = Written(theme, _("What we mean by learning here"), chosen.learning_statement)
        self.learning.written.connect(lambda text: change(learning_statement=text))
        self.agreed = SmallWritten(
            theme,
            _("Who agreed on it, and when it is looked at again"),
            chosen.learning_agreed,
            hint=_("Agreed by whom and when. Look again when?"),
        )
        self.agreed.setProperty("close", True)
        self.agreed.written.connect(lambda text: change(learning_agreed=text))
        form.row("learning", self.learning, self.agreed)
        self.room_rule = WrapChoice(
            theme, _("Rule of the room"), [(rule, rule_word(rule)) for rule in ROOM_RULES], chosen.room_rule
        )
        self.room_rule.chosen.connect(lambda value: change(room_rule=value))
        told = _("Stories are printed only with their teller’s leave. A template may bring a rule of its own.")
        form.row("room_rule", self.room_rule, form.small(told))
        self.talk_time = WrapChoice(
            theme,
            _("Talk time in a discussion"),
            [("person", _("By person")), ("group", _("By group")), ("none", _("Not at all"))],
            chosen.talk_time,
        )
        self.talk_time.chosen.connect(lambda value: change(talk_time=value))
        form.row("talk_time", self.talk_time)
        weeks = range(ASK_AGAIN_WEEKS[0], ASK_AGAIN_WEEKS[1] + 1)
        self.ask_again = PickBox(
            theme, _("Outcome card: asked again"), [(one, _weeks(one)) for one in weeks], chosen.ask_again_weeks
        )
        self.ask_again.picked.connect(lambda value: change(ask_again_weeks=value))
        card = Words(theme, _("Then and now"))
        shown_from = form.small(_("Shown from five answers on. This cannot be lowered."))
        form.row("ask_again", Beside(theme, card, self.ask_again), shown_from, focus=self.ask_again)
        self.lens = SwitchLine(
            theme,
            _("Collaborative Leader Action Model"),
            _(
                "Pontefract, 2013: connect, consider, communicate, create, confirm, congratulate, for following "
                "decisions through. A column in the plan of new sessions."
            ),
            on=chosen.lens == "clam",
        )
        self.lens.turned.connect(lambda on: change(lens="clam" if on else ""))
        form.row("lens", self.lens)
        self.coach = SwitchLine(theme, _("Hints while a session runs"), on=chosen.coach)
        self.coach.turned.connect(lambda on: change(coach=on))
        form.row("coach", self.coach, middle=True)
        self.headphones = Button(theme, _("Start"), icon="headphones")
        self.headphones.setAccessibleName(_("Start headphones mode"))
        alone = form.small(_("Nobody hears you. Nothing is kept."))
        alone.setWordWrap(False)
        form.row("headphones", Beside(theme, self.headphones, alone), focus=self.headphones, middle=True)


def _weeks(count: int) -> str:
    return ngettext("again after {count} week", "again after {count} weeks", count).format(count=count)
