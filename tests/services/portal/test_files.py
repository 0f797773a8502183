"""Files of a case by the pages: added, told what the scanner says, saved, refused and withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from commonward_portal.app import LARGEST_FORM
from commonward_portal.summary import files
from commonward_portal.timeline import Entry
from tests.services.portal.place import Visitor, hidden, running, story
from tests.services.referral.files import PDF, VIRUS, scanner

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def case(address: str) -> str:
    return f"/cases/{story(address, 'bolton').begin(('Files', 'Example'))['case']}"


def add(visitor: Visitor, case: str, name: str, content: bytes, **typed: str) -> requests.Response:
    """Choose a file and what it belongs to: the concern, unless another place is named."""
    page = visitor.get(f"{case}/files").text
    about = re.search(r'value="(concern:[0-9a-f-]+)"', page)
    assert about, "the page offers the case's concern"
    own = {"csrf": hidden(page, "csrf"), "once": hidden(page, "once"), "about": about[1]}
    sent = {"file": (name, content)} if name else {"file": ("", b"")}
    return visitor.http.post(f"{visitor.address}{case}/files", data={**own, **typed}, files=sent, timeout=20)


def link(page: str, name: str) -> str:
    found = re.search(rf'href="(/cases/[0-9a-f-]+/files/[0-9a-f-]+)" download><bdi>{re.escape(name)}<', page)
    assert found, f"{name} can be saved"
    return found[1]


def test_what_is_taken_is_said_before_a_file_is_chosen(worker: Visitor, case: str) -> None:
    page = worker.get(f"{case}/files").text
    assert "PDF document (.pdf)" in page
    assert "up to 10 MB" in page


def test_a_file_is_added_and_saved_but_never_shown(worker: Visitor, case: str) -> None:
    page = add(worker, case, "note of é.pdf", PDF)
    assert "Kept." in page.text
    saved = worker.get(link(page.text, "note of é.pdf"))
    assert saved.content == PDF
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert saved.headers["Content-Type"] == "application/octet-stream"


def test_the_case_says_how_many_files_it_has(worker: Visitor, case: str) -> None:
    add(worker, case, "second.pdf", PDF)
    assert re.search(r"\d ready<span", worker.get(case).text)


def test_another_file_under_the_same_form_is_not_taken_for_the_first(worker: Visitor, case: str) -> None:
    add(worker, case, "one.pdf", PDF, once="same")
    page = add(worker, case, "one.pdf", PDF + b"%%EOF\n", once="same").text
    assert page.count(">one.pdf</bdi>") == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("", b"", "Choose a file"),
        ("page.html", b"<html>", "is a web page"),
        ("program.pdf", b"MZ\x00\x00", "is of no kind that is kept here"),
        ("note.png", PDF, "does not fit what is in the file"),
        ("big.pdf", PDF + b"x" * (10 * 1024 * 1024) + PDF, "is too large"),
    ],
)
def test_a_file_that_can_t_be_taken_is_told_at_its_field(
    worker: Visitor, case: str, name: str, content: bytes, says: str
) -> None:
    answer = add(worker, case, name, content)
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert says in answer.text


def test_a_file_that_is_far_too_large_is_refused_with_a_page(worker: Visitor, case: str) -> None:
    answer = add(worker, case, "huge.pdf", b"x" * (16 * 1024 * 1024))
    assert answer.status_code == 413
    assert "choose a smaller file" in answer.text


def test_a_form_elsewhere_may_hold_no_file(worker: Visitor, case: str) -> None:
    own = {"csrf": hidden(worker.get(f"{case}/forms").text, "csrf")}
    sent = {"file": ("big.pdf", b"x" * LARGEST_FORM)}
    answer = worker.http.post(f"{worker.address}{case}/closing", data=own, files=sent, timeout=20)
    assert answer.status_code == 413


def test_a_file_is_withdrawn_by_two_people(worker: Visitor, case: str) -> None:
    page = add(worker, case, "wrong.pdf", PDF).text
    path = link(page, "wrong.pdf").replace("/files/", "/take-back/file/")
    assert worker.send(path).status_code == 422
    assert "It waits for a second person" in worker.send(path, reason="A synthetic reason.").text
    manager = Visitor(worker.address)
    manager.sign_in("bolton-team-manager")
    proposal = re.findall(r"/agree/proposal/[0-9a-f-]+", manager.get(case).text)[-1]
    manager.send(f"{case}{proposal}", agree="yes")
    after = worker.get(f"{case}/files").text
    assert "Two people withdrew it" in after
    assert worker.get(link(page, "wrong.pdf")).status_code == 409


def test_another_board_finds_neither_the_files_nor_a_file(worker: Visitor, case: str) -> None:
    path = link(add(worker, case, "ours.pdf", PDF).text, "ours.pdf")
    leeds = Visitor(worker.address)
    leeds.sign_in("leeds-team-manager")
    assert [leeds.get(one).status_code for one in (f"{case}/files", path)] == [404, 404]


def entry(what: str, **facts: str) -> Entry:
    return Entry(datetime(2026, 3, 4, tzinfo=UTC), what, None, "", (), facts)


def test_the_timeline_tells_what_became_of_each_file() -> None:
    added = [entry("attachment-added", attachment=name, scan="waiting") for name in "abcd"]
    later = [
        entry("attachment-scanned", attachment="a", scan="clean"),
        entry("attachment-scanned", attachment="b", scan="infected"),
        entry("attachment-voided", attachment="c"),
    ]
    told = "1 ready, 1 waiting for the virus scanner, 1 refused as infected, 1 withdrawn"
    assert files([*added, *later]) == told
    assert files([]) == "None yet"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform with a virus scanner."""
    with scanner() as at, running(tmp_path_factory.mktemp("scanned"), attachments={"scanner": at}) as address:
        yield address


@pytest.fixture(scope="module")
def unscanned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform whose virus scanner is away."""
    changes = {"attachments": {"scanner": "clamd://127.0.0.1:1"}}
    with running(Path(tmp_path_factory.mktemp("unscanned")), **changes) as address:
        yield address


def begun(address: str) -> tuple[Visitor, str]:
    visitor = Visitor(address)
    visitor.sign_in()
    return visitor, f"/cases/{story(address, 'bolton').begin(('Scanned', 'Example'))['case']}"


def test_an_infected_file_is_refused_and_said_so(scanned: str) -> None:
    visitor, case = begun(scanned)
    answer = add(visitor, case, "bad.pdf", PDF + VIRUS + b"%%EOF\n")
    assert answer.status_code == 422
    assert "is infected, says the virus scanner: it was not taken" in answer.text


def test_a_file_that_waits_for_the_scanner_says_so_and_can_t_be_saved(unscanned: str) -> None:
    visitor, case = begun(unscanned)
    answer = add(visitor, case, "later.pdf", PDF)
    assert "It waits for the virus scanner" in answer.text
    assert "Nobody can open it until the scanner has looked at it" in answer.text
    assert "1 waiting for the virus scanner" in visitor.get(case).text
