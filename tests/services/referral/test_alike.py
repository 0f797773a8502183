"""Records that may be one child's as another: found, and laid side by side, only for whoever may see both."""

from __future__ import annotations

import pytest

from commonward.identity import Actor
from tests.services.referral.bodies import child, report
from tests.services.referral.test_merging import NOBODY, OTHER_NUMBER, child_of, merge
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough


@pytest.fixture
def pair(referral: Stage, worker: Actor) -> tuple[str, str]:
    """Two cases of children whose names sound alike, born on one day."""
    bodies = (
        report(child=child(given_name="Kathryn", family_name="Stonefield")),
        report(child=child(given_name="Katherine", family_name="Stonefield", nhs_number=OTHER_NUMBER)),
    )
    first, second = (referral.post(worker, "/v1/concerns", body).json["case"] for body in bodies)
    referral.settle()
    return first, second


def test_others_that_are_alike_are_found_and_not_the_record_itself(
    referral: Stage, worker: Actor, pair: tuple[str, str]
) -> None:
    own, other = (child_of(referral, worker, case) for case in pair)
    [found] = referral.get(worker, f"/v1/children/{own}/alike").json["candidates"]
    assert found["child"] == other
    assert found["why"] == ["same-birth", "sounds-alike"]


def test_what_is_merged_already_is_no_candidate(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    merge(referral, worker, manager, *pair)
    for case in pair:
        own = child_of(referral, worker, case)
        assert referral.get(worker, f"/v1/children/{own}/alike").json["candidates"] == []


def test_two_records_stand_side_by_side_with_their_cases(referral: Stage, worker: Actor, pair: tuple[str, str]) -> None:
    own, other = (child_of(referral, worker, case) for case in pair)
    both = referral.get(worker, f"/v1/children/{own}/beside?other={other}").json
    assert [both[side]["given_name"] for side in ("child", "other")] == ["Kathryn", "Katherine"]
    assert [[case["id"] for case in both[side]["cases"]] for side in ("child", "other")] == [[pair[0]], [pair[1]]]
    assert both["other"]["nhs_number"] == OTHER_NUMBER
    assert both["why"] == ["same-birth", "sounds-alike"]


def test_a_record_that_is_not_there_is_not_laid_beside(referral: Stage, worker: Actor, pair: tuple[str, str]) -> None:
    own = child_of(referral, worker, pair[0])
    assert referral.get(worker, f"/v1/children/{own}/beside?other={NOBODY}").status_code == 404
    assert referral.get(worker, f"/v1/children/{NOBODY}/alike").status_code == 404


def test_a_proposed_merge_says_which_records_it_means(referral: Stage, worker: Actor, pair: tuple[str, str]) -> None:
    own, other = (child_of(referral, worker, case) for case in pair)
    referral.post(worker, f"/v1/children/{own}/merging", {"into": other, "reason": "A synthetic reason."})
    [waits] = referral.get(worker, f"/v1/cases/{pair[0]}").json["waiting"]
    assert (waits["child"], waits["into"]) == (own, other)
