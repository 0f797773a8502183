"""The records that Leeds wants kept, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Readings, RecordKind
from commonward_leeds.edition_1_4_11.disclosures import SCHEME
from commonward_leeds.edition_1_4_11.records import earlier, exploitation, family, mosaic, plans, response


def records(readings: Readings) -> tuple[RecordKind, ...]:
    """All of them, as the board reads its text."""
    return (
        *exploitation.RECORDS,
        *response.records(readings),
        *mosaic.RECORDS,
        *plans.RECORDS,
        *family.RECORDS,
        *earlier.RECORDS,
        *SCHEME.records,
    )
