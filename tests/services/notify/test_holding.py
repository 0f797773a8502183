"""When a notice may go: gathered at the board's times, never in its quiet hours, and an urgent one always."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from commonward.clock import london, utcnow
from commonward.procedure import events
from commonward.settings import NoticeSettings
from commonward_notify.holding import goes_at
from commonward_notify.model import Notice
from tests.services.notify.conftest import COORDINATOR, NotifyStage
from tests.services.notify.happenings import allocated, concern, like
from tests.services.notify.post import PostOffice


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def rules(**said: Any) -> NoticeSettings:
    return NoticeSettings.model_validate(said)


NIGHT = {"quiet": ["19:00", "08:00"]}
TWICE = {"digest_at": ["09:00", "15:00"]}


@pytest.mark.parametrize(
    ("said", "raised", "goes"),
    [
        ({}, "2026-03-02 23:00", "2026-03-02 23:00"),
        (NIGHT, "2026-03-02 18:59", "2026-03-02 18:59"),
        (NIGHT, "2026-03-02 19:00", "2026-03-03 08:00"),
        (NIGHT, "2026-03-03 07:59", "2026-03-03 08:00"),
        (NIGHT, "2026-03-03 08:00", "2026-03-03 08:00"),
        ({"quiet": ["12:00", "13:00"]}, "2026-03-02 12:30", "2026-03-02 13:00"),
        (TWICE, "2026-03-02 09:00", "2026-03-02 09:00"),
        (TWICE, "2026-03-02 09:01", "2026-03-02 15:00"),
        (TWICE, "2026-03-02 15:01", "2026-03-03 09:00"),
        ({"digest_at": ["22:00"], **NIGHT}, "2026-03-02 10:00", "2026-03-03 08:00"),
        # The clocks go forward in the night to Sun 29 March: eight in the morning is 07:00 UTC.
        (NIGHT, "2026-03-28 20:00", "2026-03-29 08:00"),
    ],
)
def test_a_notice_goes_at_the_first_moment_that_the_rules_leave(said: Any, raised: str, goes: str) -> None:
    assert goes_at(at(raised), at(raised), rules(**said)) == at(goes)


def test_a_repeat_in_the_quiet_hours_waits_for_the_morning() -> None:
    raised, now = at("2026-03-02 18:59"), at("2026-03-02 19:05")
    assert goes_at(raised, now, rules(**NIGHT)) == at("2026-03-03 08:00")


TIMES = st.times().map(lambda time: time.replace(microsecond=0))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)), st.lists(TIMES, max_size=3), TIMES, TIMES)
def test_a_notice_is_never_held_for_longer_than_two_days(
    when: datetime, digest: list[Any], begins: Any, ends: Any
) -> None:
    quiet = None if begins == ends else (begins, ends)
    raised = when.replace(tzinfo=UTC)
    goes = goes_at(raised, raised, NoticeSettings(digest_at=tuple(digest), quiet=quiet))
    assert raised <= goes <= raised + timedelta(hours=50)


def test_quiet_hours_that_never_end_are_refused() -> None:
    with pytest.raises(ValidationError, match="the two times must differ"):
        rules(quiet=["08:00", "08:00"])


def around_now() -> dict[str, Any]:
    """Quiet hours around now."""
    now = london(utcnow())
    return {"quiet": [(now - timedelta(hours=1)).strftime("%H:%M"), (now + timedelta(hours=2)).strftime("%H:%M")]}


@pytest.mark.parametrize("rules", [around_now()])
def test_quiet_hours_hold_what_can_wait_and_never_what_is_urgent(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.tell(case, concern(), allocated(), like(events.ConcernRouted))
    notify.deliver()
    notify.due_now()
    notify.deliver()
    assert [mail["Subject"] for mail in office.mail] == ["Urgent: case MIL-2026-4F7K2M"]
    (held,) = notify.rows(Notice, about="concern")
    assert (held.state, held.attempts) == ("waiting", 0)


@pytest.mark.parametrize("rules", [{"digest_at": ["00:00"]}])
def test_what_is_gathered_goes_in_one_mail_with_a_word_on_each(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    notify.tell(case, concern(), concern(), allocated(), like(events.ConcernRouted))
    notify.deliver()
    assert [mail["Subject"] for mail in office.mail] == ["Urgent: case MIL-2026-4F7K2M"]
    notify.backdate(timedelta(days=2))
    notify.deliver()
    (mail,) = office.to(COORDINATOR)
    assert mail["Subject"] == "2 notices"
    assert mail.get_content().count("Something new was reported.") == 2
    assert [notice.state for notice in notify.rows(Notice, about="concern")] == ["sent", "sent"]
    assert len(notify.published(case, events.NoticeDelivered)) == 3
