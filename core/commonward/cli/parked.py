"""Events that were set aside: list, show, replay, discard. Each is audited; bodies are shown only when asked for."""

from __future__ import annotations

import getpass
from contextlib import AbstractContextManager
from uuid import UUID

import click

from commonward.cli.context import as_json, authority_option, platform, show
from commonward.contracts import BadEvent
from commonward.identity import Actor
from commonward.messaging.parking import unpack
from commonward.messaging.replay import discard, find, listed, replay
from commonward.runtime import Platform, find_service
from commonward.store import UNASSIGNED, Work, work

service_option = click.option("--service", "-s", default="referral", show_default=True, help="Whose parked events.")
reason_option = click.option("--because", required=True, help="Why; it is kept with the event.")


@click.group()
def parked() -> None:
    """Look after events that could not be taken."""


@parked.command("list")
@service_option
@authority_option
@as_json
def list_(service: str, authority: str | None, as_json: bool) -> None:
    """List what waits, with reasons; bodies stay sealed."""
    find_service(service)
    with platform() as made:
        rows = []
        for code in (authority,) if authority else (*made.procedures.authorities, UNASSIGNED):
            with made.resources(service).database.session(code) as session:
                rows += listed(session)
    show(rows, ("id", "authority", "reason", "type", "detail", "parked_at"), as_json=as_json)


@parked.command("show")
@click.argument("id", type=click.UUID)
@service_option
@authority_option
def show_(id: UUID, service: str, authority: str | None) -> None:
    """Open one parked event: its headers and body, which may hold personal data. Doing so is audited."""
    with platform() as made, _unit(made, service, _owner(made, service, id, authority)) as unit:
        row = find(unit, id)
        message = unpack(row, made.sealer)
        unit.audit("parked.show", row.subject)
    for name, value in message.headers:
        click.echo(f"{name}: {value.decode('utf-8', 'replace')}")
    click.echo("\n" + (message.value or b"").decode("utf-8", "replace"))


@parked.command("replay")
@click.argument("id", type=click.UUID)
@service_option
@authority_option
@reason_option
def replay_(id: UUID, service: str, authority: str | None, because: str) -> None:
    """Take a parked event after all, then those of its subject that waited behind it."""
    with platform() as made:
        owner = _owner(made, service, id, authority)
        reactions, prefix = find_service(service).reactions, made.settings.topic_prefix
        try:
            with _unit(made, service, owner) as unit:
                settled = replay(unit, id, made.sealer, reactions, because=because, prefix=prefix)
        except BadEvent as fault:
            raise click.ClickException(f"it still can't be taken, and stays parked: {fault}") from None
        click.echo(f"replayed, and {settled.released} that waited behind it")


@parked.command("discard")
@click.argument("id", type=click.UUID)
@service_option
@authority_option
@reason_option
def discard_(id: UUID, service: str, authority: str | None, because: str) -> None:
    """Give a parked event up, and take those of its subject that waited behind it."""
    with platform() as made:
        owner = _owner(made, service, id, authority)
        try:
            with _unit(made, service, owner) as unit:
                settled = discard(unit, id, find_service(service).reactions, because=because)
        except BadEvent as fault:
            raise click.ClickException(f"what waits behind it can't be taken, so it stays parked: {fault}") from None
        click.echo(f"discarded; {settled.released} that waited behind it were taken")


def _unit(made: Platform, service: str, authority: str) -> AbstractContextManager[Work]:
    actor = Actor.system(authority, f"operator {getpass.getuser()}")
    return work(made.resources(service).database, authority, actor=actor.person, procedures=made.procedures)


def _owner(made: Platform, service: str, id: UUID, authority: str | None) -> str:
    """The authority that it is parked for."""
    find_service(service)
    for code in (authority,) if authority else (*made.procedures.authorities, UNASSIGNED):
        with made.resources(service).database.session(code) as session:
            if any(row["id"] == id for row in listed(session)):
                return code
    raise click.ClickException(f"{service} has no parked event {id}; `commonward parked list -s {service}` shows them")
