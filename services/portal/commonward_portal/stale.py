"""What a page leaves out because a service's copy of who may see a case is too old, as the services say themselves."""

from __future__ import annotations

from flask import g

from commonward_portal.apis import Answer

WORDS = {"risk": "assessments", "meetings": "meetings and plans", "notify": "deadlines and notices"}


def note_stale(service: str, answer: Answer) -> None:
    """Remember for this request by how many minutes the service is behind, if it says that it is."""
    behind = answer.body.get("minutes_behind")
    if behind is not None:
        g.setdefault("stale", {})[service] = behind


def stale_services() -> list[tuple[str, int]]:
    """What is behind, in words, and by how many minutes; 0 where it has nothing yet."""
    return [(WORDS.get(service, service), minutes) for service, minutes in g.get("stale", {}).items()]
