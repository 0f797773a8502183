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
from commonward_bolton.edition_4_4_1.decisions import DECISIONS
from commonward_bolton.edition_4_4_1.episodes import answer_missing
from commonward_bolton.edition_4_4_1.gates import GATES
from commonward_bolton.edition_4_4_1.meetings import MEETINGS
from commonward_bolton.edition_4_4_1.notices import NOTICES
from commonward_bolton.edition_4_4_1.prompts import PROMPTS
from commonward_bolton.edition_4_4_1.records import RECORDS
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
def commonward_route(concern: events.ConcernRaised, facts: Facts) -> Route | None:
    return route(concern, facts)


@impl
def commonward_decisions() -> tuple[DecisionPoint, ...]:
    return DECISIONS


@impl
def commonward_records() -> tuple[RecordKind, ...]:
    return RECORDS


@impl
def commonward_answer_level(level: str, facts: Facts) -> Response | None:
    return answer_level(level, facts)


@impl
def commonward_answer_missing(episode: events.MissingReported, facts: Facts, readings: Readings) -> Response:
    return answer_missing(episode, facts, readings)


@impl
def commonward_meeting_kinds() -> tuple[MeetingKind | Without, ...]:
    return MEETINGS


@impl
def commonward_clocks(readings: Readings) -> tuple[Clock, ...]:
    return clocks(readings)


@impl
def commonward_notices() -> tuple[Notice, ...]:
    return NOTICES


@impl
def commonward_gates() -> tuple[Gate, ...]:
    return GATES


@impl
def commonward_prompts() -> tuple[Prompt, ...]:
    return PROMPTS


@impl
def commonward_words() -> Words:
    return WORDS
