"""`commonward keys`: rotates the keys that seal an authority's data, seals the data again, or destroys the keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from commonward.cli.context import chosen, platform
from commonward.clock import london, utcnow
from commonward.runtime import Platform, Service, installed_services
from commonward.store import UNASSIGNED, Database, index_rotation
from commonward.store import sealed_rotation as rotation

authority_option = click.option("--authority", "-a", required=True, help="Whose keys.")


@click.group()
def keys() -> None:
    """Look after the keys that seal personal data."""


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


@keys.command("reindex")
@authority_option
def reindex(authority: str) -> None:
    """Change the key of the search tokens: run it once, and again after the time that it says. The platform may run."""
    with platform() as made, _databases(authority) as found:
        for service, database in found:
            if service.reindex is not None:
                click.echo(f"{service.name}: {_reindexed(made, service, database, authority)}")


def _reindexed(made: Platform, service: Service, database: Database, authority: str) -> str:
    """One step of the change: the new key, or once every process has it, everything written with it."""
    changing = index_rotation.begin(database, authority)
    if utcnow() < changing.writes_from:
        when = london(changing.writes_from).strftime("%H:%M:%S")
        return f"key {changing.generation} is made; run this again after {when}, when every process has it"
    resources, write_anew = made.resources(service.name), service.reindex
    assert write_anew is not None  # the caller has looked
    count = index_rotation.finish(database, authority, lambda: write_anew(resources, authority))
    return f"{count} records are found by key {changing.generation} now; the older key is destroyed"


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
    """Each service that has a database. Raises click's error for an authority that is not served."""
    with platform() as made:
        chosen(made.settings, authority)
        services = [service for service in installed_services() if service.migrations is not None]
        yield [(service, made.resources(service.name).database) for service in services]
