"""The breach ledger: what was missed as known then, what is known now, who said what, and what goes further up."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.clock import hours
from commonward.procedure import Only, act_without, events
from commonward_notify.model import Breach, Notice, Owed
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import ago, happened, like

SAID = {"reason": "staff-absence", "note": "Nobody covered the post.", "effect": "Seen a day later; safe meanwhile."}


def late(notify: NotifyStage, case: UUID, hours_ago: float = 49) -> str:
    """An obligation whose time has passed."""
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=hours_ago))
    notify.wake()
    return str(notify.rows(Owed)[0].id)


def test_the_ledger_lists_what_waits_for_a_managers_word(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    obligation = late(notify, case)
    manager = actor("team-manager")
    (breach,) = notify.get(manager, "/v1/breaches?acknowledged=false").json["breaches"]
    assert (breach["obligation"], breach["escalated_to"], breach["corrected_at"]) == (obligation, "team-manager", None)
    notify.post(manager, f"/v1/obligations/{obligation}/acknowledgement", SAID)
    assert notify.get(manager, "/v1/breaches?acknowledged=false").json == {"breaches": []}
    (said,) = notify.get(manager, "/v1/breaches?acknowledged=true").json["breaches"]
    assert said["acknowledged"]["effect"] == SAID["effect"]
    assert len(notify.get(manager, "/v1/breaches").json["breaches"]) == 1


def test_only_those_who_may_acknowledge_read_the_ledger(notify: NotifyStage, actor: ActorOf) -> None:
    assert notify.get(actor("social-worker"), "/v1/breaches").status_code == 403


def test_a_reason_that_is_not_on_the_list_is_refused_with_the_list(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    path = f"/v1/obligations/{late(notify, case)}/acknowledgement"
    refused = notify.post(actor("team-manager"), path, {**SAID, "reason": "bad-luck"})
    assert (refused.status_code, "workload" in refused.json["errors"][0]["allowed"]) == (422, True)


def test_a_breach_that_was_none_stays_in_the_ledger_with_both_times(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    obligation = late(notify, case)
    notify.tell(case, like(events.AssessmentCompleted, completed_at=ago(10)))
    found = notify.get(actor("team-manager"), f"/v1/obligations/{obligation}").json
    assert (found["state"], found["breached_at"]) == ("met", None)
    (breach,) = found["breaches"]
    assert breach["due"] == found["first_due"] == breach["due_now"]
    assert breach["corrected_by"] is not None


def reached(happened: object, facts: object) -> object:
    """When the visit's time begins: as the routing or the newest convening says."""
    event = getattr(happened, "event", None)
    return event.planned_for if isinstance(event, events.MeetingConvened) else getattr(happened, "at", None)


@pytest.mark.parametrize(
    "board",
    [ClockedBoard(clocks=(replace(VISIT, moves_on=(Only(events.MeetingConvened),), starts=reached),))],  # type: ignore[arg-type]  # typed loosely on purpose
)
def test_a_deadline_that_moves_takes_a_breach_back_and_a_second_one_is_entered(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    obligation = late(notify, case)
    first = notify.rows(Owed)[0].due
    notify.tell(case, like(events.MeetingConvened, planned_for=ago(47)))
    (moved,) = notify.published(case, events.ObligationMoved)
    assert (moved.due_before, moved.breach_corrected) == (first, True)
    (owed,) = notify.rows(Owed)
    assert (owed.state, owed.first_due, owed.due) == ("open", first, moved.due_after)
    (entered,) = notify.rows(Breach)
    assert (entered.due, entered.due_now, entered.corrected_at is None) == (first, moved.due_after, False)
    notify.tell(case, like(events.MeetingConvened, planned_for=ago(48.5)))
    notify.wake()
    told = notify.get(actor("team-manager"), f"/v1/obligations/{obligation}").json
    assert [breach["corrected_at"] is None for breach in told["breaches"]] == [False, True]
    assert told["breached_at"] == told["due"]


LADDER = ClockedBoard(clocks=(replace(VISIT, further=(act_without("head-of-service", after=hours(2)),)),))


@pytest.mark.parametrize("board", [LADDER])
def test_what_is_still_not_done_later_goes_further_up_once(notify: NotifyStage, case: UUID, board: Board) -> None:
    late(notify, case, hours_ago=51)
    notify.wake()
    (escalated,) = notify.published(case, events.ObligationEscalated)
    assert (escalated.consequence, escalated.escalated_to) == ("act-without", "head-of-service")
    (notice,) = notify.rows(Notice, about="clock-escalation")
    assert (notice.role, notice.urgent) == ("head-of-service", True)
    assert notify.wake() == 0


@pytest.mark.parametrize("board", [LADDER])
def test_a_breached_clock_waits_for_what_follows_it(notify: NotifyStage, case: UUID, board: Board) -> None:
    late(notify, case, hours_ago=49)
    (owed,) = notify.rows(Owed)
    assert (owed.state, owed.wakes_at is not None) == ("breached", True)
    assert notify.published(case, events.ObligationEscalated) == []
