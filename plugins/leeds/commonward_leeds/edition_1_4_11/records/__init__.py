"""The records that Leeds wants kept, a module for each subject."""

from __future__ import annotations

from commonward.procedure import RecordKind
from commonward_leeds.edition_1_4_11.disclosures import SCHEME
from commonward_leeds.edition_1_4_11.records import exploitation, family, mosaic, plans, response

RECORDS: tuple[RecordKind, ...] = (
    *exploitation.RECORDS,
    *response.RECORDS,
    *mosaic.RECORDS,
    *plans.RECORDS,
    *family.RECORDS,
    *SCHEME.records,
)
