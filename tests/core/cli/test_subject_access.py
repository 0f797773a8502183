"""A child's record for the person concerned: all services' parts, others' data apart, what is withheld left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from commonward.cli.subject_access import SERVICES, gather, write
from tests.architecture.scene import Scene, scene
from tests.services.referral.bodies import withheld

pytestmark = pytest.mark.thorough

MANAGER = "bolton/team-manager"


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("export")) as made:
        yield made


@pytest.fixture(scope="module")
def case(bolton: Scene) -> str:
    """A case with a meeting that was held, and its minutes."""
    meeting = bolton.minuted()
    found = bolton.ask(MANAGER, "meetings", "GET", f"/v1/meetings/{meeting}").json["meeting"]["case"]
    return str(found)


def parts_of(bolton: Scene, case: str) -> dict[str, list[dict[str, Any]]]:
    def get(service: str, path: str) -> Mapping[str, Any]:
        answer = bolton.ask(MANAGER, service, "GET", path)
        assert answer.status_code == 200, answer.text
        found: Mapping[str, Any] = answer.json
        return found

    return gather(get, UUID(case))


def fields(entries: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(entry["table"], entry["field"]) for entry in entries}


def test_the_record_has_every_services_part_and_others_data_are_apart(bolton: Scene, case: str) -> None:
    parts = parts_of(bolton, case)
    assert {entry["service"] for entry in parts["record"]} == set(SERVICES)
    assert {("child", "given_name"), ("concern", "account"), ("minutes", "text")} <= fields(parts["record"])
    assert {("concern", "reported_by"), ("attendance", "person")} <= fields(parts["others"])
    assert not fields(parts["record"]) & {("concern", "reported_by"), ("concern", "agency"), ("attendance", "person")}


def test_another_childs_record_is_not_in_it(bolton: Scene, case: str) -> None:
    assert {entry["value"] for entry in parts_of(bolton, case)["record"] if entry["field"] == "case_id"} == {case}


def test_what_is_withheld_is_in_neither_part_and_says_why(bolton: Scene, tmp_path: Path) -> None:
    case = bolton.case()
    account = next(entry for entry in parts_of(bolton, case)["record"] if entry["field"] == "account")
    bolton.done("team-manager", "referral", f"/cases/{case}/withheld", withheld(row=account["id"]))
    parts = parts_of(bolton, case)
    assert account["id"] not in {entry["id"] for entry in parts["record"] if entry["field"] == "account"}
    [mark] = parts["withheld"]
    assert (mark["value"], mark["exemption"]) == (account["value"], "serious-harm")
    written = {path.name: path.read_text() for path in write(tmp_path / "out", case, parts)}
    assert account["value"] not in written["record.html"] + written["record.json"]
    assert "1 entries are withheld" in written["record.html"]
    assert json.loads(written["withheld.json"])[0]["reason"] == "A synthetic danger."


def test_nothing_is_marked_twice_and_nothing_is_written_over(bolton: Scene, tmp_path: Path) -> None:
    case = bolton.case()
    bolton.done("team-manager", "referral", f"/cases/{case}/withheld", withheld())
    again = bolton.ask(MANAGER, "referral", "POST", f"/v1/cases/{case}/withheld", withheld())
    assert again.status_code == 409
    with pytest.raises(FileExistsError):
        write(tmp_path, case, parts_of(bolton, case))


def test_only_managers_give_a_record_out_and_each_time_is_audited(bolton: Scene, case: str) -> None:
    for service in SERVICES:
        path = f"/v1/cases/{case}/export"
        assert bolton.ask("bolton/social-worker", service, "GET", path).status_code == 403
        assert bolton.ask(MANAGER, service, "GET", path).status_code == 200
        log = bolton.ask(MANAGER, service, "GET", f"/v1/cases/{case}/access-log").json["accesses"]
        assert "record.export" in {line["what"] for line in log}
