"""Bolton 4.4.1: hooks only. What they say is in the modules beside this one."""

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
    Scope,
    Tool,
    Without,
    Words,
    events,
    impl,
)
from commonward_bolton.edition_4_4_1.board import AUTHORITY, REGISTER, ROLES, SCOPE, TOOLS, WORDS, scale
from commonward_bolton.edition_4_4_1.clocks import clocks
from commonward_bolton.edition_4_4_1.decisions import decisions
from commonward_bolton.edition_4_4_1.episodes import answer_missing
from commonward_bolton.edition_4_4_1.gates import gates
from commonward_bolton.edition_4_4_1.meetings import meetings
from commonward_bolton.edition_4_4_1.notices import notices
from commonward_bolton.edition_4_4_1.prompts import PROMPTS
from commonward_bolton.edition_4_4_1.records import records
from commonward_bolton.edition_4_4_1.responses import answer_level
from commonward_bolton.edition_4_4_1.routing import route


@impl
def commonward_authority() -> Authority:
    return AUTHORITY


@impl
def commonward_scope() -> Scope:
    return SCOPE


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
def commonward_tools() -> tuple[Tool, ...]:
    return TOOLS


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
def commonward_answer_missing(episode: events.MissingReported, facts: Facts, readings: Readings) -> Response:
    return answer_missing(episode, facts, readings)


@impl
def commonward_meeting_kinds(readings: Readings) -> tuple[MeetingKind | Without, ...]:
    return meetings(readings)


@impl
def commonward_clocks(readings: Readings) -> tuple[Clock, ...]:
    return clocks(readings)


@impl
def commonward_notices(readings: Readings) -> tuple[Notice, ...]:
    return notices(readings)


@impl
def commonward_gates(readings: Readings) -> tuple[Gate, ...]:
    return gates(readings)


@impl
def commonward_prompts() -> tuple[Prompt, ...]:
    return PROMPTS


@impl
def commonward_words() -> Words:
    return WORDS
