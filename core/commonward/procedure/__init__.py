"""The procedure API: everything that a board's plugin needs, and the engine that evaluates it."""

from __future__ import annotations

from commonward.clock import Limit, OfficeHours, days, hours, months, weeks, working_days, years
from commonward.contracts import Happened, Tri, events
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure import form
from commonward.procedure.answers import Response, Route
from commonward.procedure.authority import Area, Authority, Edition, Role, Scope, Words
from commonward.procedure.clocks import Clock, Consequence, Effect, act_without, alert_chair, clock, escalate_to
from commonward.procedure.concern_facts import ConcernFact
from commonward.procedure.data_files import BadData
from commonward.procedure.deadlines import Earliest, Pause, Term, after, before, by_day, earliest
from commonward.procedure.decisions import CLOSING, DecisionPoint, Opens
from commonward.procedure.declaring import Only, Without, only, without
from commonward.procedure.engine import ABOUT_NOTICES, advance
from commonward.procedure.facts import ALLOCATED_WORKER, Facts
from commonward.procedure.filled import Answer, Contribution, Entered, Filled
from commonward.procedure.folding import fold
from commonward.procedure.gates import CORRECTION, Command, Gate, Together, Unmet, gate, together
from commonward.procedure.hookspecs import impl
from commonward.procedure.layers import Layer, Procedures, UnknownAuthority
from commonward.procedure.levels import FallGuard, Level, Scale, SetBy
from commonward.procedure.meeting_kinds import Demand, MeetingKind
from commonward.procedure.notices import Notice, notice
from commonward.procedure.obligation import Change, Obligation, State, Step
from commonward.procedure.occurred import occurred
from commonward.procedure.procedure import NoRoute, Procedure
from commonward.procedure.prompts import WRITING, Prompt, Suggestion
from commonward.procedure.readings import Readings
from commonward.procedure.records import Answered, Check, Fault, Field, Given, RecordKind, Shares, coded, faults
from commonward.procedure.register import Force, Kind, Question, Register, Rule, follows, load_register
from commonward.procedure.retention import After, Retention
from commonward.procedure.telling import tell
from commonward.procedure.tool_figures import Shown, diverges, figure_of
from commonward.procedure.tool_files import load_tool, load_tools
from commonward.procedure.tool_problems import Problem, all_problems, draft_problems, floors, highest_floor, problems
from commonward.procedure.tool_reading import Completeness, Difference, carried, completeness, differences
from commonward.procedure.tools import Floor, Tool
from commonward.procedure.unusable import UnusableProcedure

__all__ = [
    "ABOUT_NOTICES",
    "ALLOCATED_WORKER",
    "CLOSING",
    "CORRECTION",
    "WRITING",
    "After",
    "Answer",
    "Answered",
    "Area",
    "Authority",
    "BadData",
    "Change",
    "Check",
    "Clock",
    "Command",
    "Completeness",
    "ConcernFact",
    "Consequence",
    "Contribution",
    "DecisionPoint",
    "Demand",
    "Difference",
    "Earliest",
    "Edition",
    "Effect",
    "Entered",
    "Facts",
    "FallGuard",
    "Fault",
    "Field",
    "FieldGroup",
    "Filled",
    "Floor",
    "Force",
    "Gate",
    "Given",
    "Happened",
    "Kind",
    "Layer",
    "Level",
    "Limit",
    "MeetingKind",
    "NoRoute",
    "Notice",
    "Obligation",
    "OfficeHours",
    "Only",
    "Opens",
    "Pause",
    "Problem",
    "Procedure",
    "Procedures",
    "Prompt",
    "Question",
    "Readings",
    "RecordKind",
    "Register",
    "Response",
    "Retention",
    "Role",
    "Route",
    "Rule",
    "Scale",
    "Scope",
    "SetBy",
    "Shares",
    "Shown",
    "State",
    "Step",
    "Suggestion",
    "Term",
    "Together",
    "Tool",
    "Tri",
    "UnknownAuthority",
    "Unmet",
    "UnusableProcedure",
    "Without",
    "Words",
    "act_without",
    "advance",
    "after",
    "alert_chair",
    "all_problems",
    "before",
    "by_day",
    "carried",
    "clock",
    "coded",
    "completeness",
    "days",
    "differences",
    "diverges",
    "draft_problems",
    "earliest",
    "escalate_to",
    "events",
    "faults",
    "figure_of",
    "floors",
    "fold",
    "follows",
    "form",
    "gate",
    "highest_floor",
    "hours",
    "impl",
    "load_register",
    "load_tool",
    "load_tools",
    "months",
    "notice",
    "occurred",
    "only",
    "problems",
    "tell",
    "together",
    "weeks",
    "without",
    "working_days",
    "years",
]
