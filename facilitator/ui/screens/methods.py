"""Methods: the catalogue and one's own, searched, compared, changed, and put into an agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSplitter, QStackedWidget, QWidget

from facilitator import tasks
from facilitator.session.adding import block_from
from facilitator.session.errors import Rejected, Told
from facilitator.session.methods import RemoveMethod, WriteMethod
from facilitator.session.modalities import Catalogue, Modality
from facilitator.session.planning import ASYNC, planned
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.store import Change, Status
from facilitator.session.timetable import timetable
from facilitator.ui import hues, shown
from facilitator.ui.actions import MORE_KEY, Action, native
from facilitator.ui.messages import Messages, worded
from facilitator.ui.models.guide import short_name
from facilitator.ui.screens.method.compare import MethodsCompared
from facilitator.ui.screens.method.detail import MethodDetail
from facilitator.ui.screens.method.editor import MethodEditor, content_of
from facilitator.ui.screens.method.list import NONE_KEY, MethodsList
from facilitator.ui.services import Services
from facilitator.ui.theme import Theme
from facilitator.words import _

LIST, LEAST, MOST = 376, 280, 0.45
"""The list's width in px, the least it may have, and the most as a share of the page."""


class MethodsScreen(QWidget):
    """The page.

    Signals:
        import_asked: a file with a method is to be taken in.
        plan_asked: the plan a method was put into is wanted (the session's id).
        rehearse_asked: a sample talk is to be rehearsed alone.
        filled: everything there is to show is shown.
    """

    import_asked = Signal()
    plan_asked = Signal(str)
    rehearse_asked = Signal()
    filled = Signal()

    def __init__(
        self,
        services: Services,
        theme: Theme,
        messages: Messages,
        open_session: Callable[[], str] = lambda: "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self._open_session = open_session
        self.catalogue = Catalogue()
        self._library = ""
        self._end: Callable[[], None] | None = None
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        row.addWidget(self.splitter)
        self.list = MethodsList(theme)
        self.list.setMinimumWidth(LEAST)
        self.list.current_moved.connect(self._show)
        self.list.chosen.connect(lambda _method: self._to_add())
        self.list.new_asked.connect(self.write_new)
        self.list.import_asked.connect(self.import_asked)
        self.list.remove_asked.connect(self.remove)
        self.list.compare_asked.connect(self.compare)
        self.list.marked_changed.connect(self._marked)
        self.splitter.addWidget(self.list)
        self.pages = QStackedWidget()
        self.detail = MethodDetail(theme)
        self.detail.add_asked.connect(self.add)
        self.detail.rehearse_asked.connect(self.rehearse_asked)
        self.detail.more_asked.connect(self._more)
        self.pages.addWidget(self.detail)
        self._editor: MethodEditor | None = None
        self._compared: MethodsCompared | None = None
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self._sized = False
        theme.changed.connect(self._restyle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list has its width from the design, once."""
        super().resizeEvent(event)
        if not self._sized and event.size().width() > LIST:
            self._sized = True
            self._measure(event.size().width())
        elif self.list.width() > max(LEAST, round(event.size().width() * MOST)):
            self._measure(event.size().width())  # the window became narrower: the method keeps the greater part

    def _measure(self, width: int) -> None:
        wide = min(round(LIST * min(max(self._theme.scale, 1), 1.5)), max(LEAST, round(width * MOST)))
        self.splitter.setSizes([wide, max(width - wide, 1)])

    def _restyle(self) -> None:
        self._measure(self.width())
        editor = self._editor
        if editor is not None and self.pages.currentWidget() is not editor:
            self.pages.removeWidget(editor)
            editor.deleteLater()
            self._editor = None

    # ---- what there is ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the methods again."""
        tasks.start(self.read(), "read the methods", self._failed)

    async def read(self, choose: str = "") -> None:
        """The same, to be waited for."""
        self._library = await self._services.open_library()
        if self._end is None:
            self._end = self._services.store.subscribe(self._heard)
        self._take(await self._services.catalogue(), choose)
        self.filled.emit()

    def _take(self, catalogue: Catalogue, choose: str = "") -> None:
        self.catalogue = catalogue
        self.list.show_catalogue(catalogue, choose)
        self._show(self.list.current)

    def _heard(self, change: Change) -> None:
        """A method was written, taken in or put away, here or elsewhere."""
        if change.stream == self._library and change.status is not Status.KEPT:
            self.refresh()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))

    def rest(self) -> None:
        """Hear nothing any more: the window is closing."""
        if self._end is not None:
            self._end()
            self._end = None

    @property
    def current(self) -> Modality | None:
        """The method on the page."""
        return self.catalogue.get(self.list.current)

    def _show(self, method: str) -> None:
        found = self.catalogue.get(method)
        self.detail.show_method(found, hues.family(method, self.catalogue))
        if self.pages.currentWidget() is self._compared:
            self.pages.setCurrentWidget(self.detail)
        elif self._editor is not None and self.pages.currentWidget() is self._editor and method != self._editor.id:
            self._leave_editor()

    def show_method(self, method: str) -> None:
        """Bring a method onto the page."""
        self.list.show_method(method)

    # ---- into an agenda ---------------------------------------------------------------------------------------------

    def add(self, method: str) -> None:
        """Put a method into the plan of the open session, or of one that is asked for."""
        found = self.catalogue.get(method)
        if found is not None:
            tasks.start(self._add(found), "add a method to an agenda", self._failed)

    async def _add(self, method: Modality) -> None:
        if self._services.read_only:
            self._messages.warn(self._services.read_only)
            return
        session = self._open_session() or await self._choose(method)
        if not session:
            return
        await self._services.open_session(session)
        store = self._services.store
        state = store.state(session)
        table = timetable(state)
        blocks = state.agenda.in_order()
        command = block_from(
            method,
            minutes_left=table.spare if table.available else 0,
            after=blocks[-1].id if blocks else None,
            in_days=planned(state).setting == ASYNC,
            anonymity=self._services.settings.anonymity,
        )
        try:
            store.dispatch(session, command, origin=self)
        except Rejected as error:
            self._messages.refused(error)
            return
        words = _("{name} is in the plan of “{title}”").format(
            name=short_name(method), title=shown.isolated(state.about.title)
        )
        self._messages.say(words, action=_("Show the plan"), does=lambda: self.plan_asked.emit(session))

    async def _choose(self, method: Modality) -> str:
        from facilitator.ui.dialogs.ask import AskLine, ask
        from facilitator.ui.dialogs.choose_session import NEW, ChooseSession

        rows = [row for row in await self._services.sessions() if not row.source and not getattr(row, "talk", 0)]
        title = _("Into which plan? {name}").format(name=short_name(method))
        dialog = ChooseSession(self._theme, title, _("Add"), rows, self.window())
        if not await ask(dialog) or dialog.chosen is None:
            return ""
        if dialog.chosen != NEW:
            return dialog.chosen
        line = AskLine(self._theme, _("A new session"), _("Title"), _("Begin"), "", self.window())
        if not await ask(line) or not line.text:
            return ""
        return await self._services.begin_session(line.text)

    # ---- one's own --------------------------------------------------------------------------------------------------

    def _form(self) -> MethodEditor:
        if self._editor is None:
            self._editor = MethodEditor(self._theme, self._keep)
            self._editor.left.connect(self._leave_editor)
            self._editor.kept.connect(self._kept)
            self.pages.addWidget(self._editor)
        return self._editor

    def _begin(self, method: Modality | None, key: str) -> None:
        if self._services.read_only:
            self._messages.warn(self._services.read_only)
            return
        form = self._form()
        form.write(method, key)
        self._reopen()

    def _reopen(self) -> None:
        form = self._form()
        self.pages.setCurrentWidget(form)
        form.to_first()

    def write_new(self) -> None:
        """Write a method of one's own, from nothing."""
        self._begin(None, uuid7())

    def change(self) -> None:
        """Change the method, if it is one's own; otherwise a copy of it."""
        method = self.current
        if method is not None and method.own:
            self._begin(method, method.id)
        elif method is not None:
            self.copy()

    def copy(self) -> None:
        """Write a method of one's own that begins as this one."""
        method = self.current
        if method is None:
            return
        self._begin(method, uuid7())
        form = self._form()
        if self.pages.currentWidget() is form:
            form.called(_("{name}, our way").format(name=short_name(method)))

    def _keep(self, method: Modality) -> None:
        self._dispatch(WriteMethod(method=method.id, content=content_of(method)))

    def _kept(self, method: str) -> None:
        self.pages.setCurrentWidget(self.detail)
        tasks.start(self._show_kept(method), "show a method", self._failed)
        store, library = self._services.store, self._library
        self._messages.undoable(_("Kept"), _("Undo"), lambda: store.undo(library), "")

    async def _show_kept(self, method: str) -> None:
        await self.read(method)
        self.list.show_method(method)

    def _leave_editor(self) -> None:
        form = self._editor
        self.pages.setCurrentWidget(self.detail)
        if form is not None and form.changed:
            self._messages.say(_("This method is not kept yet"), action=_("Go on writing"), does=self._reopen)
        self.list.to_list()

    def _dispatch(self, command: Command) -> None:
        if self._services.read_only:
            raise Rejected(self._services.read_only)
        self._services.store.dispatch(self._library, command, origin=self)

    def remove(self) -> None:
        """Put a method of one's own away."""
        method = self.current
        if method is None or not method.own:
            return
        try:
            self._dispatch(RemoveMethod(method=method.id))
        except Rejected as error:
            self._messages.refused(error)
            return
        words = _("“{name}” was put away").format(name=shown.isolated(short_name(method)))
        store, library = self._services.store, self._library
        self._messages.undoable(words, _("Undo"), lambda: store.undo(library), "")

    # ---- comparing --------------------------------------------------------------------------------------------------

    def compare(self) -> None:
        """Show the marked methods side by side."""
        found = [method for key in self.list.marked if (method := self.catalogue.get(key)) is not None]
        if len(found) < 2:
            self._messages.say(_("Mark two or three methods with the space bar, then compare them"))
            return
        if self._compared is None:
            self._compared = MethodsCompared(self._theme)
            self._compared.add_asked.connect(self.add)
            self._compared.left.connect(self._leave_compared)
            self.pages.addWidget(self._compared)
        self._compared.show_methods(found, self.catalogue)
        self.pages.setCurrentWidget(self._compared)
        self._compared.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_compared(self) -> None:
        self.pages.setCurrentWidget(self.detail)
        self.list.to_list()

    def _marked(self) -> None:
        if self._compared is not None and self.pages.currentWidget() is self._compared and len(self.list.marked) > 1:
            self.compare()

    # ---- files ------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Ask where the file goes, and write it."""
        method = self.current
        if method is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
        name = self._services.export_name(short_name(method), "json")
        dialog = QFileDialog(self.window(), _("Export this method"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("A method") + " (*.json)")
        dialog.setDefaultSuffix("json")
        dialog.setDirectory(folder)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda file: self.export_to(method.id, Path(file)))
        dialog.open()

    def export_to(self, method: str, target: Path) -> None:
        """Write a method as one file."""
        tasks.start(self._export(method, target), "export a method", self._failed)

    async def _export(self, method: str, target: Path) -> None:
        await self._services.export_method(method, target)
        self._messages.say(_("Saved as {name}").format(name=shown.isolated(target.name)))

    # ---- actions ----------------------------------------------------------------------------------------------------

    def _more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for action in self.offers():
            if not action.menu or action.does is None:
                continue
            words = action.words() + (f"\t{native(action.keys[0])}" if action.keys else "")
            entry = menu.addAction(self._theme.icon(action.icon, size=16), words)
            reason = action.why_not()
            entry.setEnabled(not reason)
            entry.setToolTip(shown.tip(reason or action.words()))
            entry.triggered.connect(lambda _on=False, does=action.does: does())
        menu.popup(self.detail.more.mapToGlobal(QPoint(0, self.detail.more.height())))

    def offers(self) -> list[Action]:
        """What can be done here."""

        def writes() -> str:
            return self._services.read_only

        def own() -> str:
            method = self.current
            if method is None:
                return _("No method is marked.")
            return writes() or ("" if method.own else _("It came with the program; copy it to change it."))

        def any_method() -> str:
            return "" if self.current is not None else _("No method is marked.")

        return [
            Action(
                "methods.add", lambda: _("Add to agenda"), self._add_current, ("Ctrl+Return",), "plus", "methods",
                told=lambda: _("Puts the method into the plan of the open session, or of one you choose."),
                why_not=lambda: any_method() or writes(),
            ),
            Action(
                "methods.change", lambda: _("Change this method"), self.change, ("F2",), "pencil", "methods",
                menu=True, why_not=own,
            ),
            Action(
                "methods.copy", lambda: _("Copy and change"), self.copy, ("Ctrl+D",), "copy", "methods", menu=True,
                told=lambda: _("A method of your own that begins as this one."),
                why_not=lambda: any_method() or writes(),
            ),
            Action(
                "methods.mark", lambda: _("Mark to compare"), lambda: self.list.mark(self.list.current),
                ("Ctrl+Shift+C",), "layers", "methods", menu=True, why_not=any_method,
            ),
            Action(
                "methods.compare", lambda: _("Compare the marked ones"), self.compare, ("Ctrl+Shift+D",),
                "layout-grid", "methods", menu=True,
                why_not=lambda: "" if len(self.list.marked) > 1 else _("Mark two or three methods first."),
            ),
            Action(
                "methods.uncompare", lambda: _("Compare none"), self.list.unmark, (NONE_KEY,), "x", "methods",
                why_not=lambda: "" if self.list.marked else _("Nothing is marked."),
            ),
            Action(
                "methods.more", lambda: _("More"), self._more, (MORE_KEY,), "ellipsis", "methods",
                remembered=False, why_not=any_method,
            ),
            Action(
                "methods.export", lambda: _("Export as one file"), self.export, icon="download", group="methods",
                menu=True, why_not=any_method,
            ),
            Action(
                "methods.remove", lambda: _("Put away"), self.remove, icon="archive", group="methods", menu=True,
                why_not=own,
            ),
            Action(
                "methods.new", lambda: _("Write a method of your own"), self.write_new, ("Ctrl+Shift+M",), "plus",
                "methods", why_not=writes,
            ),
        ]  # fmt: skip

    def finds(self) -> Sequence[Action]:
        """Every method, for the palette."""
        return [
            Action(
                f"method.{method.id}", lambda method=method: short_name(method),  # type: ignore[misc]
                lambda key=method.id: self.show_method(key), icon=hues.icon(hues.family(method.id, self.catalogue)),  # type: ignore[misc]
                group="methods", goes=True, place=lambda: _("method"), remembered=False,
            )
            for method in self.catalogue
        ]  # fmt: skip

    def _add_current(self) -> None:
        if self.list.current:
            self.add(self.list.current)

    # ---- focus ------------------------------------------------------------------------------------------------------

    def to_search(self) -> None:
        """Into the search field."""
        self.list.to_search()

    def to_main(self) -> None:
        """The focus goes to the list."""
        if self.pages.currentWidget() is self._editor and self._editor is not None:
            self._editor.to_first()
        else:
            self.list.field.setFocus()

    def _to_add(self) -> None:
        self.detail.add.setFocus(Qt.FocusReason.TabFocusReason)

    def regions(self) -> list[QWidget]:
        """Where F6 leads, in order."""
        page = self.pages.currentWidget()
        last = self.detail.add if page is self.detail or page is None else page
        return [self.list.field.line, self.list.view, last]
