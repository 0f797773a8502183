"""Read the configuration: `COMMONWARD_CONFIG` names a TOML file; `COMMONWARD_*` variables override it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonward.settings.model import Settings

PREFIX = "COMMONWARD_"
NESTED = "__"
NOT_SETTINGS = (PREFIX + "CONFIG", PREFIX + "TEST_", PREFIX + "API_")
"""Variables of ours that name the file, the test servers and the service of a server process."""


class SettingsError(Exception):
    """The configuration can't be used; the message says which value, where it came from and what is allowed."""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the validated settings.

    `COMMONWARD_MAIL__PORT=2525` sets `mail.port`; a blank variable sets nothing. Raises SettingsError with a line for
    each problem.
    """
    environ = os.environ if environ is None else environ
    path = environ.get(PREFIX + "CONFIG")
    values = _read(Path(path)) if path else {}
    _override(values, environ)
    try:
        return Settings.model_validate(values, context=Path(path) if path else None)
    except ValidationError as error:
        source = path or "COMMONWARD_CONFIG is not set; deploy/regions/development.toml is for a first try"
        lines = [f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors(include_input=False)]
        raise SettingsError(f"configuration ({source}) is not usable:\n  " + "\n  ".join(lines)) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"configuration file {path} does not exist (COMMONWARD_CONFIG names it)") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"configuration file {path} is not valid TOML: {error}") from None


def _override(values: dict[str, Any], environ: Mapping[str, str]) -> None:
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name.startswith(NOT_SETTINGS) or not text:
            continue
        *sections, key = name.removeprefix(PREFIX).lower().split(NESTED)
        target = values
        for section in sections:
            target = target.setdefault(section, {})
        target[key] = text
