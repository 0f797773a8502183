"""An adult whom no case names is kept by a schedule of their own, and goes by two people's word when that has ended."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts import Tri
from commonward.contracts.events import RecordDisposed
from commonward.identity import Actor
from commonward.procedure import After, Facts, Retention
from commonward_national.edition_1.retention import RETENTION
from commonward_referral.retention import Known, due
from tests.services.boards import Board
from tests.services.referral.test_connections import NAMES, name
from tests.services.referral.test_disposing import AGREE, WHY, proposed, settings, why_not  # noqa: F401  # a fixture
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

LAST = date(2026, 3, 2)


@pytest.fixture
def years() -> int:
    """How long the board keeps an adult's record after the last contact; a test that wants another parametrises it."""
    return 0


@pytest.fixture
def board(years: int) -> Board:
    """Whose one confirmed schedule is of adults."""
    of_adults = lambda facts: Tri.of(facts.kind == "adult")  # noqa: E731  # as a plugin's data have it
    schedule = Retention("need", "Adults", years, After.LAST_CONTACT, "A synthetic source.", of_adults)
    return Board(records=(NAMES,), subjects=("child", "adult"), retention=(schedule,))


def kept(referral: Stage, manager: Actor) -> list[dict[str, Any]]:
    answer = referral.get(manager, "/v1/retention")
    assert answer.json is not None
    return list(answer.json["cases"])


@pytest.mark.parametrize("kind", ["child", "adult", "place", "carer"])
def test_nothing_is_kept_without_a_schedule_of_the_national_layer(kind: str) -> None:
    known = Known(Facts(kind=kind, looked_after=Tri.NO), date(2012, 2, 28), LAST)
    found = due(known, RETENTION, {each.id: LAST for each in RETENTION})
    assert found.schedule is not None
    assert found.schedule.id == ("child-in-need" if kind == "child" else "adult-or-place")
    assert found.on == (date(2087, 2, 28) if kind == "child" else date(2101, 3, 2))


def test_one_whom_no_case_names_is_listed_with_when_and_why(referral: Stage, adult: str, manager: Actor) -> None:
    [line] = kept(referral, manager)
    assert (line["case"], line["kind"], line["is_due"]) == (adult, "adult", True)
    assert line["because"] == ["need: A synthetic source."]


def test_one_whom_a_case_names_is_kept_with_it(
    referral: Stage, case: str, adult: str, worker: Actor, manager: Actor
) -> None:
    name(referral, worker, case, adult)
    assert kept(referral, manager) == []
    assert "a case names it" in why_not(referral, manager, f"/v1/cases/{adult}/disposal", WHY)


@pytest.mark.parametrize("years", [6])
def test_none_goes_before_the_end(referral: Stage, adult: str, manager: Actor) -> None:
    assert "is kept until" in why_not(referral, manager, f"/v1/cases/{adult}/disposal", WHY)


def test_a_hold_keeps_them(referral: Stage, adult: str, manager: Actor, head: Actor) -> None:
    assert referral.post(head, f"/v1/cases/{adult}/hold", WHY).status_code == 201
    assert [line["is_due"] for line in kept(referral, manager)] == [False]
    assert "legal hold" in why_not(referral, manager, f"/v1/cases/{adult}/disposal", WHY)


def test_two_people_let_them_go_and_a_tombstone_stays(referral: Stage, adult: str, manager: Actor, head: Actor) -> None:
    sign = proposed(referral, manager, f"/v1/cases/{adult}")
    listed = referral.get(head, "/v1/disposals").json
    assert listed is not None
    assert [(line["case"], line["kind"]) for line in listed["disposals"]] == [(adult, "adult")]
    assert referral.post(manager, sign, AGREE).status_code == 403
    assert referral.post(head, sign, AGREE).status_code == 200
    referral.settle()
    assert referral.get(manager, f"/v1/subjects/{adult}").status_code == 404
    [told] = referral.published(UUID(adult), RecordDisposed)
    assert (told.schedule, told.proposed_by, told.signed_off_by) == ("need", manager.person, head.person)
    assert kept(referral, manager) == []
