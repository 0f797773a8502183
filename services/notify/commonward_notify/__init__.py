"""The notify service: clocks, reminders, escalations, the breach ledger, notices and their delivery."""

from __future__ import annotations

from pathlib import Path

from commonward.runtime import Service, Timer
from commonward_notify.api import blueprint
from commonward_notify.calendars import tell_calendar
from commonward_notify.delivery import deliver
from commonward_notify.held import HELD
from commonward_notify.model import TABLES
from commonward_notify.reactions import REACTIONS
from commonward_notify.report_api import blueprint as reports
from commonward_notify.verifying import compare_obligations
from commonward_notify.waking import tell_time

service = Service(
    "notify",
    blueprints=(blueprint, reports),
    models=TABLES,
    migrations=Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    timers=(
        Timer("clocks", 1.0, tell_time),
        Timer("delivery", 0.05, deliver),
        Timer("calendars", 60.0, tell_calendar),
    ),
    holds=HELD,
    verify=compare_obligations,
)
