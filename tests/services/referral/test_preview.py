"""Before a concern is sent one may ask what the procedure would do: the same as it then does, and nothing is done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.referral.bodies import NHS_NUMBER, child, report
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

SAME = ("team", "response", "outcome", "tasks", "because", "possible_matches")


def previewed(stage: Stage, who: Actor, body: dict[str, Any]) -> dict[str, Any]:
    answer = stage.post(who, "/v1/concerns/preview", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def rows(stage: Stage) -> dict[str, int]:
    with stage.resources.database.session(stage.authority) as session:
        names = ("child", "child_token", "case", "concern", "subject", "outbox", "audit")
        tables = [SQLModel.metadata.tables[name] for name in names if name in SQLModel.metadata.tables]
        return {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


@pytest.mark.parametrize("harm", ["yes", "no", "unknown"])
def test_it_is_what_then_happens(referral: Stage, worker: Actor, harm: str) -> None:
    body = report(significant_harm=harm)
    told = previewed(referral, worker, body)
    done = referral.post(worker, "/v1/concerns", body).json
    assert {name: told[name] for name in SAME} == {name: done[name] for name in SAME}
    assert told["opens"] is done["opened"] is True


def test_it_leaves_nothing_but_a_line_in_the_audit(referral: Stage, worker: Actor) -> None:
    before = rows(referral)
    previewed(referral, worker, report())
    assert rows(referral) == {**before, "audit": before["audit"] + 1}


def test_it_names_the_open_case_that_the_concern_would_join(referral: Stage, worker: Actor) -> None:
    done = referral.post(worker, "/v1/concerns", report()).json
    told = previewed(referral, worker, report())
    assert (told["opens"], told["reference"]) == (False, done["reference"])


@pytest.mark.parametrize(
    "changes",
    [{"happened_on": "2999-01-01"}, {"child": child(born="1990-01-01")}, {"child": child(nhs_number="9990000019")}],
)
def test_what_could_not_be_raised_is_refused_in_the_same_words(
    referral: Stage, worker: Actor, changes: dict[str, Any]
) -> None:
    told, done = (referral.post(worker, path, report(**changes)) for path in ("/v1/concerns/preview", "/v1/concerns"))
    assert told.status_code == done.status_code == 422
    assert told.json["errors"] == done.json["errors"]


def test_the_circumstances_of_a_child_on_record_reach_the_procedure(referral: Stage, worker: Actor) -> None:
    referral.post(worker, "/v1/concerns", report())
    sought = referral.post(worker, "/v1/children/search", {"nhs_number": NHS_NUMBER}).json["candidates"][0]["child"]
    body = {name: value for name, value in report(child_id=sought).items() if name != "child"}
    done = referral.post(worker, "/v1/concerns", {**body, "circumstances": {"looked_after": "yes"}})
    referral.settle()
    assert done.status_code == 201
    with referral.acting(worker) as unit:
        assert unit.facts(UUID(done.json["case"])).looked_after == "yes"


def test_an_area_of_nowhere_is_named(referral: Stage, worker: Actor) -> None:
    referral.post(worker, "/v1/concerns", report())
    sought = referral.post(worker, "/v1/children/search", {"nhs_number": NHS_NUMBER}).json["candidates"][0]["child"]
    body = {name: value for name, value in report(child_id=sought).items() if name != "child"}
    done = referral.post(worker, "/v1/concerns", {**body, "circumstances": {"family_area": "nowhere"}})
    assert [error["field"] for error in done.json["errors"]] == ["circumstances.family_area"]


@pytest.mark.parametrize("number", [NHS_NUMBER, None])
def test_a_partners_system_learns_of_no_child_or_case_on_record(
    referral: Stage, worker: Actor, partner: Actor, number: str | None
) -> None:
    body = report(child=child(nhs_number=number))
    new = previewed(referral, partner, body)
    referral.post(worker, "/v1/concerns", body)
    assert previewed(referral, partner, body) == new
    assert (new["opens"], new["reference"], new["possible_matches"]) == (True, None, 0)


def test_a_partner_is_told_that_its_concern_was_taken_as_if_the_child_were_new(
    referral: Stage, worker: Actor, partner: Actor
) -> None:
    first = referral.post(worker, "/v1/concerns", report()).json
    told = referral.post(partner, "/v1/concerns", report())
    assert (told.status_code, told.json["case"], told.json["opened"]) == (201, told.json["concern"], True)
    [_, joined] = referral.published(UUID(first["case"]), events.ConcernRaised)
    assert str(joined.concern) == told.json["concern"]
    alike = referral.post(partner, "/v1/concerns", report(child=child(nhs_number=None))).json
    assert (alike["opened"], alike["possible_matches"]) == (True, 0)
    assert referral.get(partner, f"/v1/cases/{first['case']}").status_code == 403
