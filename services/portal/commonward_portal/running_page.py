"""For operators: how each service does. Counts, reasons and times; nothing of any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template

from commonward_portal.apis import Ask
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

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with it."""
        return bool(self.health and self.health["status"] == "ok" and self.work and not self.work["parked"])


@page(blueprint, "/running", guard=SIGNED_IN)
def running() -> str:
    """Every service."""
    asks = {name: Ask(name, "/v1/running") for name in SERVICES}
    health = {f"{name} health": Ask(name, "/health/ready") for name in SERVICES}
    answers = parts().apis.read(user().access_token, {**asks, **health})
    if any(answers[name].refused for name in SERVICES):
        abort(403)
    seen = [
        Seen(
            name,
            answers[f"{name} health"].body or None,
            answers[name].body if answers[name].ok else None,
        )
        for name in SERVICES
    ]
    return render_template("running.html", services=seen)
