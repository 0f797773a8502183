"""Who was at a meeting heard what its minutes and plan say: the police read those of their own, and of no others."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Role, events
from tests.services.boards import PANEL, ROLES, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import convening, holding, plan
from tests.services.stage import Stage

TEXT = "Synthetic minutes."
SHOWN, WITHHELD = (TEXT, None), (None, ["narrative"])


@pytest.fixture
def board() -> Board:
    roles = (*ROLES, Role("police-officer", "Police officer", "police"))
    return Board(roles=roles, meetings=(replace(PANEL, quorum=("health",)),))


@pytest.fixture
def officer(actor: ActorOf) -> Actor:
    return actor("police-officer")


def minuted(meetings: Stage, worker: Actor, meeting: str, *agencies: str) -> str:
    """The path of the minutes of a meeting that was held with these."""
    assert meetings.post(worker, f"{meeting}/convening", convening(invited=["police", "health"])).status_code == 200
    assert meetings.post(worker, f"{meeting}/holding", holding(*agencies)).status_code == 200
    assert meetings.post(worker, f"{meeting}/minutes", {"text": TEXT}).status_code == 201
    return f"{meeting}/minutes"


@pytest.mark.parametrize(("agencies", "read"), [(("police", "health"), SHOWN), (("health",), WITHHELD)])
def test_the_police_read_the_minutes_of_a_meeting_at_which_they_were_and_not_where_they_were_only_invited(
    meetings: Stage, required: str, worker: Actor, officer: Actor, agencies: tuple[str, ...], read: tuple[object, ...]
) -> None:
    answer = meetings.get(officer, minuted(meetings, worker, required, *agencies))
    assert answer.status_code == 200, answer.text
    [line] = answer.json["versions"]
    assert (line.get("text"), line.get("withheld")) == read


def test_who_may_not_see_the_case_reads_no_minutes_of_it(
    meetings: Stage, required: str, worker: Actor, actor: ActorOf
) -> None:
    path = minuted(meetings, worker, required, "police", "health")
    elsewhere = actor("social-worker", name="elsewhere", team="elsewhere")
    assert meetings.get(elsewhere, path).status_code == 404


def test_what_else_is_said_of_the_meeting_is_withheld_from_them_as_before(
    meetings: Stage, required: str, worker: Actor, officer: Actor
) -> None:
    minuted(meetings, worker, required, "police", "health")
    page = meetings.get(officer, required).json
    assert "given" not in page["views"][0]


def owner(meetings: Stage, reader: Actor, meeting: str) -> str | None:
    """Who is to do the plan's action, as its reader is told."""
    told: str | None = meetings.get(reader, meeting).json["plan"]["actions"][0].get("owner")
    return told


def test_the_police_read_the_plan_that_was_agreed_where_they_were(
    meetings: Stage, adopted: str, held: str, officer: Actor, worker: Actor
) -> None:
    assert owner(meetings, officer, held) == owner(meetings, worker, held) == "Synthetic worker"


def test_they_read_another_plan_once_it_is_shared_with_them(
    meetings: Stage, case: UUID, convened: str, officer: Actor, worker: Actor, manager: Actor
) -> None:
    assert meetings.post(worker, f"{convened}/holding", holding("health")).status_code == 200
    assert meetings.post(manager, f"{convened}/plan", plan()).status_code == 201
    path = f"/v1/plans/{meetings.published(case, events.PlanAdopted)[-1].plan}/sharing"
    assert owner(meetings, officer, convened) is None
    assert meetings.post(worker, path, {"recipients": ["coordinator"]}).status_code == 200
    assert owner(meetings, officer, convened) is None
    assert meetings.post(worker, path, {"recipients": ["police-officer"]}).status_code == 200
    assert owner(meetings, officer, convened) == "Synthetic worker"
