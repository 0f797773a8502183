"""The servers of one run, and the environment variables that say where they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from commonward_stack.kafka_server import KafkaServer
from commonward_stack.keycloak_server import KeycloakServer
from commonward_stack.postgres_server import PostgresServer
from commonward_stack.process import Server, StackError

KAFKA = "COMMONWARD_TEST_KAFKA"
DATABASE = "COMMONWARD_TEST_DATABASE"
OWNER = "COMMONWARD_TEST_OWNER"
ADMIN = "COMMONWARD_TEST_ADMIN"
KEYCLOAK = "COMMONWARD_TEST_KEYCLOAK"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which servers a run needs."""

    kafka: bool = True
    postgres: bool = True
    keycloak: bool = False
    """It takes most of a minute: it is started behind the others, and who needs it waits for it."""
    realms: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """What runs: one line a server for people, and variables for programs."""

    lines: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)


@contextmanager
def running(wanted: Wanted, environ: Mapping[str, str] = os.environ) -> Iterator[Running]:
    """Start what is wanted and not already given by `environ`; stop it at the end. Raises StackError."""
    result = Running()
    with ExitStack() as stack:
        servers: list[Server] = []
        for make in _missing(wanted, environ, result):
            server = make()
            stack.callback(server.close)
            servers.append(server)
        slow = [server for server in servers if isinstance(server, KeycloakServer)]
        stack.enter_context(_starting_behind(slow))
        _start([server for server in servers if server not in slow])
        for server in servers:
            result.lines.append(f"{server.name} {server.version}{' (starting)' if server in slow else ''}")
            result.environment.update(_addresses(server))
        yield result


@contextmanager
def _starting_behind(servers: list[KeycloakServer]) -> Iterator[None]:
    """Start servers while the context goes on. Raises StackError at its end for one that did not start."""
    with ThreadPoolExecutor(max_workers=max(1, len(servers))) as pool:
        started = [pool.submit(server.start) for server in servers]
        try:
            yield
        except BaseException:
            for server in servers:
                server.kill()  # nobody needs it any more: the wait for it ends
            raise
        for done in started:
            done.result()


def _start(servers: list[Server]) -> None:
    """Start all at the same time: each mostly waits."""
    with ThreadPoolExecutor(max_workers=max(1, len(servers))) as pool:
        for done in [pool.submit(server.start) for server in servers]:
            done.result()


def _missing(wanted: Wanted, environ: Mapping[str, str], result: Running) -> list[Callable[[], Server]]:
    """The servers to start, after those that the developer's own variables stand for."""
    makers: list[Callable[[], Server]] = []
    if wanted.kafka and not _given("Kafka", (KAFKA,), environ, result):
        makers.append(KafkaServer)
    if wanted.postgres and not _given("PostgreSQL", (DATABASE, OWNER, ADMIN), environ, result):
        makers.append(PostgresServer)
    if wanted.keycloak and not _given("Keycloak", (KEYCLOAK,), environ, result):
        makers.append(lambda: KeycloakServer(wanted.realms))
    return makers


def _given(name: str, variables: tuple[str, ...], environ: Mapping[str, str], result: Running) -> bool:
    unset = [variable for variable in variables if not environ.get(variable)]
    if len(unset) == len(variables):
        return False
    if unset:
        raise StackError(f"to use a {name} of your own, set {', '.join(variables)}: {', '.join(unset)} is missing")
    result.lines.append(f"{name} of your own (from {variables[0]})")
    return True


def _addresses(server: Server) -> dict[str, str]:
    match server:
        case KafkaServer():
            return {KAFKA: server.servers}
        case PostgresServer():
            return {DATABASE: server.app_url, OWNER: server.owner_url, ADMIN: server.admin_url}
        case KeycloakServer():
            return {KEYCLOAK: server.url, f"{KEYCLOAK}_PASSWORD": server.admin_password}
        case _:
            raise TypeError(type(server))
