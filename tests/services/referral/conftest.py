"""The referral service on the stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commonward.identity import Actor, person_id
from commonward.identity.actor import PARTNER_ROLE
from commonward.runtime import Service
from commonward_referral import service
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import report
from tests.services.stage import Stage


@pytest.fixture
def referral(stage_of: Callable[[Service], Stage]) -> Stage:
    """The referral service."""
    return stage_of(service)


@pytest.fixture
def worker(actor: ActorOf) -> Actor:
    """Who raises concerns."""
    return actor("social-worker")


@pytest.fixture
def manager(actor: ActorOf) -> Actor:
    """Who closes cases."""
    return actor("team-manager")


@pytest.fixture
def head(actor: ActorOf) -> Actor:
    """Who signs off."""
    return actor("head-of-service")


@pytest.fixture
def partner(referral: Stage) -> Actor:
    """A partner's system."""
    return Actor(referral.authority, person_id(referral.authority, "school"), frozenset({PARTNER_ROLE}), "system")


@pytest.fixture
def case(referral: Stage, worker: Actor) -> str:
    """The path of a child's open case, settled."""
    opened = referral.post(worker, "/v1/concerns", report())
    assert opened.status_code == 201, opened.text
    referral.settle()
    assert opened.json is not None
    return f"/v1/cases/{opened.json['case']}"


@pytest.fixture
def adult(referral: Stage, worker: Actor) -> str:
    """The id of an adult of concern with a record."""
    opened = referral.post(worker, "/v1/subjects", {"kind": "adult", "label": "Synthetic Adult-Stranger"})
    referral.settle()
    assert opened.json is not None
    return str(opened.json["id"])
