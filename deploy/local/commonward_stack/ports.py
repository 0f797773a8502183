"""Free loopback ports that stay free while a server restarts."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"

BELOW_EPHEMERAL = range(20_000, 32_000)
"""Linux hands ports from 32768 up to outgoing connections. A port from there could be taken by a client, or by a
connection of the client to itself, while a killed server is away."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nothing listens on now."""
    for port in random.sample(BELOW_EPHEMERAL, 200):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port in {BELOW_EPHEMERAL}")


def is_listening(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
