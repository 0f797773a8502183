"""The transports that keep the contract, topics and members of a test's own, and a broker that is away at first."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.kafka import KafkaTransport
from commonward.messaging.transport import Consumer, Transport
from tests.contract.messages import GROUP


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.stack)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def transport(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Transport]:
    made = (
        KafkaTransport(request.getfixturevalue("kafka_servers"), client_id="contract-test")
        if kind == "kafka"
        else EmbeddedTransport(tmp_path / "log.sqlite")
    )
    with closing(made):
        yield made


@pytest.fixture
def prefix(kind: str, request: pytest.FixtureRequest) -> str:
    """How this test's topics and groups begin."""
    shared = request.getfixturevalue("topic_prefix") if kind == "kafka" else "test-"
    return f"{shared}{uuid4().hex[:8]}-"


@pytest.fixture
def topic(transport: Transport, prefix: str) -> str:
    transport.ensure_topics([prefix + "facts"], partitions=3)
    return prefix + "facts"


@pytest.fixture
def member(transport: Transport, prefix: str) -> Iterator[Callable[..., Consumer]]:
    """Make members of this test's groups, which leave when it ends."""
    made: list[Consumer] = []

    def join(*topics: str, group: str = GROUP) -> Consumer:
        made.append(transport.consumer(prefix + group, topics))
        return made[-1]

    yield join
    for consumer in made:
        consumer.close()


@pytest.fixture
def distant(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Transport, Callable[[], None]]]:
    """A transport whose broker is away, and how to bring it back."""
    if kind == "embedded":
        folder = tmp_path / "not-mounted-yet"
        embedded = EmbeddedTransport(folder / "log.sqlite")
        with closing(embedded):
            yield embedded, folder.mkdir
        return
    servers = request.getfixturevalue("kafka_servers")
    with socket.socket() as closed, ExitStack() as stack:
        closed.bind(("127.0.0.1", 0))
        address = closed.getsockname()
        kafka = stack.enter_context(closing(KafkaTransport(f"127.0.0.1:{address[1]}", client_id="contract-test")))

        def come_back() -> None:
            closed.close()
            stack.enter_context(door_to(servers, address))

        yield kafka, come_back


@contextmanager
def door_to(servers: str, address: tuple[str, int]) -> Iterator[None]:
    """Pass bytes on from a port of ours to the first of the servers: enough to be told where the broker is."""
    host, _, port = servers.split(",")[0].rpartition(":")

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((host, int(port))) as broker:
                back = threading.Thread(target=pour, args=(broker, self.request), daemon=True)
                back.start()
                pour(self.request, broker)
                back.join()

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(address, Door) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def pour(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
