"""A child is found by a sure identifier; records that only look alike are counted."""

from __future__ import annotations

from commonward.contracts.events.partner import ReportedChild
from commonward.identity import Actor
from commonward_referral.children import Children
from tests.services.referral.bodies import child, report, today
from tests.services.stage import Stage

NUMBERS = "9990000018", "9990000026"


def alike(referral: Stage, worker: Actor) -> list[ReportedChild]:
    """Two children on record who share their name and date of birth, as a later report names them."""
    bodies = [child(nhs_number=number) for number in NUMBERS]
    for body in bodies:
        assert referral.post(worker, "/v1/concerns", report(child=body)).status_code == 201
    return [ReportedChild.model_validate(body, strict=False) for body in bodies]


def test_of_two_who_look_alike_each_is_found_by_the_number(referral: Stage, worker: Actor) -> None:
    reported = alike(referral, worker)
    with referral.acting(worker) as unit:
        children = Children.of(unit)
        children.look_up(unit, reported)
        found = {known.child for each in reported if (known := children.sure(each, today()))}
    assert len(found) == 2


def test_a_record_that_is_found_by_name_and_by_number_counts_once(referral: Stage, worker: Actor) -> None:
    reported = alike(referral, worker)
    with referral.acting(worker) as unit:
        children = Children.of(unit)
        children.look_up(unit, reported)
        assert children.candidates(reported[0]) == 2
        assert len({id(known) for known in (*children.by_id.values(), *children.by_number.values())}) == 2
