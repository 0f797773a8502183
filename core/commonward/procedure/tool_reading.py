"""Reading a filled-in tool: how complete it is, what changed since the time before, what a new one starts with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from commonward.contracts import Code
from commonward.procedure.filled import Answer, Entered, Filled
from commonward.procedure.tools import Entry, Tool


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Count(_Read):
    """How many there are, and how many of them say something, or say that it is not known."""

    of: int
    written: int
    not_known: int


class Completeness(_Read):
    """How far a tool is filled in."""

    items: int
    answered: int
    front_sheet: Count
    entries: Count


class Difference(_Read):
    """An answer or an entry that is not what it was the time before. The words are in the assessments themselves."""

    kind: Literal["item", "entry"]
    code: Code
    title: str
    before: Answer | Entered | None
    """None where it was not asked or not answered then."""
    after: Answer | Entered | None


def completeness(tool: Tool, filled: Filled) -> Completeness:
    """How far the tool is filled in."""
    front = {entry.code for entry in tool.front_sheet}
    others = [entry for entry in tool.all_entries if entry.code not in front]
    return Completeness(
        items=len(tool.items),
        answered=sum(filled.answer(item.code) is not None for item in tool.items),
        front_sheet=_count(tool.front_sheet, filled),
        entries=_count(others, filled),
    )


def differences(tool: Tool, before: Filled, after: Filled) -> tuple[Difference, ...]:
    """What changed between two, in the order of the tool as it is now."""
    items = (
        Difference(kind="item", code=item.code, title=item.title, before=old, after=new)
        for item in tool.items
        if (old := before.answer(item.code)) != (new := after.answer(item.code))
    )
    entries = (
        Difference(kind="entry", code=entry.code, title=entry.title, before=was, after=now)
        for entry in tool.all_entries
        if (was := before.entered(entry.code)) != (now := after.entered(entry.code))
    )
    return (*items, *entries)


def carried(tool: Tool, previous: Filled) -> Filled:
    """What a new assessment starts with: the answers and entries of the one before that the tool still knows."""
    entries = {entry.code for entry in tool.all_entries}
    return Filled(
        answers=tuple(answer for answer in previous.answers if _still_fits(tool, answer)),
        entries=tuple(each for each in previous.entries if each.entry in entries),
    )


def _still_fits(tool: Tool, answer: Answer) -> bool:
    section = tool.section_of(answer.item)
    if section is None or answer.choice not in {choice.code for choice in tool.choices_in(section)}:
        return False
    seconds = {choice.code for choice in section.second_axis.choices} if section.second_axis else set()
    return answer.second is None or answer.second in seconds


def _count(entries: Sequence[Entry], filled: Filled) -> Count:
    found = [filled.entered(entry.code) for entry in entries]
    return Count(
        of=len(entries),
        written=sum(each is not None and not each.unknown for each in found),
        not_known=sum(each is not None and each.unknown for each in found),
    )
