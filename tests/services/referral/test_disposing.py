"""Who may dispose of a case, and what keeps it: the proposal and the sign-off of a closed case that is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from commonward.contracts.events import RecordDisposed
from commonward.identity import Actor
from commonward.procedure import After, Retention
from commonward.settings import Settings
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id, report
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

WHY = {"reason": "A synthetic reason."}
AGREE, REFUSE = {"agree": True}, {"agree": False, **WHY}
YEARS = 0


@pytest.fixture
def years() -> int:
    """How long the board keeps a case after the last contact; a test that wants another parametrises it."""
    return YEARS


@pytest.fixture
def board(years: int) -> Board:
    return Board(retention=(Retention("need", "Need", years, After.LAST_CONTACT, "A synthetic source."),))


@pytest.fixture
def settings(tmp_path: Path, board: Board) -> Settings:
    confirmed = {"need": date(2026, 1, 1)}
    mill = {"layers": (board.code,), "duty_mailbox": "duty@mill.example", "retention_confirmed": confirmed}
    values = {"environment": "development", "data_dir": tmp_path, "patience": 0, "authorities": {board.code: mill}}
    return Settings.model_validate(values)


@pytest.fixture
def closed(referral: Stage, case: str, manager: Actor) -> str:
    """The path of a closed case."""
    referral.post(manager, f"{case}/closing", CLOSE)
    referral.settle()
    return case


def proposed(referral: Stage, manager: Actor, case: str) -> str:
    """The path of the sign-off that a proposal waits for."""
    answer = referral.post(manager, f"{case}/disposal", WHY)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return f"/v1/disposals/{answer.json['id']}/sign-off"


def why_not(referral: Stage, who: Actor, path: str, body: dict[str, object]) -> str:
    answer = referral.post(who, path, body)
    assert answer.status_code == 409, answer.text
    assert answer.json is not None
    return "; ".join(error["message"] for error in answer.json["errors"])


def test_two_people_dispose_of_a_case_and_both_are_in_the_trail(
    referral: Stage, closed: str, manager: Actor, head: Actor
) -> None:
    sign = proposed(referral, manager, closed)
    assert referral.post(head, sign, AGREE).status_code == 200
    (told,) = referral.published(case_id(closed), RecordDisposed)
    assert (told.proposed_by, told.signed_off_by, told.schedule) == (manager.person, head.person, "need")
    assert {"disposal.propose", "disposal.sign"} <= referral.audited(case_id(closed))


def test_nobody_signs_off_their_own_proposal(referral: Stage, closed: str, head: Actor, actor: ActorOf) -> None:
    sign = proposed(referral, head, closed)
    assert referral.post(head, sign, AGREE).status_code == 403
    assert referral.post(actor("head-of-service", name="another"), sign, AGREE).status_code == 200


def test_who_manages_proposes_and_does_not_sign_off(
    referral: Stage, closed: str, worker: Actor, manager: Actor, actor: ActorOf
) -> None:
    assert referral.post(worker, f"{closed}/disposal", WHY).status_code == 403
    sign = proposed(referral, manager, closed)
    assert referral.post(actor("team-manager", name="another"), sign, AGREE).status_code == 403


def test_an_open_case_is_kept(referral: Stage, case: str, manager: Actor) -> None:
    assert "not closed" in why_not(referral, manager, f"{case}/disposal", WHY)


@pytest.mark.parametrize("years", [6])
def test_a_case_that_is_not_due_is_kept_and_is_told_until_when(referral: Stage, closed: str, manager: Actor) -> None:
    why = why_not(referral, manager, f"{closed}/disposal", WHY)
    assert why.startswith("is kept until")
    assert "A synthetic source." in why


def test_a_case_is_proposed_once_at_a_time(referral: Stage, closed: str, manager: Actor, head: Actor) -> None:
    sign = proposed(referral, manager, closed)
    assert "already" in why_not(referral, manager, f"{closed}/disposal", WHY)
    assert referral.post(head, sign, {"agree": False}).status_code == 422
    assert referral.post(head, sign, REFUSE).status_code == 200
    assert referral.post(head, sign, AGREE).status_code == 404
    proposed(referral, manager, closed)


def test_a_hold_refuses_a_proposal_and_one_that_comes_between_refuses_the_sign_off(
    referral: Stage, closed: str, manager: Actor, head: Actor
) -> None:
    sign = proposed(referral, manager, closed)
    referral.post(head, f"{closed}/hold", WHY)
    assert why_not(referral, head, sign, AGREE) == "is on legal hold"
    assert referral.get(manager, closed).status_code == 200
    referral.post(head, f"{closed}/hold/lifting", WHY)
    assert referral.post(head, sign, AGREE).status_code == 200


def test_once_signed_off_a_case_can_not_be_held_any_more(
    referral: Stage, closed: str, manager: Actor, head: Actor
) -> None:
    referral.post(head, proposed(referral, manager, closed), AGREE)
    assert "signed off" in why_not(referral, head, f"{closed}/hold", WHY)
    referral.settle()
    assert referral.post(head, f"{closed}/hold", WHY).status_code == 404


def test_the_lists_show_what_waits_and_then_what_has_gone(
    referral: Stage, closed: str, manager: Actor, head: Actor
) -> None:
    sign = proposed(referral, manager, closed)
    (line,) = referral.get(manager, "/v1/disposals").json["disposals"]  # type: ignore[index]  # it has a body
    assert (line["case"], line["yours"], line["reason"]) == (str(case_id(closed)), True, WHY["reason"])
    assert referral.get(manager, "/v1/retention").json["cases"][0]["is_proposed"]  # type: ignore[index]  # as above
    assert referral.get(manager, "/v1/tombstones").json == {"tombstones": []}
    referral.post(head, sign, AGREE)
    referral.settle()
    assert referral.get(manager, "/v1/disposals").json == {"disposals": []}
    (stone,) = referral.get(manager, "/v1/tombstones").json["tombstones"]  # type: ignore[index]  # as above
    assert (stone["case"], stone["source"]) == (str(case_id(closed)), "A synthetic source.")


def test_the_same_child_may_come_again_and_has_a_new_record(
    referral: Stage, closed: str, manager: Actor, head: Actor, worker: Actor
) -> None:
    referral.post(head, proposed(referral, manager, closed), AGREE)
    referral.settle()
    again = referral.post(worker, "/v1/concerns", report())
    assert (again.status_code, again.json["opened"], again.json["possible_matches"]) == (201, True, 0)  # type: ignore[index]  # as above
