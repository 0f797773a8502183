"""The risk service on the stage."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from commonward.procedure import events
from commonward.runtime import Service
from commonward_risk import service
from tests.services.risk.bodies import routed
from tests.services.stage import Stage


@pytest.fixture
def risk(stage_of: Callable[[Service], Stage]) -> Stage:
    """The risk service."""
    return stage_of(service)


@pytest.fixture
def case(risk: Stage) -> UUID:
    """A case whose concern was routed with the synthetic tool."""
    opened = risk.open_case()
    risk.tell(opened, routed())
    return opened


@pytest.fixture
def asked(risk: Stage, case: UUID) -> str:
    """The path of the assessment that the route has asked for."""
    return f"/v1/assessments/{risk.published(case, events.AssessmentRequested)[0].assessment}"
