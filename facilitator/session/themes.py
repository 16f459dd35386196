"""Themes: beds in which contributions are planted. A contribution may stand in several.

Merging points one theme at another and nests: what was merged into a theme goes with it when that is merged in turn,
and comes back whole when a merge is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from facilitator.session.contributions import known_contribution
from facilitator.session.errors import Rejected
from facilitator.session.facts import Body, Fact, Json
from facilitator.session.rules import Asking, Command, decides, folds, name_of, undone_by
from facilitator.session.sessions import must_exist

if TYPE_CHECKING:
    from facilitator.session.state import SessionState


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme. ``into`` is the theme it was merged into, if any; ``letter`` its key on the board."""

    id: str
    name: str
    letter: str = ""
    into: str | None = None
    removed: bool = False


@dataclass
class Themes:
    """All themes, and what is planted where: ``planted[theme][contribution]``, ``beds[contribution][theme]``."""

    by_id: dict[str, Theme] = field(default_factory=dict)
    planted: dict[str, dict[str, None]] = field(default_factory=dict)
    beds: dict[str, dict[str, None]] = field(default_factory=dict)

    def get(self, theme: str | None) -> Theme | None:
        """The theme with this id, if there is one."""
        return None if theme is None else self.by_id.get(theme)

    def root(self, theme: str) -> str:
        """The theme that a theme stands in after all merges."""
        found = self.by_id.get(theme)
        while found is not None and found.into is not None and found.into in self.by_id:
            theme = found.into
            found = self.by_id[theme]
        return theme

    def standing(self) -> list[Theme]:
        """Themes neither merged nor removed, in the order they were named."""
        return [theme for theme in self.by_id.values() if theme.into is None and not theme.removed]

    def of(self, contribution: str) -> list[str]:
        """The standing themes a contribution is in, each once."""
        roots = dict.fromkeys(self.root(theme) for theme in self.beds.get(contribution, ()))
        return [root for root in roots if not self.by_id[root].removed]

    def cards(self, theme: str) -> list[str]:
        """The contributions in a theme and in all themes merged into it, each once, in the order they were planted."""
        return list(
            dict.fromkeys(
                card for other in self.by_id if self.root(other) == theme for card in self.planted.get(other, ())
            )
        )


@dataclass(frozen=True, slots=True)
class ThemeNamed(Body):
    """A theme was named."""

    KIND: ClassVar[str] = "theme_named"
    theme: str
    name: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class ThemeRenamed(Body):
    """A theme got another name."""

    KIND: ClassVar[str] = "theme_renamed"
    theme: str
    name: str


@dataclass(frozen=True, slots=True)
class ThemeRemoved(Body):
    """A theme was taken away; its contributions stay."""

    KIND: ClassVar[str] = "theme_removed"
    theme: str


@dataclass(frozen=True, slots=True)
class ThemeRestored(Body):
    """A theme taken away stands again."""

    KIND: ClassVar[str] = "theme_restored"
    theme: str


@dataclass(frozen=True, slots=True)
class CardPlanted(Body):
    """A contribution was planted in a theme."""

    KIND: ClassVar[str] = "card_planted"
    contribution: str
    theme: str


@dataclass(frozen=True, slots=True)
class CardUprooted(Body):
    """A contribution was taken out of a theme."""

    KIND: ClassVar[str] = "card_uprooted"
    contribution: str
    theme: str


@dataclass(frozen=True, slots=True)
class ThemesMerged(Body):
    """A theme was merged into another."""

    KIND: ClassVar[str] = "themes_merged"
    theme: str
    into: str


@dataclass(frozen=True, slots=True)
class ThemesParted(Body):
    """A merge was taken back."""

    KIND: ClassVar[str] = "themes_parted"
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTheme(Command):
    """Make a theme. ``theme`` is its id, made by the sender."""

    theme: str
    name: str
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameTheme(Command):
    """Give a theme another name."""

    theme: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTheme(Command):
    """Take a theme away; its contributions stay."""

    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantCard(Command):
    """Plant a contribution in a theme."""

    contribution: str
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UprootCard(Command):
    """Take a contribution out of a theme, and out of what was merged into it."""

    contribution: str
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeThemes(Command):
    """Merge ``theme`` into ``into``."""

    theme: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartThemes(Command):
    """Take the merge of ``theme`` back."""

    theme: str


def known_theme(state: SessionState, theme: str) -> Theme:
    """The theme, or a refusal in words."""
    found = state.themes.get(theme)
    if found is None or found.removed:
        raise Rejected("There is no such theme.")
    return found


@decides(NameTheme)
def _name(state: SessionState, command: NameTheme, asking: Asking) -> Iterable[Body]:
    must_exist(state)
    if command.theme in state.themes.by_id:
        raise Rejected("This theme exists already.")
    yield ThemeNamed(command.theme, name_of(command.name), command.letter[:1])


@decides(RenameTheme)
def _rename(state: SessionState, command: RenameTheme, asking: Asking) -> Iterable[Body]:
    theme = known_theme(state, command.theme)
    name = name_of(command.name)
    if name != theme.name:
        yield ThemeRenamed(theme.id, name)


@decides(RemoveTheme)
def _remove(state: SessionState, command: RemoveTheme, asking: Asking) -> Iterable[Body]:
    yield ThemeRemoved(known_theme(state, command.theme).id)


@decides(PlantCard)
def _plant(state: SessionState, command: PlantCard, asking: Asking) -> Iterable[Body]:
    given, theme = known_contribution(state, command.contribution), known_theme(state, command.theme)
    if theme.id not in state.themes.beds.get(given.id, {}):
        yield CardPlanted(given.id, theme.id)


@decides(UprootCard)
def _uproot(state: SessionState, command: UprootCard, asking: Asking) -> Iterable[Body]:
    given, theme = known_contribution(state, command.contribution), known_theme(state, command.theme)
    beds = [bed for bed in state.themes.beds.get(given.id, {}) if state.themes.root(bed) == theme.id]
    if not beds:
        raise Rejected("That contribution is not in this theme.")
    for bed in beds:
        yield CardUprooted(given.id, bed)


@decides(MergeThemes)
def _merge(state: SessionState, command: MergeThemes, asking: Asking) -> Iterable[Body]:
    theme, into = known_theme(state, command.theme), known_theme(state, command.into)
    if theme.into is not None:
        raise Rejected("“{name}” is merged already.", name=theme.name)
    if state.themes.root(into.id) == theme.id:
        raise Rejected("A theme cannot be merged into itself.")
    yield ThemesMerged(theme.id, into.id)


@decides(PartThemes)
def _part(state: SessionState, command: PartThemes, asking: Asking) -> Iterable[Body]:
    theme = known_theme(state, command.theme)
    if theme.into is None:
        raise Rejected("“{name}” is not merged into another theme.", name=theme.name)
    yield ThemesParted(theme.id)


@folds(ThemeNamed)
def _named(state: SessionState, body: ThemeNamed, fact: Fact) -> None:
    state.themes.by_id.setdefault(body.theme, Theme(body.theme, body.name, body.letter))


def _change(state: SessionState, theme: str, **news: Json) -> None:
    found = state.themes.by_id.get(theme)
    if found is not None:
        state.themes.by_id[theme] = replace(found, **news)


@folds(ThemeRenamed)
def _renamed(state: SessionState, body: ThemeRenamed, fact: Fact) -> None:
    _change(state, body.theme, name=body.name)


@folds(ThemeRemoved)
def _removed(state: SessionState, body: ThemeRemoved, fact: Fact) -> None:
    _change(state, body.theme, removed=True)


@folds(ThemeRestored)
def _restored(state: SessionState, body: ThemeRestored, fact: Fact) -> None:
    _change(state, body.theme, removed=False)


@folds(CardPlanted)
def _planted(state: SessionState, body: CardPlanted, fact: Fact) -> None:
    if body.theme in state.themes.by_id and body.contribution in state.contributions.by_id:
        state.themes.planted.setdefault(body.theme, {})[body.contribution] = None
        state.themes.beds.setdefault(body.contribution, {})[body.theme] = None


@folds(CardUprooted)
def _uprooted(state: SessionState, body: CardUprooted, fact: Fact) -> None:
    state.themes.planted.get(body.theme, {}).pop(body.contribution, None)
    state.themes.beds.get(body.contribution, {}).pop(body.theme, None)


@folds(ThemesMerged)
def _merged(state: SessionState, body: ThemesMerged, fact: Fact) -> None:
    # Two laptops may merge A into B and B into A: the second, in the order of the record, would close a circle.
    if body.into in state.themes.by_id and state.themes.root(body.into) != body.theme:
        _change(state, body.theme, into=body.into)


@folds(ThemesParted)
def _parted(state: SessionState, body: ThemesParted, fact: Fact) -> None:
    _change(state, body.theme, into=None)


@undone_by(ThemeNamed)
def _unname(state: SessionState, body: ThemeNamed) -> Iterable[Body]:
    yield ThemeRemoved(body.theme)


@undone_by(ThemeRenamed)
def _unrename(state: SessionState, body: ThemeRenamed) -> Iterable[Body]:
    was = state.themes.get(body.theme)
    if was is not None:
        yield ThemeRenamed(was.id, was.name)


@undone_by(ThemeRemoved)
def _unremove(state: SessionState, body: ThemeRemoved) -> Iterable[Body]:
    yield ThemeRestored(body.theme)


@undone_by(ThemeRestored)
def _unrestore(state: SessionState, body: ThemeRestored) -> Iterable[Body]:
    yield ThemeRemoved(body.theme)


@undone_by(CardPlanted)
def _unplant(state: SessionState, body: CardPlanted) -> Iterable[Body]:
    yield CardUprooted(body.contribution, body.theme)


@undone_by(CardUprooted)
def _unuproot(state: SessionState, body: CardUprooted) -> Iterable[Body]:
    yield CardPlanted(body.contribution, body.theme)


@undone_by(ThemesMerged)
def _unmerge(state: SessionState, body: ThemesMerged) -> Iterable[Body]:
    yield ThemesParted(body.theme)


@undone_by(ThemesParted)
def _unpart(state: SessionState, body: ThemesParted) -> Iterable[Body]:
    was = state.themes.get(body.theme)
    if was is not None and was.into is not None:
        yield ThemesMerged(was.id, was.into)
