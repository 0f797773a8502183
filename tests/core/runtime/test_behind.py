"""How far a service is behind: its worker measures it by topic, and says aloud what makes a copy stale."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.thorough

MEASURED = """
import sys, threading, time
from pathlib import Path
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from commonward.messaging.transport import Outgoing
from commonward.runtime import Platform, Worker, find_service
from tests.core.kept import SERVICE, embedded

reader = InMemoryMetricReader()
metrics.set_meter_provider(MeterProvider(metric_readers=[reader]))
settings = embedded(Path(sys.argv[1])).model_copy(update={"stale_seconds": 1})
platform = Platform(settings)
platform.migrate(find_service(SERVICE))
platform.ensure_topics()
topic, _ = platform.ensure_partner_topics("leeds", "police")
platform.transport.producer().send([Outgoing(topic, b"k", b"Synthetic Name")] * 3)
time.sleep(2)
worker = Worker(platform, find_service(SERVICE), ())
threading.Thread(target=worker._measure, daemon=True).start()
time.sleep(1)
print(reader.get_metrics_data().to_json(indent=None))
"""
"""A process of its own, as the provider of metrics is set once in each. Its worker measures and takes nothing."""


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """The points of each metric by its name, and what was logged."""
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path_factory.mktemp("behind"))],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    last = told.stdout.splitlines()[-1]
    return dict(points(json.loads(last))), told.stdout + told.stderr


def points(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for metric in told["resource_metrics"][0]["scope_metrics"][0]["metrics"]:
        for point in metric["data"]["data_points"]:
            yield f"{metric['name']} {point['attributes']['service']} {point['attributes']['topic']}", point["value"]


def test_events_and_seconds_are_told_by_service_and_topic(measured: tuple[dict[str, Any], str]) -> None:
    found, _ = measured
    partners = "referral partners-in.leeds.police"
    assert found[f"commonward.consumer.behind {partners}"] == 3
    assert 2 <= found[f"commonward.consumer.behind_for {partners}"] <= 10
    assert found["commonward.consumer.behind referral case-events"] == 0


def test_what_makes_a_copy_stale_is_said_aloud_and_names_nobody(measured: tuple[dict[str, Any], str]) -> None:
    _, logged = measured
    [line] = [line for line in logged.splitlines() if "warning" in line and "behind" in line]
    assert "partners-in.leeds.police" in line
    assert "Synthetic Name" not in logged
