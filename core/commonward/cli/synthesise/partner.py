"""A partner's system in a synthetic year: it reports concerns on its own topic, as any partner's does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from commonward.cli.partners import register
from commonward.clock import utcnow
from commonward.contracts.events import ConcernReported
from commonward.messaging.transport import Outgoing
from commonward.runtime import Platform

NAME, AGENCY = "synthetic-school", "school"


class Partner:
    """One partner of one board, on whatever transport the platform has."""

    def __init__(self, platform: Platform, authority: str) -> None:
        self._inbound, _ = register(platform, authority, NAME, AGENCY)
        self._producer = platform.transport.producer()
        self._number = count(1)

    def report(self, concern: Mapping[str, Any]) -> None:
        """Send a concern, which is taken when the region is settled. Raises ValueError where it is no such report."""
        event = ConcernReported.model_validate_json(json.dumps(concern))
        id = f"{NAME}-{next(self._number):06}"
        headers = {
            "ce_specversion": "1.0",
            "ce_id": id,
            "ce_source": f"/partners/{NAME}",
            "ce_type": event.type,
            "ce_time": utcnow().isoformat(),
        }
        message = Outgoing(
            topic=self._inbound,
            key=id.encode(),
            value=event.model_dump_json().encode(),
            headers=tuple((name, value.encode()) for name, value in headers.items()),
        )
        (sent,) = self._producer.send([message])
        assert sent  # the transport is within the process, or the caller has seen that it is there

    def close(self) -> None:
        """Give back what it holds."""
        self._producer.close()
