"""A wrong name, NHS number or address is put right, and what stood there finds the child still."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events.partner import ReportedChild
from commonward.identity import Actor
from commonward.store import Audit, Outbox
from commonward_referral.children import Children
from commonward_referral.comparisons import COMPARE
from commonward_referral.former_model import FormerIdentity
from commonward_referral.proposal_model import Proposal
from commonward_referral.reindexing import reindex
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import NHS_NUMBER, child, report
from tests.services.referral.test_putting_right import REASON, correct, propose
from tests.services.referral.test_search import found
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

WRONG, RIGHT, OTHERS = "9990000026", "9990000034", NHS_NUMBER
ADDRESS = "1 Synthetic Street"


@pytest.fixture
def child_id(referral: Stage, worker: Actor) -> str:
    """A child whose name was spelt wrongly when the concern was raised."""
    return raised(referral, worker, given_name="Katrin", family_name="Quillsby", nhs_number=WRONG)


def raised(referral: Stage, worker: Actor, **details: Any) -> str:
    case = referral.post(worker, "/v1/concerns", report(child=child(**details))).json["case"]
    referral.settle()
    return str(referral.get(worker, f"/v1/cases/{case}").json["child_id"])


def identity(referral: Stage, worker: Actor, child_id: str) -> dict[str, Any]:
    answer = referral.get(worker, f"/v1/children/{child_id}/identity")
    assert answer.status_code == 200, answer.text
    known: dict[str, Any] = answer.json
    return known


def put_right(referral: Stage, worker: Actor, child_id: str, **right: Any) -> Any:
    """The answer to putting right only these of what is known."""
    known = identity(referral, worker, child_id)
    stays = {name: known[name] for name in ("given_name", "family_name", "nhs_number", "address", "version")}
    return referral.put(worker, f"/v1/children/{child_id}/identity", {**stays, "reason": REASON, **right})


def case_page(referral: Stage, worker: Actor) -> dict[str, Any]:
    [line] = referral.get(worker, "/v1/cases").json["cases"]
    page: dict[str, Any] = referral.get(worker, f"/v1/cases/{line['id']}").json
    return page


def test_a_child_is_found_by_the_right_name_and_by_the_former_one(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    assert put_right(referral, worker, child_id, given_name="Dorothea").status_code == 200
    assert found(referral, worker, given_name="Dorothea", family_name="Quillsby") == {"Dorothea": ["same-name"]}
    assert found(referral, worker, given_name="Katrin", family_name="Quillsby") == {"Dorothea": ["former-name"]}
    assert found(referral, worker, given_name="Kat") == {"Dorothea": ["former-name"]}


def test_a_child_is_found_by_the_right_number_and_by_the_former_one(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    assert put_right(referral, worker, child_id, nhs_number=RIGHT).status_code == 200
    assert found(referral, worker, nhs_number=RIGHT) == {"Katrin": ["nhs-number"]}
    assert found(referral, worker, nhs_number=WRONG) == {"Katrin": ["former-nhs-number"]}


def test_the_case_says_how_the_child_was_recorded_before_and_why(referral: Stage, worker: Actor, child_id: str) -> None:
    put_right(referral, worker, child_id, given_name="Dorothea")
    put_right(referral, worker, child_id, nhs_number=None, address=ADDRESS)
    page = case_page(referral, worker)
    assert page["case"]["child"] == "Dorothea Quillsby"
    said = [(line["given_name"], line["nhs_number"], line["address"], line["reason"]) for line in page["formerly"]]
    assert said == [("Katrin", None, None, REASON), (None, WRONG, None, REASON)]
    assert {line["put_right_by"] for line in page["formerly"]} == {str(worker.person)}
    assert identity(referral, worker, child_id)["formerly"] == page["formerly"]


def test_a_concern_under_the_right_number_is_the_childs_and_one_under_the_former_is_not(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    put_right(referral, worker, child_id, nhs_number=RIGHT)
    assert raised(referral, worker, nhs_number=RIGHT) == child_id
    assert raised(referral, worker, nhs_number=WRONG) != child_id


def test_a_report_under_the_former_name_is_asked_to_be_compared_with_the_child(
    referral: Stage, worker: Actor, manager: Actor, child_id: str
) -> None:
    put_right(referral, worker, child_id, given_name="Dorothea")
    born = child()["born"][:8] + "02"
    correct(referral, worker, manager, f"/v1/cases/{case_page(referral, worker)['case']['id']}", born=born)
    other = raised(referral, worker, given_name="Katrin", family_name="Quillsby", nhs_number=None, born=born)
    assert other != child_id
    assert to_compare(referral, worker) == [(other, child_id)]


def test_reports_under_both_names_in_one_go_are_each_like_the_child(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    put_right(referral, worker, child_id, given_name="Dorothea")
    born = date.fromisoformat(child()["born"])
    both = [ReportedChild(given_name=name, family_name="Quillsby", born=born) for name in ("Dorothea", "Katrin")]
    with referral.acting(worker) as unit:
        children = Children.of(unit)
        children.look_up(unit, both)
        assert [children.candidates(each) for each in both] == [1, 1]


def test_what_stood_there_finds_the_child_after_other_hashes_were_written(
    referral: Stage, worker: Actor, manager: Actor, child_id: str
) -> None:
    put_right(referral, worker, child_id, given_name="Dorothea", nhs_number=RIGHT)
    born = child()["born"][:8] + "02"
    correct(referral, worker, manager, f"/v1/cases/{case_page(referral, worker)['case']['id']}", born=born)
    why = ["former-name", "same-birth"]
    assert found(referral, worker, given_name="Katrin", family_name="Quillsby", born=born) == {"Dorothea": why}
    assert found(referral, worker, nhs_number=WRONG) == {"Dorothea": ["former-nhs-number"]}
    assert reindex(referral.resources, referral.authority) == 0


def to_compare(at: Stage, who: Actor) -> list[tuple[str, str]]:
    """The pairs of records about which somebody is asked, each once."""
    lines = at.get(who, "/v1/cases").json["cases"]
    waiting = [line for case in lines for line in at.get(who, f"/v1/cases/{case['id']}").json["waiting"]]
    asked = {line["id"]: (line["child"], line["into"]) for line in waiting if line["kind"] == "compare"}
    return list(asked.values())


@pytest.mark.parametrize(
    ("right", "field"),
    [
        ({"nhs_number": "9990000027"}, "nhs_number"),
        ({"nhs_number": "999"}, "nhs_number"),
        ({"given_name": " "}, "given_name"),
        ({"reason": ""}, "reason"),
        ({}, "identity"),
    ],
)
def test_what_can_not_be_right_is_refused_and_nothing_is_changed(
    referral: Stage, worker: Actor, child_id: str, right: dict[str, Any], field: str
) -> None:
    before = identity(referral, worker, child_id)
    refused = put_right(referral, worker, child_id, **right)
    assert refused.status_code == 422, refused.text
    assert field in errors_of(refused)
    assert identity(referral, worker, child_id) == before


def test_what_was_written_from_an_older_version_is_refused(referral: Stage, worker: Actor, child_id: str) -> None:
    assert put_right(referral, worker, child_id, given_name="Dorothea", version=0).json["version"] == 1
    assert put_right(referral, worker, child_id, given_name="Theodora", version=0).status_code == 409
    assert identity(referral, worker, child_id)["given_name"] == "Dorothea"


def test_a_number_that_another_child_has_is_taken_and_both_are_asked_to_be_compared_once(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    other = raised(referral, worker, given_name="Robert", family_name="Samplesby", nhs_number=OTHERS)
    assert put_right(referral, worker, child_id, nhs_number=OTHERS).status_code == 200
    assert found(referral, worker, nhs_number=OTHERS) == {"Katrin": ["nhs-number"], "Robert": ["nhs-number"]}
    put_right(referral, worker, child_id, given_name="Dorothea")
    assert to_compare(referral, worker) == [(child_id, other)]
    assert raised(referral, worker, nhs_number=OTHERS) == other


def test_what_was_merged_is_compared_under_the_record_that_goes_on(
    referral: Stage, worker: Actor, manager: Actor, child_id: str
) -> None:
    goes_on = raised(referral, worker, given_name="Katrin", family_name="Quill", nhs_number=RIGHT)
    other = raised(referral, worker, given_name="Robert", family_name="Samplesby", nhs_number=OTHERS)
    path = propose(referral, worker, f"/v1/children/{child_id}/merging", into=goes_on)
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    put_right(referral, worker, child_id, nhs_number=OTHERS)
    two = {"other": other, "reason": REASON}
    assert referral.post(worker, f"/v1/children/{goes_on}/two", two).json["state"] == "refused"
    with referral.acting(worker) as unit:
        states = unit.session.scalars(select(col(Proposal.state)).where(col(Proposal.kind) == COMPARE)).all()
    assert states == ["refused"]


def test_three_records_may_say_that_they_have_one_number(referral: Stage, worker: Actor, child_id: str) -> None:
    raised(referral, worker, given_name="Robert", family_name="Samplesby", nhs_number=OTHERS)
    third = raised(referral, worker, given_name="Zara", family_name="Elsewhere", nhs_number=RIGHT)
    for one in (child_id, third):
        assert put_right(referral, worker, one, nhs_number=OTHERS).status_code == 200
    assert found(referral, worker, nhs_number=OTHERS).keys() == {"Robert", "Katrin", "Zara"}


def test_who_may_not_see_a_case_of_the_child_neither_reads_nor_puts_right(
    referral: Stage, worker: Actor, manager: Actor, actor: ActorOf, child_id: str
) -> None:
    case = case_page(referral, worker)["case"]["id"]
    restriction = {"people": [], "code": "other", "reason": REASON}
    right = {"given_name": "Dorothea", "family_name": "Q", "nhs_number": None, "address": None, "reason": REASON}
    assert referral.post(manager, f"/v1/cases/{case}/restriction", restriction).status_code == 201
    assert referral.get(worker, f"/v1/children/{child_id}/identity").status_code == 404
    assert referral.put(worker, f"/v1/children/{child_id}/identity", right).status_code == 404
    assert referral.put(actor("nobody"), f"/v1/children/{child_id}/identity", right).status_code == 403
    assert identity(referral, manager, child_id)["given_name"] == "Katrin"


def test_no_event_and_no_audit_holds_what_was_put_right_and_the_trail_says_which_parts(
    referral: Stage, worker: Actor, child_id: str
) -> None:
    with referral.acting(worker) as unit:
        events = len(unit.session.scalars(select(Outbox)).all())
    put_right(referral, worker, child_id, given_name="Dorothea", nhs_number=RIGHT, address=ADDRESS)
    with referral.acting(worker) as unit:
        told = [row.model_dump() for row in unit.session.scalars(select(Outbox)).all()]
        trail = unit.session.scalars(select(Audit).where(col(Audit.action).like("identity.%"))).all()
    assert len(told) == events
    assert {row.action for row in trail} == {
        "identity.read",
        "identity.name",
        "identity.nhs-number",
        "identity.address",
    }
    assert all(word not in str([*told, *trail]) for word in ("Katrin", "Dorothea", WRONG, RIGHT, ADDRESS, REASON))


def test_what_stood_there_is_sealed(referral: Stage, worker: Actor, child_id: str) -> None:
    put_right(referral, worker, child_id, given_name="Dorothea", nhs_number=RIGHT)
    with referral.acting(worker) as unit:
        rows = unit.connection.execute(select(*FormerIdentity.__table__.columns)).all()  # type: ignore[attr-defined]
    assert rows
    assert all(word not in str(rows) for word in ("Katrin", WRONG, REASON))
