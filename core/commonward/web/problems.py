"""Errors for people and programs alike: RFC 9457 problem documents, one shape everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Response, g, request
from opentelemetry import trace
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from commonward.identity import InvalidToken
from commonward.store import (
    AlreadyWaits,
    Conflict,
    DatabaseAway,
    FieldError,
    KeyGone,
    NotReady,
    NotYours,
    Unacceptable,
    UnknownSubject,
    Waiting,
)
from commonward.telemetry import logger
from commonward.web.plain_words import plain_words

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2


class ProblemDocument(BaseModel):
    """The body of every error answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    minutes_behind: int | None = None
    """What was asked for may be here: the service's copy is so old that only the caller's own cases are shown."""
    waiting: Waiting | None = None
    """What was proposed before and waits for a second person."""
    trace: str | None = None


class Problem(Exception):
    """Raise it anywhere in a request: nothing is changed, and the caller is told why."""

    def __init__(
        self,
        status: int,
        kind: str,
        title: str,
        detail: str = "",
        *,
        errors: Iterable[FieldError] = (),
        waiting: Waiting | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.kind = kind
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)
        self.waiting = waiting
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer to send."""
        document = ProblemDocument(
            type=f"urn:commonward:problem:{self.kind}",
            title=self.title,
            status=self.status,
            detail=self.detail,
            errors=self.errors,
            minutes_behind=g.get("minutes_behind") if self.status == 404 else None,
            waiting=self.waiting,
            trace=_trace_id(),
        )
        body = document.model_dump_json(exclude_defaults=True)
        return Response(body, self.status, headers=self.headers, content_type=MEDIA_TYPE)


def invalid(errors: Iterable[FieldError]) -> Problem:
    """The caller's input can't be taken; each field says why."""
    return Problem(422, "invalid", "Some of what was sent can't be taken", errors=errors)


def not_found() -> Problem:
    """Not there, or not the caller's to see: the answer is the same, so that nobody can search by it."""
    return Problem(404, "not-found", "There is nothing here")


def too_many(wait: int) -> Problem:
    """The caller asks too often; `wait` says for how many seconds."""
    headers = {"Retry-After": str(wait)}
    return Problem(429, "too-many", "Too many requests", f"Try again in {wait} seconds.", headers=headers)


def field_errors(error: ValidationError) -> list[FieldError]:
    """A validation error in plain words, without the values that were sent."""
    return [
        FieldError(
            field=".".join(map(str, fault["loc"])) or "body",
            message=plain_words(fault["type"], fault["msg"], fault.get("ctx", {})),
            allowed=_allowed(fault.get("ctx", {})),
        )
        for fault in error.errors(include_input=False, include_url=False)
    ]


_LIMITS = {
    "pattern": "{}",
    "ge": "{} or more",
    "gt": "more than {}",
    "le": "{} or less",
    "lt": "less than {}",
    "min_length": "{} long or longer",
    "max_length": "{} long or shorter",
}
"""What pydantic says was wanted of a value, in words."""


def _allowed(context: dict[str, Any]) -> tuple[str, ...]:
    if "expected" in context:  # pydantic writes "'yes', 'no' or 'unknown'"
        return tuple(re.findall(r"'([^']*)'", context["expected"])) or (str(context["expected"]),)
    return tuple(words.format(context[name]) for name, words in _LIMITS.items() if name in context)


def handle_problems(app: Flask, service: str) -> None:
    """Turn every error of this app into a problem document."""
    log = logger(service)

    @app.errorhandler(Problem)
    def _problem(problem: Problem) -> Response:
        return problem.response()

    @app.errorhandler(ValidationError)
    def _validation(error: ValidationError) -> Response:
        return invalid(field_errors(error)).response()

    @app.errorhandler(InvalidToken)
    def _token(error: InvalidToken) -> Response:
        headers = {"WWW-Authenticate": f'Bearer error="invalid_token", error_description="{error}"'}
        return Problem(401, "unauthenticated", "Sign in again", str(error), headers=headers).response()

    @app.errorhandler(UnknownSubject)
    def _unknown(_error: UnknownSubject) -> Response:
        return not_found().response()

    @app.errorhandler(Conflict)
    def _conflict(error: Conflict) -> Response:
        detail = f"You saw version {error.expected}; it is at {error.actual} now. Look again, nothing was changed."
        return Problem(409, "changed-meanwhile", "Somebody changed this meanwhile", detail).response()

    @app.errorhandler(DatabaseAway)
    def _away(error: DatabaseAway) -> Response:
        log.error("database away", path=request.path, detail=str(error))
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return Problem(503, "unavailable", "Try again in a moment; nothing was changed", headers=headers).response()

    @app.errorhandler(KeyGone)
    def _gone(error: KeyGone) -> Response:
        log.error("keys gone", path=request.path, detail=str(error))
        detail = "The keys that sealed them were destroyed. Nothing can be read or recorded here."
        return Problem(410, "keys-destroyed", "This board's records can't be read any more", detail).response()

    _handle_refusals(app)
    _handle_the_rest(app, log)


def _handle_refusals(app: Flask) -> None:
    @app.errorhandler(Unacceptable)
    def _unacceptable(refusal: Unacceptable) -> Response:
        return invalid(refusal.errors).response()

    @app.errorhandler(NotReady)
    def _not_ready(refusal: NotReady) -> Response:
        return Problem(409, "not-ready", "Something must be there first", errors=refusal.errors).response()

    @app.errorhandler(AlreadyWaits)
    def _already_waits(refusal: AlreadyWaits) -> Response:
        title = "The same was proposed already"
        return Problem(409, "already-waits", title, str(refusal), waiting=refusal.waiting).response()

    @app.errorhandler(NotYours)
    def _not_yours(refusal: NotYours) -> Response:
        return Problem(403, "not-yours", "This is for another person to do", str(refusal)).response()

    @app.errorhandler(IntegrityError)
    def _same_meanwhile(_error: IntegrityError) -> Response:
        return Problem(409, "changed-meanwhile", "Somebody recorded the same meanwhile; look again").response()


def _handle_the_rest(app: Flask, log: Any) -> None:
    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        if status == 404:
            return not_found().response()
        return Problem(status, f"http-{status}", error.name, headers=_allow(error)).response()

    @app.errorhandler(Exception)
    def _defect(error: Exception) -> Response:
        log.error("request failed", path=request.path, defect=type(error).__name__)
        return Problem(500, "defect", "Something went wrong here; nothing was changed").response()


def _allow(error: HTTPException) -> dict[str, str]:
    methods = getattr(error, "valid_methods", None)
    return {"Allow": ", ".join(methods)} if methods else {}


def _trace_id() -> str | None:
    context = trace.get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def parse_json(model: type[BaseModel], data: bytes) -> Any:
    """Read a body strictly. Raises Problem when it is not JSON, ValidationError when it does not fit."""
    try:
        return model.model_validate_json(data, strict=True)
    except ValidationError as error:
        if error.errors(include_input=False)[0]["type"] == "json_invalid":
            raise Problem(400, "not-json", "The body must be a JSON document") from None
        raise


__all__ = [
    "MEDIA_TYPE",
    "FieldError",
    "Problem",
    "ProblemDocument",
    "field_errors",
    "handle_problems",
    "invalid",
    "not_found",
    "parse_json",
]
