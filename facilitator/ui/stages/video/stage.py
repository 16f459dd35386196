"""The stage of a film: its picture with captions, the strip under it, the question it stops with.

A film plays from a file or runs by a clock that is run by hand; cues, stamps and the strip do not care which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from facilitator.session.cues import last_place, number, reactions
from facilitator.session.facts import Fact
from facilitator.session.film import AddCue, ChooseFilm, DescribeFilm, Film, FilmCue, ReachCue, RemoveCue, WriteCue
from facilitator.session.first_film import choosing
from facilitator.session.ports import uuid7
from facilitator.session.running import ReachStep
from facilitator.session.saying import catch_at, say_at
from facilitator.session.store import Change, Status
from facilitator.ui import shown, times
from facilitator.ui.actions import Action
from facilitator.ui.stages.base import Stage, StageGiven
from facilitator.ui.stages.parts import StepsLine, catch_hint, scrolled
from facilitator.ui.stages.planned import GROUP_FACTS, PlannedGroups
from facilitator.ui.stages.video.actions import film_actions
from facilitator.ui.stages.video.choosing import ask_captions, ask_film
from facilitator.ui.stages.video.cue_panel import CuePanel
from facilitator.ui.stages.video.finding import asked_for, kept
from facilitator.ui.stages.video.fitting import fit
from facilitator.ui.stages.video.missing import say_missing
from facilitator.ui.stages.video.places import HandFace, Offer
from facilitator.ui.stages.video.reel import Reel
from facilitator.ui.stages.video.says import SaysWords
from facilitator.ui.stages.video.transport import BACK_MS, Transport
from facilitator.ui.widgets.chips import Chip
from facilitator.ui.widgets.plain import Hairline
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoSink

    from facilitator.ui.stages.video.picture import FilmPicture

_SIZES = QSizePolicy.Policy.Expanding
SIDE, TOP, GAP, FOOT = 32, 20, 8, 8

_SHOWN = GROUP_FACTS | {"block_changed", "step_reached", "activity_extended"}
_MARKED = frozenset({"contribution_withdrawn", "contribution_restored", "contribution_hidden", "contribution_shown"})


class VideoStage(Stage):
    """A film.

    Signals:
        caption_changed: these words are to be read under the picture now (for the room screen).
        picture_changed: there is a picture, or none any longer (see :meth:`has_picture`).
    """

    caption_changed = Signal(str)
    picture_changed = Signal()

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        self.reel = Reel(given.now, self)
        self._closed = False
        self._chosen = ""
        self._typed_at: int | None = None
        self._resume = False
        self._writing: str | None = None
        self._next = ""
        self._stood = self._catch = ""
        self._picture: FilmPicture | None = None
        self._build()
        self._mark()
        self._take()

    def _build(self) -> None:
        theme = self.theme
        self.area = QStackedWidget()
        self.offer = Offer(theme)
        self.face = HandFace(theme)
        self.area.addWidget(self.offer)
        self.area.addWidget(self.face)
        self.transport = Transport(theme)
        self._rule = Hairline(theme)
        self.panel = CuePanel(theme)
        self.line = StepsLine(theme)
        self.page, column = scrolled(self)
        column.setContentsMargins(SIDE, TOP, SIDE, FOOT)
        column.setSpacing(GAP)
        column.addWidget(self.area, 1000)
        column.addWidget(self.transport)
        column.addWidget(self._rule)
        column.addWidget(self.panel)
        self.says = SaysWords(theme)
        self.groups = PlannedGroups(self, self.page, self._fit, above=8, below=8)
        column.addWidget(self.says)
        column.addStretch(1)
        column.addWidget(self.line)
        column.addWidget(self.groups.part)
        reel = self.reel
        reel.moved.connect(self._ran)
        reel.changed.connect(self._changed)
        reel.reached.connect(self._reached)
        reel.opened.connect(self._opened)
        reel.caption_changed.connect(self._caption)
        reel.picture_changed.connect(self._pictured)
        reel.sound_changed.connect(self._sound)
        self.offer.dropped.connect(self.choose)
        self.face.pressed.connect(self.toggle)
        self.face.choose_asked.connect(self.ask_film)
        self.line.step_asked.connect(lambda step: self.dispatch(ReachStep(step=step)))
        row, words, form = self.transport, self.panel.words, self.panel.form
        row.play_asked.connect(self.toggle)
        row.back_asked.connect(self.back)
        row.strip.sought.connect(self.seek)
        row.strip.cue_asked.connect(self.add_cue)
        row.strip.edit_asked.connect(self.edit_cue)
        row.strip.remove_asked.connect(self.remove_cue)
        row.language_chosen.connect(lambda tag: self.dispatch(DescribeFilm(block=self.given.block, language=tag)))
        row.speed_chosen.connect(lambda speed: self.dispatch(DescribeFilm(block=self.given.block, speed=speed)))
        row.volume.wanted.connect(self._louder)
        words.on_asked.connect(self.go_on)
        words.edit_asked.connect(self.edit_cue)
        words.add_asked.connect(self.add_cue)
        form.given.connect(self._keep_cue)
        form.removed.connect(self._drop_written)
        form.left.connect(self._leave_form)
        menu = row.speed.choices
        menu.addSeparator()
        self._pauses = QAction(_("Typing stops the film"), self)
        menu.addAction(self._pauses)
        self._pauses.setCheckable(True)
        self._pauses.triggered.connect(
            lambda on: self.dispatch(DescribeFilm(block=self.given.block, typing_pauses=bool(on)))
        )
        for label, does in (
            (_("Choose another film"), self.ask_film),
            (_("Choose captions"), self.ask_captions),
            (_("It plays elsewhere"), self.run_by_hand),
            (_("Whose film it is"), self.ask_whose),
        ):
            action = QAction(label, self)
            action.triggered.connect(lambda _checked=False, does=does: does())
            menu.addAction(action)
        order: list[QWidget] = [words.on, words.edit, words.add, row.play, row.back, row.strip, row.captions]
        order += [row.speed, row.volume]
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)
        self.theme.changed.connect(self.restyle)

    # ---- the film -----------------------------------------------------------------------------------------------

    @property
    def film(self) -> Film:
        """What is watched."""
        return self.state.films.of(self.given.block)

    def _take(self) -> None:
        """Show the film the record names."""
        film = self.film
        self._pauses.setChecked(film.typing_pauses)
        self.transport.show_speed(film.speed)
        if not self._chosen:
            self.reel.show_film(film, last_place(self.state, self.given.block))
        self._arrange()

    def choose(self, file: str) -> None:
        """Take this file as the film. The record hears of it when it is open and its length known, or cannot be."""
        if self.given.read_only:
            self.given.messages.warn(self.given.read_only)
            return
        film = self.film
        self._chosen = asked_for(kept(Path(file)))
        self.reel.show_film(Film(film.block), 0)
        self.reel.show_film(replace(film, file=self._chosen, external=False), 0)
        self._arrange()

    def _opened(self) -> None:
        chosen, self._chosen = self._chosen, ""
        if chosen:
            length = self.reel.clock.duration()
            film = ChooseFilm(block=self.given.block, file=chosen, duration_ms=length)
            waits = self.given.services.settings.film_waits
            self.dispatch(choosing(self.film, film, waits=waits), _("The film was chosen"))
            self._take()
        self._arrange()
        self.told.emit()

    def _pictured(self) -> None:
        """A player came or went: its picture with it."""
        player = self.reel.player
        if player is not None and self._picture is None:
            from facilitator.ui.stages.video.picture import FilmPicture

            self._picture = FilmPicture(self.theme)
            self._picture.pressed.connect(self.toggle)
            self.area.addWidget(self._picture)
        if self._picture is not None:
            self._picture.show_film(player.item if player is not None else None)
            self._picture.caption.put(self.reel.caption)
        if not self._closed:
            self._arrange()
            self.picture_changed.emit()

    def ask_film(self) -> None:
        """Ask for the file."""
        ask_film(self, self.reel.folder, self.choose)

    def ask_captions(self) -> None:
        """Ask for files with captions that do not bear the film's name."""
        ask_captions(self, self.reel.folder, self.take_captions)

    def take_captions(self, files: Sequence[str]) -> None:
        """Take these files as captions, before those that were chosen earlier."""
        chosen = [asked_for(kept(Path(file))) for file in files]
        chosen += [file for file in self.film.captions if file not in chosen]
        self.dispatch(DescribeFilm(block=self.given.block, captions=tuple(chosen)), _("The captions were chosen"))

    def run_by_hand(self) -> None:
        """It plays elsewhere, or cannot be played here: its clock is run by hand."""
        film = self.film
        self.dispatch(
            ChooseFilm(block=film.block, file=film.file, external=True, duration_ms=film.duration_ms),
            _("Its clock is run by hand"),
        )

    def ask_whose(self) -> None:
        """Ask for source, licence and permission."""
        from facilitator.ui.stages.video.about import AboutFilm

        dialog = AboutFilm(self.theme, self.film, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.dispatch(dialog.command(), _("Noted whose film it is")))
        dialog.open()

    # ---- what is seen -------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """Picture, clock or a way to a film; and the rest to match."""
        if self._closed:
            return
        reel, row = self.reel, self.transport
        if reel.clock.by_hand:
            self.area.setCurrentWidget(self.face)
        elif reel.player is not None and not reel.player.trouble and self._picture is not None:
            self.area.setCurrentWidget(self._picture)
        else:
            say_missing(self.offer, reel, self._chosen or self.film.file, self.ask_film, self.run_by_hand)
            self.area.setCurrentWidget(self.offer)
        for part in (row.play, row.back, row.strip):
            part.setEnabled(reel.clock.there)
        row.offer(row.volume, reel.player is not None)
        write = not self.given.read_only
        self.panel.words.allow(add=write and reel.clock.there, edit=write)
        row.show_languages(reel.languages(), reel.language())
        self.show_state()

    def show_state(self) -> None:
        """Show where the film is and what it asks."""
        if self._closed:
            return
        reel, words = self.reel, self.panel.words
        self._moved(reel.clock.position())
        here, ahead = reel.here(), reel.ahead()
        self._next = ahead.id if ahead is not None else ""
        if here is not None:
            words.show_stop(here, number(reel.cues, here.id))
        else:
            words.show_next(ahead, number(reel.cues, self._next), any_cue=bool(reel.cues))
        steps, method = self.steps(), self.given.method
        self.line.show_steps(steps, self.step)
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        self.says.put(say_at(self.block, method, step))
        self._catch = catch_hint(catch_at(self.block, method, step))
        self.groups.show()  # which fits all of it

    def _moved(self, ms: int) -> None:
        reel = self.reel
        self.transport.put(ms, reel.length(ms), reel.clock.playing)
        if reel.clock.by_hand:
            self.face.put(ms, reel.clock.playing)

    def _ran(self, ms: int) -> None:
        """It runs: only what moves is shown again, until another cue is ahead."""
        self._moved(ms)
        ahead = self.reel.ahead()
        if (ahead.id if ahead is not None else "") != self._next:
            self.show_state()

    def _caption(self, words: str) -> None:
        if self._picture is not None:
            self._picture.caption.put(words)
        self.caption_changed.emit(words)

    def _fit(self) -> None:
        """The picture as high as its width asks for, then the question, then the steps; see :func:`fit`."""
        there, bar = self.groups.there, self.page.verticalScrollBar()  # with groups below there is one
        beside = bar.sizeHint().width() if there or bar.isVisible() else 0
        wide = max(self.page.width() - beside - 2 * SIDE, 1)
        says = self.says.height_at(wide)
        panel, under = self.panel.height_at(wide), FOOT + 2 * GAP + self._rule.height()
        found = fit(
            self.height(),
            wide,
            panel=panel,
            row=self.transport.height(),
            says=says + GAP if says else 0,
            waits=not self.reel.clock.playing and self.reel.here() is None and not self.panel.writing,
            steps=self.line.height_at(wide) + GAP,
            between=TOP + GAP + under,
            under=under,
            is_picture=self.area.currentWidget() is self._picture,
        )
        self.area.setMaximumHeight(found.stands if there else found.most)
        self.area.setMinimumHeight(found.stands if there else found.least)
        self.area.setSizePolicy(_SIZES, _SIZES if there else QSizePolicy.Policy.Ignored)
        self.panel.setMinimumHeight(panel)
        self.says.setFixedHeight(max(says, 1))
        self.says.setVisible(found.says)
        self.line.setVisible(found.steps)
        self._look_at(found.first)

    def _look_at(self, first: bool) -> None:
        """Where picture and question have not both room: at a cue the question is in sight, else the picture."""
        here = self.reel.here()
        stands = "" if not first else "writing" if self.panel.writing else here.id if here is not None else ""
        if stands != self._stood:
            self._stood = stands
            QTimer.singleShot(0, self, self._bring_into_sight)  # once the page has its new height

    def _bring_into_sight(self) -> None:
        foot = self.panel.geometry().bottom() + 1 + FOOT  # groups may stand below it
        self.page.verticalScrollBar().setValue(foot - self.page.viewport().height() if self._stood else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, a larger picture."""
        super().resizeEvent(event)
        self._fit()

    # ---- running ------------------------------------------------------------------------------------------------

    def _reached(self, cue: FilmCue) -> None:
        self._resume = False
        if not self.given.read_only:
            self.dispatch(ReachCue(cue=cue.id))

    def _changed(self) -> None:
        if not self._closed:
            self._arrange()
            self.told.emit()

    def toggle(self) -> None:
        """Play, or stop."""
        if self.reel.clock.playing:
            self._resume = False
            self.reel.clock.pause()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Let it run."""
        self._resume = False
        self.reel.go_on()

    def back(self) -> None:
        """Ten seconds back."""
        self.seek(self.reel.clock.position() - BACK_MS)

    def seek(self, offset_ms: int) -> None:
        """Send the film to a place, as a card with its time does; it goes on or stands as before."""
        self.reel.seek(offset_ms)

    def _louder(self, volume: float) -> None:
        if self.reel.player is not None:
            self.reel.player.set_volume(volume)
            self._sound()

    def _sound(self) -> None:
        player = self.reel.player
        if player is not None:
            self.transport.volume.put(player.volume(), nobody=not player.has_loudspeaker())
            self.told.emit()

    # ---- the room -----------------------------------------------------------------------------------------------

    def has_picture(self) -> bool:
        """Whether there is a picture to show in the room."""
        return self.reel.player is not None and not self.reel.player.trouble

    @property
    def caption(self) -> str:
        """What is to be read under the picture now."""
        return self.reel.caption

    def mirror_to(self, sink: QVideoSink) -> None:
        """Give every picture to this sink as well (the room screen's), whatever film is chosen, until it is taken off.

        The words to be read with it come by ``caption_changed`` and stand in ``caption``.
        """
        self.reel.mirror_to(sink)

    def unmirror(self, sink: QVideoSink) -> None:
        """Give it no more. To be called before the sink goes."""
        self.reel.unmirror(sink)

    # ---- writing cues -------------------------------------------------------------------------------------------

    def add_cue(self) -> None:
        """Write a cue where the film is now; the one that is there already, if it stands at one."""
        here = self.reel.here()
        if self.given.read_only or here is not None:
            self.edit_cue()
            return
        self._writing = ""
        self.panel.write(True)
        self.panel.form.begin(self.reel.clock.position(), "", 0, fresh=True)
        self._fit()

    def edit_cue(self) -> None:
        """Change the cue the film stands at, or the next one."""
        cue = self.reel.here() or self.reel.ahead()
        if cue is None or self.given.read_only:
            return
        self._writing = cue.id
        self.panel.write(True)
        self.panel.form.begin(cue.at_ms, cue.prompt, cue.minutes, fresh=False)
        self._fit()

    def remove_cue(self) -> None:
        """Take out the cue the film stands at."""
        cue = self.reel.here()
        if cue is not None:
            self.dispatch(RemoveCue(cue=cue.id), _("The cue was taken out"))

    def _keep_cue(self, at_ms: int, prompt: str, minutes: int) -> None:
        writing = self._writing
        if writing:
            was = self.state.films.by_id.get(writing)
            if was is not None and was.at_ms // 100 == at_ms // 100:
                at_ms = was.at_ms  # the field shows tenths; what was not changed stays exact
            done = self.dispatch(WriteCue(cue=writing, at_ms=at_ms, prompt=prompt, minutes=minutes))
        else:
            add = AddCue(cue=uuid7(), block=self.given.block, at_ms=at_ms, prompt=prompt, minutes=minutes)
            done = self.dispatch(add)
        if done is not None:
            self._leave_form()

    def _drop_written(self) -> None:
        if self._writing:
            self.dispatch(RemoveCue(cue=self._writing), _("The cue was taken out"))
        self._leave_form()

    def _leave_form(self) -> None:
        self._writing = None
        self.panel.write(False)
        self.show_state()
        self.finished.emit()

    # ---- what it says -------------------------------------------------------------------------------------------

    def subtitle(self) -> str:
        """The method, and where the film is."""
        method = self.block.method or (self.given.method.name if self.given.method is not None else "")
        here, count = self.reel.here(), len(self.reel.cues)
        if here is not None:
            at = _("stopped at cue {number} of {count}").format(number=number(self.reel.cues, here.id), count=count)
        elif self.reel.clock.by_hand:
            at = _("clock run by hand")
        elif self.reel.missing:
            at = _("the film was not found")
        elif self.reel.player is not None and self.reel.player.trouble:
            at = _("the film does not play here")
        elif not self.film.file:
            at = _("no film yet")
        else:
            at = ngettext("{count} cue", "{count} cues", count).format(count=count) if count else ""
        return " · ".join(part for part in (shown.one_line(method), at) if part)

    def notes(self) -> list[tuple[str, str]]:
        """That nothing will be heard."""
        if self.reel.player is not None and not self.reel.player.has_loudspeaker():
            return [("volume-2", _("No loudspeaker: the film is silent"))]
        return []

    def _place(self) -> int | None:
        """The film time of what is said now; None before a film began and after its end."""
        at = self.reel.clock.position() if self._typed_at is None else self._typed_at
        if not self.reel.clock.there or (at <= 0 and not self.reel.clock.playing and self._typed_at is None):
            return None
        return None if self.reel.over() else at

    def stamps(self) -> dict[str, Any]:
        """The film time at which the line was begun, to a tenth of a second."""
        at = self._place()
        return {**({} if at is None else {"offset_ms": at}), **self.groups.stamps()}

    def chips(self) -> list[Chip]:
        """The film time, while a line is written."""
        at = self._place()
        if at is None or self._typed_at is None:
            return self.groups.chips()
        return [*self.groups.chips(), Chip(_("at {time}").format(time=times.offset(at)), icon="film")]

    def hint(self) -> str:
        """What stands in the empty line: whom one hears, or what is to be caught."""
        return self.groups.hint() or self._catch

    def regions(self) -> list[QWidget]:
        """The question, then the strip, then the groups where there are any."""
        words = self.panel.words
        if self.panel.writing:
            first: QWidget = self.panel.form.prompt
        elif words.on.isVisibleTo(self):
            first = words.on
        else:
            first = words.add
        if self.area.currentWidget() is self.offer and self.offer.buttons:
            return [self.offer.buttons[0], first, *self.groups.regions()]
        return [first, self.transport.strip, *self.groups.regions()]

    def offers(self) -> list[Action]:
        """What can be done with a film."""
        return [*film_actions(self), *self.groups.offers()]

    # ---- what it hears ------------------------------------------------------------------------------------------

    def _mark(self) -> None:
        self.reel.cues = self.state.films.cues(self.given.block)
        self.transport.strip.mark(self.reel.cues, reactions(self.state, self.given.block))

    def _is_marked(self, fact: Fact) -> bool:
        """Whether the strip looks different after this."""
        if fact.kind == "contribution_given":
            return fact.body.get("activity") == self.given.block and fact.body.get("offset_ms") is not None
        return fact.kind.startswith("film_") or fact.kind in _MARKED

    def heard(self, change: Change) -> None:
        """The film, its cues or what was said of it changed."""
        if self._closed or change.status is Status.KEPT:
            return
        kinds = {fact.kind for fact in change.facts}
        whole = change.folded_again or change.status is Status.WITHDRAWN
        if whole or any(self._is_marked(fact) for fact in change.facts):
            self._mark()
        if whole or any(kind.startswith("film_") for kind in kinds):
            self._take()
            self.told.emit()
        elif kinds & _SHOWN:
            self.show_state()
            self.told.emit()

    def typing(self, text: str) -> None:
        """A line is begun: its film time is that of its first sign, and the film waits for it."""
        if text == " " and self._typed_at is None and self.transport.play.isEnabled():
            self.line_asked.emit("")  # a space alone in the empty line is for the film
            self.toggle()
            return
        if not text.strip():
            self._typed_at = None
        elif self._typed_at is None:
            self._typed_at = self.reel.clock.position()
            if self.film.typing_pauses and self.reel.clock.playing and not self.film.external:
                self.reel.clock.pause()
                self._resume = True

    def gave(self, contribution: str) -> None:
        """The line was given: the film goes on, if it waited for it."""
        del contribution
        self._typed_at = None
        if self._resume:
            self.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space plays and stops, wherever the focus is on the stage."""
        if event.key() == Qt.Key.Key_Space and self.transport.play.isEnabled():
            self.toggle()
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        """The theme is another one, or text has another size."""
        self.offer.restyle()
        self.transport.restyle()
        self.panel.words.restyle()
        if self._picture is not None:
            self._picture.refit()
        self.show_state()

    def close_stage(self) -> None:
        """Let go of the player and its file, now."""
        if not self._closed:
            self._closed = True
            self.reel.close()
