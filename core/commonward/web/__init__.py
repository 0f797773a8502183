"""The web runtime: guarded operations, problem documents, OpenAPI, health, timelines, access logs, reports."""

from __future__ import annotations

from commonward.web.access_log import Access, AccessLog
from commonward.web.app import create_api
from commonward.web.files import File, download
from commonward.web.inputs import Input
from commonward.web.missing import Missing, missing
from commonward.web.news import News, NewsLine, news_for
from commonward.web.operations import (
    ANYBODY,
    EXTENSION,
    Operation,
    all_that_caller_may,
    caller,
    holds,
    may_override,
    operation,
    procedure,
    reporting,
    resources,
    transaction,
)
from commonward.web.problems import Problem, ProblemDocument, invalid, not_found
from commonward.web.reports import Period, told
from commonward.web.resources import Resources
from commonward.web.staleness import Listed
from commonward.web.timeline import Citation, Entry, Timeline

__all__ = [
    "ANYBODY",
    "EXTENSION",
    "Access",
    "AccessLog",
    "Citation",
    "Entry",
    "File",
    "Input",
    "Listed",
    "Missing",
    "News",
    "NewsLine",
    "Operation",
    "Period",
    "Problem",
    "ProblemDocument",
    "Resources",
    "Timeline",
    "all_that_caller_may",
    "caller",
    "create_api",
    "download",
    "holds",
    "invalid",
    "may_override",
    "missing",
    "news_for",
    "not_found",
    "operation",
    "procedure",
    "reporting",
    "resources",
    "told",
    "transaction",
]
