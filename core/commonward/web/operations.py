"""How a service declares its routes: guard, body and answers in one place, so that none can be forgotten.

The declaration feeds the OpenAPI document (spectree); parsing is strict and ours, since lax parsing would turn `0`
into the first of January 1970.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, g, request
from pydantic import BaseModel
from spectree import Response as Documented
from spectree import SpecTree

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor, Capability, InvalidToken, Reason, allowed, viewer
from commonward.procedure import Procedure
from commonward.store import Viewer, Work
from commonward.web.problems import Problem, ProblemDocument, parse_json, too_many
from commonward.web.resources import Resources
from commonward.web.staleness import Listed
from commonward.web.withholding import EVERYTHING, Groups, dumped

EXTENSION = "commonward"


class Public(Enum):
    """The guard of a route that needs no token; saying so is a decision too."""

    ANYBODY = "anybody"


ANYBODY = Public.ANYBODY
Guard = Capability | Public


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view function carries, for the guard and for the tests."""

    guard: Guard
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    answers: Mapping[int, type[BaseModel]] = field(default_factory=dict)


NO_CASE: Groups = frozenset({FieldGroup.CASE})
"""What is shown by an answer that is about nobody's case."""
View = Callable[..., Any]
SPEC = SpecTree("flask", annotations=False, title="Commonward", validation_error_model=ProblemDocument)
"""Documents declared routes; each app serves its own document from it."""


def resources() -> Resources:
    """The resources of the app that answers this request."""
    given: Resources = current_app.extensions[EXTENSION]
    return given


def caller() -> Actor:
    """Who asks. Only within a guarded route."""
    actor: Actor = g.actor
    return actor


def procedure() -> Procedure:
    """The caller's board's procedure, at its newest edition."""
    return resources().procedures.of(caller().authority)


def holds(capability: Capability) -> bool:
    """Whether the caller has a further capability."""
    return allowed(capability, _core_roles())


def _core_roles() -> frozenset[str]:
    return frozenset(procedure().core_roles(caller().roles)) | _system_roles(caller())


@contextmanager
def transaction() -> Iterator[Work]:
    """The caller's transaction: committed at the end, and nothing is changed when it is refused.

    In it, a subject that is not theirs to see by the capability that the route asks for is unknown.
    """
    g.minutes_behind = resources().copy.minutes_behind(caller().authority)
    viewer = resources().viewer(caller(), _core_roles(), g.guard)
    with resources().work(caller(), _as_known(viewer)) as unit:
        yield unit
        g.everything = viewer.least >= EVERYTHING
        g.shown = unit.shown() or NO_CASE


@contextmanager
def reporting() -> Iterator[Work]:
    """The transaction of somebody who reports, and is shown nothing of the case that it is about."""
    with resources().work(caller()) as unit:
        yield unit


def all_that_caller_may(unit: Work, subject: UUID) -> tuple[Capability, ...]:
    """Every capability that the caller has on a subject by what they are to it, so that pages offer no more.

    It is reckoned from what the transaction has loaded. Raises UnknownSubject.
    """
    state, facts, roles = unit.subject(subject), unit.facts(subject), _core_roles()
    teams = unit.viewer.teams if unit.viewer else frozenset[str]()
    them = ((each, _as_known(viewer(caller().person, roles, teams, each))) for each in Capability)
    here = ((each, it.before(held_up=state.held_up)) for each, it in them)
    return tuple(capability for capability, it in here if it.why(facts, unit.now, covers=state.covers) is not None)


def _as_known(viewer: Viewer) -> Viewer:
    """The viewer, with no more than an old copy of who may see what can vouch for."""
    known = replace(viewer, of_a_copy=resources().copy.follows)
    return known.of_a_stale_copy() if g.minutes_behind is not None else known


def may_override(reason: str | None) -> None:
    """Raise Problem when a reason to override is given by somebody who may not."""
    if reason is not None and not holds(Capability.CASE_OVERRIDE):
        raise Problem(403, "not-allowed", "Only a manager overrides what should be there")


def operation(
    blueprint: Blueprint,
    rule: str,
    *,
    guard: Guard,
    method: str = "GET",
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    answers: Mapping[int, type[BaseModel]],
    tags: Sequence[str] = (),
    upload: bool = False,
    searching: bool = False,
) -> Callable[[View], View]:
    """Declare a route. The view gets the parsed `body` or `query` and the path's parts.

    The body of an `upload` may hold a file, and is as large as the settings allow. Nobody asks a `searching` one
    more often than the settings allow.

    It returns a model, or a model and a status, or a whole response.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def call(**parts: Any) -> Response:
            _admit(guard, searching=searching, upload=upload)
            if body is not None:
                parts["body"] = parse_json(body, _json_data())
            if query is not None:
                parts["query"] = query.model_validate_strings(request.args.to_dict(), strict=True)
            return _answer(view(**parts), next(iter(answers)))

        validate = SPEC.validate(json=body, query=query, resp=_documented(answers), tags=tags, skip_validation=True)
        _document_as(validate(call), call)
        vars(call)["__operation__"] = Operation(guard, body, query, answers)
        blueprint.add_url_rule(rule, view.__name__, call, methods=[method])
        return view

    return declare


def _document_as(theirs: View, ours: View) -> None:
    """Give our function the documentation of the one that spectree made.

    The route calls ours, since spectree's would unpack and rebuild each answer.
    """
    SPEC._function_metadata[ours] = SPEC._function_metadata[theirs]


def _admit(guard: Guard, *, searching: bool, upload: bool) -> None:
    _authorise(guard)
    if searching:
        _not_too_often(resources().limits.searches.take(caller().person))
    if upload:
        request.max_content_length = resources().settings.attachments.largest_body


def _authorise(guard: Guard) -> None:
    if guard is ANYBODY:
        return
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        headers = {"WWW-Authenticate": "Bearer"}
        raise Problem(401, "unauthenticated", "Sign in: this needs a bearer token", headers=headers)
    g.actor = resources().verifier.verify(token.strip())
    _not_too_often(resources().limits.refusals.wait(g.actor.person))
    if resources().ended.holds(g.actor):
        raise InvalidToken(Reason.ENDED)
    assert isinstance(guard, Capability)
    g.guard = guard
    if not holds(guard):
        raise Problem(403, "not-allowed", "Your role does not allow this", f"It needs the capability {guard.value}.")


def _not_too_often(wait: int) -> None:
    if wait:
        raise too_many(wait)


def _json_data() -> bytes:
    if request.mimetype != "application/json":
        detail = "Send it with the header Content-Type: application/json."
        raise Problem(415, "not-json", "The body must be a JSON document", detail)
    return request.get_data()


def _system_roles(actor: Actor) -> frozenset[str]:
    return frozenset({"partner"}) if actor.kind == "system" else frozenset()


def _answer(result: Any, status: int) -> Response:
    if isinstance(result, Response):
        return result
    if isinstance(result, tuple):
        result, status = result
    if isinstance(result, Listed):
        result = result.model_copy(update={"minutes_behind": g.get("minutes_behind")})
    # Who sees everything by whatever they are to a case gets it as it is; the answer need not be looked through.
    seen = result.model_dump_json() if g.get("everything") else dumped(result, g.get("shown", NO_CASE))
    return Response(seen, status, content_type="application/json")


def _documented(answers: Mapping[int, type[BaseModel]]) -> Documented:
    problems = {f"HTTP_{status}": ProblemDocument for status in (400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503)}
    return Documented(**problems | {f"HTTP_{status}": model for status, model in answers.items()})
