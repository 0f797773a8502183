"""What the risk service's tests send."""

from __future__ import annotations

import json
from typing import Any

from commonward.procedure import events

ANSWERS = [{"item": "family", "choice": "low"}, {"item": "missing", "choice": "high", "text": "Twice this week."}]


def routed(tool: str | None = "mill-tool") -> events.ConcernRouted:
    """A concern was routed, and the route asks for this tool."""
    example = {**events.ConcernRouted.example, "tool": tool, "because": ["MIL-1.route"]}
    return events.ConcernRouted.model_validate_json(json.dumps(example))


def completion(**changes: Any) -> dict[str, Any]:
    """A body that completes the synthetic tool."""
    return {"answers": ANSWERS, "judgement": "high", "rationale": "It is getting worse.", **changes}
