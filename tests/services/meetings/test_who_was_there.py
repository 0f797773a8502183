"""Who was at a meeting heard what its minutes say: the police read those of their own meetings, and of no others."""

from __future__ import annotations

import pytest

from commonward.identity import Actor
from commonward.procedure import Role
from tests.services.boards import ROLES, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import convening, holding
from tests.services.stage import Stage

TEXT = "Synthetic minutes."
SHOWN, WITHHELD = (TEXT, None), (None, ["narrative"])


@pytest.fixture
def board() -> Board:
    return Board(roles=(*ROLES, Role("police-officer", "Police officer", "police")))


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
