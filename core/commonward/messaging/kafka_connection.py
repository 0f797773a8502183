"""What every Kafka client here shares: how it is opened, and one error for "not now"."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kafka.errors import KafkaError

from commonward.messaging.transport import TransportAway

REQUEST_SECONDS = 10
"""How long one request to the broker may take before the broker counts as away."""

CONNECT_SECONDS = 3

Client = TypeVar("Client")


@contextmanager
def broker_needed() -> Iterator[None]:
    """Turn whatever kafka-python raises inside the block into TransportAway."""
    try:
        yield
    except KafkaError as error:
        raise TransportAway(str(error)) from error


@dataclass(frozen=True, slots=True)
class KafkaConnection:
    """Where the broker is (`host:port`, several with commas) and the name under which its logs show us."""

    servers: str
    client_id: str

    def open(self, client: Callable[..., Client], **settings: Any) -> Client:
        """Make a connected kafka-python client. Raises TransportAway.

        kafka-python leaves a thread and sockets behind each time a client fails to start, so a plain
        connection has to succeed first.
        """
        self.knock()
        with broker_needed():
            return client(
                bootstrap_servers=self.servers.split(","),
                client_id=self.client_id,
                bootstrap_timeout_ms=REQUEST_SECONDS * 1000,
                request_timeout_ms=REQUEST_SECONDS * 1000,
                reconnect_backoff_max_ms=1000,
                **settings,
            )

    def knock(self) -> None:
        """Raise TransportAway when none of the servers takes a connection."""
        reasons = []
        for server in self.servers.split(","):
            address = urlsplit(f"//{server.strip()}")
            try:
                socket.create_connection((address.hostname, address.port or 9092), CONNECT_SECONDS).close()
                return
            except OSError as error:
                reasons.append(f"{server}: {error}")
        raise TransportAway("; ".join(reasons))
