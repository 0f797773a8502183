"""`commonward audit`: verify the audit trails, and export signed checkpoints of them. Nothing in them is changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from commonward.cli.context import as_json, authority_option, chosen, platform, show
from commonward.clock import utcnow
from commonward.runtime import Platform, find_service, installed_services
from commonward.store import UNASSIGNED
from commonward.store.audit_checkpoint import BadCheckpoint, Checkpoint, End, Signer, read_checkpoint
from commonward.store.audit_verifying import Mark, Verified, verify

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Trail = tuple[str, str]
"""A service and an authority."""


@click.group()
def audit() -> None:
    """Look after the audit trails: who did and read what, in each service."""


@audit.command("verify")
@authority_option
@click.option("--service", "-s", help="Only this service's trails.")
@click.option(
    "--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Hold them against it."
)
@click.option("--public-key", help="Checks the checkpoint's signature; by default that of this region's audit_key.")
@as_json
def verify_(
    authority: str | None, service: str | None, checkpoint: Path | None, public_key: str | None, as_json: bool
) -> None:
    """Walk every trail and name each row that was changed, removed, added or moved since it was sealed.

    That a trail's newest part was cut off shows only against a checkpoint that was exported before.
    """
    rows: list[dict[str, Any]] = []
    with platform() as made:
        known = _read(made, checkpoint, public_key) if checkpoint else None
        for trail in _trails(made, authority, service):
            found = _verify(made, trail, known.mark(*trail) if known else None)
            rows += [{"service": trail[0], "authority": trail[1], **fault} for fault in _faults(found)]
    if rows or as_json:
        show(rows, ("service", "authority", "what", "seal", "row"), as_json=as_json)
    sys.exit(1 if rows else 0)


@audit.command("checkpoint")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file; a new one.")
def checkpoint_(out: Path) -> None:
    """Verify every trail and write where each ends, signed. Keep the file where nobody who runs this stack can write.

    What is not sealed yet is not in it. A trail with a fault is not signed.
    """
    with platform() as made:
        signer = Signer.of(made.settings)
        found = {trail: _verify(made, trail) for trail in _trails(made)}
        if any(each.faults for each in found.values()):
            raise click.ClickException("a trail has faults, so nothing was signed: commonward audit verify names them")
        text = signer.sign(Checkpoint(region=made.settings.region, made_at=utcnow(), ends=tuple(_ends(found))))
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise click.ClickException(f"can't write {out}: {error.strerror}") from None
    click.echo(f"wrote {out}; its public key: {signer.public_key}")


@audit.command("key")
def key_() -> None:
    """Print the public key that checks this region's checkpoints."""
    with platform() as made:
        click.echo(Signer.of(made.settings).public_key)


def _trails(made: Platform, authority: str | None = None, service: str | None = None) -> Iterator[Trail]:
    """Those that were asked for; what was parked for nobody known has trails too."""
    codes = chosen(made.settings, authority) if authority else (*made.settings.authorities, UNASSIGNED)
    for each in [find_service(service)] if service else installed_services():
        if each.app is None:  # the portal stores no case data
            yield from ((each.name, code) for code in codes)


def _verify(made: Platform, trail: Trail, known: Mark | None = None) -> Verified:
    service, authority = trail
    found = verify(made.resources(service).database, authority, known)
    waits = f", the oldest for {found.waiting_seconds:.1f} s" if found.unsealed else ""
    outcome = f"{len(found.faults)} faults" if found.faults else "no fault"
    sealed = f"{found.rows - found.unsealed} rows under {found.seals} seals"
    click.echo(f"{service} {authority}: {sealed}, {found.unsealed} not sealed yet{waits}: {outcome}", err=True)
    return found


def _faults(found: Verified) -> Iterator[dict[str, Any]]:
    for fault in found.faults:
        yield {"what": fault.what.value, "seal": fault.seal, "row": str(fault.row) if fault.row else None}


def _ends(found: dict[Trail, Verified]) -> Iterator[End]:
    for (service, authority), each in found.items():
        yield End(service=service, authority=authority, number=each.end.number, hash=each.end.hash.hex())


def _read(made: Platform, file: Path, public_key: str | None) -> Checkpoint:
    try:
        known = read_checkpoint(file.read_text(encoding="utf-8"), public_key or Signer.of(made.settings).public_key)
    except (BadCheckpoint, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: {error}") from None
    if known.region != made.settings.region:
        raise click.ClickException(f"{file}: it is the checkpoint of {known.region}; this is {made.settings.region}")
    return known
