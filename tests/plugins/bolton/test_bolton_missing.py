"""A child was missing: what RUNA assesses, which steps follow the first and the further episodes, who else hears."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Procedure, Response, State
from tests.core.procedure.builders import after, example, folded
from tests.plugins.filling import Answers, form_of, made, wrong_in
from tests.plugins.listening import owed, reminded, told
from tests.plugins.reading import reading

LADDER = ("phone-call", "letter", "home-visit", "interview")


@pytest.fixture(scope="module")
def letter_first() -> Procedure:
    return reading("bolton", "BOL-Q.letter-or-visit", "letter-first")


def missing(number: int) -> Event:
    return example(events.MissingReported, number=number, missing_from=after(0), reported_at=after(1))


def followed_up(*done: str, hours: float = 24) -> Event:
    return made("missing-follow-up", done=done).model_copy(update={"happened_at": after(hours)})


def interviewed(hours: float = 24) -> Event:
    return made("missing-interview", exploitation_risk="no").model_copy(update={"happened_at": after(hours)})


def answer(procedure: Procedure, number: int) -> Response:
    asked = missing(number)
    assert isinstance(asked, events.MissingReported)
    return procedure.answer_missing(asked, folded(asked))


@pytest.mark.rule("BOL-A4.first")
def test_the_first_episode_is_answered_by_a_letter(bolton: Procedure, letter_first: Procedure) -> None:
    assert "letter" in answer(bolton, 1).tasks
    assert answer(letter_first, 1).tasks == ("letter",)


@pytest.mark.rule("BOL-A4.further")
@pytest.mark.rule("BOL-A4.interview")
@pytest.mark.parametrize("number", [2, 3, 9])
def test_further_episodes_are_answered_by_call_letter_visit_and_interview(bolton: Procedure, number: int) -> None:
    assert answer(bolton, number).tasks[:4] == LADDER
    assert not {"phone-call", "home-visit", "interview"} & set(answer(bolton, 1).tasks)


@pytest.mark.rule("BOL-A4.f2f")
@pytest.mark.parametrize("number", [1, 2])
def test_every_child_is_met_unless_the_board_reads_its_text_otherwise(
    bolton: Procedure, letter_first: Procedure, number: int
) -> None:
    assert "face-to-face-contact" in answer(bolton, number).tasks
    assert "face-to-face-contact" not in answer(letter_first, number).tasks


@pytest.mark.rule("BOL-A4.f2f")
def test_meeting_the_child_is_owed_until_somebody_did(bolton: Procedure, letter_first: Procedure) -> None:
    assert owed(bolton, "BOL-A4.f2f", missing(1), followed_up("letter")) == [State.OPEN]
    assert owed(bolton, "BOL-A4.f2f", missing(1), followed_up("face-to-face-contact")) == [State.MET]
    assert owed(bolton, "BOL-A4.f2f", missing(1), interviewed()) == [State.MET]
    assert owed(letter_first, "BOL-A4.f2f", missing(1)) == []
    assert owed(letter_first, "BOL-A4.f2f", missing(2)) == [State.OPEN]


@pytest.mark.rule("BOL-A4.first")
def test_the_letter_is_owed_after_the_first_episode(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-A4.first", missing(1), followed_up("phone-call")) == [State.OPEN]
    assert owed(bolton, "BOL-A4.first", missing(1), followed_up("letter")) == [State.MET]
    assert owed(bolton, "BOL-A4.first", missing(2)) == []


@pytest.mark.rule("BOL-A4.further")
def test_all_four_steps_are_owed_after_a_further_one_however_many_records_they_take(bolton: Procedure) -> None:
    three = (followed_up("phone-call", "letter"), followed_up("home-visit"))
    assert owed(bolton, "BOL-A4.further", missing(2), *three) == [State.OPEN]
    assert owed(bolton, "BOL-A4.further", missing(2), *three, interviewed()) == [State.MET]
    assert owed(bolton, "BOL-A4.further", missing(2), interviewed(), *three) == [State.MET]
    assert owed(bolton, "BOL-A4.further", missing(1)) == []


@pytest.mark.rule("BOL-A4.further")
def test_what_was_done_before_an_episode_does_not_count_for_it(bolton: Procedure) -> None:
    before = followed_up("phone-call", "letter", "home-visit", hours=-72)
    assert owed(bolton, "BOL-A4.further", missing(2), before, interviewed()) == [State.OPEN]


SECOND_EPISODE, THIRD_EPISODE = UUID(int=72), UUID(int=73)


def again(number: int, id: UUID, hours: float) -> Event:
    return example(
        events.MissingReported, episode=id, number=number, missing_from=after(hours), reported_at=after(hours)
    )


def of(episode: UUID, record: Event) -> tuple[Event, Event]:
    record = record.model_copy(update={"record": episode})
    return example(events.RecordTied, record=episode, about=episode), record


TWICE = again(2, SECOND_EPISODE, 0), again(3, THIRD_EPISODE, 48)


@pytest.mark.rule("BOL-A4.further")
@pytest.mark.rule("BOL-A4.f2f")
@pytest.mark.rule("BOL-A4.interview")
def test_what_was_done_after_one_episode_does_not_count_for_another(bolton: Procedure) -> None:
    whole = followed_up("phone-call", "letter", "home-visit", "face-to-face-contact", hours=72)
    for clock, record in (("BOL-A4.f2f", whole), ("BOL-A4.interview", interviewed(72))):
        assert owed(bolton, clock, *TWICE, *of(SECOND_EPISODE, record)) == [State.MET, State.OPEN]
        assert owed(bolton, clock, *TWICE, record) == [State.OPEN, State.MET]
    seen = interviewed(72).model_copy(update={"record": UUID(int=74)})
    four = *of(SECOND_EPISODE, whole), example(events.RecordTied, record=seen.record, about=SECOND_EPISODE), seen
    assert owed(bolton, "BOL-A4.further", *TWICE, *four) == [State.MET, State.OPEN]
    assert owed(bolton, "BOL-A4.further", *TWICE, *four, followed_up("letter", hours=80)) == [State.MET, State.OPEN]


@pytest.mark.rule("BOL-A4.first")
def test_a_letter_after_the_second_episode_is_not_the_one_owed_after_the_first(bolton: Procedure) -> None:
    letter = followed_up("letter", hours=60)
    assert owed(bolton, "BOL-A4.first", again(1, SECOND_EPISODE, 0), again(2, THIRD_EPISODE, 48), letter) == [
        State.OPEN
    ]


INTERVIEW: Answers = {
    "held-on": "2026-03-03",
    "reason": "drawn-away-by-others",
    "resolving": "Synthetic.",
    "assessment": "Synthetic.",
    "services": "Synthetic.",
    "exploitation-risk": "unknown",
}


@pytest.mark.rule("BOL-A4.interview")
@pytest.mark.parametrize("field", list(INTERVIEW))
def test_an_interview_has_the_reason_the_assessment_and_the_services(bolton: Procedure, field: str) -> None:
    assert wrong_in(bolton, "missing-interview", INTERVIEW) == set()
    assert field in {place for place, _ in wrong_in(bolton, "missing-interview", {**INTERVIEW, field: None})}


@pytest.mark.rule("BOL-A4.interview")
def test_the_interview_is_owed_after_a_further_episode(bolton: Procedure) -> None:
    assert owed(bolton, "BOL-A4.interview", missing(2)) == [State.OPEN]
    assert owed(bolton, "BOL-A4.interview", missing(2), interviewed()) == [State.MET]
    assert owed(bolton, "BOL-A4.interview", missing(1)) == []


@pytest.mark.rule("BOL-A4.first")
@pytest.mark.rule("BOL-A4.further")
@pytest.mark.rule("BOL-A4.f2f")
def test_runa_records_what_it_did_and_when(bolton: Procedure) -> None:
    assert wrong_in(bolton, "missing-follow-up", {"done-on": "2026-03-03", "done": "letter"}) == set()
    assert wrong_in(bolton, "missing-follow-up", {}) == {("done-on", None), ("done", None)}
    assert form_of(bolton, "missing-follow-up").made_by == ("runa-worker",)


@pytest.mark.rule("BOL-A4.f2f")
def test_runa_hears_of_every_episode(bolton: Procedure) -> None:
    assert ("runa-worker", "missing-episode") in told(bolton, missing(1))


@pytest.mark.rule("BOL-A4.weight")
def test_each_episode_asks_for_runas_assessment(bolton: Procedure) -> None:
    assert {answer(bolton, number).tool for number in (1, 2)} == {"runa-risk-assessment"}
    done = example(events.AssessmentCompleted, tool="runa-risk-assessment")
    other = example(events.AssessmentCompleted, tool="cse-assessment")
    assert owed(bolton, "BOL-A4.weight", missing(1), other) == [State.OPEN]
    assert owed(bolton, "BOL-A4.weight", missing(1), done) == [State.MET]


@pytest.mark.rule("BOL-A4.weight")
def test_no_weights_are_invented_where_the_text_gives_none(bolton: Procedure) -> None:
    tool = bolton.tool("runa-risk-assessment")
    assert tool is not None
    assert tool.figure is None
    assert not tool.sets_level
    assert {choice.points for choice in tool.choices} == {0}


@pytest.mark.rule("BOL-A4.exit")
@pytest.mark.parametrize(("risk", "referred"), [("yes", True), ("no", False), ("unknown", False)])
def test_a_child_at_risk_of_exploitation_is_referred_to_exit(bolton: Procedure, risk: str, referred: bool) -> None:
    interview = made("missing-interview", exploitation_risk=risk)
    accepted = example(events.DecisionRecorded, decision="exit-acceptance", option="accept")
    assert (("exit-worker", "runa-refers-to-exit") in told(bolton, interview)) is referred
    assert owed(bolton, "BOL-A4.exit", interview) == [State.OPEN] * referred
    assert owed(bolton, "BOL-A4.exit", interview, accepted) == [State.MET] * referred


@pytest.mark.rule("BOL-A4.exit")
def test_whoever_interviews_is_asked_about_that_risk(bolton: Procedure) -> None:
    assert "refer-to-exit" in reminded(bolton, "missing-interview")
    left_out = wrong_in(bolton, "missing-interview", {**INTERVIEW, "exploitation-risk": None})
    assert left_out == {("exploitation-risk", "BOL-A4.exit")}


@pytest.mark.rule("BOL-A4.intel")
@pytest.mark.parametrize("checked", ["no", "unknown"])
def test_runa_checks_what_it_holds_before_a_concern_becomes_intelligence(bolton: Procedure, checked: str) -> None:
    whole: Answers = {"raised-by": "family", "holdings-checked": "yes", "concern": "Synthetic."}
    assert wrong_in(bolton, "intelligence", whole) == set()
    unchecked = wrong_in(bolton, "intelligence", {**whole, "holdings-checked": checked})
    assert unchecked == {("holdings-checked", "BOL-A4.intel")}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("intelligence", marks=pytest.mark.rule("BOL-A4.intel")),
        pytest.param("worrying-address", marks=pytest.mark.rule("BOL-A4.address")),
    ],
)
def test_intelligence_and_addresses_are_read_by_few(bolton: Procedure, kind: str) -> None:
    assert set(form_of(bolton, kind).read_by) == {"runa-worker", "exit-worker", "team-manager", "head-of-service"}


@pytest.mark.rule("BOL-A4.address")
def test_a_worrying_address_is_a_place_that_several_children_can_be_linked_to(bolton: Procedure) -> None:
    place = {"place": "0198c0de-0000-7000-8000-00000000000e", "named-in": "missing-report"}
    assert wrong_in(bolton, "worrying-address", place) == set()
    assert wrong_in(bolton, "worrying-address", {**place, "place": "A street"}) == {("place", None)}
    assert "place" in bolton.scope.subjects
