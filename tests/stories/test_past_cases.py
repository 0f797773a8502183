"""Cases that were kept elsewhere are loaded: their clocks run, nobody is told, and once live each role is told once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.cli.history import load_lines
from commonward.clock import LONDON
from commonward.identity import Actor
from commonward.procedure.layers import InstalledLayers
from commonward.runtime import Platform, installed_services
from commonward.runtime.past import Line
from commonward.runtime.verifying import Difference, verify
from commonward.settings import Settings
from commonward_notify.living import make_live
from commonward_notify.model import Notice, Owed
from commonward_risk.model import Assessment
from tests.stories.region import Region, region

pytestmark = pytest.mark.thorough

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)
CHILD = {
    "given_name": "Synthetic",
    "family_name": "Example",
    "born": "2011-01-15",
    "nhs_number": "9990000018",
    "family_area": "cluster-east",
    "looked_after": "no",
    "open_to_social_care": "no",
}
PAST: list[dict[str, Any]] = [
    {
        "kind": "concern",
        "at": "2025-12-01T10:00:00+00:00",
        "child": CHILD,
        "agency": "school",
        "happened_on": "2025-11-30",
        "account": "Synthetic words.",
    },
    {"kind": "allocation", "at": "2025-12-02T10:00:00+00:00", "role": "social-worker", "team": "cluster-east"},
    {
        "kind": "missing",
        "at": "2026-01-10T09:00:00+00:00",
        "missing_from": "2026-01-09T22:00:00+00:00",
        "agency": "police",
        "account": "A synthetic report.",
        "by": {"role": "social-worker", "id": "left-long-ago"},
    },
    {
        "kind": "record",
        "at": "2026-01-13T09:00:00+00:00",
        "form": "assessed-elsewhere",
        "answers": {"assessed-on": ["2026-01-12"], "level": ["high"]},
        "by": {"role": "social-worker", "id": "left-long-ago"},
    },
]
LINES = [Line(number, json.dumps({"case": "MIG-1", **entry})) for number, entry in enumerate(PAST, 1)]


def differences(platform: Platform) -> list[Difference]:
    services = [service for service in installed_services() if service.app is None]
    verified = [verify(platform.resources(each.name), "leeds", each.verify) for each in services]
    assert all(each.subjects for each in verified)
    return [difference for each in verified for difference in each.differences]


def held(stage: Region, service: str, query: Any) -> list[Any]:
    with stage.platform.resources(service).database.session("leeds") as session:
        return list(session.scalars(query))


def play(settings: Settings) -> Counter[tuple[str, str]]:
    """What is owed once the case is live."""
    with region(settings, MONDAY, InstalledLayers()["leeds"]) as stage:
        [loaded] = load_lines(stage.platform, "leeds", LINES)
        stage.settle()
        assert not loaded.known
        owed = held(stage, "notify", select(Owed))
        assert owed
        assert all(each.started_at < MONDAY and not each.live for each in owed)
        assert {each.state for each in held(stage, "notify", select(Notice))} == {"history"}
        assert held(stage, "risk", select(Assessment)) == []
        assert differences(stage.platform) == []

        assert [each.known for each in load_lines(stage.platform, "leeds", LINES)] == [True]
        manager = Actor.system("leeds", "a-manager")
        with stage.platform.resources("notify").work(manager) as unit:
            make_live(unit, manager, owed[0].case_id)
        stage.settle()
        told = held(stage, "notify", select(col(Notice.role)).where(col(Notice.about) == "made-live"))
        assert len(told) == len(set(told)) > 0
        assert differences(stage.platform) == []
        return Counter((each.clock, each.state) for each in held(stage, "notify", select(Owed)))


def test_a_past_case_is_loaded_is_overdue_and_goes_live_without_a_difference(embedded: Settings) -> None:
    assert play(embedded)["LDS-4.review-high", "breached"] == 1  # a month after the assessment elsewhere: 12 February


@pytest.mark.stack
@pytest.mark.timeout(300)
def test_the_same_is_owed_on_kafka_and_postgresql(embedded: Settings, distributed: Settings) -> None:
    assert play(distributed) == play(embedded)
