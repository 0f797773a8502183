"""A meeting as an entry for a calendar (RFC 5545): when, and where to read more; no name of anybody. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

AN_HOUR = timedelta(hours=1)
"""As long as it is taken to be: the procedures say when a meeting is, and not for how long."""


def invitation(meeting: Mapping[str, Any], reference: str, url: str, now: datetime) -> bytes:
    """The entry. A meeting that moves keeps its UID, so that the entry moves with it."""
    start = datetime.fromisoformat(meeting["planned_for"])
    entry = Event()
    entry.add("uid", f"{meeting['id']}@commonward")
    entry.add("dtstamp", now)
    entry.add("sequence", int(now.timestamp()))
    entry.add("dtstart", start)
    entry.add("dtend", start + AN_HOUR)
    entry.add("summary", f"Meeting {reference}".strip())
    entry.add("description", "Sign in to read more.")
    entry.add("url", url)
    entry.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Commonward//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
