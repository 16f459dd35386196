"""What a person chose, in sections; saved as it is changed, with the time it was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator import tasks
from facilitator.session.errors import Told
from facilitator.session.ports import wall_clock
from facilitator.settings import REPORT_ACCENT, ROOM_RULES, Settings
from facilitator.ui import shown, times
from facilitator.ui.agreed import rule_word
from facilitator.ui.messages import Messages, worded
from facilitator.ui.services import Services
from facilitator.ui.setting_names import NamedSetting
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Choice, Hairline, Words
from facilitator.words import _, ngettext

FORM_WIDTH = 936
LABEL_WIDTH = 264


class SettingsScreen(QWidget):
    """The page *Settings*.

    Signals:
        introduction_asked, keys_asked: the buttons under *Help and about*.
    """

    introduction_asked = Signal()
    keys_asked = Signal()

    def __init__(self, services: Services, theme: Theme, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services, self._theme, self._messages = services, theme, messages
        self._saved_labels: list[tuple[QLabel, Words]] = []
        self._saved_ms = 0
        self._named: list[tuple[NamedSetting, int, QWidget]] = []
        self._titles: list[str] = []
        self._news: dict[str, object] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(400)
        self._pause.timeout.connect(self._save_now)
        self._next = services.settings
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        side = QWidget()
        side.setObjectName("canvas")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(round(264 * min(theme.scale, 1.4)))
        self._side = side
        self._sections = QVBoxLayout(side)
        self._sections.setContentsMargins(12, 20, 12, 12)
        self._sections.setSpacing(0)
        heading = Words(theme, _("Settings"), "title")
        heading.setContentsMargins(12, 0, 0, 12)
        self._sections.addWidget(heading)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.pages = QStackedWidget()
        row.addWidget(side)
        row.addWidget(Hairline(theme, upright=True))
        row.addWidget(self.pages, 1)
        self._buttons: list[tuple[QPushButton, str]] = []
        self._section("sliders-horizontal", _("How we work"), self._how_we_work)
        self._section("sun-moon", _("Look"), self._look)
        self._section("file-text", _("Reports"), self._reports)
        self._section("database", _("Library and backups"), self._library)
        self._section("info", _("Help and about"), self._about)
        self._sections.addStretch()
        self._buttons[0][0].setChecked(True)
        theme.changed.connect(self._restyle)
        self._restyle()

    # ---- building -----------------------------------------------------------------------------------------------

    def _section(self, icon: str, title: str, fill: Callable[[QVBoxLayout], None]) -> None:
        theme = self._theme
        button = QPushButton(f" {title}")
        button.setAccessibleName(title)
        button.setCheckable(True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        place = len(self._buttons)
        self._titles.append(title)
        button.clicked.connect(lambda: self.pages.setCurrentIndex(place))
        self._group.addButton(button)
        self._buttons.append((button, icon))
        self._sections.addWidget(button)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        for ground in (page, area.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setMaximumWidth(round((FORM_WIDTH + 112) * min(theme.scale, 1.4)))
        column = QVBoxLayout(page)
        column.setContentsMargins(56, 26, 56, 32)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Words(theme, title, "heading"), 1)
        mark, saved = QLabel(), Words(theme, "", "small", "semantic.success")
        self._saved_labels.append((mark, saved))
        head.addWidget(mark)
        head.addSpacing(4)
        head.addWidget(saved)
        column.addLayout(head)
        column.addSpacing(16)
        fill(column)
        column.addStretch()
        area.setWidget(page)
        self.pages.addWidget(area)

    def _row(
        self, column: QVBoxLayout, label: str, help_line: str, *controls: QWidget, buddy: QWidget | None = None
    ) -> None:
        theme = self._theme
        setting = NamedSetting(label, help_line, self._titles[-1])
        self._named.append((setting, len(self._titles) - 1, buddy or controls[-1]))
        column.addWidget(Hairline(theme))
        row = QHBoxLayout()
        row.setContentsMargins(0, 16, 0, 16)
        row.setSpacing(32)
        names = QVBoxLayout()
        names.setSpacing(2)
        name = Words(theme, label, "body_strong", wraps=True)
        if buddy is not None:
            name.setBuddy(buddy)
        names.addWidget(name)
        if help_line:
            names.addWidget(Words(theme, help_line, "small", "text.secondary", wraps=True))
        holder = QWidget()
        holder.setLayout(names)
        names.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(round(LABEL_WIDTH * min(theme.scale, 1.4)))
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(6)
        for control in controls:
            if isinstance(control, Choice | QPushButton):
                side.addWidget(control, 0, Qt.AlignmentFlag.AlignLeading)
            else:
                side.addWidget(control)
        row.addLayout(side, 1)
        column.addLayout(row)

    def _how_we_work(self, column: QVBoxLayout) -> None:
        self.learning = QPlainTextEdit(self._services.settings.learning_statement)
        self.learning.setAccessibleName(_("What we mean by learning here"))
        self.learning.setTabChangesFocus(True)
        self.learning.setFixedHeight(self._theme.tall(64))
        self.learning.textChanged.connect(self._learning_typed)
        self.agreed = QLineEdit(self._services.settings.learning_agreed)
        self.agreed.setAccessibleName(_("Who agreed on it, and when it is looked at again"))
        self.agreed.setPlaceholderText(_("Agreed by whom and when; looked at again when"))
        self.agreed.setMaxLength(200)
        self.agreed.textEdited.connect(lambda text: self._change(learning_agreed=text))
        self._row(
            column,
            _("What we mean by learning here"),
            _("Printed on plans and on the cover of every report."),
            self.learning,
            self.agreed,
            buddy=self.learning,
        )
        self.room_rule = Choice(
            self._theme,
            _("Rule of the room"),
            [(rule, rule_word(rule)) for rule in ROOM_RULES],
            self._services.settings.room_rule,
        )
        self.room_rule.chosen.connect(lambda value: self._change(room_rule=value))
        self._row(
            column,
            _("Rule of the room"),
            _("The first choice for a new session."),
            self.room_rule,
            Words(self._theme, _("Stories are printed only with their teller’s leave."), "small", "text.secondary"),
        )
        self.organisation = QLineEdit(self._services.settings.organisation)
        self.organisation.setAccessibleName(_("Organisation"))
        self.organisation.setMaxLength(200)
        self.organisation.textEdited.connect(lambda text: self._change(organisation=text))
        self._row(
            column,
            _("Organisation"),
            _("Stands on the cover; empty leaves it out."),
            self.organisation,
            buddy=self.organisation,
        )
        self.lens = QCheckBox(_("Collaborative Leader Action Model"))
        self.lens.setChecked(self._services.settings.lens == "clam")
        self.lens.clicked.connect(lambda on: self._change(lens="clam" if on else ""))
        told = _("Pontefract, 2013: connect, consider, communicate, create, confirm, congratulate.")
        self._row(
            column,
            _("Lenses"),
            _("Other people’s models, named as theirs. Off until somebody asks for one."),
            self.lens,
            Words(self._theme, told, "small", "text.secondary", wraps=True),
        )

        self.coach = QCheckBox(_("Look along while a session runs"))
        self.coach.setChecked(self._services.settings.coach)
        self.coach.clicked.connect(lambda on: self._change(coach=on))
        told = _("A quiet line while a session runs, with its reason; never twice the same.")
        self._row(column, _("Coach"), told, self.coach)

    def _learning_typed(self) -> None:
        text = self.learning.toPlainText()[:1000]
        if text != self._next.learning_statement:
            self._change(learning_statement=text)

    def _look(self, column: QVBoxLayout) -> None:
        chosen = self._services.settings
        self.theme_choice = Choice(
            self._theme,
            _("Light or dark"),
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            chosen.theme,
        )
        self.theme_choice.chosen.connect(lambda value: self._change(theme=value))
        self._row(column, _("Light or dark"), _("Follows the system unless chosen."), self.theme_choice)
        sizes = [("1.0", "100 %"), ("1.25", "125 %"), ("1.5", "150 %"), ("1.75", "175 %"), ("2.0", "200 %")]
        now = min((value for value, _w in sizes), key=lambda value: abs(float(value) - chosen.text_scale))
        self.text_size = Choice(self._theme, _("Text size"), sizes, now)
        self.text_size.chosen.connect(lambda value: self._change(text_scale=float(value)))
        self._row(column, _("Text size"), _("Beside the system's own."), self.text_size)

    def _reports(self, column: QVBoxLayout) -> None:
        chosen = self._services.settings
        self.names = Choice(
            self._theme,
            _("People appear as"),
            [("full", _("Names")), ("initials", _("Initials")), ("none", _("Anonymous"))],
            chosen.names,
        )
        self.names.chosen.connect(lambda value: self._change(names=value))
        self._row(
            column,
            _("People appear as"),
            _("The first choice for a new report. Whoever did not agree to be named is “a participant”."),
            self.names,
        )
        self.paper = Choice(self._theme, _("Paper"), [("a4", _("A4")), ("letter", _("Letter"))], chosen.paper)
        self.paper.chosen.connect(lambda value: self._change(paper=value))
        self._row(column, _("Paper"), "", self.paper)
        self.accent = QLineEdit(chosen.report_accent)
        self.accent.setAccessibleName(_("Accent colour"))
        self.accent.setMaxLength(7)
        self.accent.setFixedWidth(140)
        self.accent.textEdited.connect(self._accent_typed)
        self._accent_line = Words(self._theme, "", "small", "text.secondary", wraps=True)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._swatch = QLabel()
        self._swatch.setFixedSize(20, 20)
        row.addWidget(self._swatch)
        row.addWidget(self.accent)
        row.addStretch()
        self._row(
            column,
            _("Accent colour"),
            _("Your organisation's colour, for headings of reports."),
            holder,
            self._accent_line,
            buddy=self.accent,
        )
        self._show_accent(chosen.report_accent)

    def _accent_typed(self, text: str) -> None:
        colour = text.strip() or REPORT_ACCENT
        if len(colour) == 7 and colour.startswith("#") and QColor.isValidColorName(colour):
            self._accent_line.setText("")
            self._show_accent(colour)
            self._change(report_accent=colour)
        else:
            self._accent_line.setText(_("A colour is written as # and six digits, such as #1D6B4A."))

    def _show_accent(self, colour: str) -> None:
        self._swatch.setStyleSheet(f"background: {colour}; border-radius: 4px;")

    def _library(self, column: QVBoxLayout) -> None:
        theme = self._theme
        where = Words(theme, shown.one_line(str(self._services.library)), "body", wraps=True)
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        show = Button(theme, _("Show the folder"), icon="folder-open")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.library))))
        notes = [Words(theme, text, "small", "semantic.warning", wraps=True) for text in self._services.warnings]
        if self._services.read_only:
            notes.append(Words(theme, self._services.read_only, "small", "semantic.warning", wraps=True))
        self._row(column, _("The library"), _("Everything that was said is kept in this folder."), where, *notes, show)
        self.backup_line = Words(theme, "", "body", wraps=True)
        self.backup_button = Button(theme, _("Back up now"), icon="save")
        self.backup_button.clicked.connect(lambda: tasks.start(self._back_up(), "back up", self._failed))
        self._row(
            column,
            _("Backups"),
            _("Made by themselves while you work, thinned as they grow old."),
            self.backup_line,
            self.backup_button,
        )
        self.check_line = Words(theme, _("Reads every fact and compares it with its sum."), "body", wraps=True)
        self.check_button = Button(theme, _("Check the record"), icon="shield-check")
        self.check_button.clicked.connect(lambda: tasks.start(self._check(), "check", self._failed))
        self._row(column, _("Is everything whole?"), "", self.check_line, self.check_button)

    def _about(self, column: QVBoxLayout) -> None:
        theme = self._theme
        introduction = Button(theme, _("Read the introduction"), icon="circle-help")
        introduction.clicked.connect(self.introduction_asked)
        self._row(
            column,
            _("What learning from each other is"),
            _("Two minutes: an example, a counter-example, and ten sentences."),
            introduction,
        )
        keys = Button(theme, _("Show every key"), icon="keyboard", key="F1")
        keys.clicked.connect(self.keys_asked)
        self._row(column, _("Keys"), _("Everything can be done without the mouse."), keys)
        self._row(
            column,
            "Facilitator",
            _("The facilitator's instrument for social learning."),
            Words(theme, _("Version {version}").format(version=self._services.version)),
            Words(theme, _("Free software under the MIT licence."), "small", "text.secondary"),
        )
        show = Button(theme, _("Show the log"), icon="folder-open")
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._services.logs))))
        self._row(column, _("The log"), _("What the program did, without anybody's words."), show)

    def _restyle(self) -> None:
        theme = self._theme
        self._side.setFixedWidth(round(264 * min(theme.scale, 1.4)))
        align = "right" if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else "left"
        for button, icon in self._buttons:
            button.setIcon(theme.icon(icon, "text.secondary", 20))
            button.setIconSize(QSize(20, 20))
            button.setFont(theme.font("body"))
            button.setStyleSheet(
                f"QPushButton {{ text-align: {align}; border: none; border-radius: 6px; padding: 0 12px;"
                f" min-height: {theme.tall(40)}px; background: transparent; color: {theme.hex('text.secondary')};"
                " font-weight: 400; }"
                f"QPushButton:hover {{ background: {theme.hex('surface.hover')}; }}"
                f"QPushButton:checked {{ background: {theme.hex('accent.tint')}; color: {theme.hex('accent.base')};"
                " font-weight: 600; }"
            )
        self._say_saved()

    # ---- saving -------------------------------------------------------------------------------------------------

    def _change(self, **news: object) -> None:
        self._news.update(news)
        self._next = replace(self._next, **news)  # type: ignore[arg-type]
        if "theme" in news or "text_scale" in news:
            self._theme.choose(self._next.theme, self._next.text_scale)
        self._pause.start()

    def _save_now(self) -> None:
        # Only what was changed here: elsewhere other choices may have been made meanwhile.
        news, self._news = self._news, {}
        chosen = replace(self._services.settings, **news)  # type: ignore[arg-type]
        tasks.start(self._save(chosen), "save the settings", self._not_saved)

    async def _save(self, chosen: Settings) -> None:
        await self._services.save_settings(chosen)
        self._saved_ms = wall_clock()
        self._say_saved()

    def _not_saved(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            self._failed(error)
            return
        self._messages.warn(
            _("The settings could not be written. They hold until the program is closed. Is the disk full?")
        )

    def flush(self) -> None:
        """Save what is still waiting: for the end of the program."""
        if self._pause.isActive():
            self._pause.stop()
            self._save_now()

    def _say_saved(self) -> None:
        for mark, saved in self._saved_labels:
            saved.setVisible(bool(self._saved_ms))
            mark.setVisible(bool(self._saved_ms))
            if self._saved_ms:
                saved.setText(_("Saved {time}").format(time=times.clock(self._saved_ms)))
                ratio = self.devicePixelRatioF()
                mark.setPixmap(self._theme.pixmap("circle-check", "semantic.success", 16, ratio))

    # ---- finding a setting ------------------------------------------------------------------------------------------

    def named(self) -> list[NamedSetting]:
        """Every setting by its name."""
        return [setting for setting, _section, _control in self._named]

    def show_named(self, name: str) -> None:
        """Show a setting, and put the focus into it."""
        for setting, section, control in self._named:
            if setting.name == name:
                self._buttons[section][0].setChecked(True)
                self.pages.setCurrentIndex(section)
                area = self.pages.widget(section)
                if isinstance(area, QScrollArea):
                    area.ensureWidgetVisible(control, 0, 80)
                control.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # ---- care ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Say when the last backup was made."""
        tasks.start(self._last_backup(), "list the backups", self._failed)

    async def _last_backup(self) -> None:
        backups = [one for one in await self._services.backups() if one.good]
        if not backups:
            self.backup_line.setText(_("There is none yet."))
            return
        newest = max(backups, key=lambda one: one.at)
        words = ngettext(
            "{count} backup, the last one {day}, {time}", "{count} backups, the last one {day}, {time}", len(backups)
        )
        self.backup_line.setText(
            words.format(count=len(backups), day=times.long_day(newest.at), time=times.clock(newest.at))
        )

    async def _back_up(self) -> None:
        self.backup_button.setEnabled(False)
        try:
            file = await self._services.back_up()
        finally:
            self.backup_button.setEnabled(True)
        self._messages.say(_("Backed up as {name}").format(name=shown.isolated(file.name)))
        await self._last_backup()

    async def _check(self) -> None:
        self.check_button.setEnabled(False)
        self.check_line.setText(_("Reading everything"))
        try:
            found = await self._services.check(lambda share, words: None)
        finally:
            self.check_button.setEnabled(True)
        if found.ok:
            facts = ngettext("{count} fact", "{count} facts", found.facts).format(count=found.facts)
            self.check_line.setText(_("Everything is whole: {facts} were read.").format(facts=facts))
        else:
            count = len(found.problems)
            words = ngettext(
                "{count} place is damaged. What is whole was kept; the command “facilitator check” names it.",
                "{count} places are damaged. What is whole was kept; the command “facilitator check” names them.",
                count,
            )
            self.check_line.setText(words.format(count=count))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Told):
            raise error
        self._messages.warn(worded(error))
