"""Where in a plugin's code a function stands or an error arose, in one line: plugin, file, line and what went wrong."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonward.procedure.unusable import UnusableProcedure


def place_of(function: Any) -> str:
    """The file and line of a function, such as `commonward_harbour/edition_1/__init__.py:24`."""
    package, code = _package(function.__module__), getattr(function, "__code__", None)
    return _place(package, code.co_filename, code.co_firstlineno) if code else package


def broken(error: Exception, plugins: Mapping[str, str]) -> UnusableProcedure:
    """What a plugin's own code raised. `plugins` are their codes by their packages."""
    found = _raised_in(error, plugins)
    if found is None:
        return UnusableProcedure(f"{', '.join(plugins.values())}: {in_words(error)}")
    package, place = found
    return UnusableProcedure(f"{plugins[package]}: {place}: {in_words(error)}")


def raised_at(error: Exception, packages: Collection[str]) -> str:
    """`file:line: ` of the plugins' code that an error came through last; nothing, where it came through none."""
    found = _raised_in(error, packages)
    return f"{found[1]}: " if found else ""


def in_words(error: Exception) -> str:
    """The kind of an error and what it says, on one line."""
    if isinstance(error, ValidationError):
        wrong = error.errors(include_url=False)[0]
        return f"{error.title}: {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}; it is {wrong['input']!r}"
    return " ".join(f"{type(error).__name__}: {error}".split())


def _raised_in(error: Exception, packages: Collection[str]) -> tuple[str, str] | None:
    if isinstance(error, SyntaxError) and error.filename:
        package = next((part for part in Path(error.filename).parts if part in packages), None)
        return (package, _place(package, error.filename, error.lineno or 1)) if package else None
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        package = _package(frame.f_globals.get("__name__", ""))
        if package in packages:
            return package, _place(package, frame.f_code.co_filename, line)
    return None


def _package(module: str) -> str:
    return module.partition(".")[0]


def _place(package: str, filename: str, line: int) -> str:
    parts = Path(filename).parts
    inside = parts[parts.index(package) :] if package in parts else parts[-1:]
    return f"{'/'.join(inside)}:{line}"
