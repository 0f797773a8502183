"""The contracts as files: JSON Schemas and an AsyncAPI 3 document, for partners and for review."""

from __future__ import annotations

from pathlib import Path

import click

from commonward.contracts import files

folder_option = click.option(
    "--folder", default="contracts", show_default=True, type=click.Path(path_type=Path), help="Where the files are."
)


@click.group()
def contracts() -> None:
    """Write the contracts to files, and check that the files are true."""


@contracts.command()
@folder_option
def export(folder: Path) -> None:
    """Write a JSON Schema for each event, and the AsyncAPI document."""
    try:
        written = files.export(folder)
    except files.BrokenContract as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{len(written)} files in {folder}")


@contracts.command()
@folder_option
def check(folder: Path) -> None:
    """Fail when the files differ from the code, or a change would break a consumer."""
    faults = files.check(folder)
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException(
            f"{len(faults)} differences (`commonward contracts export` writes new files, if no reader would break)"
        )
    click.echo("the contracts are true")
