"""What a partner's system is told of its concern ties it to nothing that is on record, nor to another concern."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from commonward.procedure import Facts, Route, events, impl
from commonward_referral.reactions import take_report
from tests.services.boards import Board
from tests.services.referral.bodies import case_id, child, report
from tests.services.referral.test_concerns import from_partner
from tests.services.referral.test_merging import OTHER_NUMBER
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

ITS_OWN = {"case", "reference", "concern"}


class TellingBoard(Board):
    """Whose routes tell what is on record: of a child whose case is open, and of one whose age is known."""

    @impl
    def commonward_route(self, concern: events.ConcernRaised, facts: Facts) -> Route:
        response = "assessment" if concern.age_at_referral else "advice"
        team = "duty" if len(facts.concerns) < 2 else "known"
        return Route(team=team, response=response, outcome="assess", because=("MIL-1.route",))


@pytest.fixture
def board() -> Board:
    return TellingBoard()


def receipt(referral: Stage, worker: Actor, **changes: Any) -> events.ConcernReceived:
    """The answer to an event of a partner's."""
    happened = from_partner(**changes)
    with referral.acting(worker) as unit:
        take_report(unit, happened, Facts())
    [answer] = referral.published(happened.id, events.ConcernReceived)
    assert isinstance(answer, events.ConcernReceived)
    return answer


def test_two_concerns_about_one_child_have_receipts_that_do_not_say_so(
    referral: Stage, case: str, worker: Actor
) -> None:
    first, second = (receipt(referral, worker) for _ in range(2))
    referral.settle()
    page = referral.get(worker, case).json
    assert len({first.reference, second.reference, page["case"]["reference"]}) == 3
    assert [line["receipt"] for line in page["concerns"]][1:] == [first.reference, second.reference]


def test_over_http_too_each_concern_has_a_receipt_of_its_own(referral: Stage, case: str, partner: Actor) -> None:
    first, second = (referral.post(partner, "/v1/concerns", report()).json for _ in range(2))
    assert all(first[name] != second[name] for name in ITS_OWN)
    assert str(case_id(case)) not in (first["case"], second["case"])


@pytest.mark.parametrize("known", [{}, {"born": None}])
def test_a_concern_about_a_child_on_record_is_answered_as_one_about_a_new_child(
    referral: Stage, case: str, partner: Actor, known: dict[str, Any]
) -> None:
    answers = [
        referral.post(partner, "/v1/concerns", report(child=child(**known, **other))).json
        for other in ({}, {"given_name": "New", "nhs_number": OTHER_NUMBER})
    ]
    told = [{name: value for name, value in answer.items() if name not in ITS_OWN} for answer in answers]
    assert told[0] == told[1]
