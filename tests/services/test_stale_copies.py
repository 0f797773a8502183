"""A service whose copy is too old to know of the newest restriction shows people what is theirs, and says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

import commonward_meetings
import commonward_notify
import commonward_risk
from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.messaging.replay import discard
from commonward.procedure import events
from commonward.runtime import Reactions, Service
from commonward.store import Parked, note_followed
from tests.services.conftest import ActorOf
from tests.services.notify.happenings import like
from tests.services.risk.bodies import routed
from tests.services.stage import TEAM, Stage

pytestmark = pytest.mark.thorough

LISTS = {
    "risk": ("/v1/assessments", "/v1/waiting"),
    "meetings": ("/v1/meetings",),
    "notify": ("/v1/obligations", "/v1/work-list", "/v1/breaches"),
}


class Following:
    """A service that keeps a copy, with a case of the team's."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.case = stage, stage.open_case()
        stage.platform.moved_by_hand = False
        stage.configure()

    def knows(self, *, seconds_ago: float) -> None:
        """Its copy was last whole so long ago."""
        resources = self.stage.resources
        until = utcnow() - timedelta(seconds=seconds_ago)
        note_followed(resources.database, self.stage.authority, resources.worker(self.stage.authority), until)
        self.stage.configure()

    def assessments(self, who: Actor) -> list[str]:
        """What the list of all cases shows them, in the risk service."""
        return [line["id"] for line in self.stage.get(who, "/v1/assessments").json["assessments"]]

    @property
    def log(self) -> str:
        return f"/v1/cases/{self.case}/timeline"


@pytest.fixture(params=[commonward_risk.service, commonward_meetings.service, commonward_notify.service])
def following(request: pytest.FixtureRequest, stage_of: Callable[[Service], Stage]) -> Following:
    return Following(stage_of(request.param))


def test_a_copy_of_half_a_minute_serves_whoever_may_see_the_case(following: Following, actor: ActorOf) -> None:
    following.knows(seconds_ago=25)
    stage, manager = following.stage, actor("team-manager")
    assert stage.get(manager, following.log).status_code == 200
    for path in LISTS[stage.resources.service]:
        assert stage.get(manager, path).json.get("minutes_behind") is None


@pytest.mark.parametrize(("seconds", "minutes"), [(31, 1), (150, 3)])
def test_an_older_one_shows_a_case_only_to_whom_it_is_allocated(
    following: Following, actor: ActorOf, seconds: int, minutes: int
) -> None:
    stage, worker, manager = following.stage, actor("social-worker"), actor("team-manager")
    stage.tell(following.case, events.CaseAllocated(worker=worker.person, role="social-worker", team=TEAM))
    following.knows(seconds_ago=seconds)
    refused = stage.get(manager, following.log)
    assert (refused.status_code, refused.json["minutes_behind"]) == (404, minutes)
    assert stage.get(worker, following.log).status_code == 200


def test_lists_say_by_how_many_minutes_and_leave_out_the_rest(following: Following, actor: ActorOf) -> None:
    following.knows(seconds_ago=150)
    for path in LISTS[following.stage.resources.service]:
        listed = following.stage.get(actor("team-manager"), path).json
        assert listed.pop("minutes_behind") == 3
        assert all(lines == [] for lines in listed.values())


def test_nor_may_anybody_else_act_on_the_case(following: Following, actor: ActorOf) -> None:
    following.knows(seconds_ago=31)
    stage, manager = following.stage, actor("team-manager")
    path = {"risk": "assessments", "meetings": "meetings", "notify": "live"}[stage.resources.service]
    body = {"risk": {"tool": "threshold-tool"}, "meetings": {"kind": "panel"}}.get(stage.resources.service, {})
    assert stage.post(manager, f"/v1/cases/{following.case}/{path}", body).status_code == 404


def test_a_copy_that_was_never_whole_is_too_old(following: Following, actor: ActorOf) -> None:
    stage, worker = following.stage, actor("social-worker")
    refused = stage.get(worker, following.log)
    assert (refused.status_code, refused.json["minutes_behind"]) == (404, 0)


def test_a_case_that_is_not_there_is_answered_alike(following: Following, actor: ActorOf) -> None:
    following.knows(seconds_ago=31)
    stage, manager = following.stage, actor("team-manager")
    told = []
    for case in (following.case, UUID(int=following.case.int ^ 1)):
        refused = stage.get(manager, f"/v1/cases/{case}/timeline").json
        told.append({name: value for name, value in refused.items() if name != "trace"})
    assert told[0] == told[1]


def test_a_list_of_one_case_shows_what_is_known_of_it_to_its_worker(
    stage_of: Callable[[Service], Stage], actor: ActorOf
) -> None:
    following = Following(stage_of(commonward_notify.service))
    stage, worker = following.stage, actor("social-worker")
    stage.tell(
        following.case,
        events.CaseAllocated(worker=worker.person, role="social-worker", team=TEAM),
        like(events.ConcernRouted),
    )
    following.knows(seconds_ago=61)
    listed = stage.get(worker, f"/v1/obligations?case={following.case}").json
    assert listed["minutes_behind"] == 2


def test_a_restriction_that_waits_behind_an_event_that_was_set_aside_holds_all_the_same(
    following: Following, actor: ActorOf
) -> None:
    stage, worker, manager = following.stage, actor("social-worker"), actor("team-manager")
    stage.tell(following.case, events.CaseAllocated(worker=worker.person, role="social-worker", team=TEAM))
    following.knows(seconds_ago=1)
    assert stage.get(manager, following.log).status_code == 200
    stage.tell_unknown(following.case)
    stage.tell(following.case, events.CaseRestricted(people=(), reason="other", restricted_by=worker.person))
    assert stage.get(manager, following.log).status_code == 404
    assert stage.get(worker, following.log).status_code == 200


def test_what_is_set_aside_about_one_case_shuts_no_other_and_no_longer_than_it_waits(
    following: Following, actor: ActorOf
) -> None:
    stage, manager, other = following.stage, actor("team-manager"), following.stage.open_case()
    following.knows(seconds_ago=1)
    stage.tell_unknown(following.case)
    seen = [stage.get(manager, f"/v1/cases/{case}/timeline").status_code for case in (following.case, other)]
    assert seen == [404, 200]
    with stage.resources.work(Actor.system(stage.authority, stage.resources.service)) as unit:
        [row] = unit.session.scalars(select(Parked))
        discard(unit, row.id, Reactions(), because="looked at")
    assert stage.get(manager, following.log).status_code == 200


def test_lists_leave_out_a_case_of_which_an_event_was_set_aside(
    stage_of: Callable[[Service], Stage], actor: ActorOf
) -> None:
    following = Following(stage_of(commonward_risk.service))
    stage, worker, manager = following.stage, actor("social-worker"), actor("team-manager")
    allocated = events.CaseAllocated(worker=worker.person, role="social-worker", team=TEAM)
    stage.tell(following.case, allocated, routed())
    following.knows(seconds_ago=1)
    seen = {who: following.assessments(who) for who in (worker, manager)}
    assert all(seen.values())
    stage.tell_unknown(following.case)
    assert {who: following.assessments(who) for who in (worker, manager)} == {worker: seen[worker], manager: []}
