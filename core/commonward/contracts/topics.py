"""The region's topics: one for the life of every subject, and two for each partner and authority."""

from __future__ import annotations

CASE_EVENTS = "case-events"
PARTNERS_IN = "partners-in."
PARTNERS_OUT = "partners-out."
ALL_PARTNERS_IN = PARTNERS_IN + "*"
"""Every partner's inbound topic, also of partners who come later."""


def partner_inbound(authority: str, partner: str) -> str:
    """The topic that this partner may write for this authority."""
    return f"{PARTNERS_IN}{authority}.{partner}"


def partner_answers(authority: str, partner: str) -> str:
    """The topic on which this partner reads the answers."""
    return f"{PARTNERS_OUT}{authority}.{partner}"


def owner_of_inbound(topic: str) -> tuple[str, str] | None:
    """Authority and partner of an inbound topic, or None for any other. A prefix of the region is taken off before."""
    authority, dot, partner = topic.removeprefix(PARTNERS_IN).partition(".")
    return (authority, partner) if topic.startswith(PARTNERS_IN) and dot else None
