"""What is checked when a procedure is loaded: refuse what could go wrong silently later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from commonward.contracts import Because
from commonward.procedure.authority import CORE_ROLES
from commonward.procedure.check_levels import level_faults, roles_of_levels
from commonward.procedure.check_meetings import meeting_faults
from commonward.procedure.check_retention import retention_faults
from commonward.procedure.check_shapes import shape_faults
from commonward.procedure.check_subjects import subject_faults
from commonward.procedure.citing import cited, citing_parts
from commonward.procedure.gates import CORRECTION
from commonward.procedure.procedure import Procedure
from commonward.procedure.tool_files import named
from commonward.procedure.tools import Tool
from commonward.procedure.unusable import UnusableProcedure


def check(procedure: Procedure) -> None:
    """Raise UnusableProcedure with every fault at once. Of what has the wrong shape nothing else can be asked."""
    faults = [*shape_faults(procedure)] or [
        *_register(procedure),
        *_citations(procedure),
        *_references(procedure),
        *_supplies(procedure),
        *subject_faults(procedure),
        *meeting_faults(procedure),
        *level_faults(procedure),
        *retention_faults(procedure),
    ]
    if faults:
        name = f"{procedure.authority.code} {procedure.edition}"
        raise UnusableProcedure(f"the procedure {name} can't be used:\n  " + "\n  ".join(faults))


def _register(procedure: Procedure) -> Iterator[str]:
    for id, count in Counter(rule.id for rule in procedure.rules).items():
        if count > 1:
            yield f"rule {id} is in the register {count} times; keep one"


def _citations(procedure: Procedure) -> Iterator[str]:
    known = {rule.id for rule in procedure.rules}
    for origin in procedure.origins:
        if isinstance(origin.declaration, Tool):
            yield from _unheld_by_tool(known, origin.declaration)
        else:
            yield from _unheld(known, f"{origin.made_by}: {_name(origin.declaration)}", cited(origin.declaration))
    yield from _unheld(known, "the scope", cited(procedure.scope))
    yield from _unheld(known, "the scale of levels", cited(procedure.scale))
    for question in procedure.questions:
        for rule in question.rules:
            if rule not in known:
                yield f"question {question.id} names {rule}, which no register holds; add the rule"


def _unheld_by_tool(known: set[str], tool: Tool) -> Iterator[str]:
    """The same of each part of a tool, with the line of its file."""
    for way, because in citing_parts(tool):
        place = [step for name, number in way for step in (name, number) if step is not None]
        for number, rule in enumerate(because):
            if rule not in known:
                yield from _unheld(known, named(tool, *place, "because", number), (rule,))


def _unheld(known: set[str], what: str, because: Because) -> Iterator[str]:
    for rule in because:
        if rule not in known:
            yield f"{what} cites {rule}, which no register holds; add the rule"


def _references(procedure: Procedure) -> Iterator[str]:
    """Roles that act must exist, so that no clock or notice is owed by nobody."""
    roles = {role.code for role in procedure.roles}
    for job in procedure.roles:
        if job.core not in CORE_ROLES:
            yield f"role {job.code}: {job.core} is no core role; known: {', '.join(CORE_ROLES)}"
    wanted = [(f"clock {clock.id}", role) for clock in procedure.clocks for role in clock.roles()]
    wanted += [(f"notice {notice.id}", notice.to) for notice in procedure.notices]
    wanted += [(f"meeting {kind.id}", role) for kind in procedure.meeting_kinds for role in kind.roles()]
    wanted += [(f"gate {gate.id}", gate.supplied_by) for gate in procedure.gates]
    wanted += [(f"decision {point.id}", role) for point in procedure.decisions for role in point.decided_by]
    seconds = [(f"decision {point.id}", point.second_role) for point in procedure.decisions]
    wanted += [(what, role) for what, role in seconds if role is not None]
    wanted += roles_of_levels(procedure)
    for what, role in wanted:
        if role not in roles:
            yield f"{what} names the role {role}, which commonward_roles does not; known: {', '.join(sorted(roles))}"


def _supplies(procedure: Procedure) -> Iterator[str]:
    """What a gate says that people supply something in must be there to be found."""
    known = {
        *(kind.id for kind in procedure.records),
        *(point.id for point in procedure.decisions),
        *(kind.id for kind in procedure.meeting_kinds),
        *(tool.code for tool in procedure.tools),
    }
    for gate in procedure.gates:
        if gate.supplied_in not in (None, CORRECTION, *known):
            yield f"gate {gate.id} is supplied in {gate.supplied_in}, which is no form, decision, tool or meeting here"


def _name(declaration: object) -> str:
    return str(getattr(declaration, "id", None) or getattr(declaration, "code", declaration))
