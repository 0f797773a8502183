"""`commonward access explain`, as an information-governance officer types it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from commonward.cli import cli
from commonward.identity import person_id
from commonward.procedure import Facts
from commonward.runtime import Platform, find_service
from commonward.store import Subject, work
from commonward.store.ties import beside
from tests.core.kept import embedded

pytestmark = pytest.mark.thorough

CASE = UUID(int=9)
WORKER = person_id("leeds", "worker")
Explain = Callable[..., Result]


@pytest.fixture
def explain(tmp_path: Path) -> Iterator[Explain]:
    """Ask about a case whose facts are given; the user is Leeds' `worker`, a social worker by their post."""
    post = '{ role = "social-worker", person = "worker", mailbox = "worker@leeds.example" }'
    lines = ['environment = "development"', f'data_dir = "{tmp_path / "data"}"', "[authorities.leeds]"]
    lines += ['duty_mailbox = "duty@leeds.example"', f"directory = [{post}]"]
    (tmp_path / "region.toml").write_text("\n".join(lines))
    platform = Platform(embedded(tmp_path / "data"))
    platform.migrate(find_service("referral"))

    def ask(*words: str, **known: object) -> Result:
        facts = Facts(reference="LDS-2026-ABC234", **known)
        with work(
            platform.resources("referral").database, "leeds", actor=WORKER, procedures=platform.procedures
        ) as unit:
            unit.write(Subject, id=CASE, facts=facts.model_dump_json(), sequence=0, applied=0, **beside(facts))
        variables = {"COMMONWARD_CONFIG": str(tmp_path / "region.toml")}
        return CliRunner().invoke(cli, ["access", "explain", "-a", "leeds", *words], env=variables)

    yield ask
    platform.close()


def test_it_says_by_what_somebody_may_see_a_case(explain: Explain) -> None:
    said = explain("worker", str(CASE), worker=WORKER, worker_role="social-worker")
    assert said.exit_code == 0, said.output
    assert "allocated: lets them" in said.output
    assert "Lets them: allocated" in said.output


def test_it_says_which_fields_a_relation_shows_and_which_are_withheld(explain: Explain) -> None:
    said = explain("worker", str(CASE), worker=UUID(int=1), worker_role="social-worker", referrers=(WORKER,))
    assert said.exit_code == 0, said.output
    assert "referrer: lets them, and shows identity, case" in said.output
    assert "withheld: health, police-intelligence, adult-of-concern, narrative" in said.output


def test_it_says_why_somebody_may_not(explain: Explain) -> None:
    said = explain("worker", "LDS-2026-ABC234", worker=WORKER, worker_role="social-worker", blocked=(WORKER,))
    assert said.exit_code == 1
    assert "conflict of interest" in said.output
    assert "Refused: 404" in said.output


def test_nobody_of_no_relation_sees_a_case_by_being_of_the_authority(explain: Explain) -> None:
    said = explain("worker", str(CASE), worker=UUID(int=1), worker_role="social-worker")
    assert said.exit_code == 1
    assert "the policy does not let their roles do this by it" in said.output


def test_a_case_that_is_not_known_is_said_so(explain: Explain) -> None:
    said = explain("worker", str(UUID(int=5)))
    assert said.exit_code == 1
    assert "knows no case" in said.output
