"""`commonward replay`: rebuilds everything from the events and compares it with what the services have stored."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from commonward.cli.context import as_json, authority_needed, chosen, platform, show
from commonward.procedure.rebuilding import redecide as decide_again
from commonward.runtime import Platform, installed_services
from commonward.runtime.history import histories
from commonward.runtime.verifying import verify

RECORDER = "notify"
"""The service that is told of every event, by whose log decisions are asked for again."""


@click.command()
@authority_needed
@click.option("--redecide", is_flag=True, help="List instead where today's rules would decide otherwise.")
@as_json
def replay(authority: str, redecide: bool, as_json: bool) -> None:
    """Rebuild every status and obligation of an authority from the events, and say where something differs.

    It reads each service's own log, changes nothing and sends nothing. Run it while the platform is at rest: what is
    under way between two services shows as a difference.
    """
    with platform() as made:
        chosen(made.settings, authority)
        rows = list(_otherwise(made, authority) if redecide else _differences(made, authority))
    if rows or as_json:
        show(rows, ("subject", "decided", "today") if redecide else tuple(rows[0]) if rows else (), as_json=as_json)
    if rows and not redecide:
        sys.exit(1)


def _differences(made: Platform, authority: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for service in installed_services():
        if service.app is not None:
            continue  # the portal stores no case data
        verified = verify(made.resources(service.name), authority, service.verify)
        compared = f"{verified.subjects} subjects, {verified.events} events, {verified.obligations} obligations"
        outcome = f"{len(verified.differences)} differences" if verified.differences else "no difference"
        click.echo(f"{service.name}: {compared}: {outcome}", err=True)
        found += [{**asdict(each), "subject": str(each.subject)} for each in verified.differences]
    return found


def _otherwise(made: Platform, authority: str) -> list[dict[str, Any]]:
    with made.resources(RECORDER).database.session(authority) as session:
        return [
            {**asdict(each), "subject": str(each.subject), "event": str(each.event)}
            for _, history in histories(session, made.settings.topic_prefix)
            for each in decide_again(history, made.procedures)
        ]
