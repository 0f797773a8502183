"""What was typed in a form that could not be taken, as a person reads it: whatever the form, and signed in or not.

The form itself may not be asked for without a session, so its questions are looked for in the board's procedure. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from commonward.procedure import Procedure
from commonward_portal.acts import ACTS, Known
from commonward_portal.board_forms import YES_NO
from commonward_portal.guards import CSRF_FIELD

OF_THE_PAGE = frozenset({CSRF_FIELD, "once", "version", "do", "rows", "step"})
"""What nobody typed."""
DATE_PARTS = ("day", "month", "year", "time")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACT = re.compile(r"/do/([\w-]+)$")


def readable(typed: Iterable[tuple[str, str]], path: str, procedure: Procedure | None) -> list[tuple[str, str]]:
    """Each question with what was typed there, a date in one piece."""
    titles = _titles(path, procedure) if procedure else {}
    found: dict[str, list[str]] = {}
    for name, value in typed:
        if value.strip() and name not in OF_THE_PAGE:
            found.setdefault(_question(name), []).append(_said(value, procedure))
    return [(_title(name, titles, procedure), _joined(name, values)) for name, values in found.items()]


def _question(name: str) -> str:
    """The parts of a date are one question's."""
    whole, _, part = name.rpartition("-")
    return f"{whole}-" if whole and part in DATE_PARTS else name


def _joined(name: str, values: Sequence[str]) -> str:
    return (" " if name.endswith("-") else ", ").join(values)


def _title(name: str, titles: Mapping[str, str], procedure: Procedure | None) -> str:
    last = next((part for part in reversed(name.rstrip("-").split(".")) if not part.isdigit()), name)
    if found := titles.get(last):
        return found
    code = last.replace("_", "-")
    return procedure.words.of(code) if procedure else code.replace("-", " ").capitalize()


def _said(value: str, procedure: Procedure | None) -> str:
    """A code of the board in its words; what somebody wrote as they wrote it; of a person or thing, that it is kept."""
    if _ID.fullmatch(value):
        return "As you chose it"
    if procedure and _CODE.fullmatch(value):
        return procedure.words.find(value) or dict(YES_NO).get(value, value)
    return value


def _titles(path: str, procedure: Procedure) -> dict[str, str]:
    """The questions of the board's forms and tools, and of the short form at this address, by their codes."""
    found = dict(_of_board(procedure))
    act = ACTS.get(named[1]) if (named := _ACT.search(path)) else None
    if act is not None:
        found |= {question.name: question.title for question in act.asks(Known(procedure, (), (), ()))}
    return found


def _of_board(procedure: Procedure) -> Iterator[tuple[str, str]]:
    for kind in procedure.records:
        yield from ((field.code, field.title) for field in kind.fields)
    for tool in procedure.tools:
        parts = [*tool.front_sheet, *tool.entries]
        parts += [entry for section in tool.sections for entry in section.entries]
        yield from ((part.code, part.title) for part in parts)
        yield from ((item.code, item.title) for section in tool.sections for item in section.items)
