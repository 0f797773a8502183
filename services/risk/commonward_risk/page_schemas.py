"""Shapes of what the risk service's API answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, PrivateAttr

from commonward.contracts import Because, Code
from commonward.contracts.events import Fall, Purpose
from commonward.contracts.field_groups import CASE, NARRATIVE, FieldGroup, Narrative, OfEach, Plain, told_by
from commonward.procedure import Answer, Completeness, Contribution, Difference, Entered, SetBy, Shown, Tool
from commonward.web import Listed
from commonward.web.withholding import Grouped


class _OfTool(Grouped):
    """Answers to a tool, which says of which group each item and entry is."""

    _items: Mapping[Code, FieldGroup] = PrivateAttr(default_factory=dict)
    _entries: Mapping[Code, FieldGroup] = PrivateAttr(default_factory=dict)

    def with_tool(self, tool: Tool) -> Self:
        """Say which tool was answered."""
        self._items, self._entries = tool.item_groups(), tool.entry_groups()
        return self

    def of_item(self, code: Code) -> FieldGroup:
        """The group of an item's answer."""
        return self._items.get(code, FieldGroup.NARRATIVE)

    def of_entry(self, code: Code) -> FieldGroup:
        """The group of an entry."""
        return self._entries.get(code, FieldGroup.NARRATIVE)


def _of_difference(page: _OfTool, each: Difference) -> FieldGroup:
    return page.of_item(each.code) if each.kind == "item" else page.of_entry(each.code)


BY_AGENCIES = OfEach(lambda page, told: told_by(told.agency))
Answers = Annotated[tuple[Answer, ...], OfEach(lambda page, answer: page.of_item(answer.item))]
Entries = Annotated[tuple[Entered, ...], OfEach(lambda page, entered: page.of_entry(entered.entry))]


class Previous(_OfTool):
    """What was answered the last time with the same tool; never counted as answered again."""

    assessment: UUID
    tool_version: Plain
    completed_at: datetime
    judgement: Code
    level: Code | None
    answers: Answers
    entries: Entries


class Act(StrEnum):
    """What is done with an assessment."""

    FILL = "fill"
    """Fill it in; and, at the last stage, judge."""
    DECIDE = "decide"
    """Decide the level as the second person, or confirm a provisional one."""


class AssessmentLine(BaseModel):
    """An assessment in a list."""

    id: UUID
    case: UUID
    tool: Code
    tool_version: Plain
    purpose: Purpose
    triggered_by: UUID | None
    state: Plain
    stage: Code | None
    """Whose turn it is, where the tool has stages."""
    requested_at: datetime
    judgement: Code | None
    completed_by: UUID | None
    completed_at: datetime | None
    level: Code | None
    provisional: bool
    decided_by: UUID | None
    decided_at: datetime | None
    meeting: UUID | None
    may: tuple[Act, ...] = ()
    """What the caller may do with it now. Only an assessment's own page and the list of one case tell."""


class FloorLine(BaseModel):
    """A floor that holds for what is answered so far, with its reason."""

    at_least: Code
    says: Plain
    because: Because


class PromptLine(BaseModel):
    """Something to think of; it never blocks."""

    id: Code
    words: Plain
    because: Because


class AssessmentPage(_OfTool):
    """An assessment, the tool it is made with, what is filled in, and what was answered before."""

    assessment: AssessmentLine
    tool: Annotated[Tool, CASE]
    """As it is asked for this assessment's purpose."""
    answers: Answers
    entries: Entries
    contributions: Annotated[tuple[Contribution, ...], BY_AGENCIES]
    alone_because: Narrative
    completeness: Annotated[Completeness, CASE]
    figure: Annotated[Shown | None, NARRATIVE]
    """It informs; no level follows from it."""
    floors: Annotated[tuple[FloorLine, ...], NARRATIVE]
    waits_because: tuple[Fall, ...]
    """Why the level waits for a second person with a reason, if it does."""
    decided_by: Code | None
    """The role whose word the level waits for; None where it is anybody's who may decide."""
    confirmed_by: Code | None
    """The kind of meeting whose word it is, where the board gives it to a meeting."""
    prompts: tuple[PromptLine, ...]
    rationale: Narrative
    divergence_reason: Narrative | None
    decision_reason: Narrative | None
    override_reason: Narrative | None
    overridden: tuple[Plain, ...]
    """Ids of the *should* gates that managers have overridden, with that reason."""
    overridden_by: tuple[UUID, ...]
    previous: Previous | None
    draft: int
    version: int
    """The case's version here; commands may name it as the one they expect."""


class Assessments(Listed):
    """Assessments, the newest first."""

    assessments: tuple[AssessmentLine, ...]


class Changes(_OfTool):
    """What is not as it was the last time with the same tool. Empty also where there was no last time."""

    assessment: UUID
    since: UUID | None
    """The assessment before."""
    judgement_before: Code | None
    judgement: Code | None
    changed: Annotated[tuple[Difference, ...], OfEach(_of_difference)]
    unchanged: int
    """Items that are answered exactly as before."""


class LevelStep(BaseModel):
    """A level that was decided."""

    level: Code
    previous: Code | None
    assessment: UUID
    decided_by: tuple[UUID, ...]
    decided_at: datetime
    provisional: bool
    meeting: UUID | None
    because: Because


class LevelHistory(BaseModel):
    """Every level of a case, oldest first."""

    levels: tuple[LevelStep, ...]


class Tools(BaseModel):
    """The board's tools, each at its newest version."""

    tools: Annotated[tuple[Tool, ...], CASE]


class _FromScale(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class LevelLine(_FromScale):
    """A step of the scale; a higher rank is a higher risk."""

    code: Code
    title: Plain
    rank: int
    monitored: bool


class GuardLine(_FromScale):
    """Which falls want a reason and a second person."""

    most_steps: int
    most_in_a_day: int
    second_role: Code | None
    because: Because


class Levels(_FromScale):
    """The board's scale of risk, who sets and confirms a level, and what guards a fall."""

    levels: tuple[LevelLine, ...]
    set_by: SetBy
    second_role: Code | None
    provisional: bool
    confirmed_by: Code | None
    guard: GuardLine | None
    because: Because


class Done(BaseModel):
    """A command took effect; the case is at this version now."""

    id: UUID
    version: int
    state: Plain
    level: Code | None = None
    provisional: bool = False
    waits_because: tuple[Fall, ...] = ()
    """Why the level waits for a second person, if it does; it is unchanged until then."""
    draft: int = 0
