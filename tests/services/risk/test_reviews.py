"""Assessments over time: purposes, what changed, what is carried on, early reviews, the history of levels."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts.events import Purpose
from commonward.identity import Actor
from commonward.procedure import Tool, events
from commonward.procedure.tools import Ages, Entry
from commonward.store import new_id
from tests.services.boards import SCALE, TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion, routed
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

(_HOME,) = TOOL.sections
_CLOSING = _HOME.model_copy(
    update={
        "code": "closing",
        "items": (),
        "entries": (Entry(code="why-safe", title="Why safe", wanted=True),),
        "only_for": (Purpose.FINAL,),
    }
)
FINAL = TOOL.model_copy(update={"purposes": tuple(Purpose), "sections": (_HOME, _CLOSING)})


def concern(**changes: Any) -> events.ConcernRaised:
    return events.ConcernRaised.model_validate_json(json.dumps({**events.ConcernRaised.example, **changes}))


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


@pytest.fixture
def completed(risk: Stage, asked: str, worker: Actor) -> str:
    risk.post(worker, f"{asked}/completion", completion())
    return asked


def again(risk: Stage, case: UUID, worker: Actor, **wanted: Any) -> str:
    """Ask for another one."""
    return f"/v1/assessments/{risk.post(worker, f'/v1/cases/{case}/assessments', wanted).json['id']}"


def test_the_first_is_initial_and_the_next_a_review(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    again(risk, case, worker)
    assert [each.purpose for each in risk.published(case, events.AssessmentRequested)] == ["initial", "review"]
    assert risk.published(case, events.AssessmentCompleted)[0].purpose == "initial"


@pytest.mark.parametrize("board", [Board(tools=(FINAL,))])
def test_a_final_one_asks_what_only_a_final_one_asks(
    risk: Stage, case: UUID, completed: str, worker: Actor, board: Board
) -> None:
    path = again(risk, case, worker, purpose="final")
    assert list(errors_of(risk.post(worker, f"{path}/completion", completion()))) == ["entries.why-safe"]
    written = completion(entries=[{"entry": "why-safe", "text": "Nobody has seen the adult since."}])
    assert risk.post(worker, f"{path}/completion", written).status_code == 200
    assert risk.published(case, events.AssessmentCompleted)[-1].purpose == "final"


def test_a_purpose_that_the_tool_is_not_for_is_refused(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    answer = risk.post(worker, f"/v1/cases/{case}/assessments", {"purpose": "final"})
    assert errors_of(answer)["purpose"]["allowed"] == ["initial", "review"]


def test_a_reassessment_shows_what_changed(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    path = again(risk, case, worker)
    newer = [ANSWERS[0], {"item": "missing", "choice": "low"}]
    risk.post(worker, f"{path}/completion", completion(answers=newer, judgement="low"))
    page = risk.get(worker, f"{path}/changes").json
    assert (page["judgement_before"], page["judgement"], page["unchanged"]) == ("high", "low", 1)
    (change,) = page["changed"]
    assert (change["code"], change["before"]["choice"], change["after"]["choice"]) == ("missing", "high", "low")
    assert f"/v1/assessments/{page['since']}" == completed


def test_the_first_assessment_has_nothing_to_differ_from(risk: Stage, completed: str, worker: Actor) -> None:
    page = risk.get(worker, f"{completed}/changes").json
    assert (page["since"], page["changed"], page["unchanged"]) == (None, [], 0)


def carrying(**changes: Any) -> Tool:
    return TOOL.model_copy(update={"carries_previous": True, **changes})


@pytest.mark.parametrize("board", [Board(tools=(carrying(),))])
def test_a_tool_that_carries_over_starts_with_the_answers_before_and_still_wants_a_judgement(
    risk: Stage, case: UUID, completed: str, worker: Actor, board: Board
) -> None:
    path = again(risk, case, worker)
    page = risk.get(worker, path).json
    assert [answer["choice"] for answer in page["answers"]] == ["low", "high"]
    assert page["assessment"]["state"] == "requested"
    assert len(risk.published(case, events.LevelDecided)) == 1


def test_other_tools_start_empty(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    assert risk.get(worker, again(risk, case, worker)).json["answers"] == []


@pytest.mark.parametrize("board", [Board(scale=replace(SCALE, early_review_because=("MIL-4.response",)))])
def test_a_new_concern_suggests_an_early_review_and_says_which_one(
    risk: Stage, case: UUID, completed: str, board: Board
) -> None:
    raised = concern(concern=str(new_id()))
    risk.tell(case, raised)
    (suggested,) = risk.published(case, events.EarlyReviewSuggested)
    assert (suggested.triggered_by, suggested.level) == (raised.concern, "high")
    assert suggested.because == ("MIL-4.response",)


def test_the_first_concern_and_a_closed_case_suggest_none(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    risk.tell(case, concern())
    assert risk.published(case, events.EarlyReviewSuggested) == []
    risk.post(worker, f"{asked}/completion", completion())
    risk.tell(case, events.CaseClosed(request=new_id(), reason="safeguarded", because=()), concern())
    assert risk.published(case, events.EarlyReviewSuggested) == []


def test_who_asks_for_a_review_may_say_what_made_them(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    trigger = str(new_id())
    path = again(risk, case, worker, triggered_by=trigger)
    assert str(risk.published(case, events.AssessmentRequested)[-1].triggered_by) == trigger
    assert risk.get(worker, path).json["assessment"]["triggered_by"] == trigger


def test_a_route_says_which_concern_made_it_ask(risk: Stage, case: UUID) -> None:
    assert risk.published(case, events.AssessmentRequested)[0].triggered_by == routed().concern


@pytest.mark.parametrize("board", [Board(tools=(TOOL.model_copy(update={"ages": Ages(youngest=16, oldest=17)}),))])
@pytest.mark.parametrize(("ages", "status"), [((14, 15), 422), ((14, 16), 201), ((None, None), 201), ((18, 18), 422)])
def test_a_tool_for_some_ages_is_not_asked_for_others(
    risk: Stage, worker: Actor, ages: tuple[int | None, int | None], status: int, board: Board
) -> None:
    case = risk.open_case()
    risk.tell(case, concern(age_at_event=ages[0], age_at_referral=ages[1]))
    answer = risk.post(worker, f"/v1/cases/{case}/assessments", {})
    assert answer.status_code == status
    if status == 422:
        assert errors_of(answer)["tool"]["message"] == "is for the ages 16 to 17"


def test_the_history_of_levels_is_there_oldest_first(risk: Stage, case: UUID, completed: str, worker: Actor) -> None:
    path = again(risk, case, worker)
    risk.post(worker, f"{path}/completion", completion(judgement="low"))
    found = risk.get(worker, f"/v1/cases/{case}/levels").json["levels"]
    assert [(step["previous"], step["level"]) for step in found] == [(None, "high"), ("high", "low")]
    assert found[0]["decided_by"] == [str(worker.person)]
    assert "levels.read" in risk.audited(case)


def test_a_case_of_nobody_has_no_history(risk: Stage, worker: Actor) -> None:
    assert risk.get(worker, f"/v1/cases/{new_id()}/levels").status_code == 404
