"""A concern that makes a record like another asks people to compare them, until somebody says: one child, or two."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import child, report
from tests.services.referral.test_merging import child_of
from tests.services.stage import Stage

NEW = report(child=child(nhs_number=None))
SAYS = "A synthetic reason."


@pytest.fixture
def pair(referral: Stage, worker: Actor) -> tuple[str, str]:
    """Two people raise a concern about one child, and neither has found a record."""
    first, second = (referral.post(worker, "/v1/concerns", NEW).json for _ in range(2))
    referral.settle()
    assert (first["possible_matches"], second["possible_matches"]) == (0, 1)
    return first["case"], second["case"]


def asked(referral: Stage, who: Actor, case: str) -> list[dict[str, Any]]:
    waiting: list[dict[str, Any]] = referral.get(who, f"/v1/cases/{case}").json["waiting"]
    return waiting


def listed(referral: Stage, who: Actor) -> list[tuple[str, str, str]]:
    lines = referral.get(who, "/v1/waiting").json["waiting"]
    return [(line["title"], line["case"], line["other"]) for line in lines]


def test_both_cases_and_the_work_list_ask_to_compare_them(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    first, second = pair
    for case in pair:
        assert [line["kind"] for line in asked(referral, manager, case)] == ["compare"]
    other = child_of(referral, worker, first)
    assert listed(referral, manager) == [("May be the same child: compare", second, other)]


def test_whoever_says_that_they_are_two_is_kept_and_nobody_is_asked_again(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    own, other = (child_of(referral, worker, case) for case in pair)
    said = referral.post(manager, f"/v1/children/{own}/two", {"other": other, "reason": SAYS})
    assert said.status_code == 201, said.text
    assert [asked(referral, manager, case) for case in pair] == [[], []]
    assert listed(referral, manager) == []
    kept = referral.get(worker, f"/v1/children/{other}/beside?other={own}").json["said_two"]
    assert (kept["by"], kept["reason"]) == (str(manager.person), SAYS)


def test_who_says_one_child_proposes_to_merge_them_and_a_second_person_agrees(
    referral: Stage, worker: Actor, manager: Actor, pair: tuple[str, str]
) -> None:
    own, other = (child_of(referral, worker, case) for case in pair)
    referral.post(worker, f"/v1/children/{own}/merging", {"into": other, "reason": SAYS})
    for case in pair:
        [waits] = asked(referral, worker, case)
        assert (waits["kind"], waits["child"], waits["into"], waits["yours"]) == ("merge", own, other, False)
    assert [title for title, *_ in listed(referral, manager)] == ["Merge two records of one child"]


def test_nothing_can_be_agreed_to_in_the_place_of_comparing(
    referral: Stage, manager: Actor, pair: tuple[str, str]
) -> None:
    [waits] = asked(referral, manager, pair[1])
    assert referral.post(manager, f"/v1/proposals/{waits['id']}/authorisation", {"agree": True}).status_code == 404


def test_whoever_may_not_see_both_is_not_told_that_there_is_another(
    referral: Stage, manager: Actor, actor: ActorOf, pair: tuple[str, str]
) -> None:
    restricted = {"people": [], "code": "staff-member", "reason": SAYS}
    assert referral.post(manager, f"/v1/cases/{pair[0]}/restriction", restricted).status_code == 201
    referral.settle()
    other = actor("team-manager", name="other")
    assert asked(referral, other, pair[1]) == []
    assert listed(referral, other) == []
