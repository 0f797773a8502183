"""Risk tools as data: what is asked, how it may be answered, and who judges.

One shape carries a level for each heading with analysis, yes / no / not known with evidence, and a 0-3 matrix: each
item takes exactly one of the tool's choices, and some choices want words. No figure is ever computed from answers.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from commonward.contracts import Because, Code, Version
from commonward.procedure.register import BadData

LONGEST_TEXT = 8000


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(_Data):
    """One possible answer to an item."""

    code: Code
    title: str
    wants_text: bool = False
    """True where this answer must come with evidence or analysis."""


class Item(_Data):
    """A heading or indicator that must be considered."""

    code: Code
    title: str
    help: str = ""


class Section(_Data):
    """Items that belong together on the page."""

    code: Code
    title: str
    items: tuple[Item, ...]


class Tool(_Data):
    """A risk tool at one version. Versions are never changed; a new one is added."""

    code: Code
    version: Version
    title: str
    source: str
    """Where the content comes from, and whether it is illustrative."""
    text_label: str
    """What the words beside an answer are called: analysis, evidence."""
    choices: tuple[Choice, ...]
    sections: tuple[Section, ...]
    summary_label: str = "Overall professional judgement"
    because: Because = ()

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Tool:
        for what, codes in (("item", [i.code for i in self.items]), ("choice", [c.code for c in self.choices])):
            if twice := [code for code, count in Counter(codes).items() if count > 1]:
                raise ValueError(f"{what} {twice[0]} is there twice")
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)


class Answer(BaseModel):
    """An answer to one item, as a person gave it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    item: Code
    choice: Code
    text: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""


class Problem(_Data):
    """What is wrong with an answer, where, and what is allowed."""

    field: str
    kind: Literal["unknown-item", "unknown-choice", "two-answers", "no-answer", "no-text"]
    message: str
    allowed: tuple[str, ...] = ()


def problems(tool: Tool, answers: Sequence[Answer]) -> list[Problem]:
    """Return everything that keeps these answers from being complete, in the tool's order."""
    known = {item.code for item in tool.items}
    found = [
        Problem(
            field=f"answers.{answer.item}",
            kind="unknown-item",
            message=f"{tool.title} has no item {answer.item}",
            allowed=tuple(sorted(known)),
        )
        for answer in answers
        if answer.item not in known
    ]
    for item in tool.items:
        found.extend(_problems_of(tool, item, [answer for answer in answers if answer.item == item.code]))
    return found


def _problems_of(tool: Tool, item: Item, answers: Sequence[Answer]) -> Iterator[Problem]:
    place = f"answers.{item.code}"
    allowed = tuple(choice.code for choice in tool.choices)
    if not answers:
        yield Problem(field=place, kind="no-answer", message=f"{item.title}: consider and answer it", allowed=allowed)
    if len(answers) > 1:
        yield Problem(field=place, kind="two-answers", message=f"{item.title}: choose only one answer", allowed=allowed)
    for answer in answers:
        choice = next((c for c in tool.choices if c.code == answer.choice), None)
        if choice is None:
            yield Problem(
                field=place,
                kind="unknown-choice",
                message=f"{item.title}: {answer.choice} is not an answer of this tool",
                allowed=allowed,
            )
        elif choice.wants_text and not answer.text.strip():
            yield Problem(field=place, kind="no-text", message=f"{item.title}: give the {tool.text_label.lower()}")


_TOOL: TypeAdapter[Tool] = TypeAdapter(Tool)


def load_tool(path: Path) -> Tool:
    """Read a tool from TOML. Raises BadData with file, place and reason."""
    try:
        return _TOOL.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise BadData(f"{path.name}: {error}") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise BadData(f"{path.name}: {'.'.join(map(str, first['loc'])) or 'tool'}: {first['msg']}") from None


def load_tools(paths: Iterable[Path]) -> tuple[Tool, ...]:
    """Read several tools, in order."""
    return tuple(load_tool(path) for path in paths)
