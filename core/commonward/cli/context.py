"""What commands share: settings, the platform, and how rows are printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from commonward.runtime import Platform
from commonward.settings import Settings, load_settings
from commonward.telemetry import configure_logs, configure_telemetry

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
authority_option = click.option("--authority", "-a", help="Only this authority.")
authority_needed = click.option("--authority", "-a", required=True, help="The authority, for example leeds.")


def started(service: str) -> Settings:
    """Load the settings and set up logs and telemetry for this process."""
    settings = load_settings()
    configure_logs(settings.telemetry)
    configure_telemetry(settings.telemetry, service)
    return settings


@contextmanager
def platform() -> Iterator[Platform]:
    """The platform of the settings, closed at the end."""
    made = Platform(started("cli"))
    try:
        yield made
    finally:
        made.close()


def chosen(settings: Settings, authority: str | None) -> tuple[str, ...]:
    """The authority that was asked for, or all. Raises click's error for one that is not served."""
    if authority is None:
        return tuple(settings.authorities)
    if authority not in settings.authorities:
        known = ", ".join(settings.authorities) or "none"
        raise click.BadParameter(f"{authority} is not served here; known: {known}", param_hint="--authority")
    return (authority,)


def show(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, as_json: bool) -> None:
    """Print rows as JSON, or the named columns as a table."""
    if as_json:
        click.echo(json.dumps(list(rows), indent=2, default=str))
        return
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    widths = [max(len(column), *(len(line[n]) for line in cells), 0) for n, column in enumerate(columns)]
    for line in ([*columns], *cells):
        click.echo("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
