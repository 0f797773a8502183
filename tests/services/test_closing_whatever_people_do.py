"""Whatever people do in a case of a real board, in whatever order: it is closed past no must, and never stuck."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

import commonward_referral
from commonward.clock import utcnow
from commonward.contracts import Event
from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import Command, Facts, Force, Tri, events, fold
from commonward.runtime import Platform
from commonward.settings import Settings
from tests.core.procedure.builders import example, happened
from tests.plugins.gates.wanted import WANTED, Wanted
from tests.services.referral.bodies import case_id, child, report, today
from tests.services.stage import Stage, Tokens

pytestmark = pytest.mark.thorough

ROLES = ("social-worker", "referral-and-assessment", "team-manager", "head-of-service", "reviewing-officer")
MANAGERS = ("team-manager", "head-of-service")
REASON = "A synthetic reason."
NOW = utcnow().isoformat()
FORMS: dict[str, list[tuple[str, dict[str, list[str]]]]] = {
    "bolton": [
        ("emergency-contacts", {"police-contacted-at": [NOW], "edt-contacted-at": [NOW]}),
        ("lead-professional", {"agency": ["health"], "name": ["A synthetic nurse"]}),
        ("progress-review", {"reviewed-with": ["Health"], "safeguarded": ["yes"]}),
        ("sexual-activity", {"other-is": ["not-known"], "other-party-unknown": ["Nobody says."], "offence": ["yes"]}),
    ],
    "leeds": [("risk-management", {"managed-in": ["vrmm-plan"]})],
}
DECISIONS = {
    "bolton": [("district-referral", "taken"), ("exit-only", "exit-only"), ("complexity", "complex")],
    "leeds": [("immediacy", "immediate"), ("reviewing-officer-answer", "needed"), ("overall-plan", "none")],
}
TOOLS = {"bolton": "cse-assessment", "leeds": "leeds-information-report"}
LEVELS = {"bolton": ("not-identified", "at-risk", "significant-harm"), "leeds": ("no", "low", "medium", "high")}
MEETINGS = {"bolton": "strategy-meeting", "leeds": "vrmm"}
PLANS = {"bolton": "young-persons-action-plan", "leeds": "vrmm-plan"}
REASONS = {
    "bolton": ("safeguarded", "no-ongoing-social-work", "reached-18", "consensual"),
    "leeds": ("safeguarded", "no-risk-found", "consensual"),
}


class Case(RuleBasedStateMachine):
    """One case of a board; every fact is folded in the order in which it reached the service."""

    board: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        authorities = {self.board: {"duty_mailbox": f"duty@{self.board}.example"}}
        given = {"environment": "development", "data_dir": Path(self.folder.name), "authorities": authorities}
        self.platform = Platform(Settings.model_validate(given))
        self.platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        self.platform.ensure_topics()
        self.stage = Stage(self.platform, commonward_referral.service, self.board)
        self.facts, self.seen, self.closed = Facts(), 0, False
        self.before: dict[UUID, tuple[Facts, events.ClosingRequested]] = {}
        self.waiting: list[str] = []

    def teardown(self) -> None:
        """Whatever was done, the case can be closed by supplying what the musts want; then everything is put away."""
        try:
            if not self.closed and self.seen:
                self.close_at_last()
        finally:
            self.stage.close()
            self.platform.close()
            self.folder.cleanup()

    # --- what people do

    @initialize(age=st.sampled_from((11, 12, 14, 16)), active=st.sampled_from(Tri), danger=st.sampled_from(Tri))
    def raise_concern(self, age: int, active: Tri, danger: Tri) -> None:
        born = today().replace(year=today().year - age, day=1).isoformat()
        self.report = report(child=child(born=born), sexually_active=active, immediate_danger=danger)
        answer = self.stage.post(self.person("social-worker"), "/v1/concerns", self.report)
        self.path = f"/v1/cases/{answer.json['case']}"
        self.read()

    @precondition(lambda self: not self.closed)
    @rule()
    def raise_it_again(self) -> None:
        self.stage.post(self.person("social-worker"), "/v1/concerns", self.report)
        self.read()

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def record(self, data: st.DataObject, role: str) -> None:
        kind, answers = data.draw(st.sampled_from(FORMS[self.board]))
        self.post(role, "records", {"kind": kind, "answers": answers})

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), role=st.sampled_from(ROLES))
    def decide(self, data: st.DataObject, role: str) -> None:
        decision, option = data.draw(st.sampled_from(DECISIONS[self.board]))
        answer = self.post(role, "decisions", {"decision": decision, "option": option, "reason": REASON})
        if answer.status_code == 201 and answer.json["state"] == "waiting":
            self.waiting.append(f"/v1/decisions/{answer.json['id']}/authorisation")

    @rule(agree=st.booleans(), role=st.sampled_from(ROLES))
    def answer_what_waits(self, agree: bool, role: str) -> None:
        for path in self.waiting:
            self.stage.post(self.person(role, "another"), path, {"agree": agree})
        self.read()

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), first=st.booleans())
    def hear(self, data: st.DataObject, first: bool) -> None:
        """Another service has something to say; it may be just before a request to close is read."""
        level = st.sampled_from(LEVELS[self.board]).map(
            lambda each: example(events.LevelDecided, level=each, decided_at=utcnow())
        )
        event = data.draw(st.one_of(level, st.sampled_from((self.assessment(), self.meeting(), self.plan()))))
        if first:
            self.ask("team-manager", "safeguarded", override=True)
        self.tell(event)

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), role=st.sampled_from(ROLES), override=st.booleans())
    def close(self, data: st.DataObject, role: str, override: bool) -> None:
        self.ask(role, data.draw(st.sampled_from(REASONS[self.board])), override=override)
        self.read()

    # --- what becomes of it

    def read(self) -> None:
        """Settle, and fold what has come; a closing is looked at with what was known when it was asked for."""
        self.stage.settle()
        published = self.stage.published(case_id(self.path))
        for event in published[self.seen :]:
            if isinstance(event, events.ClosingRequested):
                self.before[event.request] = (self.facts, event)
            if isinstance(event, events.CaseClosed):
                self.closed = True
                self.was_allowed(*self.before[event.request])
            self.facts = fold(self.facts, happened(event))
        self.seen = len(published)

    def was_allowed(self, facts: Facts, request: events.ClosingRequested) -> None:
        missing = [each for each in self.gates(request.reason) if not each.holds(facts)]
        assert [each.id for each in missing if each.force is Force.MUST] == []
        assert {each.id for each in missing} <= set(request.overrides)
        assert not missing or request.requested_by in {self.person(role).person for role in MANAGERS}
        assert request.reason != "consensual"

    def gates(self, reason: str) -> list[Wanted]:
        closing = [each for each in WANTED[self.board] if each.on is Command.CLOSE_CASE]
        return [each for each in closing if not each.at or reason in each.at]

    def close_at_last(self) -> None:
        """Both musts and waiting decisions are met; a manager gives a reason for what remains."""
        self.answer_what_waits(agree=False, role="team-manager")
        self.answer_what_waits(agree=False, role="head-of-service")
        for kind, answers in FORMS[self.board]:
            for _ in self.facts.routes:
                self.post("team-manager", "records", {"kind": kind, "answers": answers})
        if self.board == "bolton":
            taken = {"decision": "district-referral", "option": "taken", "reason": REASON}
            for concern in self.facts.concerns:
                self.post("team-manager", "decisions", {**taken, "concern": str(concern)})
        else:
            self.tell(
                self.assessment(), example(events.LevelDecided, level="high", decided_at=utcnow()), self.meeting()
            )
        self.ask("team-manager", "safeguarded", override=True)
        self.read()
        assert self.closed, self.stage.published(case_id(self.path), events.ClosingRefused)[-1].missing

    def person(self, role: str, name: str = "") -> Actor:
        return Actor(self.board, person_id(self.board, f"{role}{name}"), frozenset({role}))

    def post(self, role: str, what: str, body: dict[str, Any]) -> Any:
        answer = self.stage.post(self.person(role), f"{self.path}/{what}", body)
        assert answer.status_code in (200, 201, 202, 403, 404, 409, 422), answer.text
        self.read()
        return answer

    def ask(self, role: str, reason: str, *, override: bool) -> None:
        """Without settling: what is told next comes before the request is read."""
        body = {"reason": reason, **({"override_reason": REASON} if override else {})}
        answer = self.stage.post(self.person(role), f"{self.path}/closing", body)
        assert answer.status_code in (202, 403, 404, 409, 422), answer.text

    def tell(self, *happenings: Event) -> None:
        for event in happenings:
            self.facts = fold(self.facts, happened(event))
        self.stage.tell(case_id(self.path), *happenings)
        self.read()

    def assessment(self) -> Event:
        return example(events.AssessmentCompleted, tool=TOOLS[self.board], completed_at=utcnow())

    def meeting(self) -> Event:
        return example(events.MeetingHeld, kind=MEETINGS[self.board], held_at=utcnow(), quorate=True)

    def plan(self) -> Event:
        return example(events.PlanAdopted, kind=PLANS[self.board])


class BoltonCase(Case):
    board = "bolton"


class LeedsCase(Case):
    board = "leeds"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("machine", [BoltonCase, LeedsCase])
def test_no_case_is_closed_past_a_must_and_each_can_be_closed_at_last(machine: type[Case]) -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(machine, settings=few)
