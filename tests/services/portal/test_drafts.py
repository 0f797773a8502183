"""Whatever form is half-written waits for its writer: in the work list, and where it stands."""

from __future__ import annotations

from html import unescape

import pytest

from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def case(address: str) -> str:
    """A case of Bolton's."""
    return str(story(address, "bolton").begin(("Half", "Written"))["case"])


def test_a_form_is_kept_offered_again_and_gone_once_it_is_sent(worker: Visitor, case: str) -> None:
    path = f"/cases/{case}/forms/concerns-addressed"
    words = "<script>O'Example</script> \u05d0\u05d1 \U0001d51b"
    field = next(part for part in worker.get(path).text.split('name="') if "</textarea>" in part).partition('"')[0]
    left = worker.send(path, **{field: words, "do": "later"})
    assert "Your draft is kept until" in left.text
    assert f'href="{path}"' in left.text
    page = worker.get(path).text
    assert "This is your draft of" in page
    assert words in unescape(page)
    assert "<script>O" not in page
    assert "thrown away" in worker.send(path, do="discard").text
    assert "This is your draft of" not in worker.get(path).text


def test_a_draft_is_not_offered_to_anybody_else(worker: Visitor, case: str) -> None:
    path = f"/cases/{case}/forms/concerns-addressed"
    worker.send(path, do="later")
    other = Visitor(worker.address)
    other.sign_in("bolton-team-manager")
    assert "This is your draft of" not in other.get(path).text
    assert path not in other.get("/").text


def test_the_script_may_save_a_meeting_and_its_rows_come_back(worker: Visitor, case: str) -> None:
    manager = person(worker.address, "bolton-team-manager")
    meeting = manager.post("meetings", f"/cases/{case}/meetings", {"kind": "strategy-meeting"})["id"]
    path = f"/meeting/{meeting}"
    saved = worker.send(path, step="convening", rows="2", **{"planned_for-day": "32", "do": "autosave"})
    assert saved.status_code == 204
    page = worker.get(path).text
    assert 'value="32"' in page
    assert "This is your draft of" in page
    assert f'href="{path}"' in worker.get("/").text


def test_each_draft_is_called_by_what_it_is_and_a_concern_by_its_child(worker: Visitor, case: str) -> None:
    draft = worker.begin()
    worker.post(f"{draft}/child", worker.fill("child", given_name="Siân", family_name="O'Half"))
    worker.send(f"/cases/{case}/decisions/exit-only", reason="A synthetic reason.", do="later")
    page = unescape(worker.get("/").text)
    assert "A concern: <bdi>Siân O'Half</bdi>" in page
    assert "EXIT" in page.split(f'href="/cases/{case}/decisions/exit-only">')[1].partition("<")[0]
    assert "A decision<" not in page
