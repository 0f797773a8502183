"""A synthetic board on which every route has something to do: each kind of step is declared once.

The boards' own procedures each leave some of these steps out. It has one job role for each core role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from commonward.procedure import (
    After,
    DecisionPoint,
    Edition,
    FieldGroup,
    RecordKind,
    Retention,
    Role,
    SetBy,
    form,
    impl,
)
from commonward.procedure.tools import Entry
from commonward.procedure.tools import Stage as Part
from tests.services.boards import CLOSING, PANEL, SCALE, TOOL, InPlace
from tests.services.notify.clocked import TELL, TO_COORDINATOR, TO_WORKER, VISIT, ClockedBoard

ROLES = {
    "social-worker": "practitioner",
    "specialist": "specialist",
    "police-officer": "police",
    "coordinator": "coordinator",
    "team-manager": "manager",
    "head-of-service": "head-of-service",
    "reviewing-officer": "reviewing-officer",
    "analyst": "analyst",
    "operator": "operator",
}
"""Job roles, and the core roles that they are."""
KEPT = "every-case"
"""The one schedule of retention: nothing is kept beyond its closing."""

(_HOME,) = TOOL.sections
GROUPED = TOOL.model_copy(
    update={
        "entries": (
            Entry(code="health", title="Health", group=FieldGroup.HEALTH),
            Entry(code="police", title="What the police know", group=FieldGroup.POLICE_INTELLIGENCE),
            Entry(code="adults", title="People of concern", group=FieldGroup.ADULT_OF_CONCERN),
            Entry(code="words", title="In words"),
        )
    }
)
STAGED = TOOL.model_copy(
    update={
        "code": "staged-tool",
        "stages": (
            Part(code="first-account", title="First account", completed_by="social-worker"),
            Part(code="analysis", title="Analysis", completed_by="coordinator"),
        ),
        "sections": (
            _HOME.model_copy(update={"items": _HOME.items[:1], "stage": "first-account"}),
            _HOME.model_copy(update={"code": "away", "items": _HOME.items[1:], "stage": "analysis"}),
        ),
    }
)
POINT = DecisionPoint("early-help", "Early help", decided_by=("social-worker",), options=("wanted", "not-wanted"))
TWO = replace(POINT, id="enquiry", title="Enquiry", second_role="team-manager")
FIELDS = (
    form.one_of("kind", "Kind", "good", "bad"),
    form.subject("visitor", "Who visited"),
    form.words("health", "Health", group=FieldGroup.HEALTH),
    form.words("police", "What the police know", group=FieldGroup.POLICE_INTELLIGENCE),
    form.words("words", "In words"),
)
BY_ONE = RecordKind("note", "Note", ("MIL-7.gate",), (), FIELDS)
BY_TWO = replace(BY_ONE, id="health", title="Health", second_role="team-manager")


@dataclass(frozen=True)
class Everything(ClockedBoard):
    """With a job role for each core role."""

    @impl
    def commonward_roles(self) -> Sequence[Role]:
        held = (Role(code, code.capitalize(), core) for code, core in ROLES.items())
        by_case = (Role(code, code.capitalize(), "practitioner") for code in ("allocated-social-worker", "duty"))
        return (*held, *by_case)


def board(code: str) -> InPlace:
    """The board under this code, in two editions."""
    declared = Everything(
        code=code,
        scale=replace(
            SCALE,
            set_by=SetBy.TWO_PEOPLE,
            second_role="team-manager",
            provisional=True,
            confirmed_by="head-of-service",
        ),
        tools=(GROUPED, STAGED),
        meetings=(replace(PANEL, agenda=True, decides=("closing",)),),
        decisions=(POINT, TWO, CLOSING),
        records=(BY_ONE, BY_TWO),
        subjects=("child", "adult"),
        retention=(Retention(KEPT, "Every case", 0, After.LAST_CONTACT, "A synthetic source."),),
        clocks=(TELL, replace(VISIT, may_pause="team-manager")),
        notices=(TO_COORDINATOR, TO_WORKER),
    )
    editions = tuple((Edition(str(number), date(2020, number, 1)), "in place") for number in (1, 2))
    return InPlace(code, editions, declared)
