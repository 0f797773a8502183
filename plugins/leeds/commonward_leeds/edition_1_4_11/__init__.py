"""Leeds 1.4.11: hooks only. What they say is in the modules beside this one."""

from __future__ import annotations

from commonward.procedure import (
    Authority,
    Clock,
    DecisionPoint,
    Facts,
    Gate,
    MeetingKind,
    Notice,
    Prompt,
    Readings,
    RecordKind,
    Register,
    Response,
    Role,
    Route,
    Scale,
    Tool,
    Words,
    events,
    impl,
)
from commonward_leeds.edition_1_4_11.board import AUTHORITY, REGISTER, ROLES, WORDS, scale, tools
from commonward_leeds.edition_1_4_11.clocks import clocks
from commonward_leeds.edition_1_4_11.decisions import decisions
from commonward_leeds.edition_1_4_11.gates import GATES
from commonward_leeds.edition_1_4_11.meetings import meetings
from commonward_leeds.edition_1_4_11.notices import notices
from commonward_leeds.edition_1_4_11.prompts import PROMPTS
from commonward_leeds.edition_1_4_11.records import records
from commonward_leeds.edition_1_4_11.responses import answer_level
from commonward_leeds.edition_1_4_11.routing import route


@impl
def commonward_authority() -> Authority:
    return AUTHORITY


@impl
def commonward_rule_register() -> Register:
    return REGISTER


@impl
def commonward_roles() -> tuple[Role, ...]:
    return ROLES


@impl
def commonward_levels() -> Scale:
    return scale()


@impl
def commonward_tools(readings: Readings) -> tuple[Tool, ...]:
    return tools(readings)


@impl
def commonward_route(concern: events.ConcernRaised, facts: Facts, readings: Readings) -> Route | None:
    return route(concern, facts, readings)


@impl
def commonward_decisions(readings: Readings) -> tuple[DecisionPoint, ...]:
    return decisions(readings)


@impl
def commonward_records(readings: Readings) -> tuple[RecordKind, ...]:
    return records(readings)


@impl
def commonward_answer_level(level: str, facts: Facts, readings: Readings) -> Response | None:
    return answer_level(level, facts, readings)


@impl
def commonward_meeting_kinds(readings: Readings) -> tuple[MeetingKind, ...]:
    return meetings(readings)


@impl
def commonward_clocks(readings: Readings) -> tuple[Clock, ...]:
    return clocks(readings)


@impl
def commonward_notices(readings: Readings) -> tuple[Notice, ...]:
    return notices(readings)


@impl
def commonward_gates() -> tuple[Gate, ...]:
    return GATES


@impl
def commonward_prompts() -> tuple[Prompt, ...]:
    return PROMPTS


@impl
def commonward_words() -> Words:
    return WORDS
