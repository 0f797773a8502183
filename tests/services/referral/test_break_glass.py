"""Break-glass: with a reason, for three hours, to read and no more, listed for managers; and never for the blocked.

Cover: what is allocated to the absent, and nothing that is restricted; and no second person for what they did.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commonward.clock import simulated_time, utcnow
from commonward.contracts.events import GlassBroken
from commonward.identity import Actor
from commonward.store import NotYours, second_person
from commonward_referral import commands, covering
from commonward_referral.access_schemas import Arrange
from commonward_referral.schemas import Allocation
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id
from tests.services.referral.test_kept_apart import WHY, block, restrict
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough


@pytest.fixture
def stranger(actor: ActorOf) -> Actor:
    return actor("social-worker", name="stranger", team="elsewhere")


def glass(referral: Stage, manager: Actor, case: str, **changes: Any) -> dict[str, Any]:
    reference = referral.get(manager, case).json["case"]["reference"]
    body = {"reference": reference, "code": "child-at-risk-now", "reason": WHY, **changes}
    return {name: value for name, value in body.items() if value is not None}


def test_it_opens_the_case_to_read_for_three_hours(referral: Stage, case: str, manager: Actor, stranger: Actor) -> None:
    begun, seen = utcnow(), [referral.get(stranger, case).status_code]
    with simulated_time(begun) as clock:
        opened = referral.post(stranger, "/v1/break-glass", glass(referral, manager, case))
        referral.settle()
        seen.append(referral.get(stranger, case).status_code)
        acts = referral.post(stranger, f"{case}/missing", {"missing_from": begun.isoformat(), "agency": "police"})
        for hours in (2.9, 3.0):
            clock.set(begun + timedelta(hours=hours))
            seen.append(referral.get(stranger, case).status_code)
    assert (opened.status_code, seen, acts.status_code) == (201, [404, 200, 200, 404], 404)


def test_it_wants_a_reason_and_a_kind_of_it(referral: Stage, case: str, manager: Actor, stranger: Actor) -> None:
    for missing in ({"reason": None}, {"code": None}, {"code": "curious"}, {"reason": " "}):
        refused = referral.post(stranger, "/v1/break-glass", glass(referral, manager, case, **missing))
        assert refused.status_code == 422, missing
    assert referral.published(case_id(case), GlassBroken) == []
    assert referral.get(stranger, case).status_code == 404


def test_it_opens_a_restricted_case_and_is_listed_with_who_when_and_why(
    referral: Stage, case: str, manager: Actor, stranger: Actor
) -> None:
    restrict(referral, manager, case_id(case))
    referral.post(stranger, "/v1/break-glass", glass(referral, manager, case))
    assert referral.get(stranger, case).status_code == 200
    [line] = referral.get(manager, "/v1/break-glass").json["openings"]
    assert (line["by"], line["code"], line["reason"]) == (str(stranger.person), "child-at-risk-now", WHY)
    assert referral.get(stranger, "/v1/break-glass").status_code == 403


def test_whoever_is_blocked_breaks_no_glass(referral: Stage, case: str, manager: Actor, stranger: Actor) -> None:
    block(referral, manager, case_id(case), stranger)
    assert referral.post(stranger, "/v1/break-glass", glass(referral, manager, case)).status_code == 404
    assert referral.get(stranger, case).status_code == 404


@pytest.mark.parametrize("role", ["analyst", "operator"])
def test_nor_does_who_works_with_no_child(
    referral: Stage, case: str, manager: Actor, actor: ActorOf, role: str
) -> None:
    assert referral.post(actor(role), "/v1/break-glass", glass(referral, manager, case)).status_code == 403


@pytest.fixture
def away(referral: Stage, case: str, manager: Actor, actor: ActorOf, stranger: Actor) -> Actor:
    """Who has the case, and for whom the stranger stands in."""
    absent = actor("social-worker", name="away", team="elsewhere")
    with referral.acting(manager) as unit:
        given = Allocation(role="social-worker", team="duty", worker=absent.person)
        commands.allocate(unit, case_id(case), given, lambda person: {given.role})
    with referral.acting(absent) as unit:
        times = {"since": unit.now - timedelta(hours=1), "until": unit.now + timedelta(days=7)}
        covering.arrange(unit, Arrange(cover=stranger.person, **times), lambda person: True, for_others=False)
    referral.settle()
    return absent


def test_whoever_covers_sees_what_is_allocated_to_the_absent_until_it_is_restricted(
    referral: Stage, case: str, manager: Actor, stranger: Actor, away: Actor
) -> None:
    covered = referral.get(stranger, case).status_code, len(referral.get(stranger, "/v1/cases").json["cases"])
    restrict(referral, manager, case_id(case))
    shut = referral.get(stranger, case).status_code, len(referral.get(stranger, "/v1/cases").json["cases"])
    assert (covered, shut, referral.get(away, case).status_code) == ((200, 1), (404, 0), 200)


def test_nobody_authorises_for_whom_they_stand_in_nor_for_who_stands_in_for_them(
    referral: Stage, manager: Actor, stranger: Actor, away: Actor
) -> None:
    for first, second in ((away, stranger), (stranger, away), (away, away)):
        with referral.acting(second) as unit, pytest.raises(NotYours):
            second_person(unit, first.person, otherwise="another person does it")
    with referral.acting(manager) as unit:
        second_person(unit, away.person, stranger.person, otherwise="another person does it")


def test_nobody_makes_themselves_the_cover_of_another(referral: Stage, manager: Actor, away: Actor) -> None:
    times = {"since": utcnow(), "until": utcnow() + timedelta(days=7)}
    wanted = Arrange(person=away.person, cover=manager.person, **times)
    with referral.acting(manager) as unit, pytest.raises(NotYours):
        covering.arrange(unit, wanted, lambda person: True, for_others=True)
