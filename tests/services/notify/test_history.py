"""A case that was loaded as history: its clocks run as of their own time, and nobody is told before it is live."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonward.clock import utcnow
from commonward.contracts import Event, Happened
from commonward.procedure import events
from commonward.runtime.verifying import verify
from commonward.store import new_id
from commonward_notify.model import Breach, Notice, Owed
from commonward_notify.verifying import compare_obligations
from tests.services.conftest import ActorOf
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import ago, allocated, concern, happened, like, routed
from tests.services.notify.post import PostOffice

pytestmark = pytest.mark.thorough


def loaded(case: UUID) -> list[Happened[Any]]:
    """A concern of 100 hours ago, kept elsewhere until now."""
    opened = like(events.CaseOpened, reference="MIL-2026-4F7K2M", edition="1", opened_at=ago(100))
    return [
        happened(case, opened, hours_ago=100, sequence=1),
        happened(case, events.HistoryLoaded(loaded_at=utcnow()), sequence=2),
        happened(case, concern(received=ago(100)), hours_ago=100, sequence=3),
        happened(case, routed(), hours_ago=100, sequence=4),
    ]


@pytest.fixture
def history(notify: NotifyStage) -> UUID:
    """A case that was loaded as history; time has come to it."""
    case = new_id()
    notify.hear(*loaded(case))
    notify.wake()
    return case


def test_its_clocks_open_and_are_overdue_as_of_their_own_time(notify: NotifyStage, history: UUID) -> None:
    assert {owed.clock: owed.state for owed in notify.rows(Owed)} == {
        "MIL-8.tell": "breached",
        "MIL-9.visit": "breached",
    }
    assert all(owed.due < ago(48) for owed in notify.rows(Owed))
    assert len(notify.rows(Breach)) == 2


def test_nobody_is_told_and_all_of_it_is_kept(notify: NotifyStage, history: UUID, office: PostOffice) -> None:
    notify.deliver()
    assert office.mail == []
    assert {notice.state for notice in notify.rows(Notice)} == {"history"}
    assert {notice.about for notice in notify.rows(Notice)} >= {"concern", "routed", "clock-breach"}


def test_the_overdue_are_listed_for_a_manager_and_on_nobodys_work_list(
    notify: NotifyStage, history: UUID, actor: ActorOf
) -> None:
    manager = actor("team-manager")
    listed = notify.get(manager, "/v1/obligations?live=false&state=breached").json
    assert listed is not None
    assert {line["case"] for line in listed["obligations"]} == {str(history)}
    assert notify.get(actor("duty"), "/v1/work-list").json == {"obligations": []}


def test_once_it_is_live_each_role_is_told_once_of_what_it_owes(
    notify: NotifyStage, history: UUID, actor: ActorOf, office: PostOffice
) -> None:
    answer = notify.post(actor("team-manager"), f"/v1/cases/{history}/live", {})
    assert answer.status_code == 202, answer.text
    notify.settle()
    notify.deliver()
    told = notify.rows(Notice, about="made-live")
    assert sorted(notice.role for notice in told) == ["allocated-social-worker", "duty"]
    assert all(notice.words.startswith("The case was made live. Overdue: ") and notice.urgent for notice in told)
    assert len(office.mail) == 2
    assert "case.make-live" in notify.audited(history)
    assert notify.get(actor("team-manager"), "/v1/obligations?live=false").json == {"obligations": []}


def test_it_is_made_live_once_and_by_a_manager(notify: NotifyStage, history: UUID, actor: ActorOf) -> None:
    assert notify.post(actor("social-worker"), f"/v1/cases/{history}/live", {}).status_code == 403
    notify.post(actor("team-manager"), f"/v1/cases/{history}/live", {})
    assert notify.post(actor("team-manager"), f"/v1/cases/{history}/live", {}).status_code == 409


def test_what_has_happened_since_is_held_and_sent_when_it_is_live(
    notify: NotifyStage, history: UUID, actor: ActorOf, office: PostOffice
) -> None:
    notify.tell(history, concern())
    notify.deliver()
    assert [notice.about for notice in notify.rows(Notice, state="held")] == ["concern"]
    assert office.mail == []
    notify.post(actor("team-manager"), f"/v1/cases/{history}/live", {})
    notify.settle()
    notify.deliver()
    assert [notice.state for notice in notify.rows(Notice, about="concern")].count("sent") == 1


def test_what_is_urgent_and_new_waits_for_nobody(notify: NotifyStage, history: UUID, office: PostOffice) -> None:
    notify.tell(history, routed())
    notify.deliver()
    assert [notice.state for notice in notify.rows(Notice, about="routed")].count("sent") == 1


def test_it_is_rebuilt_from_its_events_without_a_difference(
    notify: NotifyStage, history: UUID, actor: ActorOf, office: PostOffice
) -> None:
    assert verify(notify.resources, "mill", compare_obligations).differences == []
    notify.post(actor("team-manager"), f"/v1/cases/{history}/live", {})
    notify.settle()
    assert verify(notify.resources, "mill", compare_obligations).differences == []


_NEWS = st.sampled_from((concern, routed, allocated, lambda: like(events.AssessmentCompleted, completed_at=ago(1))))


@given(st.lists(st.tuples(_NEWS, st.integers(1, 300)), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_history_never_sends_before_it_is_live(
    notify: NotifyStage, office: PostOffice, news: Sequence[tuple[Any, int]]
) -> None:
    case, numbers = new_id(), itertools.count(5)
    told: list[tuple[Event, int]] = [(make(), hours_ago) for make, hours_ago in news]
    notify.hear(*loaded(case), *(happened(case, e, hours_ago=h, sequence=next(numbers)) for e, h in told))
    notify.wake()
    notify.deliver()
    assert office.mail == []
    assert {notice.state for notice in notify.rows(Notice)} == {"history"}
