"""Starting things: everything in one process, or one API or worker at a time."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces

from commonward.cli.context import started
from commonward.cli.sample import load_sample
from commonward.runtime import PARTS, Part, Platform, Service, Worker, find_service, installed_services
from commonward.runtime.together import serve_until_stopped
from commonward.settings import Settings, load_settings
from commonward.store import DatabaseAway
from commonward.telemetry import configure_logs

THREADS = 2
"""Threads of a server process: more only wait for each other's turn with the interpreter."""
SERVICE_VARIABLE = "COMMONWARD_API_SERVICE"
LOGS: dict[str, Any] = {
    "handlers": {},
    "loggers": {"_granian": {"propagate": True}},
}
"""The server speaks through our own handler."""
COLLECT_AFTER = 50_000
"""Objects after which a process looks for garbage: a batch makes many, and nearly all go by themselves."""
SWITCH_SECONDS = 0.0005
"""How long a worker's thread may keep the interpreter from the others. With Python's 5 ms, delivery waits for the
consumer's thread after each of the SMTP server's answers, and hardly sends 50 mails a second."""


@click.command()
@click.option("--sample/--no-sample", default=True, show_default=True, help="Load synthetic cases into an empty store.")
def up(sample: bool) -> None:
    """Serve everything in one process, for development: APIs, portal, workers, sign-in and a mailbox."""
    settings = started("together")
    click.echo(f"Commonward is starting at {settings.public_url} (stop it with Ctrl-C)")
    try:
        serve_until_stopped(settings, load_sample if sample else lambda platform: None)
        click.echo("stopped")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise click.ClickException(
            f"another program uses the port of {settings.public_url}; choose another with the setting public_url, "
            "for example COMMONWARD_PUBLIC_URL=http://127.0.0.1:8090"
        ) from None


@click.command()
@click.argument("service")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), show_default=True, help="The port to listen on.")
@click.option("--workers", default=2, type=click.IntRange(min=1), show_default=True, help="Server processes.")
def api(service: str, host: str, port: int, workers: int) -> None:
    """Serve one service's API, in production shape."""
    settings = load_settings()
    configure_logs(settings.telemetry)
    _refuse_faults(settings, find_service(service))
    os.environ[SERVICE_VARIABLE] = service
    Granian(
        "commonward.cli.serve:wsgi",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        log_access=False,
        log_dictconfig=LOGS,
    ).serve()


def _refuse_faults(settings: Settings, service: Service) -> None:
    """What is wrong is said here once, not by each server process. A database that is away is waited for."""
    platform = Platform(settings)
    platform.load()
    with suppress(DatabaseAway):
        platform.require_fit(service)
    platform.close()


def wsgi() -> Any:
    """The WSGI app of the service that the environment names; called once in each server process."""
    service = os.environ[SERVICE_VARIABLE]
    app = Platform(started(service)).app(find_service(service))
    _settle()
    return app


def _settle() -> None:
    """Make ready for work: threads change more often, and what was made at the start is not looked at as garbage."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


@click.command()
@click.argument("service")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Run only this part; may be given again.")
def worker(service: str, only: tuple[Part, ...]) -> None:
    """Run one service's worker: it takes events, sends the outbox, keeps the time."""
    platform = Platform(started(service))
    found = find_service(service)
    platform.load()
    if found.app is not None:
        raise click.ClickException(f"{service} has no worker; it only serves pages (commonward api {service})")
    running = Worker(platform, found, only or PARTS)
    _settle()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: running.stop())
    running.await_database()
    with running:
        running.wait()
    platform.close()


@click.command()
@click.argument("service", required=False)
def migrate(service: str | None) -> None:
    """Bring the tables of one service, or of all, up to date."""
    platform = Platform(started("migrate"))
    for each in [find_service(service)] if service else installed_services():
        if each.migrations is not None:
            click.echo(f"migrating {each.name} ...", err=True)
            platform.migrate(each)
    platform.close()
