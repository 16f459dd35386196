"""The style sheet: only for controls (buttons, fields, menus, scroll bars). Rows and cards are painted."""

from __future__ import annotations

from string import Template

from facilitator.ui.theme import Theme

_SHEET = Template("""
QToolTip { background: $raised; color: $primary; border: 1px solid $strong; padding: 4px 8px; }
QMainWindow, QDialog { background: $panel; }
#canvas { background: $canvas; }
#panel { background: $panel; }
#sunken { background: $sunken; }
QLabel { background: transparent; }

QPushButton {
  background: $panel; color: $primary; border: 1px solid $strong; border-radius: 6px;
  padding: 0 12px; min-height: ${control}px; font-weight: 500;
}
QPushButton:hover { background: $hover; border-color: $control_line; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { color: $disabled; border-color: $hairline; }
QPushButton[look="filled"] { background: $accent; color: $on; border-color: $accent; padding: 0 13px; }
QPushButton[look="filled"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="filled"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[look="filled"]:disabled { background: $sunken; color: $disabled; border-color: $sunken; }
QPushButton[look="danger"] { color: $danger; border-color: $danger_solid; }
QPushButton[look="quiet"] { background: transparent; border-color: transparent; color: $secondary; }
QPushButton[look="quiet"]:hover { background: $hover; color: $primary; }
QPushButton[look="link"] {
  background: transparent; border: none; color: $link; padding: 0 4px; min-height: ${small_control}px;
}
QPushButton[look="link"]:hover { color: $accent_pressed_text; text-decoration: underline; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { background: transparent; border: none; border-radius: 6px; padding: 4px; color: $secondary; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:open { background: $sunken; }
QToolButton:checked { background: $sunken; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: $panel; color: $primary; border: 1px solid $control_line; border-radius: 6px;
  padding: 0 11px; min-height: ${control}px;
  selection-background-color: $tint_strong; selection-color: $primary;
}
QPlainTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $focus; padding: 0 10px; }
QPlainTextEdit:focus { padding: 5px 7px; }
QLineEdit:disabled, QComboBox:disabled { color: $disabled; border-color: $hairline; }
QLineEdit[look="bare"] { border: none; background: transparent; padding: 0; }
QLineEdit[look="bare"]:focus { border: none; padding: 0; }
QComboBox { padding: 0 8px 0 11px; }
QComboBox:hover { border-color: $secondary; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
  background: $raised; color: $primary; border: 1px solid $strong; padding: 4px; outline: 0;
  selection-background-color: $tint; selection-color: $primary;
}

QMenu { background: $raised; color: $primary; border: 1px solid $strong; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $tint; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $hairline; margin: 6px 8px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar::handle:vertical { background: $strong; border-radius: 4px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: $control_line; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: $strong; border-radius: 4px; min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: none; background: transparent; }
QSplitter::handle { background: $hairline; }
QListWidget { background: transparent; border: none; outline: 0; }
""")


def sheet(theme: Theme) -> str:
    """The style sheet for a theme as it is now."""
    return _SHEET.substitute(
        canvas=theme.hex("surface.canvas"),
        panel=theme.hex("surface.panel"),
        sunken=theme.hex("surface.sunken"),
        raised=theme.hex("surface.raised"),
        hover=theme.hex("surface.hover"),
        primary=theme.hex("text.primary"),
        secondary=theme.hex("text.secondary"),
        disabled=theme.hex("text.disabled"),
        link=theme.hex("text.link"),
        hairline=theme.hex("line.hairline"),
        strong=theme.hex("line.strong"),
        control_line=theme.hex("line.control"),
        accent=theme.hex("accent.base"),
        accent_hover=theme.hex("accent.hover"),
        accent_pressed=theme.hex("accent.pressed"),
        accent_pressed_text=theme.hex("accent.hover"),
        on=theme.hex("accent.on"),
        tint=theme.hex("accent.tint"),
        tint_strong=theme.hex("accent.tint_strong"),
        focus=theme.hex("accent.focus"),
        danger=theme.hex("semantic.danger"),
        danger_solid=theme.hex("semantic.danger_solid"),
        control=theme.tall(theme.size("control_h")) - 2,
        small_control=theme.tall(24),
    )
