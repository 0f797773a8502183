"""Synthetic ids that the examples of the events share."""

from __future__ import annotations

ID = "0198c0de-0000-7000-8000-000000000001"
OTHER = "0198c0de-0000-7000-8000-000000000002"
PERSON = "0198c0de-0000-5000-8000-00000000000a"
SECOND = "0198c0de-0000-5000-8000-00000000000b"
AT = "2026-03-02T09:30:00Z"
