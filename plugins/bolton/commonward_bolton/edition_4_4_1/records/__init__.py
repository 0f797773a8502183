"""The records that Bolton wants kept, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Readings, RecordKind
from commonward_bolton.edition_4_4_1.records import (
    adults,
    assessment,
    carers,
    concern,
    disclosures,
    exit_team,
    first_steps,
    guidance,
    looked_after,
    meetings,
    missing,
    offences,
    orders,
    planning,
    protection,
    restrictions,
    sexual_activity,
    sharing,
)


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """All of them, as the board reads its text."""
    return (
        *concern.RECORDS,
        *sexual_activity.records(readings),
        *protection.RECORDS,
        *guidance.RECORDS,
        *exit_team.RECORDS,
        *adults.RECORDS,
        *offences.RECORDS,
        *orders.RECORDS,
        *disclosures.RECORDS,
        *sharing.RECORDS,
        *first_steps.RECORDS,
        *assessment.records(readings),
        *planning.RECORDS,
        *meetings.RECORDS,
        *looked_after.RECORDS,
        *carers.RECORDS,
        *restrictions.records(readings),
        *missing.RECORDS,
    )
