"""Two records of one child: merged by two people, shown together, and parted again exactly as they were."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commonward.identity import Actor
from commonward.procedure import events
from commonward.runtime.verifying import verify
from commonward_referral import service
from tests.services.referral.bodies import CLOSE, NHS_NUMBER, child, report
from tests.services.referral.test_putting_right import REASON, propose
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

OTHER_NUMBER = "9990000026"
TABLES = ("child", "child_token", "child_case", "concern", "decision", "record")
NOBODY = "0198c0de-0000-7000-8000-000000000001"


@pytest.fixture
def pair(referral: Stage, worker: Actor) -> tuple[str, str]:
    """Two records, each with an open case: a child under an old name, and under the name of today."""
    old = report(child=child(given_name="Kathryn", family_name="Stonefield"))
    new = report(child=child(given_name="Kathryn", family_name="Quill", nhs_number=OTHER_NUMBER))
    cases = [referral.post(worker, "/v1/concerns", body).json["case"] for body in (old, new)]
    referral.settle()
    return cases[0], cases[1]


def child_of(referral: Stage, worker: Actor, case: str) -> str:
    return str(referral.get(worker, f"/v1/cases/{case}").json["child_id"])


def merge(referral: Stage, worker: Actor, manager: Actor, first: str, second: str) -> str:
    """Merge the child of the first case into that of the second; the merged record's id."""
    merged, into = child_of(referral, worker, first), child_of(referral, worker, second)
    path = propose(referral, worker, f"/v1/children/{merged}/merging", into=into)
    agreed = referral.post(manager, path, {"agree": True})
    assert agreed.status_code == 200, agreed.text
    referral.settle()
    return merged


def rows(referral: Stage) -> dict[str, list[Any]]:
    """Everything that is kept of the children and of their cases, to the byte."""
    with referral.resources.database.session(referral.authority) as session:
        found = {table: session.execute(text(f"SELECT * FROM {table}")) for table in TABLES}
        return {table: sorted(map(tuple, rows), key=repr) for table, rows in found.items()}


def found(referral: Stage, worker: Actor, **wanted: Any) -> list[dict[str, Any]]:
    candidates: list[dict[str, Any]] = referral.post(worker, "/v1/children/search", wanted).json["candidates"]
    return candidates


def test_nothing_is_merged_until_a_second_person_agrees(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    before, (first, second) = rows(referral), pair
    ids = child_of(referral, worker, first), child_of(referral, worker, second)
    path = propose(referral, manager, f"/v1/children/{ids[0]}/merging", into=ids[1])
    assert referral.post(manager, path, {"agree": True}).status_code == 403
    assert rows(referral) == before
    assert [line["title"] for line in referral.get(manager, "/v1/waiting").json["waiting"]] == []


def test_both_histories_are_kept_and_shown_together(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = pair
    merged = merge(referral, worker, manager, first, second)
    for case, other in (pair, pair[::-1]):
        page = referral.get(worker, f"/v1/cases/{case}").json
        assert [(line["id"], line["state"], line["concerns"]) for line in page["together"]] == [(other, "open", 1)]
        [event] = referral.published(UUID(case), events.RecordsMerged)
        assert (str(event.merged), event.authorised_by) == (merged, manager.person)
    page = referral.get(worker, f"/v1/cases/{first}").json
    assert page["case"]["child"] == "Kathryn Stonefield"
    assert [(line["family_name"], line["goes_on"]) for line in page["merged"]] == [("Quill", True)]


def test_a_search_finds_the_record_that_goes_on_and_says_what_it_was_merged_from(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = pair
    merged = merge(referral, worker, manager, first, second)
    for wanted in ({"family_name": "Stonefeild"}, {"nhs_number": NHS_NUMBER}, {"given_name": "Kathryn"}):
        [candidate] = found(referral, worker, **wanted)
        assert (candidate["family_name"], candidate["case"]) == ("Quill", second)
        assert [(one["child"], one["family_name"]) for one in candidate["merged_from"]] == [(merged, "Stonefield")]


def test_a_new_concern_about_either_goes_to_the_record_that_goes_on(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    merge(referral, worker, manager, *pair)
    again = referral.post(worker, "/v1/concerns", report(child=child(nhs_number=NHS_NUMBER))).json
    assert (again["case"], again["opened"]) == (pair[1], False)


def test_where_only_the_merged_record_has_an_open_case_a_concern_goes_there(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = pair
    referral.post(manager, f"/v1/cases/{second}/closing", CLOSE)
    referral.settle()
    merge(referral, worker, manager, first, second)
    again = referral.post(worker, "/v1/concerns", report(child=child(nhs_number=OTHER_NUMBER))).json
    assert (again["case"], again["opened"]) == (first, False)
    [candidate] = found(referral, worker, nhs_number=OTHER_NUMBER)
    assert candidate["case"] == first


def test_parting_restores_both_records_exactly(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    before, searched = rows(referral), found(referral, worker, given_name="Kathryn")
    merged = merge(referral, worker, manager, *pair)
    assert rows(referral) != before
    path = propose(referral, worker, f"/v1/children/{merged}/parting")
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    assert rows(referral) == before
    assert found(referral, worker, given_name="Kathryn") == searched
    assert referral.get(worker, f"/v1/cases/{pair[0]}").json["together"] == []
    assert len(referral.published(UUID(pair[1]), events.RecordsParted)) == 1


def test_a_chain_of_merges_leads_to_its_end_and_comes_apart_link_by_link(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    known = child(given_name="Kathryn", family_name="Third", nhs_number="9990000034")
    third = referral.post(worker, "/v1/concerns", report(child=known)).json["case"]
    merge(referral, worker, manager, *pair)
    middle = merge(referral, worker, manager, pair[1], third)
    [candidate] = found(referral, worker, family_name="Stonefield")
    assert (candidate["family_name"], len(candidate["merged_from"])) == ("Third", 2)
    assert {line["id"] for line in referral.get(worker, f"/v1/cases/{pair[0]}").json["together"]} == {pair[1], third}
    path = propose(referral, worker, f"/v1/children/{middle}/parting")
    referral.post(manager, path, {"agree": True})
    [candidate] = found(referral, worker, family_name="Stonefield")
    assert (candidate["family_name"], len(candidate["merged_from"])) == ("Quill", 1)


def test_what_cannot_be_merged_is_refused(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = (child_of(referral, worker, case) for case in pair)
    for into, message in ((first, "is the same record"), (NOBODY, "is not a child that this authority knows")):
        refused = referral.post(worker, f"/v1/children/{first}/merging", {"into": into, "reason": REASON})
        assert errors_of(refused)["into"]["message"] == message
    assert referral.post(worker, f"/v1/children/{NOBODY}/merging", {"into": first, "reason": REASON}).status_code == 404
    refused = referral.post(worker, f"/v1/children/{first}/parting", {"reason": REASON})
    assert errors_of(refused)["child"]["message"] == "is not merged into another record"
    merge(referral, worker, manager, *pair)
    refused = referral.post(worker, f"/v1/children/{second}/merging", {"into": first, "reason": REASON})
    assert "itself merged" in errors_of(refused)["into"]["message"]
    refused = referral.post(worker, f"/v1/children/{first}/merging", {"into": second, "reason": REASON})
    assert "already" in errors_of(refused)["child"]["message"]


def test_a_proposal_that_another_one_has_overtaken_changes_nothing(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    further = report(child=child(given_name="Kate", nhs_number=None))
    cases = (*pair, referral.post(worker, "/v1/concerns", further).json["case"])
    first, second, third = (child_of(referral, worker, case) for case in cases)
    there = propose(referral, worker, f"/v1/children/{first}/merging", into=second)
    elsewhere = propose(referral, worker, f"/v1/children/{first}/merging", into=third)
    assert referral.post(manager, there, {"agree": True}).status_code == 200
    merged = rows(referral)
    assert referral.post(manager, elsewhere, {"agree": True}).status_code == 422
    assert rows(referral) == merged


def test_a_merge_waits_for_its_second_person_also_when_its_case_is_closed(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = (child_of(referral, worker, case) for case in pair)
    path = propose(referral, worker, f"/v1/children/{first}/merging", into=second)
    for case in pair:
        referral.post(manager, f"/v1/cases/{case}/closing", CLOSE)
    referral.settle()
    assert [line["title"] for line in referral.get(manager, "/v1/waiting").json["waiting"]] == [
        "Merge two records of one child"
    ]
    assert referral.post(manager, path, {"agree": True}).status_code == 200


def test_the_events_make_the_same_again_and_a_slip_is_found(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    merged = merge(referral, worker, manager, *pair)
    referral.settle()
    assert verify(referral.resources, referral.authority, service.verify).differences == []
    with referral.resources.database.transaction(referral.authority) as connection:
        connection.execute(text("UPDATE child SET merged_into = NULL"))
    [difference] = verify(referral.resources, referral.authority, service.verify).differences
    assert (str(difference.subject), difference.what) == (merged, "merged_into")
