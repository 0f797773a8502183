"""A client that was not written here, Debian's kcat, publishes a CloudEvent in binary mode as a partner would."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import requests

from commonward.clock import london, utcnow
from commonward.identity.client import client_credentials_token
from commonward.identity.development import with_development_issuers
from commonward.settings import Settings
from tests.end_to_end.running import call, distributed, json_of, up

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(240)]

EVENT = {
    "ce_specversion": "1.0",
    "ce_id": "A-4711",
    "ce_source": "/partners/school-mis",
    "ce_type": "uk.commonward.partner.concern-reported.v1",
    "content-type": "application/json",
}
PATIENCE = 30.0


@pytest.fixture(scope="module")
def kcat() -> str:
    found = shutil.which("kcat") or shutil.which("kafkacat")
    if found is None:
        pytest.fail("kcat is not installed: sudo apt-get install kcat", pytrace=False)
    return found


class Partner:
    """The partner's system: kcat, and its two topics."""

    def __init__(self, kcat: str, servers: str, inbound: str, answers: str) -> None:
        self._kcat = [kcat, "-q", "-b", servers]
        self._inbound, self._answers = inbound, answers

    def publish(self, body: dict[str, Any], **headers: str) -> None:
        named = {**EVENT, "ce_time": utcnow().isoformat(), **headers}
        flags = [word for name, value in named.items() for word in ("-H", f"{name}={value}")]
        line = json.dumps(body) + "\n"
        subprocess.run([*self._kcat, "-P", "-t", self._inbound, *flags], input=line, text=True, check=True, timeout=30)

    def answered(self) -> list[dict[str, Any]]:
        """The answers so far."""
        read = [*self._kcat, "-C", "-t", self._answers, "-o", "beginning", "-e", "-f", r"%s\n"]
        done = subprocess.run(read, capture_output=True, text=True, check=True, timeout=30)
        return [json.loads(line) for line in done.stdout.splitlines()]


class Practitioner:
    """Somebody of the board, over HTTP."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        token = client_credentials_token(settings, "leeds", "leeds-team-manager", "development")
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, service: str, path: str, **query: str) -> Any:
        url = f"{self._settings.service_url(service)}/v1{path}"
        answer = requests.get(url, headers=self._headers, params=query, timeout=10)
        return answer.json() if answer.ok else {}


@pytest.fixture(scope="module")
def region(
    tmp_path_factory: pytest.TempPathFactory, fresh_database: Database, kafka_servers: str, kcat: str
) -> Iterator[tuple[Partner, Practitioner]]:
    """A running region with a partner who was added by the command."""
    folder = Path(tmp_path_factory.mktemp("kcat"))
    environment = distributed(folder, fresh_database, kafka_servers)
    with up(environment, folder) as settings:
        call(environment, "partners", "add", "school-mis", "--authority", "leeds", "--agency", "school")
        (row,) = json_of(environment, "partners", "list")
        partner = Partner(kcat, kafka_servers, row["inbound"], row["answers"])
        yield partner, Practitioner(with_development_issuers(settings))


@pytest.fixture(scope="module")
def reference(region: tuple[Partner, Practitioner]) -> str:
    """The reference that the partner was answered after publishing the same event twice."""
    partner, _ = region
    partner.publish(concern())
    partner.publish(concern())
    answers = eventually(partner.answered)
    return str(answers[0]["reference"])


def concern() -> dict[str, Any]:
    today = london(utcnow()).date()
    born = today.replace(year=today.year - 14, day=1).isoformat()
    child = {"given_name": "Synthetic", "family_name": "Kcat", "born": born}
    happened = (today - timedelta(days=1)).isoformat()
    return {"child": child, "agency": "school", "happened_on": happened, "account": "A synthetic concern."}


def eventually(look: Any) -> Any:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, f"nothing came within {PATIENCE:.0f} seconds"
        time.sleep(0.2)
    return found


def case_of(practitioner: Practitioner, reference: str) -> dict[str, Any]:
    """The case whose page shows a concern with this reference."""
    cases = practitioner.get("referral", "/cases")["cases"]
    pages = {case["id"]: practitioner.get("referral", f"/cases/{case['id']}") for case in cases}
    return next(case for case in cases if reference in [each["receipt"] for each in pages[case["id"]]["concerns"]])


def test_the_partner_is_answered_with_a_reference_that_is_the_concerns_alone(
    region: tuple[Partner, Practitioner], reference: str
) -> None:
    case = case_of(region[1], reference)
    assert case["child"] == "Synthetic Kcat"
    assert case["reference"] != reference


def test_the_same_event_again_opens_no_second_case(region: tuple[Partner, Practitioner], reference: str) -> None:
    cases = region[1].get("referral", "/cases")["cases"]
    assert len([case for case in cases if case["child"] == "Synthetic Kcat"]) == 1
    assert len(region[0].answered()) == 1


def test_the_route_appears_with_its_citation(region: tuple[Partner, Practitioner], reference: str) -> None:
    case = case_of(region[1], reference)["id"]
    entries = region[1].get("referral", f"/cases/{case}/timeline")["entries"]
    (routed,) = (entry for entry in entries if entry["what"] == "concern-routed")
    assert routed["facts"]["team"]
    assert routed["because"]


def test_the_notice_appears_and_is_delivered(region: tuple[Partner, Practitioner], reference: str) -> None:
    case = case_of(region[1], reference)["id"]

    def sent() -> list[Any]:
        notices = region[1].get("notify", "/notices", case=case).get("notices", [])
        return notices if notices and all(notice["state"] == "sent" for notice in notices) else []

    assert eventually(sent)


def test_the_answer_names_nobody(region: tuple[Partner, Practitioner], reference: str) -> None:
    assert "Synthetic" not in json.dumps(region[0].answered())
