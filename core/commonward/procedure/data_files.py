"""A plugin's TOML files. What can't be used is refused at load with file, line, place and reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonward.procedure.unusable import UnusableProcedure
from commonward.settings.toml_lines import line_of

_AT_LINE = re.compile(r"(?P<reason>.*) \(at line (?P<line>\d+), .*\)")


class BadData(UnusableProcedure):
    """A plugin's data file can't be used; the message names the file, the line, the place and the reason."""


class Misplaced(ValueError):
    """A fault of data that only its parts together show; `place` leads to the part."""

    def __init__(self, message: str, *place: str | int) -> None:
        super().__init__(message)
        self.place = place


def read_toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it says. Raises BadData."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadData(f"{path.name}: can't be read: {error.strerror}") from None
    try:
        text = raw.decode("utf-8")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadData(f"{path.name}:{line}: is not UTF-8: {error.reason}") from None
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path.name}:{_stopped(str(error), text)}") from None


def refused(path: Path, text: str, error: ValidationError, *, within: tuple[str, ...] = (), whole: str) -> BadData:
    """What a validation has found first; `within` leads from the file to what was validated, `whole` is its name."""
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    place = (*within, *first["loc"], *(cause.place if isinstance(cause, Misplaced) else ()))
    return misplaced(path, text, Misplaced(first["msg"].removeprefix("Value error, "), *place), whole=whole)


def misplaced(path: Path, text: str, fault: Misplaced, *, whole: str) -> BadData:
    """A fault with the line on which its place begins."""
    place = ".".join(map(str, fault.place)) or whole
    return BadData(f"{path.name}:{line_of(text, fault.place)}: {place}: {fault}")


def _stopped(message: str, text: str) -> str:
    """Where the reader of TOML stopped, and why; at the end of the file it names no line."""
    found = _AT_LINE.fullmatch(message)
    if found:
        return f"{found['line']}: {found['reason']}"
    return f"{len(text.splitlines())}: {message}"
