"""The region's topics as data: one for the life of every subject, and two for each partner and authority."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commonward.contracts import events
from commonward.contracts.event import Event, event_types

CASE_EVENTS = "case-events"
CASE_MARKS = "case-marks"
PARTNERS_IN = "partners-in."
PARTNERS_OUT = "partners-out."
ALL_PARTNERS_IN = PARTNERS_IN + "*"
"""Every partner's inbound topic, also of partners who come later."""

_CODE = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_SERVICES = ("referral", "risk", "meetings", "notify")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, or a family of them: then `<authority>` and `<partner>` in its name stand for codes."""

    name: str
    description: str
    publishers: tuple[str, ...]
    consumers: tuple[str, ...]
    key: str
    """What messages are keyed by; one key keeps its order."""
    retention_hours: int
    partitions: int


CASE = Topic(
    name=CASE_EVENTS,
    description="Everything that happens about a subject, in one order that all services share. "
    "The lasting log is each service's own inbox; the topic keeps events for a service that was away.",
    publishers=_SERVICES,
    consumers=_SERVICES,
    key="The subject's id, so that the events about one subject stay in order",
    retention_hours=90 * 24,
    partitions=6,
)
MARKS = Topic(
    name=CASE_MARKS,
    description="How far the service that decides who may see a case has published, every few seconds and also when "
    "nothing happens: so a service knows how old its copy is. Nothing of any case.",
    publishers=("referral",),
    consumers=tuple(service for service in _SERVICES if service != "referral"),
    key="Nothing: there is one partition",
    retention_hours=1,
    partitions=1,
)
INBOUND = Topic(
    name=f"{PARTNERS_IN}<authority>.<partner>",
    description="What one partner's system tells one authority. The only topics that hold personal data: "
    "TLS, and 72 hours at most. The broker lets nobody else write here, so the topic says who it is.",
    publishers=("partner",),
    consumers=("referral",),
    key="As the partner likes; their order does not matter",
    retention_hours=72,
    partitions=3,
)
ANSWERS = Topic(
    name=f"{PARTNERS_OUT}<authority>.<partner>",
    description="What the authority answers to one partner. No personal data: a reference and codes, "
    "and nothing of whether a child was known.",
    publishers=("referral",),
    consumers=("partner",),
    key="The subject's id",
    retention_hours=30 * 24,
    partitions=1,
)
TOPICS = (CASE, MARKS, INBOUND, ANSWERS)


def topic_of(cls: type[Event]) -> Topic:
    """The topic, or family of topics, that carries this event type."""
    if cls.publisher == "partner":
        return INBOUND
    return ANSWERS if cls in (events.ConcernReceived, events.ReportSetAside) else CASE


def carried_by(topic: Topic) -> Mapping[str, type[Event]]:
    """The event types on this topic, by their name on the wire."""
    return {name: cls for name, cls in sorted(event_types().items()) if topic_of(cls) is topic}


def partner_inbound(authority: str, partner: str) -> str:
    """The topic that this partner may write for this authority. Raises ValueError unless both are codes."""
    return f"{PARTNERS_IN}{_code(authority)}.{_code(partner)}"


def partner_answers(authority: str, partner: str) -> str:
    """The topic on which this partner reads the answers. Raises ValueError unless both are codes."""
    return f"{PARTNERS_OUT}{_code(authority)}.{_code(partner)}"


def owner_of_inbound(topic: str) -> tuple[str, str] | None:
    """Authority and partner of an inbound topic, or None for any other. A prefix of the region is taken off before."""
    authority, dot, partner = topic.removeprefix(PARTNERS_IN).partition(".")
    return (authority, partner) if topic.startswith(PARTNERS_IN) and dot else None


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(f"{text!r} is not a code: lower-case letters, digits and single hyphens")
    return text
