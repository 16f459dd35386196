"""Methods: found by any word, narrowed with the reason said, compared, written, changed, and put into an agenda."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit

from facilitator.catalogue import built_in
from facilitator.desktop import Desktop
from facilitator.session.guide import Situation, recommend
from facilitator.session.library import LIBRARY
from facilitator.session.methods import WriteMethod
from facilitator.session.modalities import Modality, as_method, read_method
from facilitator.session.planning import DescribePlan
from facilitator.ui.dialogs.ask import AskLine
from facilitator.ui.dialogs.choose_session import ChooseSession
from facilitator.ui.messages import Message, Messages
from facilitator.ui.models.guide import short_name
from facilitator.ui.screens.method.parts import PartRows
from facilitator.ui.screens.methods import MethodsScreen
from facilitator.ui.stages.discussion.wording import format_word
from facilitator.ui.theme import Theme
from facilitator.ui.window import MainWindow
from tests.ui.real import real_services
from tests.waiting import until

pytestmark = pytest.mark.asyncio
ORDER = [method.id for method in built_in()]


class Page:
    """The page over a library on disk."""

    def __init__(self, services: Desktop, theme: Theme) -> None:
        self.services = services
        self.messages = Messages()
        self.said: list[Message] = []
        self.messages.said.connect(self.said.append)
        self.session = ""
        self.screen = MethodsScreen(services, theme, self.messages, lambda: self.session)
        self.screen.resize(1368, 900)
        self.screen.show()

    @property
    def ids(self) -> list[str]:
        return [entry.id for entry in self.screen.list.model.rows if entry.id]

    async def own(self, **changes: object) -> Modality:
        """A method of one's own, in the library."""
        made = replace(next(iter(built_in())), id="mine", name="Night notes", **changes)  # type: ignore[arg-type]
        self.services.store.dispatch(LIBRARY, WriteMethod(method=made.id, content=json.dumps(as_method(made))))
        await until(lambda: "mine" in self.ids)
        return made

    def field(self, name: str) -> QLineEdit:
        form = self.screen._form()
        found = form.fields[name]
        assert isinstance(found, QLineEdit)
        return found


@pytest_asyncio.fixture
async def page(tmp_path: Path, theme: Theme) -> AsyncIterator[Page]:
    """The page, filled."""
    async with real_services(tmp_path / "library") as services:
        made = Page(services, theme)
        await made.screen.read()
        yield made
        made.screen.rest()
        shiboken6.delete(made.screen)


# ---- browsing and finding ------------------------------------------------------------------------------------------


async def test_every_method_is_there_whole(page: Page) -> None:
    """All seventeen in their order; each shows all of its prose, and a licence."""
    assert page.ids == ORDER
    assert page.screen.list.count.text() == "17"
    for method in built_in():
        page.screen.show_method(method.id)
        detail = page.screen.detail
        assert method.verb in detail.verb.text()
        told = "\n".join(sheet.toPlainText() for sheet in (detail.order, detail.beside, detail.rest))
        for words in (method.good_for, method.not_for, method.source, method.licence, *method.prompts, *method.debrief):
            assert words in told, method.id
        for step in method.steps:
            assert step.facilitator in told
            assert step.participants in told
        for failure in method.failures:
            assert failure.sign in told
            assert failure.remedy in told


@pytest.mark.parametrize(
    ("words", "first"),
    [("villain", "role_play"), ("TELEVISION", "video"), ("trios", "case_clinic"), ("1-2-4", "one_two_four_all")],
)
async def test_any_word_of_any_field_finds_it(page: Page, words: str, first: str) -> None:
    """What goes wrong, prompts, other names: whatever its case."""
    QTest.keyClicks(page.screen.list.field.line, words)
    assert first in page.ids
    assert len(page.ids) < len(ORDER)
    QTest.keyClick(page.screen.list.field.line, Qt.Key.Key_Escape)
    assert page.ids == ORDER


async def test_what_a_filter_hides_is_said_with_its_reason(page: Page) -> None:
    """Fourteen people hide three that take fewer; Show brings them back, each with the reason."""
    page.screen.list.people.take("14")
    hidden = [method.id for method in built_in() if method.size[3] < 14]
    assert [key for key in ORDER if key not in page.ids] == hidden
    assert page.screen.list.hidden.text() == f"{len(hidden)} hidden: for fewer than 14 people."
    page.screen.list.show_hidden.click()
    assert page.ids[-len(hidden) :] == hidden
    assert page.screen.list.model.rows[-1].trail == "for fewer than 14 people"
    page.screen.list.people.click()
    assert page.ids == ORDER


async def test_where_nothing_fits_the_nearest_is_offered(page: Page) -> None:
    """Two hundred and fifty people in ten minutes: nothing, and one that comes near, which a click shows."""
    page.screen.list.people.take_number(250)
    page.screen.list.minutes.take("10")
    assert page.ids == []
    assert page.screen.list.empty_words.text() == "Nothing fits 250 people in 10 minutes."
    near = page.screen.list.found.nearest
    assert near is not None
    page.screen.list.nearest.click()
    assert page.screen.list.current == near.id
    QTest.keyClicks(page.screen.list.field.line, "villainqqq")
    assert page.screen.list.nearest.text() == "Nearest: Rehearse a real conversation"


async def test_safety_is_a_warning_only_where_a_method_asks_for_it(page: Page) -> None:
    """Role play warns; think-pair-share does not, and says its safety below."""
    page.screen.show_method("role_play")
    assert page.screen.detail._care.isVisibleTo(page.screen)
    page.screen.show_method("think_pair_share")
    assert not page.screen.detail._care.isVisibleTo(page.screen)
    assert "Safety" in page.screen.detail.rest.toPlainText()


async def test_keys_alone_lead_through_the_list(page: Page) -> None:
    """Down from the field, past headings, letters go on in the field, Enter goes to the button."""
    await page.own()
    screen = page.screen
    QTest.keyClick(screen.list.field.line, Qt.Key.Key_Down)
    screen.list.view.setCurrentIndex(screen.list.model.index(0))
    for _step in range(len(ORDER)):
        QTest.keyClick(screen.list.view, Qt.Key.Key_Down)
    assert screen.list.current == "mine"
    QTest.keyClick(screen.list.view, Qt.Key.Key_Up)
    assert screen.list.current == ORDER[-1]
    QTest.keyClicks(screen.list.view, "fish")
    assert screen.list.field.line.text() == "fish"
    assert page.ids == ["fishbowl"] or "fishbowl" in page.ids


async def test_two_or_three_side_by_side(page: Page) -> None:
    """The space bar marks; a fourth sends the first away; the table has a row for each field."""
    screen = page.screen
    screen.compare()
    assert "Mark two or three" in page.said[-1].words
    for key in ("video", "fishbowl", "world_cafe", "role_play"):
        screen.show_method(key)
        QTest.keyClick(screen.list.view, Qt.Key.Key_Space)
    assert screen.list.marked == ["fishbowl", "world_cafe", "role_play"]
    screen.list.compare.click()
    table = screen._compared
    assert table is not None
    assert [method.id for method in table.methods] == ["fishbowl", "world_cafe", "role_play"]
    names = [child.accessibleName() for child in table.findChildren(QLineEdit.__mro__[1])]
    assert any(name.startswith("Fishbowl, People: 12 to 60") for name in names)
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.detail


# ---- one's own -----------------------------------------------------------------------------------------------------


async def test_a_method_of_ones_own_from_nothing(page: Page) -> None:
    """Name, purpose, a step by Enter: kept, under Yours, on the disk, and it takes part in the guide."""
    screen = page.screen
    screen.list.new_button.click()
    form = screen._form()
    QTest.keyClicks(page.field("name"), "Five minutes after handover")
    QTest.keyClicks(page.field("verb"), "Tell each other what the night was like")
    form._maps["purposes"]["reflect"].take(3)
    steps = form.fields["steps"]
    assert isinstance(steps, PartRows)
    steps.add.click()
    for field, words in zip(steps.rows[0][0], ("0", "5", "Ask", "Tell", "observation"), strict=True):
        QTest.keyClicks(field, words)
    QTest.keyClick(steps.rows[0][0][-1], Qt.Key.Key_Return)
    assert len(steps.rows) == 2
    QTest.keyClick(page.field("name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: screen.list.current == form.id)
    assert screen.list.count.text() == "17, and 1 of yours"
    assert [entry.words for entry in screen.list.model.rows][-2:] == ["Yours", "Five minutes after handover"]
    library = await page.services.ready()
    await until(lambda: library.load(LIBRARY).state.methods.own())
    (kept,) = library.load(LIBRARY).state.methods.own()
    assert (kept.name, kept.purposes["reflect"], kept.exchange) == ("Five minutes after handover", 3, 3)
    assert [(step.start, step.end, step.capture) for step in kept.steps] == [(0, 5, "observation")]
    at = Situation(purpose="reflect", people=6, trust=2, setting="in_person", minutes=15)
    assert form.id in [item.id for item in recommend(at, await page.services.catalogue()).ranking]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("name", "", "This method has no name."),
        ("size", "many", "“People” is wrong"),
        ("size", "-5", "“People” is wrong"),
        ("time", "999", "“Minutes” is wrong"),
        ("days", "3", "“Days, where it is spread” is wrong"),
        ("prep", "soon", "“Minutes to prepare” is wrong"),
        ("purposes", "", "serves no purpose yet"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(page: Page, name: str, typed: str, said: str) -> None:
    """One sentence there; nothing is kept, and what was typed stays."""
    screen = page.screen
    screen.show_method("video")
    screen.copy()
    form = screen._form()
    if name == "purposes":
        for box in form._maps["purposes"].values():
            box.take(0)
    else:
        holder = form.fields[name]
        field = holder if isinstance(holder, QLineEdit) else holder.findChildren(QLineEdit)[0]
        field.setText(typed)
    form.save.click()
    assert said in form.troubles[name].text()
    assert [key for key, trouble in form.troubles.items() if trouble.text()] == [name]
    assert page.services.store.state(LIBRARY).methods.own() == []
    assert screen.pages.currentWidget() is form


async def test_every_field_comes_back_from_the_form(page: Page) -> None:
    """A copy of each method, kept unchanged, is the same method under another name; nothing is lost on the way."""
    screen = page.screen
    for method in built_in():
        form = screen._form()
        form.write(replace(method, extra={"colour": "amber"}), method.id)
        made = read_method(form.data())
        access = {need: level for need, level in method.access.items() if level}
        wanted = replace(
            method, access=access, extra={"colour": "amber"}, prior={**dict.fromkeys(made.prior, 0), **method.prior}
        )
        assert {**as_method(made), "settings": {}} == {**as_method(wanted), "settings": {}}
        assert {**made.settings} == {**dict.fromkeys(made.settings, 0), **method.settings}
        assert not form.changed


async def test_a_copy_is_changed_and_the_original_stays(page: Page) -> None:
    """Copy and change gives a method beside the first; F2 then changes that one; putting away can be taken back."""
    screen = page.screen
    screen.show_method("fishbowl")
    assert [one.why_not() for one in screen.offers() if one.id == "methods.change"] != [""]
    screen.copy()
    assert page.field("name").text() == "Fishbowl, our way"
    screen._form().save.click()
    key = screen._form().id
    await until(lambda: screen.list.current == key)
    assert "fishbowl" in page.ids
    screen.change()
    page.field("name").setText("Fishbowl at night")
    screen._form().save.click()
    await until(lambda: screen.current is not None and screen.current.name == "Fishbowl at night")
    QTest.keyClick(screen.list.view, Qt.Key.Key_Delete)
    await until(lambda: key not in page.ids)
    assert page.said[-1].does is not None
    page.said[-1].does()
    await until(lambda: key in page.ids)


async def test_leaving_the_form_loses_nothing(page: Page) -> None:
    """Escape leads back to the method; a line says it is not kept, and leads back to what was written."""
    screen = page.screen
    screen.write_new()
    QTest.keyClicks(page.field("name"), "Half a thought")
    QTest.keyClick(page.field("name"), Qt.Key.Key_Escape)
    assert screen.pages.currentWidget() is screen.detail
    assert page.said[-1].does is not None
    page.said[-1].does()
    assert screen.pages.currentWidget() is screen._form()
    assert page.field("name").text() == "Half a thought"


async def test_an_input_of_ones_own_is_marked(page: Page) -> None:
    """Without an exchange it says so, in the list and on its page."""
    await page.own(exchange=1)
    entry = next(entry for entry in page.screen.list.model.rows if entry.id == "mine")
    assert entry.note == "needs an exchange after it"
    page.screen.show_method("mine")
    assert page.screen.detail._lonely.isVisibleTo(page.screen)


async def test_ten_thousand_words_and_a_name_from_right_to_left(page: Page, theme: Theme) -> None:
    """Shown whole, within the width there is, at any text size."""
    long = "eins zwei drei vier " * 900
    method = await page.own(good_for=long, prompts=(long,), verb="نتبادل القصص")
    for scale in (1.0, 2.0):
        theme.choose("dark", scale)
        page.screen.show_method(method.id)
        detail = page.screen.detail
        inner = detail.widget()
        assert inner is not None
        await until(lambda: inner.width() <= detail.viewport().width())  # noqa: B023
        assert "eins zwei" in detail.rest.toPlainText()


async def test_one_file_out_and_in_again(page: Page, tmp_path: Path) -> None:
    """Exported whole, with fields this program does not know; taken in elsewhere it is the same method."""
    made = await page.own(extra={"colour": "amber"})
    target = tmp_path / "night.json"
    page.screen.export_to("mine", target)
    await until(target.exists)
    written = json.loads(target.read_text("utf-8"))
    assert written["colour"] == "amber"
    assert read_method(written) == replace(made, own=False)
    async with real_services(tmp_path / "other") as other:
        (taken,) = await other.import_files([target], lambda *_: None, lambda: False)
        assert taken.method == "Night notes"
        assert (await other.catalogue()).get("mine") == replace(made, own=True)


async def test_a_file_that_cannot_be_written_is_told(page: Page, tmp_path: Path) -> None:
    """A folder in its place: one sentence, and nothing else happened."""
    page.screen.export_to("video", tmp_path)
    await until(lambda: page.said)
    assert page.said[-1].warns


async def test_a_method_taken_in_elsewhere_appears(page: Page, tmp_path: Path) -> None:
    """The page follows the library, whoever wrote."""
    file = tmp_path / "one.json"
    file.write_text(json.dumps({**as_method(next(iter(built_in()))), "id": "film", "name": "Film night"}), "utf-8")
    before = page.ids
    assert "film" not in before
    await page.services.import_files([file], lambda *_: None, lambda: False)
    await until(lambda: page.ids != before)
    assert sorted(page.ids) == sorted([*before, "film"])


# ---- into an agenda ------------------------------------------------------------------------------------------------


async def test_into_the_open_session(page: Page) -> None:
    """A whole block at the end, as long as there is room for; the line leads to the plan."""
    page.session = await page.services.begin_session("Night handover")
    page.services.store.dispatch(page.session, DescribePlan(minutes=40))
    shown: list[str] = []
    page.screen.plan_asked.connect(shown.append)
    page.screen.show_method("discussion")
    page.screen.detail.add.click()
    state = page.services.store.state(page.session)
    await until(lambda: state.agenda.in_order())
    (block,) = state.agenda.in_order()
    assert (block.modality, block.minutes, block.exchange) == ("discussion", 40, 3)
    await until(lambda: page.said)
    assert "Night handover" in page.said[-1].words
    assert page.said[-1].does is not None
    page.said[-1].does()
    assert shown == [page.session]


async def test_with_no_session_open_one_is_chosen_or_begun(page: Page) -> None:
    """Found by typing; the last row begins one; leaving the question adds nothing."""
    session = await page.services.begin_session("Case clinic in May")
    library = await page.services.ready()
    await until(lambda: [row.title for row in library.sessions()] == ["Case clinic in May"])
    screen = page.screen
    screen.add("fishbowl")
    await until(lambda: screen.findChild(ChooseSession))
    dialog = screen.findChild(ChooseSession)
    assert dialog is not None
    QTest.keyClicks(dialog.field, "clinic")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    state = page.services.store.state(session)
    await until(lambda: state.agenda.in_order())
    await until(lambda: screen.findChild(ChooseSession) is None)
    screen.add("video")
    await until(lambda: screen.findChild(ChooseSession))
    dialog = screen.findChild(ChooseSession)
    assert dialog is not None
    QTest.keyClicks(dialog.field, "nothing called so")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    await until(lambda: screen.findChild(AskLine))
    line = screen.findChild(AskLine)
    assert line is not None
    QTest.keyClicks(line.field, "A new evening")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    await until(lambda: [row for row in library.sessions() if row.title == "A new evening"])
    assert len(state.agenda.in_order()) == 1


async def test_the_menu_says_why_not(page: Page) -> None:
    """What came with the program cannot be changed or put away; the reason is in the tip."""
    page.screen.show_method("video")
    page.screen.detail.more.click()
    menu = page.screen.findChild(QMenu)
    assert menu is not None
    states = {action.text().split("\t")[0]: action.isEnabled() for action in menu.actions()}
    assert states["Change this method"] is False
    assert states["Put away"] is False
    assert states["Copy and change"] is True
    assert states["Export as one file"] is True
    menu.close()


async def test_prose_fields_take_lines(page: Page) -> None:
    """Prompts are typed one a line, empty lines count for nothing."""
    page.screen.write_new()
    prompts = page.screen._form().fields["prompts"]
    assert isinstance(prompts, QPlainTextEdit)
    needs = page.field("needs")
    needs.setText("Pens, a screen / our own beamer")
    assert page.screen._form().data()["needs"] == [["pens"], ["screen", "our own beamer"]]
    prompts.setPlainText("One?\n\n  Two?  \n")
    assert page.screen._form().data()["prompts"] == ["One?", "Two?"]


async def test_its_place_in_the_window(tmp_path: Path, theme: Theme) -> None:
    """Ctrl+3 leads there, Ctrl+F into its field; a method is found by name in the palette's source."""
    async with real_services(tmp_path / "library") as services:
        await services.ready()
        window = MainWindow(services, theme, remember=tmp_path / "window.ini")
        window.show()
        window.start()
        assert window.registry.do("place.methods")
        screen = window.place("methods")
        assert isinstance(screen, MethodsScreen)
        assert window.pages.currentWidget() is screen
        await until(lambda: screen.list.model.rowCount() == len(ORDER))
        names = [action.words() for action in window.registry.here()]
        assert {"Fishbowl", "Add to agenda", "Write a method of your own"} <= set(names)
        assert window.registry.do("methods.new")
        assert screen.pages.currentWidget() is screen._form()
        window.close()
        await window.finish()
        shiboken6.delete(window)


@pytest.mark.parametrize(
    ("wide", "scale", "beside"), [(1367, 1.0, True), (1007, 1.0, False), (1007, 2.0, False), (760, 1.0, False)]
)
async def test_a_method_is_whole_in_every_width(
    page: Page, theme: Theme, wide: int, scale: float, beside: bool
) -> None:
    """Facts on one line where there is room, what can be done beside the title; nothing is cut at the side."""
    theme.choose("light", scale)
    screen, detail = page.screen, page.screen.detail
    screen.resize(wide, 800)
    screen.show()

    def whole() -> bool:
        room = detail.viewport().width()
        parts = (*detail._values, detail.rehearse, detail.add, detail.more, detail.title)
        lefts = [(part.mapTo(detail.viewport(), QPoint(0, 0)).x(), part.width()) for part in parts]
        seen = all(part.isVisible() for part in parts)
        return seen and all(0 <= left < left + width <= room for left, width in lefts)

    for method in ("role_play", "video", "world_cafe"):
        screen.show_method(method)
        await until(whole)
        tops = {value.mapTo(screen, QPoint(0, 0)).y() for value in detail._values}
        assert (len(tops) == 1) is beside
        under = detail.add.mapTo(screen, QPoint(0, 0)).y() > detail.title.mapTo(screen, QPoint(0, 0)).y() + 20
        assert under is not beside
    rehearsed: list[bool] = []
    screen.rehearse_asked.connect(lambda: rehearsed.append(True))
    QTest.mouseClick(detail.rehearse, Qt.MouseButton.LeftButton)
    assert rehearsed


async def test_a_method_has_the_name_the_stage_uses(page: Page) -> None:
    """Whoever chose tables in the catalogue finds them under the same word where the format is chosen."""
    names = {method.id: short_name(method) for method in page.screen.catalogue}
    for key in ("world_cafe", "fishbowl", "one_two_four_all"):
        assert format_word(key) == names[key]
