"""What was refused is told as refused, in the plain words of whoever refused it, and never as done or as passing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask, g

from commonward.identity.login import Tokens
from commonward_portal import drafts
from commonward_portal.apis import Answer
from commonward_portal.questions import Sheet
from commonward_portal.sending import NOT_ALLOWED, ONLY_READS, refused
from tests.services.portal.place import Visitor, hidden, person, story

pytestmark = pytest.mark.thorough

TITLE = "This is for another person to do"
SUCCESS, PROBLEM = "govuk-notification-banner--success", "govuk-error-summary"
NOTE = "The family moves away."


@pytest.fixture
def a_page(app: Flask) -> Iterator[None]:
    """Of a Bolton worker: what is said there is said in their board's words."""
    with app.test_request_context():
        g.user = Tokens("bolton", access_token="", id_token="", name="Synthetic Worker", expires_at=0)
        yield


@pytest.fixture
def manager(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in("bolton-team-manager")
    return visitor


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            {"title": "Your role does not allow this", "detail": "It needs the capability record.make."},
            "Your role does not allow this. Nothing was changed.",
        ),
        (
            {"title": TITLE, "detail": "this is for chair, or for who has the capability plan.adopt"},
            "This is for chair. Nothing was changed.",
        ),
        (
            {"title": TITLE, "detail": "it is the nurse's turn."},
            "It is the nurse's turn. Nothing was changed.",
        ),
        ({}, NOT_ALLOWED),
    ],
)
@pytest.mark.usefixtures("a_page")
def test_a_refusal_is_told_in_plain_words_with_one_full_stop(body: dict[str, str], words: str) -> None:
    sheet, draft = Sheet([]), Sheet([])
    assert refused(sheet, Answer(403, body)) == 403
    assert drafts.answered(Answer(403, body), draft, drafts.LATER) is None
    assert sheet.errors == draft.errors == {"form": words}
    assert drafts.refusal(draft) == 403


def test_who_only_reads_a_case_is_not_told_to_try_again(address: str, worker: Visitor) -> None:
    case = story(address, "bolton").begin(("Only", "Reads"))["case"]
    other, manager = person(address, "bolton-exit-worker"), person(address, "bolton-team-manager")
    given = {"role": "exit-worker", "team": "elsewhere", "worker": other.id}
    manager.post("referral", f"/cases/{case}/allocation", given)
    typed = {"looked_after": "yes", "reason": "A synthetic mistake.", "csrf": hidden(worker.get("/raise").text, "csrf")}
    answer = worker.send(f"/cases/{case}/do/correction", **typed)
    assert answer.status_code == 404
    assert ONLY_READS.partition(",")[0] in answer.text
    assert "Try again" not in answer.text


def test_one_s_own_request_to_another_board_is_withdrawn_once(address: str, manager: Visitor) -> None:
    raised = story(address, "bolton").begin(("Stays", "Example"))
    manager.send(f"/cases/{raised['case']}/do/transfer", to="leeds", note=NOTE)
    page = manager.get("/transfers").text
    assert "What we ask of other boards" in page
    assert raised["reference"] in page
    typed = {"csrf": hidden(page, "csrf"), "once": "first"}
    [action] = re.findall(r'action="(/transfers/[^"]*/withdraw)"', page)
    done = manager.post(action, typed).text
    assert SUCCESS in done
    assert "Withdrawn. The case stays here." in done
    assert raised["reference"] not in done
    again = manager.post(action, {**typed, "once": "second"}).text
    assert PROBLEM in again
    assert "The transfer is withdrawn already" in again
    assert SUCCESS not in again


def test_an_offer_is_refused_for_a_reason_and_not_for_the_first_of_the_list(address: str, manager: Visitor) -> None:
    raised = story(address, "bolton").begin(("Without", "Reason"))
    manager.send(f"/cases/{raised['case']}/do/transfer", to="leeds", note=NOTE)
    other = Visitor(address)
    other.sign_in("leeds-team-manager")
    page = other.until("/transfers", raised["reference"], "Refuse it")
    assert re.search(r'<option value=""[^>]*>Choose</option>', page)
    own = page.partition(raised["reference"])[2]
    [action, *_] = re.findall(r'action="(/transfers/[^"]*/refuse)"', own)
    told = other.post(action, {"csrf": hidden(page, "csrf"), "once": "first", "reason": ""})
    assert told.status_code == 422
    assert f'href="#reason-{action.split("/")[2]}"' in told.text
    done = other.post(action, {"csrf": hidden(page, "csrf"), "once": "second", "reason": "more-is-wanted"})
    assert "Refused. The other board is told." in done.text
    assert SUCCESS in done.text
