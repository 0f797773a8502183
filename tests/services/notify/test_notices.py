"""Notices: one for each cause, and no notice about a notice."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.procedure import Level, events
from commonward_notify.model import Notice
from commonward_notify.rules import INSTEAD, discreet, notice_id, pause
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import concern, happened
from tests.services.notify.post import PostOffice


def test_an_event_that_comes_twice_raises_one_notice(notify: NotifyStage, case: UUID) -> None:
    once = happened(case, concern())
    notify.hear(once, once)
    notify.hear(once)
    assert len(notify.rows(Notice)) == 1
    assert len(notify.published(case, events.NoticeRaised)) == 1


def test_two_concerns_are_two_causes(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, concern(), concern())
    assert len(notify.rows(Notice, about="concern")) == 2


def test_a_notices_id_follows_from_its_cause(notify: NotifyStage, case: UUID) -> None:
    cause = happened(case, concern())
    notify.hear(cause)
    (notice,) = notify.rows(Notice)
    assert notice.id == notice_id("mill", case, "concern", "coordinator", cause.id)


def test_notices_raise_no_notices(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    notify.tell(case, concern())
    notify.deliver()
    assert len(notify.rows(Notice)) == 1


@pytest.mark.parametrize(
    "words",
    ["A CSE concern.", "About sexual exploitation.", "The high risk review is due.", "Sexually exploited."],
)
def test_words_that_tell_what_a_case_is_about_stay_behind_the_login(words: str) -> None:
    assert discreet(words, [Level("high", "High risk", 3)]) == INSTEAD


def test_plain_words_are_kept(notify: NotifyStage) -> None:
    words = "There is no news; please sign in."
    assert discreet(words, [Level("no", "No risk", 0)]) == words


def test_the_pauses_between_attempts_double_up_to_a_quarter_of_an_hour() -> None:
    assert [pause(n, 1).total_seconds() for n in (1, 2, 3)] == [2, 4, 8]
    assert pause(40, 1).total_seconds() == 900
    assert pause(3, 0).total_seconds() == 4
