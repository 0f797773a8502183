"""Read the configuration: `COMMONWARD_CONFIG` names a TOML file; `COMMONWARD_*` variables override it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonward.settings.in_words import in_words
from commonward.settings.model import Settings
from commonward.settings.toml_lines import line_of

PREFIX = "COMMONWARD_"
NESTED = "__"
NOT_SETTINGS = (PREFIX + "CONFIG", PREFIX + "TEST_", PREFIX + "API_")
"""Our own variables that name the file, the test servers and the service of a server process."""


Place = tuple[str | int, ...]
"""The keys that lead to a value."""


class SettingsError(Exception):
    """The configuration can't be used; the message says which value, where it came from and what is allowed."""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the validated settings.

    `COMMONWARD_MAIL__PORT=2525` sets `mail.port`; a blank variable sets nothing. Raises SettingsError with a line for
    each problem, which names the variable or the file's line.
    """
    environ = os.environ if environ is None else environ
    path = environ.get(PREFIX + "CONFIG")
    text = _read(Path(path)) if path else ""
    values = _parsed(path, text) if path else {}
    overridden = _override(values, environ)
    try:
        return Settings.model_validate(values, context=Path(path) if path else None)
    except ValidationError as error:
        source = path or "COMMONWARD_CONFIG is not set; deploy/regions/development.toml is for a first try"
        found = ((each["loc"], in_words(each)) for each in error.errors(include_input=False, include_url=False))
        lines = [f"{_where(place, path, text, overridden)}{message}" for place, message in found]
        raise SettingsError(f"configuration ({source}) is not usable:\n  " + "\n  ".join(lines)) from None


def _where(place: Place, path: str | None, text: str, overridden: Mapping[Place, str]) -> str:
    """Where a wrong value came from: the variable that set it, or the line of the file."""
    words = ".".join(map(str, place)) or "settings"
    name = next((name for set_by, name in overridden.items() if place[: len(set_by)] == set_by), None)
    if name is not None:
        return f"{name}: {words}: "
    return f"{path}:{line_of(text, place)}: {words}: " if path and place else f"{words}: "


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(f"configuration file {path} does not exist (COMMONWARD_CONFIG names it)") from None
    except OSError as error:
        raise SettingsError(f"configuration file {path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"configuration file {path} is not UTF-8: {error.reason}") from None


def _parsed(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"configuration file {path} is not valid TOML: {error}") from None


def _override(values: dict[str, Any], environ: Mapping[str, str]) -> dict[Place, str]:
    """Set what variables say, and return which of them has set which place."""
    overridden: dict[Place, str] = {}
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name.startswith(NOT_SETTINGS) or not text:
            continue
        *sections, key = name.removeprefix(PREFIX).lower().split(NESTED)
        target = values
        for section in sections:
            target = target.setdefault(section, {})
            if not isinstance(target, dict):
                raise SettingsError(f"{name} sets something in {section}, which is a value and no section")
        target[key] = text
        overridden[(*sections, key)] = name
    return overridden
