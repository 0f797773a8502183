"""What others did about the meetings of one's own case is told to its worker."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import plan
from tests.services.stage import TEAM, Stage

pytestmark = pytest.mark.thorough


def test_a_plan_and_signed_minutes_are_news_on_the_workers_own_case(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor, actor: ActorOf
) -> None:
    mine = actor("social-worker", name="mine")
    meetings.tell(case, events.CaseAllocated(worker=mine.person, role="social-worker", team=TEAM))
    meetings.post(manager, f"{held}/plan", plan())
    meetings.post(worker, f"{held}/minutes", {"text": "Synthetic minutes."})
    meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1})
    says = [line["says"] for line in meetings.get(mine, "/v1/news").json["news"]]
    assert any("plan" in words.lower() for words in says)
    assert any("minutes" in words.lower() for words in says)
    assert meetings.get(worker, "/v1/news").json["news"] == []
