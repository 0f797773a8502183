"""The meetings service on the stage."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from commonward.runtime import Service
from commonward_meetings import service
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import called_for, convening, holding, plan
from tests.services.stage import Stage


@pytest.fixture
def meetings(stage_of: Callable[[Service], Stage]) -> Stage:
    """The meetings service."""
    return stage_of(service)


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    """Who convenes the panel."""
    return actor("social-worker")


@pytest.fixture
def manager(actor: ActorOf) -> Actor:
    """Who chairs the panel."""
    return actor("team-manager")


@pytest.fixture
def case(meetings: Stage) -> UUID:
    """A case whose level calls for a panel."""
    opened = meetings.open_case()
    meetings.tell(opened, called_for("panel"))
    return opened


@pytest.fixture
def required(meetings: Stage, case: UUID) -> str:
    """The path of the required panel."""
    return path_of_last(meetings, case)


@pytest.fixture
def convened(meetings: Stage, required: str, worker: Actor) -> str:
    """The path of the panel, convened."""
    assert meetings.post(worker, f"{required}/convening", convening()).status_code == 200
    return required


@pytest.fixture
def held(meetings: Stage, convened: str, worker: Actor) -> str:
    """The path of the panel, held with its quorum."""
    assert meetings.post(worker, f"{convened}/holding", holding()).status_code == 200
    return convened


@pytest.fixture
def adopted(meetings: Stage, case: UUID, held: str, manager: Actor) -> str:
    """The path of the panel's plan."""
    assert meetings.post(manager, f"{held}/plan", plan()).status_code == 201
    return f"/v1/plans/{meetings.published(case, events.PlanAdopted)[-1].plan}"


@pytest.fixture
def action(meetings: Stage, case: UUID, adopted: str) -> str:
    """The path of the plan's one action."""
    return f"/v1/actions/{meetings.published(case, events.ActionAgreed)[-1].action}"


def path_of_last(meetings: Stage, case: UUID) -> str:
    return f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[-1].meeting}"
