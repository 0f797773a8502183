"""An NHS number that comes with another date of birth: taken as if nobody had it, and kept for somebody to compare."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts.events import ConcernReceived
from commonward.identity import Actor
from commonward.procedure import Facts, events
from commonward_referral.reactions import take_report
from commonward_referral.reindexing import reindex
from tests.services.referral.bodies import NHS_NUMBER, child, report, today
from tests.services.referral.test_concerns import from_partner
from tests.services.referral.test_merging import OTHER_NUMBER, child_of
from tests.services.stage import TEAM, Stage

OTHER_BIRTH = date(today().year - 12, 1, 1).isoformat()
ALIKE = report(child=child(given_name="Other", family_name="Person", born=OTHER_BIRTH))
"""The number of the child whose case is open, with another name and date of birth."""
NEW = report(child=child(given_name="Other", family_name="Person", born=OTHER_BIRTH, nhs_number=OTHER_NUMBER))
"""The same, and nobody has the number."""
LONG_AGO = report(child=child(given_name="Other", family_name="Person", born=None), happened_on="2001-01-01")
"""The same number, no date of birth, and a day on which the child on record was not born yet."""
IDS = {"case", "reference", "concern"}


def told(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    return {name: value for name, value in answer.json.items() if name not in IDS}


def alike(referral: Stage, worker: Actor, case: str) -> list[tuple[str, list[str]]]:
    own = child_of(referral, worker, case)
    found = referral.get(worker, f"/v1/children/{own}/alike").json["candidates"]
    return [(line["child"], line["why"]) for line in found]


@pytest.mark.parametrize("body", [ALIKE, LONG_AGO])
@pytest.mark.parametrize("who", ["worker", "partner"])
def test_whoever_reports_is_told_what_they_are_told_of_a_new_child(
    referral: Stage, case: str, who: str, body: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    reporter: Actor = request.getfixturevalue(who)
    new = {**body, "child": {**body["child"], "given_name": "New", "nhs_number": OTHER_NUMBER}}
    assert told(referral.post(reporter, "/v1/concerns", body)) == told(referral.post(reporter, "/v1/concerns", new))


def test_a_preview_tells_no_more(referral: Stage, case: str, worker: Actor) -> None:
    known, new = (referral.post(worker, "/v1/concerns/preview", body) for body in (ALIKE, NEW))
    assert (known.status_code, known.json["opens"], known.json["possible_matches"]) == (200, True, 0)
    assert {**known.json, "begins": []} == {**new.json, "begins": []}


def test_a_partners_event_is_taken_and_answered(referral: Stage, case: str, worker: Actor) -> None:
    happened = from_partner(**ALIKE)
    with referral.acting(worker) as unit:
        take_report(unit, happened, Facts())
    [answer] = referral.published(happened.id, ConcernReceived)
    assert answer.team == TEAM


def test_either_record_has_the_other_beside_it_with_why(referral: Stage, case: str, worker: Actor) -> None:
    second = referral.post(worker, "/v1/concerns", ALIKE).json["case"]
    referral.settle()
    first = case.rpartition("/")[2]
    records = [child_of(referral, worker, each) for each in (first, second)]
    assert alike(referral, worker, first) == [(records[1], ["nhs-number", "other-birth"])]
    assert alike(referral, worker, second) == [(records[0], ["nhs-number", "other-birth"])]
    both = referral.get(worker, f"/v1/children/{records[0]}/beside?other={records[1]}").json
    assert {both[side]["nhs_number"] for side in ("child", "other")} == {NHS_NUMBER}
    assert both["other"]["born"] == OTHER_BIRTH
    assert referral.published(UUID(second), events.ConcernRaised)[0].possible_matches == 1


def test_what_is_told_again_joins_the_record_that_was_made(referral: Stage, case: str, worker: Actor) -> None:
    second, again = (referral.post(worker, "/v1/concerns", ALIKE).json for _ in range(2))
    assert (again["case"], again["opened"]) == (second["case"], False)
    first = referral.post(worker, "/v1/concerns", report()).json
    assert case.endswith(first["case"])


def test_both_are_found_after_the_indexes_are_written_anew(referral: Stage, case: str, worker: Actor) -> None:
    second = referral.post(worker, "/v1/concerns", ALIKE).json["case"]
    referral.settle()
    reindex(referral.resources, referral.authority)
    found = referral.post(worker, "/v1/children/search", {"nhs_number": NHS_NUMBER}).json["candidates"]
    assert len(found) == 2
    assert referral.post(worker, "/v1/concerns", ALIKE).json["case"] == second
