"""Whatever people do with a meeting of a real board: no inquorate one adopts a plan, and each action has its owner."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

import commonward_meetings
from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import events
from commonward.runtime import Platform
from commonward.settings import Settings
from tests.services.meetings.bodies import action, called_for, convening, decision, holding, plan
from tests.services.stage import Stage, Tokens

pytestmark = pytest.mark.thorough

ROLES = ("team-manager", "team-manager", "social-worker", "head-of-service", "reviewing-officer")
"""Those who may do most come more often, so that there is something to break."""
FAMILY = ("child", "parent-or-carer")
LACKING = st.just(set()) | st.sets(st.sampled_from(("owner", "due", "measure")), max_size=1)
EVERY = {"amount": 4, "unit": "weeks"}


@dataclass(frozen=True)
class Kind:
    """A kind of meeting, in the test's own words."""

    board: str
    code: str
    quorum: frozenset[str]
    sections: tuple[str, ...]
    more: dict[str, Any] = field(default_factory=dict)
    """What its whole plan has besides."""
    views_wanted: bool = False


STRATEGY = Kind(
    "bolton",
    "strategy-meeting",
    frozenset({"police", "exit", "investigating-social-worker"}),
    ("risks", "actions", "police-activity"),
    {"aims": ["protect"]},
)
VRMM = Kind(
    "leeds",
    "vrmm",
    frozenset(),
    ("vulnerability-and-risk", "views", "actions", "overall-plan"),
    {"every": EVERY},
    views_wanted=True,
)
AGENCIES = ("police", "exit", "investigating-social-worker", "social-care", "health", "child", "parent-or-carer")


class Meetings(RuleBasedStateMachine):
    """The meetings of one case, one kind."""

    kind: ClassVar[Kind]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        authorities = {self.kind.board: {"duty_mailbox": f"duty@{self.kind.board}.example"}}
        given = {"environment": "development", "data_dir": Path(self.folder.name), "authorities": authorities}
        self.platform = Platform(Settings.model_validate(given))
        self.platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        self.platform.ensure_topics()
        self.stage = Stage(self.platform, commonward_meetings.service, self.kind.board)
        self.case = self.stage.open_case(self.platform.procedures.of(self.kind.board).edition)
        self.there: dict[UUID, frozenset[str]] = {}
        """Of each meeting that was recorded as held, who was there and whose views were given or explained."""
        self.heard: dict[UUID, frozenset[str]] = {}
        self.require()

    def teardown(self) -> None:
        """However it went, a meeting that is held as it should be adopts its plan; then everything is put away."""
        try:
            self.holds()
            self.adopt_at_last()
        finally:
            self.stage.close()
            self.platform.close()
            self.folder.cleanup()

    # --- what people do

    @rule()
    def require(self) -> None:
        self.stage.tell(self.case, called_for(self.kind.code))

    @rule(role=st.sampled_from(ROLES), decided=st.booleans())
    def convene(self, role: str, decided: bool) -> None:
        both = [decision(whom) for whom in FAMILY] if decided and self.kind.views_wanted else []
        self.post(role, self.waiting(), "convening", convening(invitations=both))

    @rule(role=st.sampled_from(ROLES), there=st.sets(st.sampled_from(AGENCIES), min_size=1), views=st.booleans())
    def hold(self, role: str, there: set[str], views: bool) -> None:
        self.recorded(role, frozenset(there), views=views)

    @rule(
        role=st.sampled_from(ROLES),
        lacking=LACKING,
        override=st.booleans(),
        forged=st.booleans(),
        back=st.integers(0, 2),
    )
    def adopt(self, role: str, lacking: set[str], override: bool, forged: bool, back: int) -> None:
        body = self.whole(lacking)
        body |= {"override_reason": "It can't wait."} if override else {}
        body |= {"quorate": True} if forged else {}
        known = self.known()
        self.post(role, known[-1 - back % len(known)], "plan", body)
        self.holds()

    # --- what holds

    def holds(self) -> None:
        adopted = self.stage.published(self.case, events.PlanAdopted)
        for each in adopted:
            assert self.kind.quorum <= self.there[each.meeting]
            if self.kind.views_wanted:
                assert set(FAMILY) <= self.there[each.meeting] | self.heard[each.meeting]
        assert len({each.meeting for each in adopted}) == len(adopted)
        agreed = self.stage.published(self.case, events.ActionAgreed)
        assert len(agreed) == sum(each.actions for each in adopted)
        assert all(each.due for each in agreed)
        for each in self.stage.published(self.case, events.MeetingHeld):
            assert each.quorate is (self.kind.quorum <= self.there[each.meeting])

    def adopt_at_last(self) -> None:
        if self.kind.quorum:
            short = self.newly_held(frozenset(sorted(self.kind.quorum)[1:]))
            assert self.post("team-manager", short, "plan", self.whole(set())) == 409
        assert (
            self.post("team-manager", self.newly_held(self.kind.quorum | {"social-care"}), "plan", self.whole(set()))
            == 201
        )
        self.holds()

    def newly_held(self, there: frozenset[str]) -> UUID:
        self.require()
        self.convene(role="team-manager", decided=True)
        return self.recorded("team-manager", there, views=True)

    # --- how

    def whole(self, lacking: set[str]) -> dict[str, Any]:
        smart = {"achievable": True, "realistic": True} if self.kind.views_wanted else {}
        done = {name: said for name, said in action(**smart).items() if name not in lacking}
        sections = dict.fromkeys(self.kind.sections, "Synthetic.")
        return plan(sections=sections, actions=[done], **self.kind.more)

    def recorded(self, role: str, there: frozenset[str], *, views: bool) -> UUID:
        meeting = self.waiting()
        said = [{"of": who, "given": "Synthetic views."} for who in FAMILY if who not in there]
        given = said if views and self.kind.views_wanted else []
        if self.post(role, meeting, "holding", holding(*sorted(there), views=given)) == 200:
            self.there[meeting], self.heard[meeting] = there, frozenset(FAMILY) if given else frozenset()
        return meeting

    def known(self) -> list[UUID]:
        return [each.meeting for each in self.stage.published(self.case, events.MeetingRequired)]

    def waiting(self) -> UUID:
        """The newest meeting that is still to be held, or else the newest."""
        return next((each for each in reversed(self.known()) if each not in self.there), self.known()[-1])

    def post(self, role: str, meeting: UUID, what: str, body: dict[str, Any]) -> int:
        actor = Actor(self.kind.board, person_id(self.kind.board, role), frozenset({role}))
        answer = self.stage.post(actor, f"/v1/meetings/{meeting}/{what}", body)
        assert answer.status_code in (200, 201, 403, 404, 409, 422), answer.text
        self.stage.settle()
        return answer.status_code


class StrategyMeetings(Meetings):
    kind = STRATEGY


class VulnerabilityMeetings(Meetings):
    kind = VRMM


@pytest.mark.timeout(600)
@pytest.mark.parametrize("machine", [StrategyMeetings, VulnerabilityMeetings])
def test_no_inquorate_meeting_adopts_a_plan_and_one_held_as_it_should_be_does(machine: type[Meetings]) -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(machine, settings=few)
