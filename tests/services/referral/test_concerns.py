"""Raising a concern: what is refused, and which case it goes to."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.contracts import BadEvent, Happened, Tri
from commonward.identity import Actor
from commonward.procedure import Facts, events
from commonward.store import new_id
from commonward_referral.children import Children
from commonward_referral.commands import settle_closing
from commonward_referral.concerns import Source, raise_concern
from commonward_referral.reactions import take_report
from commonward_referral.rules import is_nhs_number
from commonward_referral.schemas import Report
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, child, report
from tests.services.stage import Stage, errors_of


def from_partner(**changes: Any) -> Happened[events.ConcernReported]:
    event = events.ConcernReported.model_validate_json(json.dumps(report(**changes)))
    id = new_id()
    return Happened(id, "mill", id, 0, "partner", utcnow(), event, reporter="school")


UNBORN = report(happened_on="2001-01-01")
"""About a day before the child was born."""


def test_nothing_happened_to_a_child_before_their_birth(referral: Stage, worker: Actor) -> None:
    answer = referral.post(worker, "/v1/concerns", UNBORN)
    assert errors_of(answer)["happened_on"]["message"] == "is before the child was born"


def test_a_partner_is_told_the_same(referral: Stage, worker: Actor) -> None:
    with pytest.raises(BadEvent, match="happened_on: is before") as refused, referral.acting(worker) as unit:
        take_report(unit, from_partner(**UNBORN), Facts())
    assert refused.value.places == ("happened_on",)


def test_a_report_of_before_the_birth_that_is_on_record_is_taken_as_another_childs(
    referral: Stage, case: str, worker: Actor
) -> None:
    with referral.acting(worker) as unit:
        take_report(unit, from_partner(happened_on="2001-01-01", child=child(born=None)), Facts())


def test_a_report_that_makes_no_event_is_the_reports_fault_and_is_not_repeated(
    referral: Stage, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonward_referral.concerns.age_on", lambda *_: -1)
    with pytest.raises(BadEvent) as refused, referral.acting(worker) as unit:
        take_report(unit, from_partner(), Facts())
    assert (refused.value.reason, refused.value.detail) == ("unacceptable", "age_at_event; age_at_referral")


@pytest.mark.parametrize("digits", ["9990000018", "9990000026", "9990000034", "9990000042"])
def test_the_last_digit_of_an_nhs_number_fits_the_others(digits: str) -> None:
    assert is_nhs_number(digits)
    assert not is_nhs_number(f"{digits[:9]}{(int(digits[9]) + 1) % 10}")


def test_an_nhs_number_with_a_slip_is_refused(referral: Stage, worker: Actor) -> None:
    answer = referral.post(worker, "/v1/concerns", report(child=child(nhs_number="9990000081")))
    assert "last digit" in errors_of(answer)["child.nhs_number"]["message"]


def test_a_second_concern_joins_the_open_case(referral: Stage, case: str, worker: Actor) -> None:
    answer = referral.post(worker, "/v1/concerns", report())
    assert (answer.json["opened"], case.endswith(answer.json["case"])) == (False, True)


def test_a_concern_behind_the_closing_opens_a_new_case(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    closed = UUID(case.rpartition("/")[2])
    referral.post(manager, f"{case}/closing", CLOSE)
    (request,) = referral.published(closed, events.ClosingRequested)
    wanted = Report.model_validate_json(json.dumps(report()))
    assert wanted.child is not None
    with referral.acting(worker) as unit:
        Children.of(unit).look_up(unit, [wanted.child])
        settle_closing(unit, closed, request, unit.facts(closed))
        routed = raise_concern(unit, wanted, Source("practitioner", worker.person))
    assert routed.opened
    assert referral.published(closed, events.ConcernRaised)[1:] == []
    assert referral.published(routed.case, events.ConcernRaised)[0].looked_after is Tri.UNKNOWN


@pytest.mark.parametrize("agency", ["school", "police"])
def test_who_raised_a_concern_reads_back_their_own_account_and_no_other(
    referral: Stage, case: str, actor: ActorOf, agency: str
) -> None:
    referrer = actor("social-worker", name="elsewhere", team="elsewhere")
    told = {"agency": agency, "account": "Their own synthetic account."}
    assert referral.post(referrer, "/v1/concerns", report(**told)).status_code == 201
    referral.settle()
    page = referral.get(referrer, case).json
    accounts = [(line.get("account"), line.get("withheld")) for line in page["concerns"]]
    assert sorted(accounts, key=str) == [("Their own synthetic account.", None), (None, ["narrative"])]
