"""What others did on a worker's own cases is told to them, and to nobody else."""

from __future__ import annotations

from typing import Any

from commonward.identity import Actor
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id, report
from tests.services.referral.test_records import board_with_forms, body
from tests.services.stage import Stage


def news(stage: Stage, who: Actor) -> list[dict[str, Any]]:
    answer = stage.get(who, "/v1/news")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["news"]
    return found


def allocated(stage: Stage, case: str, manager: Actor, worker: Actor) -> None:
    with stage.acting(manager) as unit:
        from commonward_referral import commands
        from commonward_referral.schemas import Allocation

        wanted = Allocation(role="social-worker", team="duty", worker=worker.person)
        commands.allocate(unit, case_id(case), wanted, lambda person: {wanted.role})


def test_a_second_concern_on_ones_own_case_is_news(referral: Stage, case: str, manager: Actor, actor: ActorOf) -> None:
    mine = actor("social-worker", name="mine")
    assert news(referral, mine) == []
    allocated(referral, case, manager, mine)
    referral.post(actor("social-worker", name="another"), "/v1/concerns", report())
    lines = news(referral, mine)
    assert lines[0]["case"] == str(case_id(case))
    assert lines[0]["at"] >= lines[-1]["at"]
    assert len(lines) >= 2
    assert news(referral, actor("social-worker", name="somebody-else")) == []


@board_with_forms
def test_what_one_did_oneself_is_no_news(referral: Stage, case: str, manager: Actor, actor: ActorOf) -> None:
    mine = actor("social-worker", name="mine")
    allocated(referral, case, manager, mine)
    before = news(referral, mine)
    made = referral.post(mine, f"{case}/records", body("restriction"))
    assert made.status_code == 201
    assert news(referral, mine) == before
    another = actor("social-worker", name="another")
    other = referral.post(another, f"{case}/records", body("restriction"))
    assert other.status_code == 201
    assert len(news(referral, mine)) == len(before) + 1


def test_a_concern_that_one_raised_oneself_is_no_news_though_its_event_does_not_say_whose_it_is(
    referral: Stage, case: str, manager: Actor, actor: ActorOf
) -> None:
    mine = actor("social-worker", name="mine")
    allocated(referral, case, manager, mine)
    before = news(referral, mine)
    assert referral.post(mine, "/v1/concerns", report()).status_code == 201
    referral.settle()
    assert news(referral, mine) == before
