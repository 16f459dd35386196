"""A method of one's own, written: every field of its file as a form, and what is wrong said beside its field."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.errors import Rejected
from facilitator.session.interview import PURPOSE_WORDS, QUESTIONS
from facilitator.session.modalities import (
    FAMILIES,
    PRIOR,
    PURPOSES,
    SETTINGS,
    BadMethod,
    Modality,
    as_method,
    read_method,
)
from facilitator.ui.models.methods import energy_word, exchange_words, trust_word
from facilitator.ui.screens.method.parts import Column, PartRows
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.quiet import Trouble
from facilitator.words import _, tell

Keep = Callable[[Modality], None]
"""Keeps what was written; refuses by raising."""

_ACCESS = next(question.choices for question in QUESTIONS if question.id == "access")
_THINGS = next(question.choices for question in QUESTIONS if question.id == "has")
FORM_WIDTH = 720


def family_word(family: str) -> str:
    """The name of a family of methods, which gives the mark."""
    return {
        "video": _("film"),
        "role_play": _("rehearsal"),
        "discussion": _("talk"),
        "story": _("stories"),
        "reading": _("reading and writing"),
        "hands_on": _("doing"),
        "social_thread": _("in writing, over days"),
        "mentoring": _("two or three, one to one"),
    }.get(family, family)


def setting_word(setting: str) -> str:
    """A setting, short."""
    return {
        "in_person": _("In one room"),
        "online": _("Online"),
        "hybrid": _("Some here, some far"),
        "async": _("Spread over time"),
    }.get(setting, setting)


def level_words(name: str) -> list[tuple[int, str]]:
    """What the levels of a kind of field mean."""
    kinds: dict[str, list[tuple[int, str]]] = {
        "fit": [(0, _("not")), (1, _("a little")), (2, _("well")), (3, _("fully"))],
        "works": [(0, _("not")), (1, _("with effort")), (2, _("well")), (3, _("at its best"))],
        "helps": [(-2, _("hinders much")), (-1, _("hinders")), (0, _("no difference")), (1, _("helps")),
                  (2, _("helps much"))],
        "sign": [(-1, _("makes it harder")), (0, _("no difference")), (1, _("it helps there"))],
        "access": [(0, _("no hindrance")), (1, _("adaptable")), (2, _("hard"))],
    }  # fmt: skip
    return kinds[name]


class _Levels(QComboBox):
    """A level, in words."""

    def __init__(self, name: str, levels: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        for level, words in levels:
            self.addItem(words, level)

    def take(self, level: int) -> None:
        self.setCurrentIndex(max(self.findData(level), 0))

    @property
    def level(self) -> int:
        return int(self.currentData())


class MethodEditor(QScrollArea):
    """The form.

    Signals:
        left: it was left without keeping (what it held is still in it).
        kept: it was kept (the method's id).
    """

    left = Signal()
    kept = Signal(str)

    def __init__(self, theme: Theme, keep: Keep) -> None:
        super().__init__()
        self._theme, self._keep = theme, keep
        self.id = ""
        self._extra: dict[str, Any] = {}
        self._more_access: dict[str, int] = {}
        self._needs: list[list[str]] = []
        self._before: dict[str, Any] = {}
        self.fields: dict[str, QWidget] = {}
        self.troubles: dict[str, Trouble] = {}
        self._labels: dict[str, str] = {}
        self._maps: dict[str, dict[str, _Levels]] = {}
        self.setWidgetResizable(True)
        self.setProperty("ring", False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        page = QWidget()
        for ground in (page, self.viewport()):
            ground.setObjectName("panel")
            ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(page)
        outer.setContentsMargins(40, 20, 32, 32)
        holder = QWidget()
        holder.setMaximumWidth(round(FORM_WIDTH * max(theme.scale, 1)))
        outer.addWidget(holder, 40)
        outer.addStretch(1)
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._build()
        self.setWidget(page)

    # ---- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        self.title = Words(theme, _("A method of yours"), "title")
        head.addWidget(self.title, 1)
        cancel = Button(theme, _("Leave"), look="quiet", key="Esc")
        cancel.clicked.connect(self.leave)
        self.save = Button(theme, _("Keep"), look="filled", key="Ctrl+Return")
        self.save.clicked.connect(self.keep)
        head.addWidget(cancel)
        head.addWidget(self.save)
        self._column.addLayout(head)
        self.general = Trouble(theme)
        self._column.addWidget(self.general)
        self._line("name", _("Name"), _("Five minutes after handover"))
        self._line("verb", _("What people do with one another"), _("Tell each other what the night was like"))
        self._line("also_called", _("Also called"))
        self._pick("exchange", _("How much of it is an exchange"), [(n, exchange_words(n)) for n in (3, 2, 1)])
        self._pick("family", _("Its mark"), [(family, family_word(family)) for family in FAMILIES])
        self._section(_("What it is for"))
        self._levels("purposes", [(name, _(words)) for name, words in PURPOSE_WORDS if name in PURPOSES], "fit")
        self._text("good_for", _("Good for"))
        self._text("not_for", _("Not for"))
        self._section(_("For whom, and how long"))
        self._numbers("size", _("People"), (_("least"), _("best from"), _("best to"), _("most")))
        self._numbers("time", _("Minutes"), (_("least"), _("best from"), _("best to")))
        self._numbers("days", _("Days, where it is spread"), (_("least"), _("best from"), _("best to")))
        self._numbers("prep", _("Minutes to prepare"), ("",))
        self._pick("energy", _("Energy it asks"), [(n, energy_word(n)) for n in (1, 2, 3)])
        self._pair("trust", _("Trust it needs, and is comfortable with"))
        self._levels("settings", [(name, setting_word(name)) for name in SETTINGS], "works")
        self._pick("offline", _("Without a network"), level_words("works"))
        self._line("needs", _("What must be there"), _("pens, tables / floor space"))
        self._section(_("What changes it"))
        words = {"new": _("New to the topic"), "mixed": _("Some know it"), "experienced": _("They know it well")}
        self._levels("prior", [(name, words[name]) for name in PRIOR], "helps")
        self._pick("power", _("Where rank differs"), level_words("sign"))
        self._pick("conf", _("Where it must stay in the room"), level_words("sign"))
        self._levels("access", [(one.value, _(one.words)) for one in _ACCESS], "access")
        self._text("access_notes", _("So that everybody can"))
        self._text("safety", _("Safety"))
        self._section(_("How it runs"))
        self._text("prepare", _("Prepare, one thing a line"))
        self._line("run", _("The running order in short"), _("40 min, trios"))
        self._parts(
            "steps", _("Running order"), _("Another step"),
            [Column("start", _("from"), 0, 56), Column("end", _("to"), 0, 56),
             Column("facilitator", _("facilitator says and does"), 5, 120),
             Column("participants", _("people do"), 4, 100), Column("capture", _("captured"), 2, 72)],
        )  # fmt: skip
        self._text("prompts", _("Questions to ask, one a line"))
        self._text("debrief", _("Questions for afterwards, one a line"))
        self._parts(
            "failures", _("When it goes wrong"), _("Another sign"),
            [Column("sign", _("sign"), 1, 120), Column("remedy", _("remedy"), 1, 120)],
        )  # fmt: skip
        self._section(_("Where it comes from"))
        self._text("observational_learning", _("Why one learns from it"))
        self._text("fit", _("Where it fits"))
        self._line("followed_by", _("What may follow"))
        self._line("source", _("Source"))
        self._line("licence", _("Licence"))
        self._column.addStretch()

    def _section(self, words: str) -> None:
        self._column.addSpacing(18)
        self._column.addWidget(Words(self._theme, words, "title_small"))

    def _row(self, name: str, label: str, field: QWidget, *, buddy: QWidget | None = None) -> None:
        words = Words(self._theme, label, "small", "text.secondary")
        words.setBuddy(buddy or field)
        words.setContentsMargins(0, 6, 0, 0)
        self._column.addWidget(words)
        self._column.addWidget(field)
        trouble = Trouble(self._theme)
        self._column.addWidget(trouble)
        self.fields[name], self.troubles[name], self._labels[name] = field, trouble, label

    def _line(self, name: str, label: str, hint: str = "") -> None:
        field = QLineEdit()
        field.setAccessibleName(label)
        field.setPlaceholderText(hint)
        field.setFont(self._theme.font("body"))
        self._row(name, label, field)

    def _text(self, name: str, label: str) -> None:
        field = QPlainTextEdit()
        field.setAccessibleName(label)
        field.setTabChangesFocus(True)
        field.setFont(self._theme.font("body"))
        field.setFixedHeight(self._theme.line("body") * 3 + 16)
        self._row(name, label, field)

    def _pick(self, name: str, label: str, choices: Sequence[tuple[Any, str]]) -> None:
        field = QComboBox()
        field.setAccessibleName(label)
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(12)
        for value, words in choices:
            field.addItem(words, value)
        self._row(name, label, field)

    def _numbers(self, name: str, label: str, parts: Sequence[str]) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        fields = []
        for at, part in enumerate(parts):
            field = QLineEdit()
            field.setAccessibleName(f"{label}, {part}" if part else label)
            field.setMaximumWidth(round(104 * self._theme.scale))
            field.setMaxLength(9)
            field.setFont(self._theme.figures("body"))
            if part:
                grid.addWidget(Words(self._theme, part, "caption", "text.secondary"), 0, at)
            grid.addWidget(field, 1, at)
            fields.append(field)
        grid.setColumnStretch(len(parts), 1)
        holder.setProperty("numbers", True)
        self._row(name, label, holder, buddy=fields[0])

    def _pair(self, name: str, label: str) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        levels = [(n, trust_word(n)) for n in (1, 2, 3)]
        boxes = [_Levels(_("Trust it needs"), levels), _Levels(_("Trust it is comfortable with"), levels)]
        for box in boxes:
            row.addWidget(box, 1)
        row.addStretch(1)
        self._row(name, label, holder, buddy=boxes[0])

    def _levels(self, name: str, choices: Sequence[tuple[str, str]], kind: str) -> None:
        labels = {
            "purposes": _("Purposes"),
            "settings": _("Where it works"),
            "prior": _("What people know already"),
            "access": _("For whom it is hard"),
        }
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        wide = self._theme.scale < 1.25
        self._maps[name] = {}
        for number, (value, words) in enumerate(choices):
            box = _Levels(f"{labels[name]}: {words}", level_words(kind))
            line, at = (number // 2, number % 2 * 2) if wide else (number, 0)
            grid.addWidget(Words(self._theme, words, "small", wraps=True), line, at)
            grid.addWidget(box, line, at + 1)
            grid.setColumnStretch(at, 3)
            grid.setColumnStretch(at + 1, 2)
            self._maps[name][value] = box
        self._row(name, labels[name], holder, buddy=next(iter(self._maps[name].values())))

    def _parts(self, name: str, label: str, add: str, columns: Sequence[Column]) -> None:
        self._row(name, label, PartRows(self._theme, label, columns, add))

    # ---- what it holds ----------------------------------------------------------------------------------------------

    def write(self, method: Modality | None, key: str) -> None:
        """Begin: with a method to change or to copy, or with nothing. ``key`` is the id it will have."""
        self.id = key
        data = as_method(method) if method is not None else _empty()
        data["id"] = key
        self._extra = dict(method.extra) if method is not None else {}
        known_access = set(self._maps["access"])
        self._more_access = {name: level for name, level in data["access"].items() if name not in known_access}
        self._put(data)
        self._before = self.data()
        for trouble in (*self.troubles.values(), self.general):
            trouble.say("")
        self.verticalScrollBar().setValue(0)

    def _put(self, data: Mapping[str, Any]) -> None:
        for name, field in self.fields.items():
            value = data.get(name)
            if name in self._maps:
                for key, box in self._maps[name].items():
                    box.take(int(value.get(key, 0)) if isinstance(value, Mapping) else 0)
            elif name == "needs":
                assert isinstance(field, QLineEdit)
                self._needs = [list(choice) for choice in value or []]
                field.setText(needs_text(self._needs))
            elif isinstance(field, PartRows):
                field.put(value or [])
            elif isinstance(field, QLineEdit):
                field.setText(str(value or ""))
                field.setCursorPosition(0)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText("\n".join(value) if isinstance(value, list) else str(value or ""))
            elif isinstance(field, QComboBox):
                if field.findData(value) < 0 and isinstance(value, str) and value:
                    field.addItem(value, value)
                field.setCurrentIndex(max(field.findData(value), 0))
            elif field.property("numbers"):
                values = value if isinstance(value, list) else [] if value is None else [value]
                for at, line in enumerate(field.findChildren(QLineEdit)):
                    line.setText(str(values[at]) if at < len(values) else "")
            else:
                for at, box in enumerate(field.findChildren(_Levels)):
                    box.take(value[at] if value else 1)

    def data(self) -> dict[str, Any]:
        """What stands in the form, as the values of a method's file; what is no number stays as it was typed."""
        found: dict[str, Any] = {"format": "facilitator-method", "version": 1, "id": self.id}
        for name, field in self.fields.items():
            if name in self._maps:
                found[name] = {key: box.level for key, box in self._maps[name].items()}
            elif name == "needs":
                assert isinstance(field, QLineEdit)
                same = field.text() == needs_text(self._needs)
                found[name] = self._needs if same else needs_of(field.text())
            elif isinstance(field, PartRows):
                rows = field.values()
                found[name] = [_step(row) for row in rows] if name == "steps" else rows
            elif isinstance(field, QLineEdit):
                found[name] = field.text().strip()
            elif isinstance(field, QPlainTextEdit):
                text = field.toPlainText()
                lines = [line.strip() for line in text.splitlines() if line.strip()]
                found[name] = lines if name in ("prepare", "prompts", "debrief") else text.strip()
            elif isinstance(field, QComboBox):
                found[name] = field.currentData()
            elif field.property("numbers"):
                found[name] = _numbers(name, [line.text().strip() for line in field.findChildren(QLineEdit)])
            else:
                found[name] = [box.level for box in field.findChildren(_Levels)]
        found["access"] = {name: level for name, level in found["access"].items() if level} | self._more_access
        return {**found, **self._extra}

    @property
    def changed(self) -> bool:
        """Whether something was written since it began."""
        return bool(self.id) and self.data() != self._before

    # ---- keeping ----------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep it; what is wrong is said beside its field, and nothing is lost."""
        for trouble in (*self.troubles.values(), self.general):
            trouble.say("")
        data = self.data()
        try:
            method = read_method(data, own=True)
            self._keep(method)
        except BadMethod as error:
            self._refuse(error, data)
        except Rejected as error:
            self.general.say(tell(error.message, error.params))
        else:
            self._before = data
            self.kept.emit(self.id)

    def _refuse(self, error: BadMethod, data: Mapping[str, Any]) -> None:
        name = str(error.params.get("field", ""))
        if name not in self.fields:
            name = "name" if not data["name"] else "purposes"
        words = tell(error.message, {**error.params, "field": self._labels[name]})
        self.troubles[name].say(words.replace(_("Nothing was added."), "").strip())
        field = self.fields[name]
        first = field if field.focusPolicy() != Qt.FocusPolicy.NoFocus else _first_within(field)
        self.ensureWidgetVisible(self.troubles[name], 0, 80)
        self.ensureWidgetVisible(field, 0, 40)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Back to the method; what was written stays here."""
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves, Ctrl+Enter keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.keep()
        else:
            super().keyPressEvent(event)

    def called(self, name: str) -> None:
        """Propose a name, marked to be typed over."""
        field = self.fields["name"]
        assert isinstance(field, QLineEdit)
        field.setText(name)
        field.selectAll()

    def to_first(self) -> None:
        """The focus goes to the name."""
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)


def _first_within(field: QWidget) -> QWidget:
    return next(
        (child for child in field.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus), field
    )


def _empty() -> dict[str, Any]:
    """A method with nothing said yet: the values most methods have."""
    return {
        **as_method(Modality(id="new", name="new")),
        "name": "",
        "days": None,
        "exchange": 3,
        "settings": {"in_person": 3, "online": 2},
    }


def _number(text: str) -> object:
    """A whole number, or what was typed instead, for the refusal."""
    return int(text) if text.isdecimal() else text


def _numbers(name: str, typed: Sequence[str]) -> object:
    if name == "prep":
        return _number(typed[0]) if typed[0] else 0
    if name == "days" and not any(typed):
        return None
    return [_number(text) for text in typed]


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    """A step: minutes as numbers where both are, otherwise words such as *day 2*."""
    start, end = str(row.get("start", "")), str(row.get("end", ""))
    if start.isdecimal() and end.isdecimal():
        return {**row, "start": int(start), "end": int(end)}
    return {**row, "start": start, "end": end}


def needs_text(needs: Sequence[Sequence[str]]) -> str:
    """What must be there, as one line: alternatives with a stroke between them, several with commas."""
    names = {one.value: _(one.words) for one in _THINGS}
    return ", ".join(" / ".join(names.get(word, word) for word in choice) for choice in needs)


def needs_of(text: str) -> list[list[str]]:
    """The line back; words of the guide become its values, other words stay."""
    values = {_(one.words).casefold(): one.value for one in _THINGS}
    found = []
    for part in text.split(","):
        choice = [word.strip() for word in part.split("/")]
        made = [values.get(word.casefold()) or values.get(f"a {word.casefold()}") or word for word in choice if word]
        if made:
            found.append(made)
    return found


def content_of(method: Modality) -> str:
    """A method as the text of its file."""
    return json.dumps(as_method(method), ensure_ascii=False)
