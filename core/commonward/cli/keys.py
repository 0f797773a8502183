"""The keys that seal an authority's data: a new generation, sealing again with it, and destroying them for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from commonward.cli.context import platform
from commonward.procedure import UnknownAuthority
from commonward.runtime import Service, installed_services
from commonward.store import UNASSIGNED, Database
from commonward.store import sealed_rotation as rotation

authority_option = click.option("--authority", "-a", required=True, help="Whose keys.")


@click.group()
def keys() -> None:
    """Tend the keys that seal what is personal."""


@keys.command("rotate")
@authority_option
def rotate(authority: str) -> None:
    """Seal with a new key from now on. What older keys sealed stays readable; `reseal` takes it along."""
    with _databases(authority) as found:
        for service, database in found:
            click.echo(f"{service.name}: generation {rotation.rotate(database, authority)}")
    click.echo("every process takes it up within a minute; then `commonward keys reseal`")


@keys.command("reseal")
@authority_option
def reseal(authority: str) -> None:
    """Seal with the newest key whatever an older one sealed, or an older version kept as text. The platform may run."""
    with _databases(authority) as found:
        for service, database in found:
            click.echo(f"{service.name}: {rotation.reseal(database, authority, service.models)} values sealed again")


@keys.command("rewrap")
def rewrap() -> None:
    """Wrap every data key with `seal_key`, also what `seal_key_other` wrapped. The platform may run."""
    with platform() as made:
        for authority in (*made.settings.authorities, UNASSIGNED):
            for service in installed_services():
                if service.migrations is not None:
                    database = made.resources(service.name).database
                    count = rotation.rewrap(database, authority, made.settings)
                    click.echo(f"{authority}, {service.name}: {count} wrapped again")


@keys.command("destroy")
@authority_option
@click.option("--repeat", required=True, help="The authority's code again, as this can't be undone.")
def destroy(authority: str, repeat: str) -> None:
    """Destroy every key of an authority that has left: its personal data can never be read again, by anybody."""
    if repeat != authority:
        raise click.ClickException("--repeat must be the same authority; nothing was destroyed")
    with _databases(authority) as found:
        for service, database in found:
            click.echo(f"{service.name}: {rotation.destroy(database, authority)} keys destroyed")
    click.echo("backups that hold the wrapped keys must go too, or the master key that unwraps them")


@contextmanager
def _databases(authority: str) -> Iterator[list[tuple[Service, Database]]]:
    """Each service that has a database. Raises UnknownAuthority."""
    with platform() as made:
        if authority not in made.settings.authorities:
            raise UnknownAuthority(authority)
        services = [service for service in installed_services() if service.migrations is not None]
        yield [(service, made.resources(service.name).database) for service in services]
