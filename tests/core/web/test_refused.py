"""What is refused leaves its trace, and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from structlog.testing import capture_logs

from commonward.identity import person_id
from commonward.runtime import Platform, find_service
from commonward.settings import Settings
from commonward.store import Audit
from tests.core.kept import embedded
from tests.core.web.asking import asking
from tests.services.referral.bodies import report

NOBODY = UUID("0198c0de-0000-7000-8000-000000000001")


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    settings = {**embedded(tmp_path).model_dump(), "limits": {"refusals": 5}}
    return Platform(Settings.model_validate(settings))


@pytest.fixture
def client(platform: Platform) -> Iterator[FlaskClient]:
    with asking(platform, find_service("referral")) as made:
        yield made


def bearer(role: str, board: str = "leeds") -> dict[str, str]:
    return {"Authorization": f"Bearer {board}/{role}"}


def trail(platform: Platform, board: str = "leeds") -> list[tuple[UUID, str, UUID | None, str]]:
    """Who, what, about which, why: the refused ones."""
    with platform.resources("referral").database.session(board) as session:
        rows = session.scalars(select(Audit)).all()
    return [(row.actor, row.action, row.subject, row.why) for row in rows if row.action.startswith("refused.")]


def test_what_is_not_there_for_somebody_is_in_the_trail_with_the_id_they_asked_for(
    platform: Platform, client: FlaskClient
) -> None:
    assert client.get(f"/v1/cases/{NOBODY}/timeline", headers=bearer("social-worker")).status_code == 404
    assert trail(platform) == [(person_id("leeds", "social-worker"), "refused.timeline", NOBODY, "not-found")]


def test_another_boards_id_is_in_the_trail_of_who_asked_and_not_in_the_other_boards(
    platform: Platform, client: FlaskClient
) -> None:
    case = UUID(client.post("/v1/concerns", json=report(), headers=bearer("social-worker", "bolton")).json["case"])
    assert client.get(f"/v1/cases/{case}/timeline", headers=bearer("social-worker")).status_code == 404
    assert [row[2] for row in trail(platform)] == [case]
    assert trail(platform, "bolton") == []


def test_what_a_role_does_not_allow_is_in_the_trail(platform: Platform, client: FlaskClient) -> None:
    assert client.get(f"/v1/cases/{NOBODY}/timeline", headers=bearer("operator")).status_code == 403
    assert trail(platform) == [(person_id("leeds", "operator"), "refused.timeline", NOBODY, "not-allowed")]


def test_a_gate_that_is_not_met_is_in_the_trail(platform: Platform, client: FlaskClient) -> None:
    case = client.post("/v1/concerns", json=report(), headers=bearer("social-worker")).json["case"]
    body = {"role": "social-worker", "team": "duty-and-advice", "version": 99}
    answer = client.post(f"/v1/cases/{case}/allocation", json=body, headers=bearer("team-manager"))
    assert answer.status_code == 409, answer.text
    assert [(row[1], str(row[2]), row[3]) for row in trail(platform)] == [
        ("refused.allocate_case", case, "changed-meanwhile")
    ]


def test_what_is_asked_wrongly_is_no_refusal(platform: Platform, client: FlaskClient) -> None:
    assert client.post("/v1/concerns", json={}, headers=bearer("social-worker")).status_code == 422
    assert client.get("/v1/nothing", headers=bearer("social-worker")).status_code == 404
    assert trail(platform) == []


def test_nobody_fills_the_trail_by_being_refused(platform: Platform, client: FlaskClient) -> None:
    for _ in range(20):
        client.get(f"/v1/cases/{NOBODY}/timeline", headers=bearer("social-worker"))
    assert len(trail(platform)) == 5


def test_a_forged_token_is_logged_by_its_reason_and_leaves_no_row(platform: Platform, client: FlaskClient) -> None:
    with capture_logs() as lines:
        assert client.get("/v1/cases", headers={"Authorization": "Bearer made-up"}).status_code == 401
    assert [(line["event"], line["reason"]) for line in lines] == [("token refused", "signature")]
    assert trail(platform) == trail(platform, "bolton") == []


def test_every_answer_is_kept_from_caches_frames_and_guessing(client: FlaskClient) -> None:
    for path in ("/v1/cases", "/health/live", "/nothing", "/openapi.json"):
        headers = client.get(path).headers
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff"), path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_trace_is_not_answered(client: FlaskClient) -> None:
    assert client.open("/v1/cases", method="TRACE").status_code == 405
