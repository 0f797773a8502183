"""Putting right what was held for true: proposed by one, agreed by another, and nothing lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, DecisionPoint, Force, RecordKind, events, form, gate
from commonward_referral.birthdays import tell_until
from commonward_referral.model import Case
from tests.services.boards import Board
from tests.services.referral.bodies import NHS_NUMBER, case_id, child, report, today
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

REASON = "A synthetic reason."
NOTE = RecordKind("note", "Note", ("MIL-7.gate",), (), (form.one_of("kind", "Kind", "good", "bad"),))
STUCK = gate(
    "MIL-7.gate",
    on=Command.CLOSE_CASE,
    force=Force.MUST,
    unless=lambda facts: facts.looked_after,
    missing="The child is looked after",
    supplied_by="social-worker",
)


def propose(referral: Stage, worker: Actor, path: str, **body: Any) -> str:
    """The path that authorises a proposal."""
    proposed = referral.post(worker, path, {"reason": REASON, **body})
    assert (proposed.status_code, proposed.json["state"]) == (201, "waiting"), proposed.text
    return f"/v1/proposals/{proposed.json['id']}/authorisation"


def correct(referral: Stage, worker: Actor, manager: Actor, case: str, **corrections: Any) -> events.FactsCorrected:
    path = propose(referral, worker, f"{case}/corrections", corrections=corrections)
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    found: events.FactsCorrected = referral.published(case_id(case), events.FactsCorrected)[-1]
    return found


def test_nothing_is_corrected_until_another_person_agrees(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    path = propose(referral, manager, f"{case}/corrections", corrections={"looked_after": "yes"})
    assert [line["kind"] for line in referral.get(manager, case).json["waiting"]] == ["correct"]
    assert referral.post(manager, path, {"agree": True}).status_code == 403
    assert referral.published(case_id(case), events.FactsCorrected) == []


def test_a_refused_proposal_changes_nothing(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    path = propose(referral, worker, f"{case}/corrections", corrections={"looked_after": "yes"})
    assert referral.post(manager, path, {"agree": False}).json["state"] == "refused"
    assert referral.published(case_id(case), events.FactsCorrected) == []
    assert referral.post(manager, path, {"agree": True}).status_code == 404


def test_a_wrong_date_of_birth_corrects_the_ages_and_the_childs_record(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    born = today().replace(year=today().year - 12, day=1)
    event = correct(referral, worker, manager, case, born=born.isoformat())
    assert set(event.corrected) == {"age-at-event", "age-at-referral"}
    assert event.age_at_referral == 12
    with referral.acting(worker) as unit:
        assert unit.facts(case_id(case)).age_at_referral == 12
    assert referral.get(worker, case).json["born"] == born.isoformat()


def test_what_was_said_by_mistake_can_become_unknown_again(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    correct(referral, worker, manager, case, looked_after="yes")
    event = correct(referral, worker, manager, case, looked_after="unknown")
    assert (event.corrected, event.looked_after) == (("looked-after",), "unknown")
    with referral.acting(worker) as unit:
        assert unit.facts(case_id(case)).looked_after == "unknown"


def test_a_case_of_the_wrong_child_goes_to_the_right_one(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    older = child(nhs_number="9990000026", born=today().replace(year=today().year - 16, day=1).isoformat())
    other = referral.post(worker, "/v1/concerns", report(child=older)).json["case"]
    referral.settle()
    with referral.acting(worker) as unit:
        right = unit.session.get(Case, (unit.authority, case_id(f"/{other}")))
        assert right is not None
        id = str(right.child)
    event = correct(referral, worker, manager, case, child_id=id)
    assert event.age_at_referral == 16


@pytest.fixture
def both(referral: Stage, case: str, worker: Actor) -> tuple[UUID, UUID]:
    """The concerns of the case: the one that opened it, and a newer one."""
    referral.post(worker, "/v1/concerns", report())
    referral.settle()
    first, second = (UUID(line["id"]) for line in referral.get(worker, case).json["concerns"])
    return first, second


def test_an_earlier_concern_is_put_right_by_its_id(
    referral: Stage, case: str, worker: Actor, manager: Actor, both: tuple[UUID, UUID]
) -> None:
    path = propose(
        referral, worker, f"{case}/corrections", corrections={"immediate_danger": "yes"}, concern=str(both[0])
    )
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    [tied] = referral.published(case_id(case), events.CorrectionTied)
    assert tied.concern == both[0]
    with referral.acting(worker) as unit:
        said = [each.immediate_danger for each in unit.facts(case_id(case)).told]
    assert said == ["yes", "unknown"]


def test_a_wrong_date_of_birth_corrects_the_ages_of_every_concern(
    referral: Stage, case: str, worker: Actor, manager: Actor, both: tuple[UUID, UUID]
) -> None:
    correct(referral, worker, manager, case, born=today().replace(year=today().year - 12, day=1).isoformat())
    with referral.acting(worker) as unit:
        told = unit.facts(case_id(case)).told
    assert [(each.id, each.age_at_referral) for each in told] == [(both[0], 12), (both[1], 12)]


def test_a_concern_of_another_case_is_not_put_right_here(referral: Stage, case: str, worker: Actor) -> None:
    body = {"corrections": {"looked_after": "yes"}, "concern": str(UUID(int=1)), "reason": REASON}
    assert "concern" in errors_of(referral.post(worker, f"{case}/corrections", body))


@pytest.mark.parametrize(
    ("corrections", "field"),
    [
        ({}, "corrections"),
        ({"born": "2999-01-01"}, "corrections.born"),
        ({"happened_on": "2999-01-01"}, "corrections.happened_on"),
        ({"happened_on": "1999-01-01"}, "happened_on"),
        ({"child_id": "0198c0de-0000-7000-8000-000000000001"}, "corrections.child_id"),
        ({"family_area": "nowhere"}, "corrections.family_area"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(
    referral: Stage, case: str, worker: Actor, corrections: dict[str, Any], field: str
) -> None:
    refused = referral.post(worker, f"{case}/corrections", {"corrections": corrections, "reason": REASON})
    assert refused.status_code == 422, refused.text
    assert field in errors_of(refused)


def test_a_correction_that_changes_nothing_is_refused(referral: Stage, case: str, worker: Actor) -> None:
    known = {"born": child()["born"], "looked_after": "unknown"}
    refused = referral.post(worker, f"{case}/corrections", {"corrections": known, "reason": REASON})
    assert errors_of(refused)["corrections"]["message"].startswith("all of that is what is known already")
    one_of_them = {"corrections": {**known, "looked_after": "yes"}, "reason": REASON}
    assert referral.post(worker, f"{case}/corrections", one_of_them).status_code == 201


def test_another_date_of_birth_is_not_proposed_beside_one_that_waits(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    body = {"corrections": {"born": "2013-05-04"}, "reason": REASON}
    first = referral.post(worker, f"{case}/corrections", body)
    second = referral.post(manager, f"{case}/corrections", {**body, "corrections": {"born": "2013-04-05"}})
    assert (second.status_code, second.json["waiting"]["id"]) == (409, first.json["id"])
    assert "4 May 2013" in second.json["detail"]
    referral.post(manager, f"/v1/proposals/{first.json['id']}/authorisation", {"agree": False})
    assert referral.post(manager, f"{case}/corrections", body).status_code == 201


@pytest.mark.parametrize("board", [Board(gates=(STUCK,))])
def test_a_case_opened_in_error_is_not_stuck_behind_a_must(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    path = propose(referral, worker, f"{case}/voiding", kind="opened-in-error")
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    [event] = referral.published(case_id(case), events.CaseVoided)
    assert (event.reason, event.authorised_by) == ("opened-in-error", manager.person)
    assert referral.get(manager, case).json["case"]["state"] == "closed"
    again = referral.post(worker, "/v1/concerns", report(child=child(nhs_number=NHS_NUMBER))).json
    assert again["opened"]


def test_a_duplicate_names_the_case_that_goes_on(referral: Stage, case: str, worker: Actor) -> None:
    refused = referral.post(worker, f"{case}/voiding", {"kind": "duplicate", "reason": REASON})
    assert "instead" in errors_of(refused)
    stranger = {"kind": "duplicate", "instead": "0198c0de-0000-7000-8000-000000000001", "reason": REASON}
    assert referral.post(worker, f"{case}/voiding", stranger).status_code == 404


@pytest.mark.parametrize("board", [Board(records=(NOTE,))])
def test_a_voided_record_no_longer_counts_and_stays_readable(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    made = referral.post(worker, f"{case}/records", {"kind": "note", "answers": {"kind": ["bad"]}}).json["id"]
    path = propose(referral, worker, f"/v1/records/{made}/voiding")
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    with referral.acting(worker) as unit:
        assert unit.facts(case_id(case)).record("note") is None
    [kept] = referral.get(worker, f"{case}/records").json["records"]
    assert kept["state"] == "voided"


def test_a_case_changes_its_edition_to_one_that_the_board_ships(referral: Stage, case: str, manager: Actor) -> None:
    refused = referral.post(manager, f"{case}/edition", {"edition": "1", "reason": REASON})
    assert "already" in errors_of(refused)["edition"]["message"]
    refused = referral.post(manager, f"{case}/edition", {"edition": "9", "reason": REASON})
    assert "not shipped" in errors_of(refused)["edition"]["message"]


CLOSING = DecisionPoint("closing", "Closing", ("team-manager",), ("safeguarded",))


@pytest.mark.parametrize("board", [Board(decisions=(CLOSING,))])
def test_a_board_may_limit_the_reasons_to_close(referral: Stage, case: str, manager: Actor) -> None:
    refused = referral.post(manager, f"{case}/closing", {"reason": "consensual"})
    assert errors_of(refused)["reason"]["allowed"] == ["safeguarded"]
    assert referral.post(manager, f"{case}/closing", {"reason": "safeguarded"}).status_code == 202


def test_a_birthday_that_matters_is_an_event_once(referral: Stage, worker: Actor) -> None:
    fifteen = {"born": today().replace(year=today().year - 15, day=1).isoformat()}
    opened = referral.post(worker, "/v1/concerns", report(child=child(**fifteen))).json["case"]
    referral.settle()
    later = today().replace(year=today().year + 2, day=1)
    assert tell_until(referral.resources, referral.authority, later) == 1
    assert tell_until(referral.resources, referral.authority, later) == 0
    assert [event.age for event in referral.published(case_id(f"/{opened}"), events.AgeReached)] == [16]


def test_with_another_date_of_birth_other_birthdays_are_told(referral: Stage, worker: Actor, manager: Actor) -> None:
    fifteen = {"born": today().replace(year=today().year - 15, day=1).isoformat()}
    opened = referral.post(worker, "/v1/concerns", report(child=child(**fifteen))).json["case"]
    referral.settle()
    later = today().replace(year=today().year + 2, day=1)
    assert tell_until(referral.resources, referral.authority, later) == 1
    twelve = today().replace(year=today().year - 12, day=1).isoformat()
    correct(referral, worker, manager, f"/v1/cases/{opened}", born=twelve)
    assert tell_until(referral.resources, referral.authority, later) == 1
    assert [event.age for event in referral.published(case_id(f"/{opened}"), events.AgeReached)] == [16, 13]
