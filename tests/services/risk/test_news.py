"""What others did about the level of one's own case is told to its worker."""

from __future__ import annotations

from uuid import UUID

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import completion
from tests.services.stage import TEAM, Stage


def news(risk: Stage, who: Actor) -> list[str]:
    return [line["says"] for line in risk.get(who, "/v1/news").json["news"]]


def test_an_assessment_that_somebody_else_completed_is_news_and_ones_own_is_not(
    risk: Stage, case: UUID, asked: str, actor: ActorOf
) -> None:
    mine, other = actor("social-worker", name="mine"), actor("social-worker", name="other")
    risk.tell(case, events.CaseAllocated(worker=mine.person, role="social-worker", team=TEAM))
    assert news(risk, mine) == []
    risk.post(other, f"{asked}/completion", completion())
    assert len(news(risk, mine)) == 2, "it was completed, and the level decided"
    assert news(risk, other) == [], "it is not their case"
    again = f"/v1/assessments/{risk.post(mine, f'/v1/cases/{case}/assessments', {}).json['id']}"
    before = news(risk, mine)
    risk.post(mine, f"{again}/completion", completion())
    assert news(risk, mine) == before


def test_a_closed_case_has_no_news(risk: Stage, case: UUID, asked: str, actor: ActorOf) -> None:
    mine, other = actor("social-worker", name="mine"), actor("social-worker", name="other")
    risk.tell(case, events.CaseAllocated(worker=mine.person, role="social-worker", team=TEAM))
    risk.post(other, f"{asked}/completion", completion())
    risk.tell(case, events.CaseClosed(request=case, reason="safeguarded", because=()))
    assert news(risk, mine) == []
