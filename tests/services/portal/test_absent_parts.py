"""A page shows what it has, and says what it has not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests

from commonward.messaging.consumer import BatchConsumer
from commonward_portal.assets import MissingAssets, load_assets
from tests.services.portal.place import RUNNING, Visitor, heard_everywhere, hidden, running

pytestmark = pytest.mark.thorough

NOBODY = "http://127.0.0.1:1"
UNKNOWN = "/cases/0190a5a0-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def without_notify(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A worker at a portal that does not reach the notify service."""
    with running(tmp_path_factory.mktemp("half"), services={"notify": NOBODY}) as address:
        visitor = Visitor(address)
        visitor.sign_in()
        yield visitor


@pytest.fixture(scope="module")
def without_referral(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A worker at a portal that does not reach the referral service."""
    with running(tmp_path_factory.mktemp("none"), services={"referral": NOBODY}) as address:
        visitor = Visitor(address)
        visitor.sign_in()
        yield visitor


def test_a_case_shows_the_rest_when_a_service_is_away(without_notify: Visitor) -> None:
    page = without_notify.raise_concern()
    assert page.status_code == 200
    assert "What is due, clocks and notices: unavailable" in page.text
    assert "Concern routed to Referral &amp; Assessment, North" in page.text


def test_what_is_due_is_never_called_nothing_while_it_is_not_known(without_notify: Visitor) -> None:
    page = without_notify.raise_concern()
    assert "Not known at the moment" in page.text
    assert "Nothing is due" not in page.text


def test_the_list_says_that_it_is_away_and_not_that_it_is_empty(without_referral: Visitor) -> None:
    page = without_referral.get("/cases")
    assert page.status_code == 200
    assert "The list of cases: unavailable" in page.text
    assert "No case is open" not in page.text


def test_what_is_owed_is_never_called_nothing_while_it_is_not_known(without_notify: Visitor) -> None:
    page = without_notify.get("/").text
    assert "What you owe, what you were told: unavailable" in page
    assert "Nothing is due" not in page


def test_a_first_answer_that_can_t_be_kept_now_stays_on_the_page(without_referral: Visitor) -> None:
    page = without_referral.send("/raise", immediate_danger="yes")
    assert page.status_code == 503
    assert "We do not know whether this was received" in page.text
    assert 'value="yes" checked' in page.text


def test_a_page_that_can_t_be_kept_now_stays_as_it_was_typed(without_referral: Visitor) -> None:
    typed = without_referral.fill("child", family_name="In-Doubt")
    page = without_referral.post("/raise/0190a5a0-0000-7000-8000-000000000000/child", typed)
    assert page.status_code == 503
    assert 'value="In-Doubt"' in page.text


def test_a_form_that_can_t_be_taken_now_stays_as_it_was_typed(without_referral: Visitor) -> None:
    typed = {"csrf": hidden(without_referral.get("/raise").text, "csrf"), "reason": "Typed in vain"}
    page = without_referral.post(f"{UNKNOWN}/forms/departure", typed)
    assert page.status_code == 503
    assert "so nothing was sent" in page.text
    assert 'name="reason" value="Typed in vain"' in page.text


def test_a_case_that_was_opened_a_moment_ago_says_what_has_not_come_in_yet(
    worker: Visitor, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, goes_on = BatchConsumer.take, Event()
    monkeypatch.setattr(BatchConsumer, "take", lambda *given: goes_on.wait(30) and take(*given))
    raised = worker.raise_concern(given_name="Justnow")
    goes_on.set()
    assert "Not everything has come in yet" in raised.text
    assert "Assessments and levels, meetings and plans, clocks and notices: there is nothing here" in raised.text
    assert "Nothing is due" not in raised.text
    heard_everywhere(RUNNING[address], "bolton")
    assert "Not everything has come in yet" not in worker.get(raised.url.removeprefix(address)).text


def test_of_twenty_pages_that_are_opened_at_once_none_waits_in_vain_for_its_parts(
    worker: Visitor, address: str
) -> None:
    cookies = worker.http.cookies
    with ThreadPoolExecutor(20) as pool:
        pages = [pool.submit(requests.get, f"{address}/", cookies=cookies, timeout=60) for _ in range(20)]
    assert not [page.result().status_code for page in pages if "unavailable" in page.result().text]


def test_a_draft_is_not_said_to_be_thrown_away_while_nobody_can_know(without_referral: Visitor) -> None:
    typed = {"csrf": without_referral.fill("match")["csrf"]}
    page = without_referral.post("/raise/0190a5a0-0000-7000-8000-000000000000", typed)
    assert page.status_code == 503
    assert "It is still kept: try again" in page.text
    assert "is thrown away" not in page.text


def test_a_case_of_nobody_is_not_found(worker: Visitor) -> None:
    assert worker.get(UNKNOWN).status_code == 404


def test_a_role_without_cases_is_told_so(visitor: Visitor) -> None:
    provider = visitor.get("/login/bolton")
    visitor.http.post(provider.url, data={"sub": "operator"}, timeout=20)
    assert "Your role does not show you any case" in visitor.get("/cases").text
    assert visitor.get(UNKNOWN).status_code == 403


def test_without_govuk_frontend_the_portal_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(MissingAssets, match="make setup"):
        load_assets(None, {"GOVUK_FRONTEND_DIST": str(tmp_path)})  # type: ignore[arg-type]  # never reached


def test_styles_come_squeezed_without_the_font_and_may_be_kept(visitor: Visitor) -> None:
    page = visitor.get("/login").text
    address = next(part for part in page.split('"') if part.startswith("/assets/govuk.") and part.endswith(".css"))
    style = visitor.get(address)
    assert style.headers["Content-Encoding"] == "gzip"
    assert "immutable" in style.headers["Cache-Control"]
    assert "GDS Transport" not in style.text
