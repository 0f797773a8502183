"""A form that is sent after what it was for has gone on: it says so, and what was typed stands on the page."""

from __future__ import annotations

import re

import pytest

from commonward_portal.app import LARGEST_FORM
from tests.services.portal.place import Visitor, hidden, story
from tests.services.portal.test_meeting_pages import convened, moment, present

pytestmark = pytest.mark.thorough

TYPED = "A long synthetic account that nobody wants to write again."


@pytest.fixture
def manager(visitor: Visitor) -> Visitor:
    """A Bolton team manager."""
    visitor.sign_in("bolton-team-manager")
    return visitor


def test_what_a_second_person_wrote_of_a_meeting_stands_beside_what_was_taken(manager: Visitor) -> None:
    path = convened(manager)
    page = manager.get(path).text
    own = {name: hidden(page, name) for name in ("csrf", "once", "version")} | {"step": "holding"}
    first = own | moment("held_at", 0) | present(page)
    assert "Recorded." in manager.post(path, first).text
    row = next(name for name in first if name.startswith("contribution."))
    late = manager.post(path, {**first, "once": "another", row: TYPED})
    assert (late.status_code, "Somebody has taken this step since" in late.text) == (409, True)
    assert TYPED in late.text


def test_a_page_of_a_concern_that_was_sent_meanwhile_leads_to_its_case(worker: Visitor) -> None:
    draft = worker.write()
    page = worker.fill("event", account=TYPED)
    case = worker.send(f"{draft}/check").url.removeprefix(worker.address).partition("?")[0]
    late = worker.post(f"{draft}/event", page)
    assert (late.status_code, "This concern was sent already" in late.text) == (409, True)
    assert TYPED in late.text
    assert f'href="{case}"' in late.text


def test_a_page_of_a_concern_that_was_thrown_away_meanwhile_loses_nothing(worker: Visitor) -> None:
    draft = worker.begin()
    page = worker.fill("event", account=TYPED)
    worker.post(draft, {"csrf": page["csrf"]})
    late = worker.post(f"{draft}/event", page)
    assert (late.status_code, TYPED in late.text) == (404, True)


def test_a_form_about_what_is_not_there_any_more_loses_nothing(worker: Visitor) -> None:
    case = "0190a5a0-0000-7000-8000-000000000000"
    own = {"csrf": hidden(worker.get("/raise").text, "csrf")}
    late = worker.post(f"/cases/{case}/do/missing", {**own, "note": TYPED})
    assert (late.status_code, TYPED in late.text) == (404, True)


def test_a_form_from_another_site_is_not_repeated(worker: Visitor) -> None:
    own = {"csrf": hidden(worker.get("/raise").text, "csrf"), "note": TYPED}
    answer = worker.http.post(f"{worker.address}/raise", data=own, headers={"Sec-Fetch-Site": "cross-site"}, timeout=20)
    assert (answer.status_code, TYPED in answer.text) == (403, False)


@pytest.mark.parametrize("size", [1_000, LARGEST_FORM + 1_000])
def test_a_file_that_is_sent_after_the_sessions_end_has_to_be_chosen_again(visitor: Visitor, size: int) -> None:
    case = story(visitor.address, "bolton").begin(("Late", "File"))["case"]
    files = {"file": ("note.pdf", b"%PDF-" + b"x" * size)}
    late = visitor.http.post(f"{visitor.address}/cases/{case}/files", data={"about": "x"}, files=files, timeout=20)
    assert late.status_code == 401
    assert "choose it once more" in late.text
    assert re.search(rf'href="/cases/{case}/files">Open the form again', late.text)
    assert "Send it again" not in late.text
