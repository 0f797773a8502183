"""Tools as TOML files. What can't be used is refused at load with file, line and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from commonward.procedure.register import BadData
from commonward.procedure.toml_lines import line_of
from commonward.procedure.tools import Misplaced, Tool

_TOOL: TypeAdapter[Tool] = TypeAdapter(Tool)


def load_tool(path: Path) -> Tool:
    """Read a tool from TOML. Raises BadData with file, line, place and reason."""
    try:
        text = path.read_text(encoding="utf-8")
        return _TOOL.validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadData(f"{path.name}: {error}") from None
    except ValidationError as error:
        raise BadData(_told(path.name, text, error)) from None


def load_tools(paths: Iterable[Path]) -> tuple[Tool, ...]:
    """Read several tools, in order."""
    return tuple(load_tool(path) for path in paths)


def _told(name: str, text: str, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    place = (*first["loc"], *(cause.place if isinstance(cause, Misplaced) else ()))
    reason = first["msg"].removeprefix("Value error, ")
    return f"{name}:{line_of(text, place)}: {'.'.join(map(str, place)) or 'tool'}: {reason}"
