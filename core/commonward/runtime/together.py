"""Everything in one process, for development: the APIs, the portal, the workers, an identity provider, a mailbox.

The transport and the store are those of the settings: embedded, or the real Kafka and PostgreSQL.
"""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from typing import Any

import waitress.server
from flask import Flask, redirect
from waitress.trigger import trigger
from waitress.wasyncore import close_all
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from commonward.clock import utcnow
from commonward.identity.development import (
    MOUNT,
    development_provider,
    in_process_fetch,
    ready_users,
    with_development_issuers,
)
from commonward.runtime.mailbox import Mailbox
from commonward.runtime.platform import Platform
from commonward.runtime.service import Service, installed_services
from commonward.runtime.worker import Worker
from commonward.settings import Settings, SettingsError
from commonward.store import followed_until
from commonward.telemetry import logger
from commonward.web import Resources

THREADS = 64
"""A page waits for APIs that these threads serve too: half as many would do for all that the portal asks at once."""
STARTING_SECONDS = 10.0
"""For so long, at most, those who ask wait until the parts have heard of each other."""


@contextmanager
def together(settings: Settings) -> Iterator[Platform]:
    """Serve everything at `settings.public_url` until the context ends.

    Raises SettingsError outside development, OSError when the port is taken.
    """
    if settings.environment != "development":
        raise SettingsError("environment: `commonward up` is for development; production runs `api` and `worker`")
    _refuse_a_taken_port(settings)
    settings = with_development_issuers(settings)
    provider = development_provider(settings, ready_users(settings))
    mailbox = Mailbox()
    mail = settings.mail.model_copy(update={"host": "127.0.0.1", "port": mailbox.port})
    settings = settings.model_copy(update={"mail": mail})
    platform = Platform(settings, in_process_fetch(provider, settings))
    platform.load()
    with ExitStack() as stack:
        mailbox.start()
        stack.callback(mailbox.stop)
        stack.callback(platform.close)
        services = installed_services()
        for service in services:
            platform.migrate(service)
        platform.ensure_topics()
        began = utcnow()
        for service in services:
            if service.app is None:
                stack.enter_context(Worker(platform, service))
        _wait_for_copies(platform, services, began)
        stack.enter_context(_serving(settings, _app(platform, services, provider, mailbox)))
        logger("together").info("serving", address=settings.public_url)
        yield platform


def _wait_for_copies(platform: Platform, services: Iterable[Service], began: datetime) -> None:
    """Wait a little, until each copy of who may see what is as new as this start, not as old as the last stop."""
    follow = [platform.resources(each.name) for each in services if each.app is None and not each.decides_access]
    until = time.monotonic() + STARTING_SECONDS
    while not all(map(partial(_followed, began), follow)) and time.monotonic() < until and not platform.failures:
        time.sleep(0.05)


def _followed(since: datetime, resources: Resources) -> bool:
    for authority in resources.procedures.authorities:
        with resources.database.session(authority) as session:
            noted = followed_until(session)
        if noted is None or noted < since:
            return False
    return True


def serve_until_stopped(settings: Settings, once_up: Callable[[Platform], None]) -> None:
    """Serve everything until the process is told to stop; `once_up` is called when it answers.

    Raises what made a worker stop by itself: nothing goes on in silence without it.
    """
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with together(settings) as platform:
        once_up(platform)
        while not stopped.wait(0.5):
            if platform.failures:
                raise platform.failures[0]


def _app(platform: Platform, services: tuple[Service, ...], provider: Flask, mailbox: Mailbox) -> Any:
    mounts: dict[str, Any] = {MOUNT: provider, "/mailbox": mailbox.app()}
    mounts |= {f"/{service.name}": platform.app(service) for service in services if service.app is None}
    front = next((platform.app(service) for service in services if service.app is not None), None)
    return DispatcherMiddleware(front or _plain_front(tuple(mounts)), mounts)


def _plain_front(mounts: tuple[str, ...]) -> Flask:
    """Without the portal the first page leads to the APIs' pages."""
    app = Flask(__name__)
    app.add_url_rule("/", "front", lambda: redirect(f"{next(m for m in mounts if m not in (MOUNT, '/mailbox'))}/docs"))
    return app


@contextmanager
def _serving(settings: Settings, app: Any) -> Iterator[None]:
    host, port = _address(settings.public_url)
    sockets: dict[int, Any] = {}
    server = waitress.server.create_server(app, map=sockets, host=host, port=port, threads=THREADS, ident=None)
    thread = threading.Thread(target=server.run, name="web", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.task_dispatcher.shutdown(timeout=5)  # let requests end before their sockets do
        # Those too that a browser keeps open: the server runs until none is left. In its thread, where they are used.
        wake = next(each for each in sockets.values() if isinstance(each, trigger))
        wake.pull_trigger(partial(close_all, sockets))
        thread.join(timeout=5)


def _refuse_a_taken_port(settings: Settings) -> None:
    """Before anything is made or begun. Raises OSError."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server: a port that was just left is free
        door.bind(_address(settings.public_url))


def _address(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").partition(":")
    return host, int(port.rstrip("/") or 80)
