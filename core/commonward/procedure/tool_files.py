"""Tools as TOML files. What can't be used is refused at load with file, line and reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from commonward.procedure.data_files import Misplaced, misplaced, read_toml, refused
from commonward.procedure.tools import Tool
from commonward.settings.toml_lines import line_of

_TOOL: TypeAdapter[Tool] = TypeAdapter(Tool)


def load_tool(path: Path) -> Tool:
    """Read a tool from TOML. Raises BadData with file, line, place and reason."""
    return _read(path)[1]


def load_tools(paths: Iterable[Path]) -> tuple[Tool, ...]:
    """Read several tools, in order. Raises BadData, also where two are the same version of one."""
    tools, taken = [], dict[tuple[str, str], str]()
    for path in paths:
        text, tool = _read(path)
        key = tool.code, tool.version
        if key in taken:
            fault = Misplaced(f"version {tool.version} of {tool.code} is in {taken[key]} already", "version")
            raise misplaced(path, text, fault, whole="tool")
        taken[key] = path.name
        tools.append(tool)
    return tuple(tools)


def named(tool: Tool, *place: str | int) -> str:
    """A tool for a message, with the file and line of a place in it if it was read from one."""
    words = f"tool {tool.code} {tool.version}"
    if tool.file is None:
        return words
    text, _ = read_toml(tool.file)
    return f"{tool.file.name}:{line_of(text, place)}: {words}"


def _read(path: Path) -> tuple[str, Tool]:
    text, data = read_toml(path)
    try:
        tool = _TOOL.validate_python(data, context=path)
    except ValidationError as error:
        raise refused(path, text, error, whole="tool") from None
    if not tool.items and not tool.all_entries:
        fault = Misplaced("it asks nothing; give a section items or entries", "sections")
        raise misplaced(path, text, fault, whole="tool")
    return text, tool
