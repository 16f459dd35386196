"""The posts of a conversation as rows: which are shown, and what stands in each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from facilitator.session.thread_posts import DATED_FROM, MEDIA, OTHERS, Thread, ThreadPost, poster, words_of
from facilitator.session.thread_replay import Placed, arranged
from facilitator.ui import shown, times
from facilitator.words import _

ROW = Qt.ItemDataRole.UserRole + 1
INSERTED_SINGLY = 24
"""So many posts that come at once are put in one by one, so that what is read stays where it is."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class PostRow:
    """What stands in a row. ``day`` is set where another day begins, ``card`` is the card it became, ``empty`` says
    that there are no words in the post and ours stand there.
    """

    post: ThreadPost
    depth: int
    who: str
    when: str
    words: str
    day: str = ""
    mark: str = ""
    card: str = ""
    empty: bool = False


class PostModel(QAbstractListModel):
    """The posts that are shown, in the order of the page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation: Thread | None = None
        self._placed: tuple[Placed, ...] = ()
        self._cards: dict[str, str] = {}
        self._visible: list[int] = []
        self._rows: dict[int, PostRow] = {}
        self._now_ms = 0

    def show_thread(
        self, thread: Thread | None, cards: dict[str, str], visible: frozenset[str] | None, now_ms: int
    ) -> None:
        """Show a conversation; ``visible`` are the posts that have come, None for all. Little is done where little
        changed.
        """
        self._now_ms = now_ms
        if thread is not self.conversation:
            self.beginResetModel()
            self.conversation, self._cards = thread, cards
            self._placed = arranged(thread) if thread is not None else ()
            self._visible = self._seen(visible)
            self._rows.clear()
            self.endResetModel()
            return
        self._show(self._seen(visible))
        if cards != self._cards:
            changed = {post for post in cards.keys() | self._cards.keys() if cards.get(post) != self._cards.get(post)}
            self._cards = cards
            for row, place in enumerate(self._visible):
                if self._placed[place].post.id in changed:
                    self._rows.pop(place, None)
                    self.dataChanged.emit(self.index(row), self.index(row))
            self._rows = {place: row for place, row in self._rows.items() if row.post.id not in changed}

    def _seen(self, visible: frozenset[str] | None) -> list[int]:
        return [at for at, placed in enumerate(self._placed) if visible is None or placed.post.id in visible]

    def _show(self, visible: list[int]) -> None:
        if visible == self._visible:
            return
        before = set(self._visible)
        new = [at for at in visible if at not in before]
        if len(new) + len(before) != len(visible) or len(new) > INSERTED_SINGLY:
            self.beginResetModel()
            self._visible = visible
            self._rows.clear()
            self.endResetModel()
            return
        for at in new:
            row = sum(one < at for one in self._visible)
            self.beginInsertRows(QModelIndex(), row, row)
            self._visible.insert(row, at)
            self.endInsertRows()
            following = self._visible[row + 1] if row + 1 < len(self._visible) else None
            if following is not None and self._rows.pop(following, None) is not None:
                self.dataChanged.emit(self.index(row + 1), self.index(row + 1))

    def again(self) -> None:
        """Word every row anew: the language or the zone is another one."""
        self.beginResetModel()
        self._rows.clear()
        self.endResetModel()

    def row_of(self, post: str) -> int:
        """The row of a post, -1 where it is not shown."""
        return next((row for row, at in enumerate(self._visible) if self._placed[at].post.id == post), -1)

    def row(self, index: _Index) -> PostRow | None:
        """What stands in a row."""
        found = self.data(index, ROW) if index.isValid() else None
        return found if isinstance(found, PostRow) else None

    # ---- what Qt asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many posts are shown."""
        return 0 if parent.isValid() else len(self._visible)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row, or its words for those who listen."""
        if not index.isValid() or not 0 <= index.row() < len(self._visible):
            return None
        row = self._row(index.row())
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = _("{who}, {when}: {words}") if row.when else _("{who}: {words}")
            words = said.format(who=row.who, when=row.when, words=shown.one_line(row.words))
            if row.depth:
                words = _("Answer. {words}").format(words=words)
            return _("{words} A card already.").format(words=words) if row.card else words
        return None

    def _row(self, number: int) -> PostRow:
        place = self._visible[number]
        found = self._rows.get(place)
        if found is None:
            before = self._placed[self._visible[number - 1]].post if number else None
            found = self._rows[place] = self._made(self._placed[place], before)
        return found

    def _made(self, placed: Placed, before: ThreadPost | None) -> PostRow:
        assert self.conversation is not None
        post = placed.post
        empty = not post.text.strip()
        words = _("A picture or file, left out of the export") if empty else words_of(self.conversation, post)
        when, day = "", ""
        if post.when_ms is not None and post.when_ms >= DATED_FROM:
            when = times.clock(post.when_ms)
            day = _day(post.when_ms // 60_000, self._now_ms // 86_400_000)
            if before is not None and before.when_ms is not None and before.when_ms >= DATED_FROM:
                day = day if day != _day(before.when_ms // 60_000, self._now_ms // 86_400_000) else ""
        elif post.when_ms is not None:
            when = times.offset(post.when_ms)
        mark = _("Passed on from elsewhere") if post.mark == OTHERS else ""
        who = poster(self.conversation, post.author) if post.author else _("Somebody")
        if post.mark == MEDIA and not empty:
            mark = _("With a picture or file")
        card = self._cards.get(post.id, "")
        return PostRow(post, placed.depth, who, when, words, day, mark, card, empty)


@lru_cache(maxsize=4_096)
def _day(minute: int, today: int) -> str:
    return times.short_day(minute * 60_000, today * 86_400_000)
