"""A board's form that comes with a concern: kept about it in the same step, or nothing is raised."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Facts, Given, RecordKind, events, form
from tests.services.boards import Board
from tests.services.referral.bodies import report
from tests.services.stage import Stage, errors_of


def _said(given: Given, facts: Facts) -> bool:
    return not given.all("power") or given.one("exchanged") is not None


KNOWN = RecordKind(
    "known",
    "What is known",
    ("MIL-7.gate",),
    (),
    (
        form.some_of("power", "Power", "age", "status"),
        form.one_of("exchanged", "What was exchanged", "food", "gifts"),
        form.some_of("signs", "Signs", "s1", "s2"),
    ),
    checks=(form.check("MIL-7.gate", "exchanged", "say what was exchanged", unless=_said),),
    with_concern=True,
    indicators=("signs",),
)
OTHER = RecordKind("other", "Another", ("MIL-7.gate",), (), (form.words("note", "Note"),))
pytestmark = pytest.mark.parametrize("board", [Board(records=(KNOWN, OTHER))])


def told(**answers: list[str]) -> dict[str, Any]:
    return report(records=[{"kind": "known", "answers": answers}])


def test_it_is_kept_about_the_concern_and_its_indicators_are_the_concerns(referral: Stage, worker: Actor) -> None:
    raised = referral.post(worker, "/v1/concerns", told(power=["age"], exchanged=["gifts"], signs=["s2"])).json
    [made] = referral.get(worker, f"/v1/cases/{raised['case']}/records").json["records"]
    assert (made["kind"], made["about"], made["answers"]["power"]) == ("known", raised["concern"], ["age"])
    case = UUID(raised["case"])
    assert referral.published(case, events.ConcernRaised)[0].indicators == ("s2",)
    assert referral.published(case, events.RecordTied)[0].about == UUID(raised["concern"])


@pytest.mark.parametrize("path", ["/v1/concerns", "/v1/concerns/preview"])
@pytest.mark.parametrize(
    ("body", "field"),
    [
        (told(power=["age"]), "records.0.answers.exchanged"),
        (told(power=["strength"]), "records.0.answers.power"),
        (report(records=[{"kind": "other", "answers": {}}]), "records.0.kind"),
    ],
)
def test_what_is_wrong_in_it_is_told_at_its_place_and_nothing_is_raised(
    referral: Stage, worker: Actor, path: str, body: dict[str, Any], field: str
) -> None:
    answer = referral.post(worker, path, body)
    assert (answer.status_code, list(errors_of(answer))) == (422, [field])
    assert referral.get(worker, "/v1/cases").json["cases"] == []
