"""The ledger of sharing decisions by the pages: written down once, told at its field what lacks, never changed."""

from __future__ import annotations

from typing import get_args

import pytest

from commonward_portal import sharing_words
from commonward_referral import sharing_schemas
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

WHEN = {"decided_at-day": "2", "decided_at-month": "3", "decided_at-year": "2026", "decided_at-time": "9:30"}


@pytest.fixture(scope="module")
def path(address: str) -> str:
    return f"/cases/{story(address, 'bolton').begin(('Sharing', 'Example'))['case']}/sharing"


def decision(**changes: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "outcome": "shared",
        "with_whom": "police",
        "what": ["identity", "concern"],
        "purpose": "police-investigation",
        "basis": ["uk-gdpr-6-1-e-public-task"],
        "informed": "not-informed",
        "not_informed_because": "A synthetic danger.",
        **WHEN,
        **changes,
    }


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (sharing_words.BASES, sharing_schemas.Basis),
        (sharing_words.WHAT, sharing_schemas.What),
        (sharing_words.PURPOSES, sharing_schemas.Purpose),
    ],
)
def test_the_form_offers_whatever_the_ledger_takes(words: dict[str, str], codes: object) -> None:
    assert set(words) == set(get_args(codes))


def test_what_was_shared_stands_in_the_ledger_with_whom_and_why(worker: Visitor, path: str) -> None:
    page = worker.send(f"{path}/new", **decision())
    assert "Written down." in page.text
    assert "Shared with Police" in page.text
    assert "Public task (UK GDPR, article 6(1)(e))" in page.text
    assert "A synthetic danger." in page.text


def test_what_was_declined_needs_its_reason(worker: Visitor, path: str) -> None:
    refused = worker.send(f"{path}/new", **decision(outcome="declined", basis=[], informed="", not_informed_because=""))
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    told = decision(outcome="declined", basis=[], informed="", not_informed_because="", reason="A synthetic reason.")
    assert "Declined to Police" in worker.send(f"{path}/new", **told).text


@pytest.mark.parametrize(
    ("lacks", "field"), [("basis", "basis"), ("informed", "informed"), ("not_informed_because", "not_informed_because")]
)
def test_what_sharing_lacks_is_told_at_its_field_and_the_rest_is_kept(
    worker: Visitor, path: str, lacks: str, field: str
) -> None:
    page = worker.send(f"{path}/new", **decision(reason="Kept.", **{lacks: ""}))
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert ">Kept.</textarea>" in page.text


def test_an_empty_decision_says_what_to_answer(worker: Visitor, path: str) -> None:
    page = worker.send(f"{path}/new")
    assert (page.status_code, "answer this" in page.text.lower()) == (422, True)


def test_another_board_finds_no_ledger(address: str, path: str) -> None:
    leeds = Visitor(address)
    leeds.sign_in("leeds-team-manager")
    assert leeds.get(path).status_code == 404


def test_a_half_written_decision_waits_for_its_writer_and_is_gone_once_it_is_written_down(
    worker: Visitor, path: str
) -> None:
    assert worker.send(f"{path}/new", reason="Half a synthetic reason", do="autosave").status_code == 204
    assert f'href="{path}/new">A sharing decision' in worker.get("/").text
    page = worker.get(f"{path}/new").text
    assert "Half a synthetic reason" in page
    assert "This is your draft of" in page
    worker.send(f"{path}/new", **decision())
    assert "This is your draft of" not in worker.get(f"{path}/new").text
