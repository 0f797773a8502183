"""`commonward keys`, as an operator types it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from commonward.cli import cli
from commonward.clock import simulated_time, utcnow
from commonward.runtime import find_service, installed_services
from commonward.store import BrokenSeal, Database
from commonward.store.migrate import migrate
from commonward.store.writes import WriteSet
from commonward_referral.model import Child
from tests.core.kept import embedded
from tests.core.store.test_sealed import NAME, known

pytestmark = pytest.mark.thorough

SERVICES = sorted(service.name for service in installed_services() if service.migrations is not None)
Command = Callable[..., Result]


@pytest.fixture
def referral(tmp_path: Path) -> Iterator[Database]:
    """Every service migrated, with a child of Leeds in the referral service."""
    settings, writes = embedded(tmp_path / "data"), WriteSet()
    for name in SERVICES:
        scripts = find_service(name).migrations
        assert scripts is not None
        migrate(settings, name, scripts)
    writes.insert(Child, known())
    with closing(Database.of(settings, "referral")) as database:
        with database.transaction("leeds") as connection:
            writes.flush(connection)
        yield database


@pytest.fixture
def keys(tmp_path: Path, referral: Database) -> Command:
    lines = ['environment = "development"', f'data_dir = "{tmp_path / "data"}"']
    lines += [f'[authorities.{code}]\nduty_mailbox = "duty@{code}.example"' for code in ("leeds", "bolton")]
    (tmp_path / "region.toml").write_text("\n".join(lines))
    variables = {"COMMONWARD_CONFIG": str(tmp_path / "region.toml")}
    return lambda *words: CliRunner().invoke(cli, ["keys", *words], env=variables)


def name_of(database: Database) -> str:
    with database.session("leeds") as session:
        return session.scalars(select(Child)).one().given_name


def test_a_rotation_goes_over_every_service_and_what_was_sealed_is_taken_along(
    keys: Command, referral: Database
) -> None:
    assert [line for line in keys("rotate", "-a", "leeds").output.splitlines() if "generation" in line] == [
        f"{name}: generation 2" for name in SERVICES
    ]
    assert name_of(referral) == NAME
    assert "referral: 4 values sealed again" in keys("reseal", "-a", "leeds").output
    assert name_of(referral) == NAME


def test_the_key_of_the_search_tokens_is_changed_in_two_steps(keys: Command, referral: Database) -> None:
    with simulated_time(utcnow()) as clock:
        assert "referral: key 2 is made; run this again after" in keys("reindex", "-a", "leeds").output
        assert "run this again after" in keys("reindex", "-a", "leeds").output
        clock.set(utcnow() + timedelta(minutes=4))
        said = keys("reindex", "-a", "leeds").output
    assert said == "referral: 1 records are found by key 2 now; the older key is destroyed\n"


def test_every_key_is_wrapped_again_and_still_opens_what_it_sealed(keys: Command, referral: Database) -> None:
    said = keys("rewrap").output.splitlines()
    assert "leeds, referral: 2 wrapped again" in said
    assert len(said) == 3 * len(SERVICES)
    assert name_of(referral) == NAME


def test_destroying_wants_the_authority_twice(keys: Command, referral: Database) -> None:
    refused = keys("destroy", "-a", "leeds", "--repeat", "bolton")
    assert (refused.exit_code, name_of(referral)) == (1, NAME)


def test_destroyed_is_destroyed(keys: Command, referral: Database, tmp_path: Path) -> None:
    assert keys("destroy", "-a", "leeds", "--repeat", "leeds").exit_code == 0
    with (
        closing(Database.of(embedded(tmp_path / "data"), "referral")) as later,
        pytest.raises(BrokenSeal, match="destroyed"),
    ):
        name_of(later)


def test_an_authority_that_is_not_served_is_refused(keys: Command) -> None:
    assert keys("rotate", "-a", "elsewhere").exit_code == 2
