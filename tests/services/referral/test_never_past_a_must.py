"""Whatever people do, in whatever order: no case is closed past a must, and nothing that counts was waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonward.procedure import Command, DecisionPoint, Facts, Force, RecordKind, Tri, events, fold, form, gate
from tests.core.procedure.builders import happened
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id, child, report
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

ROLES = ("social-worker", "team-manager", "head-of-service", "coordinator")
SAFE = RecordKind("safe", "Safe?", ("MIL-7.gate",), (), (form.yes_no("answer", "Is the child safe?"),))
EXIT = DecisionPoint("exit", "Exit", ("team-manager",), ("accept", "decline"), second_role="head-of-service")


def is_safe(facts: Facts) -> bool:
    made = facts.record("safe")
    return made is not None and made.yes("answer")


def is_accepted(facts: Facts) -> bool:
    made = facts.decision("exit")
    return made is not None and made.option == "accept"


MUST = gate(
    "MIL-7.gate",
    on=Command.CLOSE_CASE,
    force=Force.MUST,
    unless=is_safe,
    missing="The child is safe",
    supplied_by="social-worker",
)
UNKNOWN = replace(MUST, id="MIL-6.plan", unless=lambda facts: facts.looked_after, because=("MIL-6.plan",))
SHOULD = replace(MUST, id="MIL-5.meet", force=Force.SHOULD, unless=is_accepted, because=("MIL-5.meet",))
BOARD = Board(records=(SAFE,), decisions=(EXIT,), gates=(MUST, UNKNOWN, SHOULD))
REASON = "A synthetic reason."

close = st.builds(
    lambda override: ("closing", {"reason": "safeguarded", **({"override_reason": REASON} if override else {})}),
    st.booleans(),
)
record = st.builds(lambda said: ("records", {"kind": "safe", "answers": {"answer": [said]}}), st.sampled_from(Tri))
decide = st.builds(
    lambda option: ("decisions", {"decision": "exit", "option": option, "reason": REASON}),
    st.sampled_from(EXIT.options),
)
correct = st.builds(
    lambda looked_after: ("corrections", {"corrections": {"looked_after": looked_after}, "reason": REASON}),
    st.sampled_from(Tri),
)
concern = st.just(("concern", {}))
agree = st.builds(lambda yes: ("agree", {"agree": yes}), st.booleans())
move = st.tuples(
    st.sampled_from(ROLES), st.booleans(), st.one_of(close, close, record, decide, correct, concern, agree, agree)
)


@pytest.mark.parametrize("board", [BOARD])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(move, min_size=3, max_size=14), looked_after=st.sampled_from(Tri), number=st.integers(0, 10**6))
def test_no_sequence_of_commands_closes_a_case_past_a_must(
    referral: Stage,
    actor: ActorOf,
    board: Board,
    moves: list[tuple[str, bool, tuple[str, dict[str, Any]]]],
    looked_after: Tri,
    number: int,
) -> None:
    someone = report(child=child(given_name=f"Synthetic{number}", nhs_number=None, looked_after=looked_after))
    case = f"/v1/cases/{referral.post(actor('social-worker'), '/v1/concerns', someone).json['case']}"
    waiting: list[str] = []
    for role, settle, (command, body) in moves:
        person = actor(role)
        if command == "concern":
            referral.post(person, "/v1/concerns", someone)
        elif command == "agree":
            for path in waiting:
                referral.post(person, path, body)
        else:
            answer = referral.post(person, f"{case}/{command}", body)
            if command in ("decisions", "corrections") and answer.status_code == 201:
                kind = "decisions" if command == "decisions" else "proposals"
                waiting.append(f"/v1/{kind}/{answer.json['id']}/authorisation")
        if settle:
            referral.settle()
    referral.settle()
    _closed_only_when_nothing_was_missing(referral, case)


def _closed_only_when_nothing_was_missing(referral: Stage, case: str) -> None:
    """Fold the case's events again: at each closing every must holds, and each open should was overridden."""
    facts, asked = Facts(), dict[UUID, tuple[Facts, events.ClosingRequested]]()
    for event in referral.published(case_id(case)):
        if isinstance(event, events.ClosingRequested):
            asked[event.request] = (facts, event)
        if isinstance(event, events.CaseClosed):
            before, request = asked[event.request]
            assert is_safe(before)
            assert before.looked_after is Tri.YES
            assert is_accepted(before) or "MIL-5.meet" in request.overrides
        facts = fold(facts, happened(event))
