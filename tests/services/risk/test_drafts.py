"""A tool that is filled in by half is kept, by whoever's turn it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from commonward.procedure.tools import Contributors, Entry
from commonward.procedure.tools import Stage as Part
from tests.services.boards import TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.risk.bodies import ANSWERS, completion
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

WRITTEN = TOOL.model_copy(
    update={
        "front_sheet": (Entry(code="gp", title="General practitioner"), Entry(code="home", title="Home", wanted=True)),
        "entries": (Entry(code="joint", title="Joint analysis"),),
        "contributors": Contributors(at_least=2),
    }
)
ENTRIES = [{"entry": "home", "unknown": True}, {"entry": "joint", "text": "We agree."}]
TWO = [{"agency": "police"}, {"agency": "health"}]
(_HOME,) = TOOL.sections
STAGED = TOOL.model_copy(
    update={
        "stages": (
            Part(code="first-account", title="First account", completed_by="social-worker"),
            Part(code="analysis", title="Analysis", completed_by="coordinator"),
        ),
        "sections": (
            _HOME.model_copy(update={"items": _HOME.items[:1], "stage": "first-account"}),
            _HOME.model_copy(update={"code": "away", "items": _HOME.items[1:], "stage": "analysis"}),
        ),
    }
)
staged = pytest.mark.parametrize("board", [Board(tools=(STAGED,))])
written = pytest.mark.parametrize("board", [Board(tools=(WRITTEN,))])


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    return actor("social-worker")


def test_a_half_done_tool_is_kept_and_publishes_nothing(risk: Stage, case: UUID, asked: str, worker: Actor) -> None:
    before = risk.published(case)
    assert risk.put(worker, f"{asked}/answers", {"answers": ANSWERS[:1]}).status_code == 200
    page = risk.get(worker, asked).json
    assert ([answer["item"] for answer in page["answers"]], page["assessment"]["state"]) == (["family"], "requested")
    assert (page["completeness"]["items"], page["completeness"]["answered"]) == (2, 1)
    assert risk.published(case) == before


def test_completing_takes_the_draft_where_nothing_is_sent_and_checks_it(risk: Stage, asked: str, worker: Actor) -> None:
    judged = {"judgement": "high", "rationale": "It is getting worse."}
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS[:1]})
    assert list(errors_of(risk.post(worker, f"{asked}/completion", judged))) == ["answers.missing"]
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS})
    assert risk.post(worker, f"{asked}/completion", judged).status_code == 200
    assert [answer["item"] for answer in risk.get(worker, asked).json["answers"]] == ["family", "missing"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([{"item": "school", "choice": "low"}], "answers.school"),
        ([{"item": "family", "choice": "grave"}], "answers.family"),
        ([{"item": "family", "choice": "low"}, {"item": "family", "choice": "high"}], "answers.family"),
        ([{"item": "family", "choice": "low", "as_at": "2999-01-01"}], "answers.family"),
    ],
)
def test_what_can_never_be_complete_is_not_kept_either(
    risk: Stage, asked: str, worker: Actor, answers: list[dict[str, Any]], field: str
) -> None:
    answer = risk.put(worker, f"{asked}/answers", {"answers": answers})
    assert (answer.status_code, list(errors_of(answer))) == (422, [field])
    assert risk.get(worker, asked).json["answers"] == []


def test_a_draft_that_somebody_saved_in_between_is_not_overwritten(risk: Stage, asked: str, actor: ActorOf) -> None:
    one, other = actor("social-worker"), actor("social-worker", name="another")
    seen = risk.get(one, asked).json["draft"]
    assert risk.put(other, f"{asked}/answers", {"answers": ANSWERS[:1], "draft": seen}).json["draft"] == seen + 1
    assert risk.put(one, f"{asked}/answers", {"answers": [], "draft": seen}).status_code == 409
    assert len(risk.get(one, asked).json["answers"]) == 1


def test_a_completed_assessment_is_never_changed_again(risk: Stage, asked: str, worker: Actor) -> None:
    risk.post(worker, f"{asked}/completion", completion())
    before = risk.get(worker, asked).json
    answer = risk.put(worker, f"{asked}/answers", {"answers": []})
    assert errors_of(answer)["assessment"]["message"] == "is completed already"
    assert risk.get(worker, asked).json == before


def test_who_may_only_read_keeps_no_draft(risk: Stage, asked: str, actor: ActorOf) -> None:
    assert risk.put(actor("unheard-of"), f"{asked}/answers", {"answers": []}).status_code == 403


@written
def test_a_front_sheet_may_say_not_known_and_shows_how_complete_it_is(
    risk: Stage, asked: str, worker: Actor, board: Board
) -> None:
    assert list(errors_of(risk.post(worker, f"{asked}/completion", completion(contributions=TWO)))) == ["entries.home"]
    done = risk.post(worker, f"{asked}/completion", completion(entries=ENTRIES, contributions=TWO))
    assert done.status_code == 200
    page = risk.get(worker, asked).json
    assert page["completeness"]["front_sheet"] == {"of": 2, "written": 0, "not_known": 1}
    assert page["entries"][1]["text"] == "We agree."


@written
def test_fewer_agencies_than_the_tool_wants_need_a_reason(risk: Stage, asked: str, worker: Actor, board: Board) -> None:
    alone = completion(entries=ENTRIES, contributions=TWO[:1])
    assert list(errors_of(risk.post(worker, f"{asked}/completion", alone))) == ["contributions"]
    reasoned = {**alone, "alone_because": "No other agency knows the child."}
    assert risk.post(worker, f"{asked}/completion", reasoned).status_code == 200


@staged
def test_one_role_hands_its_stage_to_the_next_and_says_so(
    risk: Stage, case: UUID, asked: str, actor: ActorOf, board: Board
) -> None:
    worker, coordinator = actor("social-worker"), actor("coordinator")
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS[:1]})
    assert risk.post(worker, f"{asked}/stage", {"stage": "first-account"}).status_code == 200
    (handed,) = risk.published(case, events.AssessmentStageCompleted)
    assert (handed.stage, handed.next, handed.next_by) == ("first-account", "analysis", "coordinator")
    assert risk.get(worker, asked).json["assessment"]["stage"] == "analysis"
    assert risk.post(worker, f"{asked}/completion", completion()).status_code == 403
    assert risk.post(coordinator, f"{asked}/completion", completion()).status_code == 200


@staged
def test_a_stage_is_handed_over_whole_by_its_own_role_and_in_order(
    risk: Stage, asked: str, actor: ActorOf, board: Board
) -> None:
    worker, coordinator = actor("social-worker"), actor("coordinator")
    hand = {"stage": "first-account"}
    assert list(errors_of(risk.post(worker, f"{asked}/stage", hand))) == ["answers.family"]
    assert risk.post(coordinator, f"{asked}/stage", hand).status_code == 403
    assert risk.put(coordinator, f"{asked}/answers", {"answers": ANSWERS[:1]}).status_code == 403
    assert errors_of(risk.post(worker, f"{asked}/stage", {"stage": "analysis"}))["stage"]["allowed"] == [
        "first-account"
    ]
    early = risk.post(worker, f"{asked}/completion", completion())
    assert errors_of(early)["stage"]["message"] == "the stage first-account comes first; hand it over"


@staged
def test_what_was_handed_over_is_not_changed_by_the_next(risk: Stage, asked: str, actor: ActorOf, board: Board) -> None:
    worker, coordinator = actor("social-worker"), actor("coordinator")
    risk.put(worker, f"{asked}/answers", {"answers": ANSWERS[:1]})
    risk.post(worker, f"{asked}/stage", {"stage": "first-account"})
    other = [{"item": "family", "choice": "high", "text": "Otherwise."}, ANSWERS[1]]
    for answer in (
        risk.put(coordinator, f"{asked}/answers", {"answers": other}),
        risk.post(coordinator, f"{asked}/completion", completion(answers=other)),
    ):
        assert list(errors_of(answer)) == ["answers.family"]
    last = risk.post(coordinator, f"{asked}/stage", {"stage": "analysis"})
    assert errors_of(last)["stage"]["message"] == "is the last; complete the assessment"


def test_a_tool_without_stages_has_none_to_hand_over(risk: Stage, asked: str, worker: Actor) -> None:
    answer = risk.post(worker, f"{asked}/stage", {"stage": "first-account"})
    assert errors_of(answer)["stage"]["message"] == "the tool has no stages"
