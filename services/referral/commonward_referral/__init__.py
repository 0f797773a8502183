"""The referral service: concerns, children, cases, routing, allocation, decisions and closing."""

from __future__ import annotations

from pathlib import Path

from commonward.contracts.topics import ALL_PARTNERS_IN, CASE_EVENTS
from commonward.runtime import Service
from commonward_referral.api import blueprint
from commonward_referral.model import TABLES
from commonward_referral.reactions import REACTIONS

service = Service(
    "referral",
    blueprints=(blueprint,),
    models=TABLES,
    migrations=Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    topics=(CASE_EVENTS, ALL_PARTNERS_IN),
)
