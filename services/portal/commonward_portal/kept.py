"""What was typed in a form that could not be taken, as a person reads it: whatever the form, and signed in or not.

The form itself may not be asked for without a session, so its questions are looked for in the board's procedure. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from commonward.procedure import Procedure
from commonward_portal.board_forms import YES_NO
from commonward_portal.guards import CSRF_FIELD
from commonward_portal.offered import act_questions, declared, labels_at

OF_THE_PAGE = frozenset({CSRF_FIELD, "once", "version", "do", "rows", "step"})
"""What nobody typed."""
CHOSEN = "As you chose it"
"""Of a person or thing, whose name is not to be had without a session."""
DATE_PARTS = ("day", "month", "year", "time")
_ID = re.compile(r"(\w+:)?[0-9a-f]{8}-[0-9a-f-]{27}")


def readable(typed: Iterable[tuple[str, str]], path: str, procedure: Procedure | None) -> list[tuple[str, str]]:
    """Each question with what was typed there, a date in one piece."""
    titles = _titles(path, procedure) if procedure else {}
    said = _sayer(path, procedure) if procedure else lambda name, value: value
    found: dict[str, list[str]] = {}
    for name, value in typed:
        if value.strip() and name not in OF_THE_PAGE:
            found.setdefault(_question(name), []).append(CHOSEN if _ID.fullmatch(value) else said(name, value))
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


def _sayer(path: str, procedure: Procedure) -> Callable[[str, str], str]:
    """Says what was chosen as it was offered, and what was written as it was written."""
    words, labels = procedure.words, labels_at(path, procedure)
    known = {code: words.of(code) for code in declared(procedure)} | dict((*words.titles, *words.terms)) | dict(YES_NO)

    def said(name: str, value: str) -> str:
        if name not in labels:
            return known.get(value, value)
        return labels[name].get(value) or known.get(value) or words.of(value)

    return said


def _titles(path: str, procedure: Procedure) -> dict[str, str]:
    """The questions of the board's forms and tools, and of the short form at this address, by their codes."""
    found = dict(_of_board(procedure))
    return found | {question.name: question.title for question in act_questions(path, procedure)}


def _of_board(procedure: Procedure) -> Iterator[tuple[str, str]]:
    for kind in procedure.records:
        yield from ((field.code, field.title) for field in kind.fields)
    for tool in procedure.tools:
        parts = [*tool.front_sheet, *tool.entries]
        parts += [entry for section in tool.sections for entry in section.entries]
        yield from ((part.code, part.title) for part in parts)
        yield from ((item.code, item.title) for section in tool.sections for item in section.items)
