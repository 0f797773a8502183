"""The meetings service: meetings that a level calls for, who was there, plans, their actions and their sharing."""

from __future__ import annotations

from pathlib import Path

from commonward.runtime import Service, Timer
from commonward.web import drafts
from commonward_meetings import api, minutes_api, plan_api
from commonward_meetings.held import HELD
from commonward_meetings.model import TABLES
from commonward_meetings.reactions import REACTIONS

service = Service(
    "meetings",
    blueprints=(api.blueprint, minutes_api.blueprint, plan_api.blueprint, drafts.blueprint),
    models=TABLES,
    migrations=Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    holds=HELD,
    timers=(Timer("drafts", 3600.0, drafts.throw_away_old),),
)
