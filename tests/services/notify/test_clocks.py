"""Clocks in the notify service: opened, met, reminded, breached, superseded, and the same again on a replay."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from commonward.procedure import events
from commonward.runtime import Platform
from commonward_notify import service
from commonward_notify.model import Breach, Notice, Owed
from tests.services.notify.conftest import MANAGER, NotifyStage, everything
from tests.services.notify.happenings import WORKER, ago, allocated, concern, happened, like
from tests.services.notify.post import PostOffice


def test_an_event_opens_a_clock_that_says_who_owes_what_and_why(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, concern())
    (owed,) = notify.rows(Owed)
    assert (owed.clock, owed.role, owed.title, owed.because) == (
        "MIL-8.tell",
        "duty",
        "Tell the coordinator",
        ["MIL-8.tell"],
    )
    (opened,) = notify.published(case, events.ObligationOpened)
    assert opened.obligation == owed.id
    assert opened.due == owed.due


def test_a_delivered_notice_meets_the_clock_that_waits_for_it(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.tell(case, concern())
    notify.deliver()
    (owed,) = notify.rows(Owed)
    assert owed.state == "met"
    assert [event.in_time for event in notify.published(case, events.ObligationDischarged)] == [True]


def test_time_reminds_the_role_before_the_deadline(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=45))
    assert notify.wake() == 1
    (owed,) = notify.rows(Owed)
    assert (owed.state, owed.reminders) == ("open", 1)
    assert [n.role for n in notify.rows(Notice, about="clock-reminder")] == ["allocated-social-worker"]


def test_time_breaches_a_clock_and_its_consequence_is_told_urgently(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    notify.wake()
    (owed,) = notify.rows(Owed)
    assert owed.state == "breached"
    notify.deliver()
    (escalation,) = office.to(MANAGER)
    assert escalation["Subject"] == "Urgent: case MIL-2026-4F7K2M"
    (notice,) = notify.rows(Notice, about="clock-breach")
    assert (notice.urgent, notice.because) == (True, ["MIL-9.visit"])


def test_time_that_is_under_way_is_not_told_again(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    resources = notify.resources
    told = [service.timers[0].step(resources, "mill") for _ in range(3)]
    assert told == [1, 0, 0]


def test_after_its_reminder_a_clock_still_waits_for_its_deadline(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=45))
    notify.wake()
    (owed,) = notify.rows(Owed)
    assert owed.wakes_at == owed.due
    assert notify.wake() == 0


def test_a_fact_that_was_in_time_and_is_heard_of_late_meets_a_breached_clock(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=49))
    notify.wake()
    notify.tell(case, like(events.AssessmentCompleted, completed_at=ago(10)))
    (owed,) = notify.rows(Owed)
    assert owed.state == "met"
    (breach,) = notify.rows(Breach)
    assert (breach.due, breach.due_now) == (owed.first_due, owed.due)
    assert breach.corrected_at is not None


def test_what_is_done_after_the_time_is_met_late(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=50))
    notify.tell(case, like(events.AssessmentCompleted, completed_at=ago(0)))
    (owed,) = notify.rows(Owed)
    (breach,) = notify.rows(Breach)
    assert (owed.state, breach.due, breach.escalated_to) == ("met-late", owed.due, None)


def test_what_nobody_noticed_before_the_case_was_closed_was_missed_all_the_same(
    notify: NotifyStage, case: UUID
) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=50))
    notify.tell(case, like(events.CaseClosed))
    assert [breach.clock for breach in notify.rows(Breach)] == ["MIL-9.visit"]


def test_a_case_that_was_void_has_missed_nothing(notify: NotifyStage, case: UUID) -> None:
    notify.hear(happened(case, like(events.ConcernRouted), hours_ago=50))
    notify.tell(case, like(events.CaseVoided))
    assert [owed.state for owed in notify.rows(Owed)] == ["superseded"]
    assert notify.rows(Breach) == []


def test_a_closed_case_owes_no_more_what_its_closing_supersedes(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, like(events.ConcernRouted), like(events.CaseClosed))
    assert [owed.state for owed in notify.rows(Owed)] == ["superseded"]
    assert len(notify.published(case, events.ObligationSuperseded)) == 1


def test_what_is_owed_goes_with_the_case_to_its_new_worker(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, like(events.ConcernRouted), allocated())
    assert [owed.worker for owed in notify.rows(Owed)] == [WORKER]


def test_a_replay_gives_the_same_obligations_and_notices(
    notify: NotifyStage, platform: Platform, case: UUID, tmp_path: Path
) -> None:
    notify.hear(happened(case, concern(received=ago(30))), happened(case, like(events.ConcernRouted), hours_ago=45))
    notify.wake()
    notify.tell(case, like(events.AssessmentCompleted, completed_at=ago(1)))
    elsewhere = _elsewhere(platform, tmp_path / "again")
    again = NotifyStage(elsewhere, service, "mill")
    again.take(everything(platform))
    assert {owed.state for owed in again.rows(Owed)} == {"met", "breached"}
    assert _told(again.rows(Owed)) == _told(notify.rows(Owed))
    assert [notice.id for notice in again.rows(Notice)] == [notice.id for notice in notify.rows(Notice)]
    again.close()
    elsewhere.close()


def _told(rows: list[Owed]) -> list[dict[str, object]]:
    return [row.model_dump() for row in rows]


def _elsewhere(platform: Platform, folder: Path) -> Platform:
    """The same region with nothing in it."""
    other = Platform(platform.settings.model_copy(update={"data_dir": folder}))
    other.procedures, other.verifier = platform.procedures, platform.verifier
    other.ensure_topics()
    return other
