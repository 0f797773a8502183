"""A small synthetic board, declared in place, so that a test can turn one knob of a procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from types import ModuleType
from typing import Any

from commonward.procedure import (
    Authority,
    DecisionPoint,
    Edition,
    Facts,
    Force,
    Gate,
    Layer,
    Level,
    MeetingKind,
    OfficeHours,
    Prompt,
    RecordKind,
    Register,
    Response,
    Retention,
    Role,
    Route,
    Rule,
    Scale,
    Scope,
    SetBy,
    Tool,
    events,
    impl,
)
from commonward.procedure.tools import Choice, Item, Section

RULES = ("MIL-1.route", "MIL-2.tool", "MIL-3.level", "MIL-4.response", "MIL-5.meet", "MIL-6.plan", "MIL-7.gate")

TOOL = Tool(
    code="mill-tool",
    version="1",
    title="Mill tool",
    source="Synthetic.",
    text_label="Analysis",
    choices=(Choice(code="low", title="Low"), Choice(code="high", title="High", wants_text=True)),
    sections=(
        Section(
            code="home",
            title="Home",
            items=(Item(code="family", title="Family"), Item(code="missing", title="Missing")),
        ),
    ),
    because=("MIL-2.tool",),
)

SCALE = Scale(
    levels=(Level("low", "Low", 1), Level("high", "High", 2)),
    set_by=SetBy.WORKER,
    because=("MIL-3.level",),
)

PANEL = MeetingKind(
    id="panel",
    title="Panel",
    because=("MIL-5.meet",),
    convened_by="social-worker",
    chair="team-manager",
    invited=("police", "health"),
    quorum=("police", "health"),
    plan="panel-plan",
    plan_sections=("risks", "aims"),
    views_of=("child",),
    shared_with=("coordinator",),
    agree_next=True,
    plan_because=("MIL-6.plan",),
)

CLOSING = DecisionPoint(
    "closing",
    "Closing",
    decided_by=("team-manager",),
    options=("safeguarded", "moved"),
    because=("MIL-7.gate",),
)
"""The reasons to close, where a test's board limits them or gives them to a meeting."""

ROLES = (
    Role("social-worker", "Social worker", "practitioner"),
    Role("team-manager", "Team manager", "manager"),
    Role("head-of-service", "Head of service", "head-of-service"),
    Role("coordinator", "Coordinator", "coordinator"),
)


@dataclass(frozen=True)
class Board:
    """The board's answers; a test replaces those that it is about."""

    scale: Scale = SCALE
    roles: tuple[Role, ...] = ROLES
    tools: tuple[Tool, ...] = (TOOL,)
    meetings: tuple[MeetingKind, ...] = (PANEL,)
    gates: tuple[Gate, ...] = ()
    decisions: tuple[DecisionPoint, ...] = ()
    records: tuple[RecordKind, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    retention: tuple[Retention, ...] = ()
    subjects: tuple[str, ...] = ("child",)
    when_missing: Response | None = None
    called_for: tuple[str, ...] = ("panel",)
    code: str = field(default="mill")

    def but(self, **changes: Any) -> Board:
        """The same board with these answers."""
        return replace(self, **changes)

    @impl
    def commonward_authority(self) -> Authority:
        hours = OfficeHours.weekdays(time(9), time(17))
        return Authority(code=self.code, name="Mill", gss="E00000000", register="MIL", office_hours=hours, areas=())

    @impl
    def commonward_scope(self) -> Scope:
        return Scope(under_age=18, subjects=self.subjects)

    @impl
    def commonward_rule_register(self) -> Register:
        return Register(rules=tuple(Rule(id, id, "Synthetic.", Force.MUST, "route") for id in RULES))

    @impl
    def commonward_roles(self) -> Sequence[Role]:
        return self.roles

    @impl
    def commonward_levels(self) -> Scale:
        return self.scale

    @impl
    def commonward_tools(self) -> Sequence[Tool]:
        return self.tools

    @impl
    def commonward_route(self, concern: events.ConcernRaised) -> Route:
        return Route(team="duty", response="assessment", outcome="assess", because=("MIL-1.route",), tool=TOOL.code)

    @impl
    def commonward_answer_level(self, level: str, facts: Facts) -> Response:
        meetings = self.called_for if facts.level == "high" else ()
        return Response(because=("MIL-4.response",), plan="panel-plan", meetings=meetings, review_months=3)

    @impl
    def commonward_meeting_kinds(self) -> Sequence[MeetingKind]:
        return self.meetings

    @impl
    def commonward_decisions(self) -> Sequence[DecisionPoint]:
        return self.decisions

    @impl
    def commonward_records(self) -> Sequence[RecordKind]:
        return self.records

    @impl
    def commonward_prompts(self) -> Sequence[Prompt]:
        return self.prompts

    @impl
    def commonward_retention(self) -> Sequence[Retention]:
        return self.retention

    @impl
    def commonward_answer_missing(self) -> Response | None:
        return self.when_missing

    @impl
    def commonward_gates(self) -> Sequence[Gate]:
        return self.gates


@dataclass(frozen=True)
class InPlace(Layer):
    """A layer whose hooks are an object of the test's, not a module of a package."""

    hooks: Any = None

    def module(self, version: str | None) -> ModuleType:
        return self.hooks


def layer(board: Board) -> InPlace:
    """The board as the only edition of an installed layer."""
    return InPlace(board.code, ((Edition("1", date(2020, 1, 1)), "in place"),), board)
