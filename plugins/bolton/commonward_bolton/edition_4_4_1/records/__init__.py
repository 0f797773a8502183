"""The records that Bolton wants kept, a module for each subject."""

from __future__ import annotations

from commonward.procedure import RecordKind

RECORDS: tuple[RecordKind, ...] = ()
