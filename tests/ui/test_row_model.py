"""The model behind the lists: what stays is not told, what differs is, and the hand stays on its row."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView


@dataclass(frozen=True, slots=True)
class Cup:
    """A row of these tests."""

    id: str
    words: str = ""


def model_of(*rows: Cup) -> RowModel[Cup]:
    """A model told apart by id, which Qt's own tester watches."""
    model = RowModel[Cup](lambda cup: f"{cup.id}: {cup.words}", lambda cup: cup.id)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.start_over(rows)
    return model


class Heard:
    """What a model told from now on."""

    def __init__(self, model: RowModel[Cup]) -> None:
        self.told: list[tuple[str, int, int]] = []
        model.modelReset.connect(lambda: self.told.append(("reset", 0, 0)))
        model.dataChanged.connect(lambda top, end, _roles: self.told.append(("changed", top.row(), end.row())))
        model.rowsInserted.connect(lambda _parent, first, last: self.told.append(("came", first, last)))
        model.rowsRemoved.connect(lambda _parent, first, last: self.told.append(("went", first, last)))


def cups(words: str) -> list[Cup]:
    """A cup for each letter."""
    return [Cup(letter) for letter in words]


@pytest.mark.usefixtures("qapp")
def test_only_rows_that_say_something_else_are_told_and_neighbours_together():
    """The same rows: what is equal is not painted again, and rows side by side are told once."""
    model = model_of(*cups("abcde"))
    heard = Heard(model)
    model.show_rows(cups("abcde"))
    assert heard.told == []
    model.show_rows([Cup("a"), Cup("b", "full"), Cup("c", "full"), Cup("d"), Cup("e", "full")])
    assert heard.told == [("changed", 1, 2), ("changed", 4, 4)]
    assert [cup.words for cup in model.rows] == ["", "full", "full", "", "full"]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("other", ["ba", "abc", "a", ""])
def test_other_rows_are_another_list(other):
    """Where rows are others, or stand elsewhere, all of it is told anew."""
    model = model_of(*cups("ab"))
    heard = Heard(model)
    model.show_rows(cups(other))
    assert heard.told == [("reset", 0, 0)] and [cup.id for cup in model.rows] == [*other]


@pytest.mark.usefixtures("qapp")
def test_without_a_key_rows_are_known_by_their_place():
    """As many rows as before: each keeps its place and only tells what differs; one more is another list."""
    model = RowModel[str](str)
    model.start_over(["a", "b"])
    heard = Heard(model)  # type: ignore[arg-type]
    model.show_rows(["a", "c"])
    model.show_rows(["a", "c", "d"])
    assert heard.told == [("changed", 1, 1), ("reset", 0, 0)]
    assert model.row_of("a") == -1


@pytest.mark.usefixtures("qapp")
def test_starting_over_is_told_even_where_nothing_differs():
    """What is found is new each time: the view begins at its top."""
    model = model_of(*cups("ab"))
    heard = Heard(model)
    model.start_over(cups("ab"))
    assert heard.told == [("reset", 0, 0)]


@pytest.mark.usefixtures("qapp")
def test_rows_come_and_go_where_they_stand():
    """What comes, goes and changes at once is told as just that; nothing begins anew."""
    model = model_of(*cups("abcdef"))
    heard = Heard(model)
    model.become([Cup("a"), Cup("x"), Cup("c"), Cup("e", "full"), Cup("f"), Cup("y")])
    assert [cup.id for cup in model.rows] == [*"axcefy"]
    assert heard.told == [("came", 6, 6), ("went", 3, 3), ("went", 1, 1), ("came", 1, 1), ("changed", 3, 3)]


_LETTERS = some.lists(some.builds(Cup, some.sampled_from("abcdefgh"), some.sampled_from(["", "full"])), max_size=10)


@pytest.mark.usefixtures("qapp")
@given(before=_LETTERS, after=_LETTERS)
def test_whatever_comes_and_goes_rows_that_stay_are_the_same_to_the_view(before, after):
    """Any rows, doubled ones too: in the end they stand as wanted, and a place that was held shows the same row."""
    model = model_of(*before)
    held = [(QPersistentModelIndex(model.index(place)), cup.id) for place, cup in enumerate(before)]
    heard = Heard(model)
    model.become(after)
    assert model.rows == after and model.rowCount() == len(after)
    assert all(model.rows[index.row()].id == key for index, key in held if index.isValid())
    assert not any(what == "reset" for what, _first, _last in heard.told)
    if [cup.id for cup in before] == [cup.id for cup in after]:
        assert all(index.isValid() for index, _key in held)


def test_the_hand_stays_on_its_row_while_others_come_and_go(qtbot):
    """The current row of a list stays current though it stands elsewhere; where it goes, the next one is taken."""
    model, view = model_of(*cups("abcd")), RowsView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.setCurrentIndex(model.index(2))
    model.become(cups("xabdcy"))
    assert model.rows[view.currentIndex().row()].id in ("c", "d")
    view.setCurrentIndex(model.index(model.row_of("c")))
    model.become(cups("bcy"))
    assert model.rows[view.currentIndex().row()].id == "c"
    model.become(cups("by"))
    assert model.rows[view.currentIndex().row()].id == "y"
    model.show_rows([Cup("b", "full"), Cup("y", "full")])
    assert view.currentIndex().row() == 1


@pytest.mark.usefixtures("qapp")
def test_a_row_is_had_and_heard_through_one_role_and_one_sentence():
    """The value for who paints, the words for who listens, a tip where there is one, nothing beyond the end."""
    model = RowModel[str](lambda word: f"<{word}>", str, tip=lambda word: word * 2)
    model.start_over(["tea", "milk"])
    first = model.index(0)
    assert first.data(ROW) == "tea"
    assert first.data(Qt.ItemDataRole.DisplayRole) == first.data(Qt.ItemDataRole.AccessibleTextRole) == "<tea>"
    assert "teatea" in first.data(Qt.ItemDataRole.ToolTipRole)
    assert first.data(Qt.ItemDataRole.FontRole) is None
    assert model.data(QModelIndex(), ROW) is None
    assert model_of(Cup("a")).index(0).data(Qt.ItemDataRole.ToolTipRole) is None
    assert (model.row(1), model.row(2), model.row(-1)) == ("milk", None, None)
    assert (model.row_of("milk"), model.row_of("salt")) == (1, -1)
    assert model.rowCount(first) == 0


@pytest.mark.usefixtures("qapp")
def test_one_row_is_changed_alone():
    """A row that says something else is the only one told."""
    model = model_of(*cups("abc"))
    heard = Heard(model)
    model.change(1, Cup("b", "full"))
    assert heard.told == [("changed", 1, 1)] and model.rows[1].words == "full"


@pytest.mark.usefixtures("qapp")
def test_headings_cannot_be_chosen():
    """A heading takes neither selection nor keys; a row does."""
    model = RowModel[str](str, heading=str.isupper)
    model.start_over(["PEOPLE", "Ana"])
    chosen = [bool(model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable) for row in range(2)]
    assert chosen == [False, True]
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags == model.flags(QModelIndex())
