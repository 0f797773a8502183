"""Delivery to a real SMTP server: prompt, repeated with pauses, never lost, and it gives nothing away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from commonward.settings import NoticeSettings
from commonward_notify import delivery
from commonward_notify.model import Attempt, Notice
from tests.services.conftest import ActorOf
from tests.services.notify.conftest import COORDINATOR, DUTY, NotifyStage
from tests.services.notify.happenings import allocated, concern, like
from tests.services.notify.post import PostOffice, open_post_office


def test_a_notice_is_delivered_to_the_roles_mailbox(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, concern())
    notify.deliver()
    (mail,) = office.to(COORDINATOR)
    (notice,) = notify.rows(Notice)
    assert mail["Message-ID"] == f"<{notice.id}@commonward.example>"
    assert (notice.state, notice.attempts, notice.duty) == ("sent", 1, False)
    (delivered,) = notify.published(case, events.NoticeDelivered)
    assert (delivered.notice, delivered.reached_duty) == (notice.id, False)


def test_a_mail_holds_reference_link_and_plain_words(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, concern())
    notify.deliver()
    (mail,) = office.mail
    lines = mail.get_content().splitlines()
    assert mail["Subject"] == "Case MIL-2026-4F7K2M"
    assert lines[:5] == [
        "Case MIL-2026-4F7K2M",
        "",
        "Something new was reported.",
        "",
        f"http://127.0.0.1:8080/cases/{case}",
    ]


def test_a_mail_says_neither_what_the_case_is_about_nor_a_level(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.tell(case, like(events.ConcernRouted))
    notify.deliver()
    (mail,) = office.mail
    assert "exploitation" not in mail.as_string()


def test_the_allocated_workers_notices_go_to_that_worker(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, allocated(), like(events.ConcernRouted))
    notify.deliver()
    assert len(office.to("worker@mill.example")) == 1


def test_a_role_that_nobody_holds_goes_to_the_duty_mailbox_and_alerts(
    notify: NotifyStage, case: UUID, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    notify.tell(case, like(events.CaseAllocated), like(events.ConcernRouted))
    notify.deliver()
    assert len(office.to(DUTY)) == 1
    told = capsys.readouterr()
    assert "nobody holds this role" in told.out + told.err


def test_a_case_that_is_allocated_to_nobody_goes_to_the_duty_mailbox_and_alerts_no_operator(
    notify: NotifyStage, case: UUID, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    notify.tell(case, like(events.ConcernRouted))
    notify.deliver()
    assert len(office.to(DUTY)) == 1
    assert notify.published(case, events.NoticeDelivered)[0].reached_duty
    told = capsys.readouterr()
    assert "the case is allocated to nobody yet" in told.out + told.err
    assert "nobody holds this role" not in told.out + told.err


def test_a_server_that_is_away_is_tried_again_after_a_pause(notify: NotifyStage, case: UUID, port: int) -> None:
    notify.tell(case, concern())
    notify.deliver()
    (notice,) = notify.rows(Notice)
    assert (notice.state, notice.attempts) == ("waiting", 1)
    assert notice.next_attempt_at > notice.raised_at
    assert notify.deliver() == 0
    with open_post_office(port) as office:
        notify.due_now()
        notify.deliver()
        assert len(office.mail) == 1
    outcomes = [attempt.outcome for attempt in notify.rows(Attempt, notice=notice.id)]
    assert outcomes == ["unreachable", "accepted"]


def test_a_temporary_refusal_is_recorded_with_its_code_and_repeated(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    office.answers[COORDINATOR] = ["451 later"]
    notify.tell(case, concern())
    notify.deliver()
    notify.due_now()
    notify.deliver()
    assert [(a.outcome, a.smtp_code) for a in notify.rows(Attempt)] == [("deferred", 451), ("accepted", 250)]
    assert len(office.to(COORDINATOR)) == 1


def test_a_mailbox_that_refuses_for_good_is_replaced_by_the_duty_mailbox(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    office.answers[COORDINATOR] = ["550 no such mailbox"]
    notify.tell(case, concern())
    notify.deliver()
    notify.deliver()
    assert len(office.to(DUTY)) == 1
    (notice,) = notify.rows(Notice)
    assert (notice.state, notice.duty) == ("sent", True)


def test_only_when_the_duty_mailbox_refuses_too_a_notice_has_failed(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    office.answers = {COORDINATOR: ["550 no"], DUTY: ["550 no"]}
    notify.tell(case, concern())
    notify.deliver()
    notify.deliver()
    assert [notice.state for notice in notify.rows(Notice)] == ["failed"]


def test_a_failed_notice_is_sent_again_when_somebody_asks_for_it(
    notify: NotifyStage, case: UUID, office: PostOffice, actor: ActorOf
) -> None:
    office.answers = {COORDINATOR: ["550 no"], DUTY: ["550 no"]}
    notify.tell(case, concern())
    notify.deliver()
    notify.deliver()
    (notice,) = notify.rows(Notice)
    path = f"/v1/notices/{notice.id}/resend"
    assert notify.post(actor("social-worker"), path, {}).status_code == 403
    assert notify.post(actor("team-manager"), path, {}).status_code == 202
    notify.deliver()
    assert len(office.to(COORDINATOR)) == 1
    assert notify.post(actor("team-manager"), path, {}).status_code == 409
    assert "notice.resend" in notify.audited(case)


def test_what_was_accepted_and_not_recorded_comes_again_under_the_same_message_id(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.tell(case, concern())
    _send_and_die(notify)
    assert notify.deliver() == 0, "the dead worker's lease still holds"
    notify.due_now()
    notify.deliver()
    first, again = office.mail
    assert first["Message-ID"] == again["Message-ID"]
    assert [notice.attempts for notice in notify.rows(Notice)] == [1]


def test_the_urgent_is_sent_first(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, concern(), allocated(), like(events.ConcernRouted))
    notify.deliver()
    assert [mail["Subject"].startswith("Urgent") for mail in office.mail] == [True, False]


def test_when_time_is_short_the_rest_is_given_back_untried(
    notify: NotifyStage, case: UUID, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify.tell(case, concern(), concern())
    monkeypatch.setattr(delivery, "LONGEST_ROUND", -1.0)
    notify.deliver()
    assert [notice.attempts for notice in notify.rows(Notice)] == [0, 0]
    monkeypatch.undo()
    notify.deliver()
    assert len(office.mail) == 2


def test_when_the_server_hangs_up_the_rest_waits_for_the_next_round(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    office.answers[COORDINATOR] = ["421 closing"]
    notify.tell(case, concern(), concern())
    notify.deliver()
    assert sorted(notice.attempts for notice in notify.rows(Notice)) == [0, 1]
    notify.deliver()
    assert len(office.mail) == 1


def _send_and_die(notify: NotifyStage) -> None:
    """What a worker does that is killed after the server's word and before its own record."""
    resources: Any = notify.resources
    with resources.work(Actor.system("mill", "notify")) as unit:
        claimed = delivery._claim(unit, NoticeSettings())
    delivery._send(resources, claimed)
