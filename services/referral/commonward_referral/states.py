"""The states that records, proposals, files, links and requests go through."""

from __future__ import annotations

WAITING, MADE, REFUSED, VOIDED = "waiting", "made", "refused", "voided"
