"""Restricting a case, break-glass, cover while away, by the pages."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.services.portal.place import Visitor, hidden, story

pytestmark = pytest.mark.thorough


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


@pytest.fixture
def manager(address: str) -> Visitor:
    return signed_in(address, "bolton-team-manager")


def begun(address: str, name: str, board: str = "bolton") -> dict[str, str]:
    raised: dict[str, str] = story(address, board).begin((name, "Example"))
    return raised


def test_a_restricted_case_is_not_there_for_others_until_the_glass_is_broken(address: str, manager: Visitor) -> None:
    raised = begun(address, "Restricted")
    path = f"/cases/{raised['case']}"
    specialist = signed_in(address, "bolton-exit-worker")
    assert specialist.until(path, raised["reference"])
    answer = manager.send(f"{path}/do/restriction", code="known-person", reason="A synthetic reason.")
    assert "Restricted." in answer.text
    for _ in range(100):
        if specialist.get(path).status_code == 404:
            break
    assert specialist.get(path).status_code == 404
    assert raised["reference"] not in specialist.get("/cases").text
    opened = specialist.send(
        "/break-glass", reference=raised["reference"], code="child-at-risk-now", reason="A synthetic reason."
    )
    assert "Open to you until" in opened.text
    assert raised["reference"] in manager.get("/break-glass").text
    assert 'href="/break-glass"' in manager.get("/").text
    assert 'href="/break-glass"' not in specialist.get("/").text
    log = manager.get(f"{path}/access").text.partition('id="steps"')[2]
    assert "opened it by break-glass, until " in log
    assert "A child is at risk now: <" in log


def test_break_glass_that_is_sent_twice_leads_to_the_case_both_times(address: str, manager: Visitor) -> None:
    raised = begun(address, "Twice")
    manager.send(f"/cases/{raised['case']}/do/restriction", code="known-person", reason="A synthetic reason.")
    specialist = signed_in(address, "bolton-exit-worker")
    page, typed = specialist.get("/break-glass").text, {"reference": raised["reference"], "code": "other"}
    body = {name: hidden(page, name) for name in ("csrf", "once")} | typed | {"reason": "A synthetic reason."}
    ways = [specialist.post("/break-glass", body).url for _ in range(2)]
    assert ways == [f"{address}/cases/{raised['case']}"] * 2
    assert "Emergency access: Other" in specialist.get(f"/cases/{raised['case']}").text


def test_a_conflict_of_interest_of_ones_own_is_declared_and_leads_home(address: str, manager: Visitor) -> None:
    path = f"/cases/{begun(address, 'Interest')['case']}"
    worker = signed_in(address, "bolton-social-worker")
    warned = unescape(worker.get(f"{path}/do/interest").text)
    assert "gone from your pages at once" in warned
    assert "(team-manager@bolton.example)" in warned.partition("Who can let you in")[2].partition("</p>")[0]
    done = worker.send(f"{path}/do/interest", code="relative", reason="A synthetic reason.")
    assert (done.status_code, done.url) == (200, f"{address}/")
    assert "You no longer see the case" in done.text
    assert worker.get(path).status_code == 404
    assert "Let somebody in again" in manager.get(path).text


def test_a_reference_that_opens_nothing_is_told_at_its_field(address: str) -> None:
    specialist = signed_in(address, "bolton-exit-worker")
    answer = specialist.send("/break-glass", reference="BOL-2026-ZZZZZZ", code="other", reason="A synthetic reason.")
    assert answer.status_code in (404, 422)
    assert "A synthetic reason." in answer.text


def test_somebody_with_a_conflict_of_interest_is_kept_out(address: str, manager: Visitor) -> None:
    raised = begun(address, "Blocked")
    path = f"/cases/{raised['case']}"
    specialist = signed_in(address, "bolton-exit-worker")
    specialist.until(path, raised["reference"])
    form = manager.get(f"{path}/do/block").text
    assert "The directory names nobody else" in form, "the manager who asks is the only one"
    person = form.partition("exit-worker@bolton.example")[0].rpartition('value="')[2].partition('"')[0]
    answer = manager.send(f"{path}/do/block", person=person, code="relative", reason="A synthetic reason.")
    assert "They no longer see the case." in answer.text
    assert specialist.get(path).status_code == 404


def when(name: str, year: int) -> dict[str, str]:
    return {f"{name}-day": "1", f"{name}-month": "3", f"{name}-year": str(year), f"{name}-time": "9:00"}


def test_cover_is_arranged_shown_and_ended(address: str) -> None:
    worker = signed_in(address, "bolton-social-worker")
    form = worker.get("/cover").text
    cover = form.partition("exit-worker@bolton.example")[0].rpartition('value="')[2].partition('"')[0]
    page = worker.send("/cover", cover=cover, **when("since", 2027), **when("until", 2028)).text
    assert "stands in for" in page
    again = worker.send("/cover", cover=cover, **when("since", 2027), **when("until", 2028))
    assert again.status_code == 422
    assert "Who stands in? Stands in already from 1 March 2027 at 9:00am until 1 March 2028 at 9:00am" in again.text
    assert again.text.count("stands in for") == page.count("stands in for")
    ending = page.partition('action="/cover/')[2].partition('"')[0]
    done = worker.post(f"/cover/{ending}", {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0]})
    assert "Ended." in done.text


def test_no_cover_begins_in_a_year_that_was_mistyped(address: str) -> None:
    worker = signed_in(address, "bolton-social-worker")
    cover = worker.get("/cover").text.partition("exit-worker@bolton.example")[0].rpartition('value="')[2]
    typed = {"cover": cover.partition('"')[0], **when("since", 2126), **when("until", 2127)}
    page = worker.send("/cover", **typed)
    assert page.status_code == 422
    assert "From when? This is more than 2 years ahead" in page.text


def log(page: str) -> list[tuple[str, ...]]:
    """The rows of an access log: when, who, what and because."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")]
    return [tuple(re.sub(r"<[^>]+>", "", cell) for cell in row) for row in cells if row]


def test_the_access_log_says_in_plain_words_what_was_done_and_why(address: str, manager: Visitor) -> None:
    path = f"/cases/{begun(address, 'Logged')['case']}"
    signed_in(address, "bolton-social-worker").get(path)
    rows = log(manager.get(f"{path}/access").text)
    assert any(what.startswith("Opened the case ") and "allocated to them" in why for _, _, what, why in rows)
    assert all(". " not in what and ".read" not in what for _, _, what, _ in rows)


def test_the_access_log_is_newest_first_over_all_services_and_pages(address: str, manager: Visitor) -> None:
    path = f"/cases/{begun(address, 'Paged')['case']}"
    for _ in range(14):
        manager.get(path)
    page, seen = manager.get(f"{path}/access").text, list[tuple[str, ...]]()
    times = list[str]()
    while True:
        seen += log(page)
        times += re.findall(r'<time datetime="([^"]+)"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        if older is None:
            break
        page = manager.get(unescape(older[1])).text
    assert len(seen) == len(times) > 50
    assert times == sorted(times, reverse=True)
