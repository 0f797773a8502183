"""The hooks that a procedure layer may answer, in the order of a case's life.

Hooks are pure: frozen values in, frozen values out; no I/O, no clock, no database. Three kinds:

- *describe* and *decide* hooks are `firstresult`: the most local layer that does not answer None wins;
- *contribute* hooks are collected from all layers; a more local declaration replaces a general one of the same id,
  and `without(id, because=...)` takes one away.

All but `commonward_route`, `commonward_answer_level` and `commonward_answer_missing` are called once, when the
procedure is loaded.

`readings` says which reading the board has chosen of each question that leaves it a choice.
"""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from commonward.contracts.events import ConcernRaised, MissingReported
from commonward.procedure.answers import Response, Route
from commonward.procedure.authority import Authority, Role, Scope, Words
from commonward.procedure.clocks import Clock
from commonward.procedure.decisions import DecisionPoint
from commonward.procedure.declaring import Without
from commonward.procedure.facts import Facts
from commonward.procedure.gates import Gate
from commonward.procedure.levels import FallGuard, Scale
from commonward.procedure.meeting_kinds import MeetingKind
from commonward.procedure.notices import Notice
from commonward.procedure.prompts import Prompt
from commonward.procedure.readings import Readings
from commonward.procedure.records import RecordKind
from commonward.procedure.register import Register
from commonward.procedure.retention import Retention
from commonward.procedure.tools import Tool

NAME = "commonward"
spec = pluggy.HookspecMarker(NAME)
impl = pluggy.HookimplMarker(NAME)
"""Marks a layer's answer to a hook."""


@spec(firstresult=True)
def commonward_authority() -> Authority | None:
    """Describe the authority. Only the authority's own layer answers; None from all is refused at load."""


@spec(firstresult=True)
def commonward_scope(readings: Readings) -> Scope | None:
    """Describe whom the procedure covers. None leaves it to a more general layer."""


@spec
def commonward_rule_register() -> Register:
    """Contribute this layer's rules and its questions to the board."""
    raise NotImplementedError  # a specification has no body; pluggy never calls it


@spec
def commonward_roles() -> Sequence[Role | Without]:
    """Contribute job titles and the core roles whose capabilities they carry."""
    raise NotImplementedError  # as above


@spec(firstresult=True)
def commonward_levels(readings: Readings) -> Scale | None:
    """Describe the board's scale of risk and who sets a level. None leaves it to a more general layer."""


@spec(firstresult=True)
def commonward_fall_guard(readings: Readings) -> FallGuard | None:
    """Describe which falls of a level want a reason and a second person, for a scale that does not say so itself.

    None leaves it to a more general layer; None from all layers guards no fall.
    """


@spec
def commonward_tools(readings: Readings) -> Sequence[Tool | Without]:
    """Contribute risk tools. Of one code, the highest version is used for new assessments."""
    raise NotImplementedError  # as above


@spec(firstresult=True)
def commonward_route(concern: ConcernRaised, facts: Facts, readings: Readings) -> Route | None:
    """Decide where a concern goes. Called once for each concern; `facts` already hold it.

    None leaves it to a more general layer; None from all layers parks the concern as a defect.
    """


@spec
def commonward_decisions(readings: Readings) -> Sequence[DecisionPoint | Without]:
    """Contribute the points at which a person decides."""
    raise NotImplementedError  # as above


@spec
def commonward_records(readings: Readings) -> Sequence[RecordKind | Without]:
    """Contribute kinds of record: coded forms with what makes them complete."""
    raise NotImplementedError  # as above


@spec(firstresult=True)
def commonward_answer_level(level: str, facts: Facts, readings: Readings) -> Response | None:
    """Decide what a level calls for. Called when a level was decided; `facts` already hold it.

    None leaves it to a more general layer; None from all layers means that nothing is called for.
    """


@spec(firstresult=True)
def commonward_answer_missing(episode: MissingReported, facts: Facts, readings: Readings) -> Response | None:
    """Decide what a missing episode calls for. Called once for each episode; `facts` already hold it.

    None leaves it to a more general layer; None from all layers means that nothing is called for.
    """


@spec
def commonward_meeting_kinds(readings: Readings) -> Sequence[MeetingKind | Without]:
    """Contribute kinds of meeting."""
    raise NotImplementedError  # as above


@spec
def commonward_clocks(readings: Readings) -> Sequence[Clock | Without]:
    """Contribute clocks."""
    raise NotImplementedError  # as above


@spec
def commonward_notices(readings: Readings) -> Sequence[Notice | Without]:
    """Contribute notices."""
    raise NotImplementedError  # as above


@spec
def commonward_gates(readings: Readings) -> Sequence[Gate | Without]:
    """Contribute gates."""
    raise NotImplementedError  # as above


@spec
def commonward_prompts(readings: Readings) -> Sequence[Prompt | Without]:
    """Contribute reminders for where people work and write. They suggest and never block."""
    raise NotImplementedError  # as above


@spec
def commonward_retention() -> Sequence[Retention | Without]:
    """Contribute schedules of retention: how long cases of a category are kept. The newest edition's hold for all."""
    raise NotImplementedError  # as above


@spec(firstresult=True)
def commonward_words() -> Words | None:
    """Describe the board's own words for codes. None leaves it to a more general layer."""
