"""For operators: how each service does. Counts, reasons and times; nothing of any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template

from commonward_portal.apis import Answer, Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.timeline import SERVICES

blueprint = Blueprint("running", __name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One service: whether it answers, whether its parts do, and what it says of its work."""

    name: str
    health: Mapping[str, Any] | None
    work: Mapping[str, Any] | None
    lags: bool
    """Whether it is so far behind, or it can't be said, that what it knows counts as old."""

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with it."""
        does_work = self.work and not self.work["parked"] and not self.lags
        return bool(self.health and self.health["status"] == "ok" and does_work)


@page(blueprint, "/running", guard=SIGNED_IN)
def running() -> str:
    """Every service."""
    asks = {name: Ask(name, "/v1/running") for name in SERVICES}
    health = {f"{name} health": Ask(name, "/health/ready") for name in SERVICES}
    answers = parts().apis.read(user().access_token, {**asks, **health})
    if any(answers[name].refused for name in SERVICES):
        abort(403)
    seen = [_seen(name, answers[f"{name} health"], answers[name]) for name in SERVICES]
    return render_template("running.html", services=seen)


def _seen(name: str, health: Answer, answer: Answer) -> Seen:
    behind, stale = answer.body.get("behind"), parts().settings.stale_seconds
    lags = behind is None or any(topic["seconds"] > stale for topic in behind)
    return Seen(name, health.body or None, answer.body if answer.ok else None, lags)
