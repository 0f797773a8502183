"""The procedure API: everything that a board's plugin needs, and the engine that evaluates it."""

from __future__ import annotations

from commonward.clock import Limit, OfficeHours, days, hours, months, weeks, working_days, years
from commonward.contracts import Happened, Tri, events
from commonward.procedure import form
from commonward.procedure.answers import Response, Route
from commonward.procedure.authority import Area, Authority, Edition, Level, Role, Scale, Scope, SetBy, Words
from commonward.procedure.clocks import Clock, Consequence, Effect, clock, escalate_to
from commonward.procedure.decisions import CLOSING, DecisionPoint, Opens
from commonward.procedure.declaring import Without, always, without
from commonward.procedure.facts import Facts, fold
from commonward.procedure.gates import Command, Gate, Unmet, gate
from commonward.procedure.hookspecs import impl
from commonward.procedure.layers import Layer, Procedures, UnknownAuthority
from commonward.procedure.meeting_kinds import MeetingKind
from commonward.procedure.notices import Notice, notice
from commonward.procedure.obligations import Change, Obligation, State, Step, advance
from commonward.procedure.procedure import NoRoute, Procedure
from commonward.procedure.prompts import WRITING, Prompt, Suggestion
from commonward.procedure.records import Answered, Check, Fault, Field, Given, RecordKind, coded, faults
from commonward.procedure.register import BadData, Force, Question, Register, Rule, follows, load_register
from commonward.procedure.telling import tell
from commonward.procedure.tools import Answer, Problem, Tool, load_tool, load_tools, problems
from commonward.procedure.unusable import UnusableProcedure

__all__ = [
    "CLOSING",
    "WRITING",
    "Answer",
    "Answered",
    "Area",
    "Authority",
    "BadData",
    "Change",
    "Check",
    "Clock",
    "Command",
    "Consequence",
    "DecisionPoint",
    "Edition",
    "Effect",
    "Facts",
    "Fault",
    "Field",
    "Force",
    "Gate",
    "Given",
    "Happened",
    "Layer",
    "Level",
    "Limit",
    "MeetingKind",
    "NoRoute",
    "Notice",
    "Obligation",
    "OfficeHours",
    "Opens",
    "Problem",
    "Procedure",
    "Procedures",
    "Prompt",
    "Question",
    "RecordKind",
    "Register",
    "Response",
    "Role",
    "Route",
    "Rule",
    "Scale",
    "Scope",
    "SetBy",
    "State",
    "Step",
    "Suggestion",
    "Tool",
    "Tri",
    "UnknownAuthority",
    "Unmet",
    "UnusableProcedure",
    "Without",
    "Words",
    "advance",
    "always",
    "clock",
    "coded",
    "days",
    "escalate_to",
    "events",
    "faults",
    "fold",
    "follows",
    "form",
    "gate",
    "hours",
    "impl",
    "load_register",
    "load_tool",
    "load_tools",
    "months",
    "notice",
    "problems",
    "tell",
    "weeks",
    "without",
    "working_days",
    "years",
]
