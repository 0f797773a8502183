"""Laws that no plugin may break, whatever its board has decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from commonward.contracts import Because, Tri
from commonward.procedure import Answered, Facts, Procedure, Response, Route
from commonward.procedure.check_shapes import misshapen
from commonward.procedure.citing import cited
from commonward.testing.cases import concerns, episodes, situations
from commonward.testing.conditions import said

ACTS = ("refer", "pass-on")
"""Outcomes by which somebody who may protect the child is told at once."""
OF_EPISODES, OF_LEVELS = ("tool",), ("plan", "consultations", "review_months")
"""What a response says of a missing episode alone, and of a level alone."""


def routes(procedure: Procedure) -> Iterator[str]:
    """Every concern has a route, the same each time; a child under 13 or in danger is never left to advice."""
    known = {rule.id for rule in procedure.rules}
    for concern, facts in concerns(procedure):
        case = f"a child of {facts.youngest}, {concern.sexually_active=}, {concern.immediate_danger=}"
        try:
            route, again = procedure.route(concern, facts), procedure.route(concern, facts)
        except Exception as error:  # the kit can't know what a plugin may raise
            yield f"{case}: {said(procedure, error)}"
            continue
        if route != again:
            yield f"{case}: another route when asked again"
        yield from (f"{case}: the route's {fault}" for fault in misshapen(route))
        yield from _unknown(case, route.because, known)
        if route.tool is not None and procedure.tool(route.tool) is None:
            yield f"{case}: the route asks for the tool {route.tool}, which nobody declares"
        yield from _left_alone(case, route, facts, concern.immediate_danger)


def _left_alone(case: str, route: Route, facts: Facts, danger: Tri) -> Iterator[str]:
    under_13 = facts.youngest is not None and facts.youngest < 13
    if under_13 and facts.sexually_active is Tri.YES and route.outcome not in ACTS:
        yield f"{case}: a child under 13 is routed to {route.outcome}; it must be one of {', '.join(ACTS)}"
    if danger is Tri.YES and route.outcome == "advise":
        yield f"{case}: immediate danger is answered with advice only"


def responses(procedure: Procedure) -> Iterator[str]:
    """What a level calls for exists, and the highest level calls for something."""
    highest = max(procedure.scale.levels, key=lambda level: level.rank).code
    for facts in situations(procedure):
        assert facts.level is not None  # a situation has one
        asked = _answered(procedure, f"level {facts.level}", OF_EPISODES, procedure.answer_level, facts.level, facts)
        yield from asked
        if facts.level == highest and _calls_for_nothing(procedure, facts):
            yield f"level {highest}: the highest level calls for nothing"
    for episode, facts in episodes():
        case = f"missing episode {episode.number}"
        yield from _answered(procedure, case, OF_LEVELS, procedure.answer_missing, episode, facts)


def _answered(
    procedure: Procedure, case: str, unheard: tuple[str, ...], ask: Callable[..., Response], *about: Any
) -> Iterator[str]:
    try:
        response = ask(*about)
    except Exception as error:  # as above
        yield f"{case}: {said(procedure, error)}"
        return
    yield from (f"{case}: the response's {fault}" for fault in misshapen(response))
    for part in unheard:
        if getattr(response, part):
            yield f"{case}: the response has {part}, of which nobody would hear; leave it out here"
    yield from _called_for(procedure, case, response)


def _calls_for_nothing(procedure: Procedure, facts: Facts) -> bool:
    try:
        response = procedure.answer_level(facts.level or "", facts)
    except Exception:  # told already
        return False
    return not (response.plan or response.meetings or response.tasks)


def _called_for(procedure: Procedure, case: str, response: Response) -> Iterator[str]:
    yield from _unknown(case, response.because, {rule.id for rule in procedure.rules})
    for kind in response.meetings:
        if procedure.meeting_kind(kind) is None:
            yield f"{case}: calls for the meeting {kind}, which nobody declares"
    roles = {role.code for role in procedure.roles}
    for role in response.consultations:
        if role not in roles:
            yield f"{case}: consults {role}, which is no role"
    if response.tool is not None and procedure.tool(response.tool) is None:
        yield f"{case}: calls for the tool {response.tool}, which nobody declares"


def forms(procedure: Procedure) -> Iterator[str]:
    """A form's checks and times are about its own fields, and a choice has something to choose from."""
    for kind in procedure.records:
        for check in kind.checks:
            if kind.field(check.field) is None:
                yield f"record {kind.id}: the check {check.id} is about {check.field}, which is not asked"
        at = kind.field(kind.happened) if kind.happened else None
        if kind.happened and (at is None or at.answered not in (Answered.DAY, Answered.MOMENT)):
            yield f"record {kind.id}: {kind.happened} does not say when it happened; ask for a day or a moment"
        for field in kind.fields:
            if field.answered in (Answered.ONE_OF, Answered.SOME_OF) and len(field.choices) < 1:
                yield f"record {kind.id}: {field.code} has nothing to choose from"


def second_persons(procedure: Procedure) -> Iterator[str]:
    """Where a second person must agree, somebody else than the first can be that person."""
    roles = {role.code for role in procedure.roles}
    wanted = [(f"decision {point.id}", point.second_role) for point in procedure.decisions]
    wanted += [(f"record {kind.id}", kind.second_role) for kind in procedure.records]
    wanted.append(("the scale of levels", procedure.scale.second_role))
    for what, role in wanted:
        if role is not None and role not in roles:
            yield f"{what} wants a second person of the role {role}, which nobody can have"


def retention(procedure: Procedure) -> Iterator[str]:
    """Every case, whatever is known of it, is covered by a schedule that says yes, no or unknown."""
    for facts in (Facts(), *situations(procedure)):
        found = [schedule.covers(facts) for schedule in procedure.retention]
        if not all(isinstance(covers, Tri) for covers in found):
            yield "a schedule of retention answers something else than yes, no or unknown"
        if all(covers is Tri.NO for covers in found):
            yield f"no schedule of retention covers a case of the level {facts.level}"


def register(procedure: Procedure) -> Iterator[str]:
    """Every rule of the register is followed somewhere, and every level has a rank of its own."""
    used: set[str] = {rule for origin in procedure.origins for rule in cited(origin.declaration)}
    used |= {rule for single in (procedure.scope, procedure.scale) for rule in cited(single)}
    for module in procedure.modules():
        for value in vars(module).values():
            used |= set(getattr(value, "__follows__", ()))
    used |= {rule for origin in procedure.withdrawn for rule in cited(origin.declaration)}
    for rule in procedure.rules:
        if rule.id not in used:
            yield f"rule {rule.id} is in the register, and nothing follows it"
    ranks = [level.rank for level in procedure.scale.levels]
    if len(set(ranks)) != len(ranks):
        yield "two levels have the same rank"


def _unknown(case: str, because: Because, known: set[str]) -> Iterator[str]:
    for rule in because:
        if rule not in known:
            yield f"{case}: cites {rule}, which no register holds"
