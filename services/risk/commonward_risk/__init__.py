"""The risk service: assessments with the board's tools, levels of risk, and what a level calls for."""

from __future__ import annotations

from pathlib import Path

from commonward.runtime import Service, Timer
from commonward.web import drafts
from commonward_risk.api import blueprint
from commonward_risk.held import HELD
from commonward_risk.model import TABLES
from commonward_risk.reactions import REACTIONS
from commonward_risk.report_api import blueprint as reports

service = Service(
    "risk",
    blueprints=(blueprint, drafts.blueprint, reports),
    models=TABLES,
    migrations=Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    holds=HELD,
    timers=(Timer("drafts", 3600.0, drafts.throw_away_old),),
)
