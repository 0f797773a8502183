"""Synthetic years for the proof: made once by the real services, in a folder, and read again from there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from commonward.cli.synthesise import make_year
from commonward.procedure import Obligation
from commonward.runtime import Platform, installed_services
from commonward.runtime.verifying import Difference, Verified, verify
from commonward.settings import Settings, load_settings
from commonward.telemetry import configure_logs
from commonward_notify.ledger import obligation_of
from commonward_notify.model import Owed

REGION = Path("deploy/regions/development.toml")
RECORDER = "notify"
"""The service that keeps what is owed."""


def settings_of(board: str, folder: Path) -> Settings:
    """The development region with this board only, its files in the folder."""
    found = load_settings({"COMMONWARD_CONFIG": str(REGION)})
    configure_logs(found.telemetry, logging.CRITICAL)
    return found.model_copy(update={"data_dir": folder, "authorities": {board: found.authorities[board]}})


def make(board: str, folder: Path, cases: int, seed: int) -> Settings:
    """Make a year of the board in a folder that is not there yet."""
    settings = settings_of(board, folder)
    make_year(settings, folder, cases=cases, seed=seed, year=2024)
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Platform]:
    """The platform on a folder that is there."""
    platform = Platform(settings)
    try:
        yield platform
    finally:
        platform.close()


def verified(platform: Platform) -> list[Verified]:
    """What `commonward replay` compares, for each service."""
    (board,) = platform.procedures.authorities
    services = [service for service in installed_services() if service.app is None]
    return [verify(platform.resources(service.name), board, service.verify) for service in services]


def differences(platform: Platform) -> list[Difference]:
    """Where any service holds something else than its events say."""
    return [difference for found in verified(platform) for difference in found.differences]


def obligations(platform: Platform) -> dict[UUID, Obligation]:
    """Everything that is or was owed, as it is stored."""
    with recorder(platform) as session:
        return {row.id: obligation_of(row.model_dump()) for row in session.exec(select(Owed))}


@contextmanager
def recorder(platform: Platform, *, writing: bool = False) -> Iterator[Session]:
    """A session of the service that keeps what is owed."""
    (board,) = platform.procedures.authorities
    with platform.resources(RECORDER).database.session(board, writing=writing) as session:
        yield session
