"""Closing a case: settled behind all that came before the request, and never against what came after it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from commonward.clock import days
from commonward.identity import Actor
from commonward.procedure import Command, DecisionPoint, Force, Gate, RecordKind, events, gate, only
from tests.core.procedure.builders import example
from tests.services.boards import CLOSING, PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.notify import clocked
from tests.services.referral.bodies import CLOSE, report
from tests.services.stage import Stage, errors_of

EXIT = DecisionPoint("exit", "Exit", ("team-manager",), ("accept", "exclude"), second_role="head-of-service")
DECIDED = {"decision": "exit", "option": "accept", "reason": "A synthetic reason."}
with_a_decision = pytest.mark.parametrize("board", [Board(decisions=(EXIT,))])


def wants_a_form(on: Command, missing: str) -> Gate:
    """One of several gates of the same rule: nobody has the form."""
    form = {"unless": lambda facts: False, "missing": missing, "supplied_by": "social-worker"}
    return gate("MIL-7.gate", on=on, force=Force.MUST, **form)


ONE_RULE = (wants_a_form(Command.CLOSE_CASE, "The form"), wants_a_form(Command.DECIDE, "The form, beside the decision"))


def ask(referral: Stage, manager: Actor, case: str) -> str:
    """The path of a request to close that is still to be settled."""
    answer = referral.post(manager, f"{case}/closing", CLOSE)
    assert answer.status_code == 202, answer.text
    return f"/v1/closings/{answer.json['request']}"


def closing(referral: Stage, manager: Actor, case: str) -> dict[str, Any]:
    """What becomes of a request to close."""
    asked = ask(referral, manager, case)
    referral.settle()
    outcome: dict[str, Any] = referral.get(manager, asked).json
    return outcome


def authorise(referral: Stage, head: Actor, decision: TestResponse) -> TestResponse:
    return referral.post(head, f"/v1/decisions/{decision.json['id']}/authorisation", {"agree": True})


def test_a_case_that_misses_nothing_is_closed(referral: Stage, case: str, manager: Actor) -> None:
    assert closing(referral, manager, case)["state"] == "closed"


@pytest.mark.parametrize("board", [Board(gates=ONE_RULE)])
def test_what_is_missing_is_said_in_the_words_for_closing_where_a_rule_has_other_gates_too(
    referral: Stage, case: str, manager: Actor, board: Board
) -> None:
    assert [each["missing"] for each in closing(referral, manager, case)["missing"]] == ["The form"]


def test_a_concern_raised_while_the_closing_waits_keeps_the_case_open(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    asked = ask(referral, manager, case)
    referral.post(worker, "/v1/concerns", report())
    referral.settle()
    outcome = referral.get(manager, asked).json
    assert (outcome["state"], outcome["missing"]) == ("refused", [])
    assert "newer concern" in outcome["waits"][0]["words"]
    assert referral.get(manager, case).json["case"]["state"] == "open"


def test_once_the_newer_concern_is_known_the_case_may_be_closed(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    referral.post(worker, "/v1/concerns", report())
    assert closing(referral, manager, case)["state"] == "closed"


def test_the_reading_of_an_outcome_is_in_the_audit_trail(referral: Stage, case: str, manager: Actor) -> None:
    closing(referral, manager, case)
    assert "closing.read" in referral.audited(UUID(case.rpartition("/")[2]))


@with_a_decision
def test_a_decision_that_waits_for_a_second_person_keeps_the_case_open(
    referral: Stage, case: str, manager: Actor, board: Board
) -> None:
    referral.post(manager, f"{case}/decisions", DECIDED)
    outcome = closing(referral, manager, case)
    words = "The decision Exit waits for a second person"
    told = [{"keeps": "waiting-decision", "words": words, "supplied_by": "head-of-service"}]
    assert (outcome["state"], outcome["waits"]) == ("refused", told)


SECONDED = RecordKind(
    "seconded", "A form for two", because=("MIL-5.meet",), made_by=(), fields=(), second_role="coordinator"
)


@pytest.mark.parametrize("board", [Board(records=(SECONDED,))])
def test_a_form_that_waits_for_a_second_person_keeps_the_case_open(
    referral: Stage, case: str, manager: Actor, board: Board
) -> None:
    referral.post(manager, f"{case}/records", {"kind": "seconded", "answers": {}})
    outcome = closing(referral, manager, case)
    words = "The form A form for two waits for a second person"
    told = [{"keeps": "waiting-record", "words": words, "supplied_by": "coordinator"}]
    assert (outcome["state"], outcome["waits"]) == ("refused", told)


def test_a_correction_that_waits_keeps_the_case_open_until_somebody_answers_it(
    referral: Stage, case: str, manager: Actor, actor: ActorOf
) -> None:
    wrong = {"corrections": {"immediate_danger": "yes"}, "reason": "It was misheard."}
    proposal = referral.post(manager, f"{case}/corrections", wrong).json["id"]
    outcome = closing(referral, manager, case)
    assert (outcome["state"], [each["keeps"] for each in outcome["waits"]]) == ("refused", ["waiting-proposal"])
    second = actor("head-of-service")
    referral.post(second, f"/v1/proposals/{proposal}/authorisation", {"agree": False})
    assert closing(referral, manager, case)["state"] == "closed"


@with_a_decision
def test_a_decision_is_authorised_once(
    referral: Stage, case: str, manager: Actor, actor: ActorOf, board: Board
) -> None:
    decision = referral.post(manager, f"{case}/decisions", DECIDED)
    head = actor("head-of-service")
    assert [authorise(referral, head, decision).status_code for _ in range(2)] == [200, 404]


@with_a_decision
def test_nothing_is_authorised_on_a_closed_case(
    referral: Stage, case: str, manager: Actor, actor: ActorOf, board: Board
) -> None:
    decision = referral.post(manager, f"{case}/decisions", DECIDED)
    authorise(referral, actor("head-of-service"), decision)
    closing(referral, manager, case)
    answer = authorise(referral, actor("head-of-service"), decision)
    assert errors_of(answer)["case"]["message"] == "is closed"


VISIT = replace(
    clocked.VISIT,
    opens_on=(only(events.DecisionRecorded, lambda event, facts: event.option == "accept"),),
    within=days(5),
)


@pytest.mark.parametrize("board", [clocked.ClockedBoard(decisions=(EXIT,), clocks=(VISIT,))])
def test_whoever_a_decision_waits_for_sees_the_clocks_that_it_would_start(
    referral: Stage, case: str, manager: Actor, actor: ActorOf, board: Board
) -> None:
    decision = referral.post(manager, f"{case}/decisions", DECIDED)
    head = actor("head-of-service")
    [line] = referral.get(head, case).json["decisions"]
    [begins] = line["begins"]
    assert (begins["title"], begins["role"], begins["because"]) == (VISIT.title, VISIT.by, list(VISIT.because))
    assert begins["due"] is not None
    assert referral.get(manager, case).json["decisions"][0]["begins"] == [], "it does not wait for them"
    authorise(referral, head, decision)
    assert referral.get(head, case).json["decisions"][0]["begins"] == [], "it waits no more"


BY_A_MEETING = Board(meetings=(replace(PANEL, decides=("closing",)),), decisions=(CLOSING,))


@pytest.mark.parametrize("board", [BY_A_MEETING])
@pytest.mark.parametrize(("reason", "state"), [(None, "refused"), ("moved", "refused"), ("safeguarded", "closed")])
def test_where_a_meeting_decides_a_case_closes_for_its_reason_or_not_at_all(
    referral: Stage, case: str, manager: Actor, board: Board, reason: str | None, state: str
) -> None:
    if reason is not None:
        referral.tell(UUID(case.rpartition("/")[2]), example(events.MeetingDecidedClosing, reason=reason))
    outcome = closing(referral, manager, case)
    assert outcome["state"] == state
    told = [(waits["words"][:17], waits["supplied_by"]) for waits in outcome["waits"]]
    assert told == ([("The Panel decides", "team-manager")] if state == "refused" else [])


@pytest.mark.parametrize("board", [BY_A_MEETING])
def test_the_case_says_that_a_meeting_decides_the_closing_before_anybody_asks(
    referral: Stage, case: str, manager: Actor, board: Board
) -> None:
    [waits] = referral.get(manager, case).json["closing_waits"]
    assert (waits["words"][:17], waits["supplied_by"]) == ("The Panel decides", "team-manager")
    referral.tell(UUID(case.rpartition("/")[2]), example(events.MeetingDecidedClosing, reason="safeguarded"))
    page = referral.get(manager, case).json
    assert (page["closing_waits"], page["closing_given"]) == ([], "safeguarded")


@pytest.mark.parametrize("board", [Board(subjects=("child", "adult"))])
def test_the_record_of_an_adult_is_closed_too(referral: Stage, worker: Actor, manager: Actor, board: Board) -> None:
    opened = referral.post(worker, "/v1/subjects", {"kind": "adult", "label": "Synthetic Adult"})
    adult = f"/v1/cases/{opened.json['id']}"
    assert closing(referral, manager, adult)["state"] == "closed"
    assert "case" in errors_of(referral.post(manager, f"{adult}/closing", CLOSE))


@with_a_decision
def test_a_case_says_what_the_caller_may_do_and_what_waits_for_them(
    referral: Stage, case: str, worker: Actor, manager: Actor, actor: ActorOf, board: Board
) -> None:
    made = referral.post(manager, f"{case}/decisions", DECIDED)
    pages = {them: referral.get(them, case).json for them in (worker, manager, actor("head-of-service"))}
    assert [(page["decides"], page["decisions"][0]["yours"]) for page in pages.values()] == [
        ([], False),
        (["exit"], False),
        ([], True),
    ]
    assert ["case.close" in page["may"] for page in pages.values()] == [False, True, True]
    assert made.status_code == 201
