"""The web runtime: guarded operations, problem documents, OpenAPI, health, timelines."""

from __future__ import annotations

from commonward.web.app import create_api
from commonward.web.operations import ANYBODY, EXTENSION, Operation, caller, holds, operation, procedure, resources
from commonward.web.problems import FieldError, Problem, ProblemDocument, invalid, not_found
from commonward.web.resources import Resources
from commonward.web.timeline import Citation, Entry, Timeline

__all__ = [
    "ANYBODY",
    "EXTENSION",
    "Citation",
    "Entry",
    "FieldError",
    "Operation",
    "Problem",
    "ProblemDocument",
    "Resources",
    "Timeline",
    "caller",
    "create_api",
    "holds",
    "invalid",
    "not_found",
    "operation",
    "procedure",
    "resources",
]
