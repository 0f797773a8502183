"""`Procedure`: the typed face of one authority's layers at one edition. Services ask it; they never see pluggy."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any, TypeVar

import pluggy

from commonward.clock import Calendar
from commonward.contracts import Code, Event, Tri, event_types
from commonward.contracts.events import ConcernRaised, MissingReported
from commonward.procedure.answers import Response, Route
from commonward.procedure.authority import Authority, Role, Scope, Words
from commonward.procedure.clocks import Clock
from commonward.procedure.collecting import Collected, Origin, described
from commonward.procedure.decisions import DecisionPoint
from commonward.procedure.declaring import Without
from commonward.procedure.facts import Facts
from commonward.procedure.filled import Filled
from commonward.procedure.gates import Command, Gate, Unmet
from commonward.procedure.levels import FallGuard, Scale
from commonward.procedure.meeting_kinds import MeetingKind
from commonward.procedure.notices import OF_THE_PLATFORM, Notice
from commonward.procedure.prompts import WRITING, Prompt, Suggestion
from commonward.procedure.readings import Chosen, Readings, read
from commonward.procedure.records import RecordKind
from commonward.procedure.register import Question, Register, Rule
from commonward.procedure.retention import Retention
from commonward.procedure.tool_problems import floors, highest_floor
from commonward.procedure.tools import Floor, Tool
from commonward.procedure.unusable import UnusableProcedure

T = TypeVar("T")


class NoRoute(Exception):
    """No layer answered a concern. A procedure without an answer is a defect, never a silence."""


@dataclass(frozen=True)
class Procedure:
    """One authority's procedure at one edition."""

    edition: str
    authority: Authority
    scope: Scope
    scale: Scale
    words: Words
    rules: tuple[Rule, ...]
    questions: tuple[Question, ...]
    readings: Readings
    roles: tuple[Role, ...]
    tools: tuple[Tool, ...]
    decisions: tuple[DecisionPoint, ...]
    meeting_kinds: tuple[MeetingKind, ...]
    clocks: tuple[Clock, ...]
    notices: tuple[Notice, ...]
    gates: tuple[Gate, ...]
    records: tuple[RecordKind, ...]
    prompts: tuple[Prompt, ...]
    retention: tuple[Retention, ...]
    removed: tuple[Without, ...]
    withdrawn: tuple[Origin, ...]
    """What was removed, and the hook that goes without it: so the rule is answered, with the reason in `removed`."""
    origins: tuple[Origin, ...]
    calendar: Calendar
    manager: pluggy.PluginManager

    @classmethod
    def load(cls, manager: pluggy.PluginManager, edition: str, chosen: Chosen) -> Procedure:
        """Ask every describing and contributing hook once, with the readings that the board has chosen.

        Raises UnusableProcedure when a needed answer is missing or a chosen reading is none.
        """
        registers = [made for made, _ in Collected(manager, Readings()).answers("commonward_rule_register", Register)]
        questions = tuple(question for register in registers for question in register.questions)
        readings = read(questions, chosen)
        collected = Collected(manager, readings)
        procedure = cls(
            edition=edition,
            authority=described(manager, "commonward_authority", Authority, readings).needed(),
            scope=described(manager, "commonward_scope", Scope, readings).needed(),
            scale=_scale(manager, readings),
            words=described(manager, "commonward_words", Words, readings).answer or Words(),
            rules=tuple(rule for register in registers for rule in register.rules),
            questions=questions,
            readings=readings,
            roles=collected.merged("commonward_roles", Role, key=("code",)),
            # An old assessment needs the version that it was made with.
            tools=collected.merged("commonward_tools", Tool, key=("code", "version")),
            decisions=collected.merged("commonward_decisions", DecisionPoint),
            meeting_kinds=collected.merged("commonward_meeting_kinds", MeetingKind),
            clocks=collected.merged("commonward_clocks", Clock),
            notices=collected.merged("commonward_notices", Notice),
            # A rule may want something before several commands.
            gates=collected.merged("commonward_gates", Gate, key=("id", "on", "at")),
            records=collected.merged("commonward_records", RecordKind),
            prompts=collected.merged("commonward_prompts", Prompt),
            retention=collected.merged("commonward_retention", Retention),
            removed=tuple(collected.removed),
            withdrawn=tuple(collected.withdrawn),
            origins=tuple(collected.origins),
            calendar=Calendar.of("england-and-wales"),
            manager=manager,
        )
        return replace(procedure, words=replace(procedure.words, titles=tuple(procedure.titles())))

    def titles(self) -> Iterator[tuple[Code, str]]:
        """What the declarations call themselves, by their codes."""
        yield from ((record.id, record.title) for record in self.records)
        yield from ((decision.id, decision.title) for decision in self.decisions)
        yield from ((kind.id, kind.title) for kind in self.meeting_kinds)
        yield from ((tool.code, tool.title) for tool in self.tools)
        yield from ((level.code, level.title) for level in self.scale.levels)
        yield from ((role.code, role.title) for role in self.roles)

    def notice_words(self, about: Code) -> str:
        """What a notice says, in short: the board's own, or one that the platform raises by itself."""
        declared = next((notice for notice in self.notices if notice.id == about), None)
        return declared.words if declared else OF_THE_PLATFORM.get(about) or self.words.of(about)

    def route(self, concern: ConcernRaised, facts: Facts) -> Route:
        """Where a concern goes. Raises NoRoute when no layer answers."""
        answer = self._decided(Route, "commonward_route", concern=concern, facts=facts)
        if answer is None:
            raise NoRoute(f"{self.authority.code} {self.edition} has no route for this concern")
        return answer

    def answer_level(self, level: str, facts: Facts) -> Response:
        """What a level calls for; nothing, where no layer answers."""
        return self._decided(Response, "commonward_answer_level", level=level, facts=facts) or Response(because=())

    def answer_missing(self, episode: MissingReported, facts: Facts) -> Response:
        """What a missing episode calls for; nothing, where no layer answers."""
        answer = self._decided(Response, "commonward_answer_missing", episode=episode, facts=facts)
        return answer or Response(because=())

    def _decided(self, cls: type[T], hook: str, **given: Any) -> T | None:
        """What a deciding hook answers. Raises UnusableProcedure for an answer of another type."""
        answer = getattr(self.manager.hook, hook)(**given, readings=self.readings)
        if answer is not None and not isinstance(answer, cls):
            raise UnusableProcedure(
                f"{self.authority.code} {self.edition}: {hook} gave a {type(answer).__name__}; "
                f"give a {cls.__name__}, or None"
            )
        return answer

    def unmet(self, command: Command, facts: Facts, *at: str) -> list[Unmet]:
        """Everything that is missing for a command, at once. A gate does not hold on `unknown`.

        `at` are the codes of what the command is about, such as a kind of meeting, or a decision and then its option.
        """
        return [
            Unmet(gate.id, gate.force, gate.missing, gate.supplied_by)
            for gate in self.gates
            if gate.applies(command, at) and gate.unless(facts) not in (True, Tri.YES)
        ]

    def prompts_at(self, place: str, facts: Facts) -> list[Prompt]:
        """What people are reminded of at a place of work."""
        return [prompt for prompt in self.prompts if place in prompt.at and prompt.when(facts)]

    def suggestions(self, text: str) -> list[Suggestion]:
        """What the board would have one think of where these words are written."""
        return [
            Suggestion(phrase, prompt.words, prompt.because)
            for prompt in self.prompts
            if WRITING in prompt.at
            for phrase in prompt.found_in(text)
        ]

    def record_kind(self, code: str) -> RecordKind | None:
        """A kind of record."""
        return next((kind for kind in self.records if kind.id == code), None)

    def tool(self, code: str, version: str | None = None) -> Tool | None:
        """A tool at a version, by default its newest."""
        found = [tool for tool in self.tools if tool.code == code and version in (None, tool.version)]
        return max(found, key=lambda tool: tuple(map(int, tool.version.split("."))), default=None)

    def floor_by_age(self, facts: Facts) -> Floor | None:
        """The highest floor that holds by age alone, whatever was answered, in the tool that was completed last."""
        done = [tool for made in facts.assessments if (tool := self.tool(made.tool)) and tool.sets_level]
        return highest_floor(floors(done[-1], Filled(), facts.youngest), self.scale) if done else None

    def meeting_kind(self, code: str) -> MeetingKind | None:
        """A kind of meeting."""
        return next((kind for kind in self.meeting_kinds if kind.id == code), None)

    def meeting_that_decides(self, about: str) -> MeetingKind | None:
        """The kind of meeting to which the board gives this alone: `level` or `closing`."""
        return next((kind for kind in self.meeting_kinds if about in kind.decides), None)

    def decision(self, code: str) -> DecisionPoint | None:
        """A decision point."""
        return next((point for point in self.decisions if point.id == code), None)

    def rule(self, id: str) -> Rule | None:
        """A rule of the register."""
        return self._register.get(id)

    @cached_property
    def _register(self) -> Mapping[str, Rule]:
        """Every entry of a timeline asks for its rules."""
        return {rule.id: rule for rule in reversed(self.rules)}

    def clock(self, id: str) -> Clock | None:
        """A clock."""
        return self._clocks.get(id)

    @cached_property
    def _clocks(self) -> Mapping[str, Clock]:
        """Every event asks for the clock of all that is owed."""
        return {clock.id: clock for clock in self.clocks}

    def opened_by(self, cls: type[Event]) -> tuple[Clock, ...]:
        """The clocks that an event of a type may open."""
        return self._opened_by[cls]

    @cached_property
    def _opened_by(self) -> Mapping[type[Event], tuple[Clock, ...]]:
        return {cls: tuple(each for each in self.clocks if issubclass(cls, each.opening)) for cls in _types()}

    def heeding(self, cls: type[Event]) -> frozenset[str]:
        """The clocks whose declarations say what an event of a type does to what is owed already."""
        return self._heeding[cls]

    @cached_property
    def _heeding(self) -> Mapping[type[Event], frozenset[str]]:
        return {cls: frozenset(each.id for each in self.clocks if issubclass(cls, each.heeds)) for cls in _types()}

    def modules(self) -> tuple[ModuleType, ...]:
        """Every imported module of the layers' packages, for finding what is marked with `follows`."""
        packages = {impl.__name__ for impl in self.manager.get_plugins() if isinstance(impl, ModuleType)}
        return tuple(
            module
            for name, module in sorted(sys.modules.items())
            if any(name == package or name.startswith(f"{package}.") for package in packages)
        )

    def core_roles(self, roles: frozenset[str]) -> frozenset[str]:
        """The core roles that these local job roles carry."""
        return frozenset(role.core for role in self.roles if role.code in roles)


def _types() -> Collection[type[Event]]:
    return event_types().values()


def _scale(manager: pluggy.PluginManager, readings: Readings) -> Scale:
    scale = described(manager, "commonward_levels", Scale, readings).needed()
    guard = described(manager, "commonward_fall_guard", FallGuard, readings).answer
    return scale if scale.guard else replace(scale, guard=guard)
