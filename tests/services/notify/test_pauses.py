"""A person lets a clock's time stand still and go on: who may, with which reason, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.procedure import events
from commonward_notify.model import Notice, Owed, Remark
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import happened, like

WHY = {"reason": "police-request", "note": "The police asked us to wait until the interview."}
ON = {"note": "The interview is over."}


@pytest.fixture
def board() -> Board:
    return ClockedBoard(clocks=(replace(VISIT, may_pause="team-manager"),))


@pytest.fixture
def visit(notify: NotifyStage, case: UUID) -> str:
    """The path of an obligation that is open since an hour."""
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=1))
    return f"/v1/obligations/{notify.rows(Owed)[0].id}"


def test_a_manager_pauses_with_a_reason_code_in_the_event_and_the_words_only_here(
    notify: NotifyStage, case: UUID, actor: ActorOf, visit: str
) -> None:
    manager = actor("team-manager")
    assert notify.post(manager, f"{visit}/pause", WHY).status_code == 202
    notify.settle()
    (asked,) = notify.published(case, events.PauseRequested)
    (paused,) = notify.published(case, events.ObligationPaused)
    assert (asked.reason, paused.reason, asked.requested_by) == ("police-request", "police-request", manager.person)
    (remark,) = notify.rows(Remark)
    assert (remark.about, remark.note, remark.said_by) == ("pause", WHY["note"], manager.person)
    assert "obligation.pause" in notify.audited(case)
    found = notify.get(manager, visit).json
    assert (found["state"], found["pauses"][0]["reason"], found["remarks"][0]["note"]) == (
        "paused",
        "police-request",
        WHY["note"],
    )


def test_time_that_goes_on_moves_the_deadline_and_says_so(
    notify: NotifyStage, case: UUID, actor: ActorOf, visit: str
) -> None:
    manager = actor("team-manager")
    (before,) = notify.rows(Owed)
    notify.post(manager, f"{visit}/pause", WHY)
    notify.settle()
    assert notify.post(manager, f"{visit}/resume", ON).status_code == 202
    notify.settle()
    (owed,) = notify.rows(Owed)
    stood_still = [each for each in owed.pauses if each["until"]]
    assert (owed.state, owed.first_due, len(stood_still)) == ("open", before.due, 1)
    (moved,) = notify.published(case, events.ObligationMoved)
    assert (moved.due_before, moved.due_after) == (before.due, owed.due)
    assert owed.due > before.due
    assert owed.wakes_at == owed.remind_at
    assert [notice.role for notice in notify.rows(Notice, about="clock-moved")] == ["allocated-social-worker"]


def test_only_the_role_that_the_clock_names_may_pause_it(notify: NotifyStage, actor: ActorOf, visit: str) -> None:
    refused = notify.post(actor("head-of-service"), f"{visit}/pause", WHY)
    assert (refused.status_code, "team-manager" in refused.json["detail"]) == (403, True)
    assert notify.post(actor("social-worker"), f"{visit}/pause", WHY).status_code == 403


@pytest.mark.parametrize("body", [{**WHY, "reason": "tired"}, {"note": "So."}, {"reason": "other", "note": ""}])
def test_a_pause_wants_one_of_the_reasons_and_a_word_on_it(
    notify: NotifyStage, actor: ActorOf, visit: str, body: dict[str, str]
) -> None:
    assert notify.post(actor("team-manager"), f"{visit}/pause", body).status_code == 422


def test_what_is_not_paused_can_not_go_on_and_what_is_can_not_be_paused(
    notify: NotifyStage, actor: ActorOf, visit: str
) -> None:
    manager = actor("team-manager")
    assert notify.post(manager, f"{visit}/resume", ON).status_code == 409
    notify.post(manager, f"{visit}/pause", WHY)
    notify.settle()
    assert notify.post(manager, f"{visit}/pause", WHY).status_code == 409


def test_what_is_overdue_can_not_be_paused(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    path = f"/v1/obligations/{notify.rows(Owed)[0].id}/pause"
    assert notify.post(actor("team-manager"), path, WHY).status_code == 409


@pytest.mark.parametrize("board", [ClockedBoard(clocks=(VISIT,))])
def test_a_clock_that_lets_nobody_pause_it_goes_on(notify: NotifyStage, actor: ActorOf, visit: str) -> None:
    assert notify.post(actor("team-manager"), f"{visit}/pause", WHY).status_code == 409
    assert notify.rows(Remark) == []
