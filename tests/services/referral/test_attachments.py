"""Files of a case: taken when they are what they say and scanned, fetched only to be saved, withdrawn by two people."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from commonward.identity import Actor
from commonward.procedure import events
from commonward.settings import Settings
from commonward.store.sealed_rotation import reseal, rotate
from commonward_referral.attachment_model import Attachment, AttachmentContent
from commonward_referral.quarantine import scan_waiting
from commonward_referral.scanning import scan
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id
from tests.services.referral.files import PDF, PNG, TEXT, VIRUS, file, scanner
from tests.services.referral.test_putting_right import REASON, propose
from tests.services.referral.test_records import board_with_forms, body
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough


def a_concern(referral: Stage, worker: Actor, case: str) -> str:
    return str(referral.get(worker, case).json["concerns"][0]["id"])


def added(referral: Stage, worker: Actor, case: str, **changes: Any) -> dict[str, Any]:
    about = changes.pop("about", None) or {"concern": a_concern(referral, worker, case)}
    answer = referral.post(worker, f"{case}/attachments", file(**changes, **about))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def configure(referral: Stage, **attachments: Any) -> None:
    """A production region of these settings."""
    limits = referral.platform.settings.attachments.model_copy(update=attachments)
    referral.configure(attachments=limits, environment="production")


@pytest.fixture
def daemon() -> Iterator[str]:
    with scanner() as address:
        yield address


def test_a_file_is_kept_and_comes_back_as_it_was_only_to_be_saved(referral: Stage, case: str, worker: Actor) -> None:
    made = added(referral, worker, case, name="\U0001f9f8 drawing.png", content=PNG)
    answer = referral.get(worker, f"/v1/attachments/{made['id']}/content")
    assert (answer.status_code, answer.data) == (200, PNG)
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"_ drawing.png\"; filename*=UTF-8''%F0%9F%A7%B8%20drawing.png"
    )
    [line] = referral.get(worker, f"{case}/attachments").json["attachments"]
    assert (line["name"], line["kind"], line["size"], line["state"]) == (
        "\U0001f9f8 drawing.png", "png", len(PNG), "made",
    )  # fmt: skip
    assert len(line["sha256"]) == 64
    assert {"attachment.add", "attachments.read", "attachment.read"} <= referral.audited(case_id(case))


def test_the_event_holds_ids_and_codes_only(referral: Stage, case: str, worker: Actor) -> None:
    made = added(referral, worker, case)
    [event] = referral.published(case_id(case), events.AttachmentAdded)
    assert (str(event.attachment), event.about, event.kind, event.scan) == (made["id"], "concern", "pdf", "none")
    assert "note" not in event.model_dump_json()


def test_nothing_of_the_file_is_legible_in_the_database(referral: Stage, case: str, worker: Actor) -> None:
    added(referral, worker, case, name="synthetic-name.txt", content=TEXT)
    with referral.resources.database.session(referral.authority) as session:
        rows = session.execute(text("SELECT name, sha256 FROM attachment")).all()
        contents = session.execute(text("SELECT content FROM attachment_content")).scalars().all()
    assert rows
    assert b"synthetic" not in b"".join([*contents, *rows[0]])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (file(content=b""), "content"),
        (file(content=b"%PDF-1.7 <html>"), "content"),
        (file(name="note.docx"), "name"),
        (file(name="../../note.pdf"), "name"),
        (file(name="note\u202e.pdf"), "name"),
        (file(name="note\x00.pdf"), "name"),
        (file(name="n" * 300 + ".pdf"), "name"),
        ({**file(), "content": "no base64!"}, "content"),
        ({**file(), "concern": "0198c0de-0000-7000-8000-000000000001"}, "concern"),
        ({**file(), "record": "0198c0de-0000-7000-8000-000000000001"}, "record"),
    ],
)
def test_what_is_wrong_names_its_field_and_keeps_nothing(
    referral: Stage, case: str, worker: Actor, wrong: dict[str, Any], field: str
) -> None:
    about = {} if {"concern", "record"} & wrong.keys() else {"concern": a_concern(referral, worker, case)}
    refused = referral.post(worker, f"{case}/attachments", {**wrong, **about})
    assert refused.status_code == 422, refused.text
    assert field in errors_of(refused)
    assert referral.get(worker, f"{case}/attachments").json["attachments"] == []


def test_a_file_belongs_to_one_thing_only(referral: Stage, case: str, worker: Actor) -> None:
    assert referral.post(worker, f"{case}/attachments", file()).status_code == 422


def test_a_file_may_be_as_large_as_the_settings_allow_and_other_bodies_may_not(
    referral: Stage, case: str, worker: Actor
) -> None:
    configure(referral, largest_mib=2)
    large = PDF + bytes(2 * 1024 * 1024 - len(PDF) - 7) + b"\n%%EOF\n"
    about = {"concern": a_concern(referral, worker, case)}
    path = f"{case}/attachments"
    assert referral.post(worker, path, file(content=large, **about)).status_code == 201
    refused = referral.post(worker, path, file(content=large + b"x", **about))
    assert refused.status_code == 422, refused.text[:500]
    assert errors_of(refused)["content"]["allowed"] == ["up to 2 MiB"]
    assert referral.post(worker, path, file(content=large * 2, **about)).status_code == 413
    assert referral.post(worker, f"{case}/records", {"answers": "x" * 2_000_000}).status_code == 413


def test_a_scanned_file_is_taken_and_an_infected_one_is_not(
    referral: Stage, case: str, worker: Actor, daemon: str
) -> None:
    configure(referral, scanner=daemon)
    assert added(referral, worker, case, name="long.txt", content=TEXT * 10_000)["state"] == "made"
    about = {"concern": a_concern(referral, worker, case)}
    refused = referral.post(worker, f"{case}/attachments", file("v.txt", VIRUS, **about))
    assert "infected" in errors_of(refused)["content"]["message"]
    assert [event.scan for event in referral.published(case_id(case), events.AttachmentAdded)] == ["clean"]
    assert "attachment.refuse" in referral.audited(case_id(case))


@pytest.mark.parametrize("scanner_away", [None, "clamd://127.0.0.1:1"])
def test_without_a_scanner_a_file_waits_and_nobody_gets_it(
    referral: Stage, case: str, worker: Actor, daemon: str, scanner_away: str | None
) -> None:
    configure(referral, scanner=scanner_away)
    made = [added(referral, worker, case, name="n.txt", content=content) for content in (TEXT, VIRUS)]
    assert [one["state"] for one in made] == ["waiting", "waiting"]
    clean, infected = (f"/v1/attachments/{one['id']}/content" for one in made)
    assert "waits" in errors_of(referral.get(worker, clean))["attachment"]["message"]
    assert scan_waiting(referral.resources, referral.authority) == 0
    configure(referral, scanner=daemon)
    assert scan_waiting(referral.resources, referral.authority) == 2
    assert scan_waiting(referral.resources, referral.authority) == 0
    assert referral.get(worker, clean).data == TEXT
    assert "infected" in errors_of(referral.get(worker, infected))["attachment"]["message"]
    told = referral.published(case_id(case), events.AttachmentScanned)
    assert [event.scan for event in told] == ["clean", "infected"]
    with referral.resources.database.session(referral.authority) as session:
        assert session.execute(text("SELECT count(*) FROM attachment_content")).scalar() == 1


def test_in_development_a_file_needs_no_scanner(settings: Settings) -> None:
    assert scan(settings, PDF) == "none"
    assert scan(settings.model_copy(update={"environment": "production"}), PDF) == "waiting"


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "clamd://", "http://127.0.0.1:3310"])
def test_a_scanner_is_named_by_its_address(settings: Settings, address: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({**settings.model_dump(), "attachments": {"scanner": address}})


def test_a_file_is_withdrawn_by_two_people_and_then_nobody_gets_it(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    made = added(referral, worker, case)
    path = propose(referral, worker, f"/v1/attachments/{made['id']}/voiding")
    assert referral.post(worker, path, {"agree": True}).status_code == 403
    assert referral.get(worker, f"/v1/attachments/{made['id']}/content").data == PDF
    assert referral.post(manager, path, {"agree": True}).status_code == 200
    [event] = referral.published(case_id(case), events.AttachmentVoided)
    assert event.authorised_by == manager.person
    refused = referral.get(worker, f"/v1/attachments/{made['id']}/content")
    assert "withdrawn" in errors_of(refused)["attachment"]["message"]
    assert [line["state"] for line in referral.get(worker, f"{case}/attachments").json["attachments"]] == ["voided"]
    again = referral.post(worker, f"/v1/attachments/{made['id']}/voiding", {"reason": REASON})
    assert errors_of(again)["attachment"]["message"] == "was withdrawn by two people"


@board_with_forms
def test_a_file_of_a_restricted_record_is_as_restricted(
    referral: Stage, case: str, worker: Actor, manager: Actor, actor: ActorOf
) -> None:
    record = referral.post(worker, f"{case}/records", body("health", offer=["accepted"])).json["id"]
    made = added(referral, worker, case, about={"record": record})
    path = f"/v1/attachments/{made['id']}/content"
    assert referral.get(actor("coordinator"), path).data == PDF
    assert referral.get(manager, path).status_code == 404
    assert referral.get(manager, f"{case}/attachments").json["attachments"] == []
    refused = referral.post(manager, f"{case}/attachments", file(record=record))
    assert errors_of(refused)["record"]["message"] == "is none of this case"


def test_a_file_of_nobody_is_not_found(referral: Stage, worker: Actor) -> None:
    nobody = "0198c0de-0000-7000-8000-000000000001"
    assert referral.get(worker, f"/v1/attachments/{nobody}/content").status_code == 404
    assert referral.post(worker, f"/v1/cases/{nobody}/attachments", file(concern=nobody)).status_code == 404


def test_its_document_says_that_it_is_bytes(referral: Stage, worker: Actor) -> None:
    paths = referral.get(worker, "/openapi.json").json["paths"]
    answer = paths["/v1/attachments/{attachment}/content"]["get"]["responses"]["200"]["content"]
    assert answer == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    assert base64.b64decode(file()["content"]) == PDF


def test_a_file_is_there_when_its_keys_were_rotated_and_it_was_sealed_again(
    referral: Stage, case: str, worker: Actor
) -> None:
    made = added(referral, worker, case)
    database = referral.resources.database
    rotate(database, referral.authority)
    assert reseal(database, referral.authority, (Attachment, AttachmentContent)) == 3
    assert referral.get(worker, f"/v1/attachments/{made['id']}/content").data == PDF
