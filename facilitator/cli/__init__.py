"""The command line: the same library without a window, for scripts, for those who automate, and for tests.

One call is one command. It prints for people, or one JSON document with ``--json``; it exits 0 on success, 2 on a
user's mistake with one clear line, 1 on a failure of its own or the world's, 130 after Ctrl+C and 143 when told to end.
Progress goes to standard error.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from facilitator.cli.ending import Ended, Heard, tidily
from facilitator.session.errors import FacilitatorError, Rejected, Told
from facilitator.words import _, tell

MISTAKE, FAILURE, INTERRUPTED = 2, 1, 130


class Mistake(FacilitatorError):
    """A user's mistake in a command: one line, exit 2."""

    mistake = True


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of a page."""

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # Older Pythons take "--" for the end of the options even where it is one's value: --as=--
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def error(self, message: str) -> NoReturn:
        self.exit(
            MISTAKE, _("facilitator: {message}. See: {prog} --help").format(message=message, prog=self.prog) + "\n"
        )


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar; each command has its own help with an example."""
    from facilitator.cli import care, files, guide, paper, record, serve, talk

    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--library", metavar="FOLDER", type=_folder, help=_("the library's folder (default: your data folder)")
    )
    shared.add_argument("--json", action="store_true", help=_("print JSON on standard output"))
    parser = _Parser(
        prog="facilitator",
        description=_("The facilitator's instrument for social learning. Without a command the window opens."),
        parents=[shared],
    )
    from facilitator import __version__

    parser.add_argument("--version", action="version", version=f"facilitator {__version__}")
    parser.add_argument("--session", metavar="ID", help=_("open this session in the window"))
    parser.add_argument("--full-screen", action="store_true", help=_("open the window over the whole screen"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str, example: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name,
            help=words,
            description=words,
            epilog=_("Example: {example}").format(example=example),
            parents=[shared],
        )
        sub.set_defaults(run=run)
        return sub

    record.add_to(add)
    talk.add_to(add)
    guide.add_to(add)
    serve.add_to(add)
    files.add_to(add)
    paper.add_to(add)
    care.add_to(add)
    return parser


def _folder(named: str) -> str:
    """A folder's name. An empty one is what is left of a script's unset variable, and not the user's own library."""
    if not named.strip():
        raise argparse.ArgumentTypeError(_("the name of a folder is needed"))
    return named


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    heard = Heard()
    try:
        with tidily() as heard:
            code = _run(argv)
            sys.stdout.flush()
        return code
    except Rejected as error:
        return _say(error, MISTAKE)
    except FacilitatorError as error:
        return _say(error, MISTAKE if error.mistake else FAILURE)
    except Ended as end:
        return end.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        _silence_output()
        return FAILURE
    except OSError as error:
        # Files and the library word their own failures; what is left is the place our output goes to.
        _silence_output()
        if heard.code is not None:
            return heard.code
        told = FacilitatorError("The output could not be written ({why}).", why=error.strerror or str(error))
        return _say(told, FAILURE)
    except Exception:
        if heard.code is None:
            raise
        return heard.code


def _run(argv: Sequence[str]) -> int:
    _open_closed()
    speak_utf8(sys.stdout)
    speak_utf8(sys.stderr)
    if list(argv) == ["--version"]:
        # Asked by scripts again and again: no grammar is needed for it.
        from facilitator import __version__

        print(f"facilitator {__version__}")
        return 0
    parser = build_parser()
    args = parser.parse_args(_spared(argv))
    if not hasattr(args, "run"):
        parser.error(_("a command is needed"))
    code: int = args.run(args)
    return code


def _open_closed() -> None:
    """A stream that the caller closed becomes the one that swallows everything, so that nobody has to ask."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program


def _silence_output() -> None:
    """Nothing that still waits for standard output is tried again at the end, which would be a second complaint."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of a call, for the window's own."""
    return build_parser().parse_args(_spared(argv))


def _spared(argv: Sequence[str]) -> list[str]:
    """Arguments without lone surrogates: bytes that are no text become U+FFFD rather than a traceback later."""
    return [os.fsencode(word).decode("utf-8", "replace") for word in argv]


def speak_utf8(stream: TextIO) -> None:
    """People's words come in every script: what we print is UTF-8 wherever the stream can be told so."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def _say(error: Told, code: int) -> int:
    sentence = " ".join(tell(error.message, error.params).split())
    print(f"facilitator: {shown(sentence)}", file=sys.stderr)
    return code


def shown(text: str) -> str:
    """Text for a terminal: control and direction-changing characters are made visible and do nothing."""
    return "".join(_visible(ch) for ch in text)


def _visible(ch: str) -> str:
    code = ord(ch)
    if code < 0x20:
        return chr(0x2400 + code) if ch not in "\n\t" else ch
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or code in (0x200E, 0x200F, 0x061C) or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return "\ufffd"
    return ch
