"""The form over real HTTP: kept, sent once, refused in plain words."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from tests.services.portal.place import Visitor


def cases_of(worker: Visitor, name: str) -> int:
    return len(re.findall(rf"<bdi>Synthetic {name}</bdi>", worker.get("/cases").text))


def test_a_faulty_form_says_so_at_the_field_and_keeps_what_was_typed(worker: Visitor) -> None:
    page = worker.raise_concern(account="", family_name="<b>'Kept\u202e' \U0001d51b</b>")
    assert page.status_code == 422
    assert 'href="#account"' in page.text
    assert "&lt;b&gt;&#39;Kept\u202e&#39; \U0001d51b&lt;/b&gt;" in page.text


def test_what_the_service_finds_wrong_stands_at_the_field(worker: Visitor) -> None:
    page = worker.raise_concern(**{"happened_on-year": "2999"})
    assert page.status_code == 422
    assert "The date that it happened is in the future" in page.text
    assert 'href="#happened_on-day"' in page.text


def test_a_form_sent_again_leads_to_the_same_case_and_opens_no_other(worker: Visitor) -> None:
    form = worker.fill(family_name="Sent-Again", **{"born-day": "", "born-month": "", "born-year": ""})
    first, second = worker.post("/raise", form), worker.post("/raise", form)
    assert first.url == second.url
    assert cases_of(worker, "Sent-Again") == 1


def test_a_double_click_raises_one_concern(worker: Visitor) -> None:
    form = worker.fill(family_name="Double-Click", **{"born-day": "", "born-month": "", "born-year": ""})
    twins = [Visitor(worker.address) for _ in range(4)]
    for twin in twins:
        twin.http.cookies.update(worker.http.cookies)
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda twin: twin.post("/raise", form).url, twins))
    assert len(set(answers)) == 1
    assert cases_of(worker, "Double-Click") == 1


def test_a_form_that_was_changed_and_sent_again_is_a_new_concern(worker: Visitor) -> None:
    form = worker.fill(family_name="First-Child")
    first = worker.post("/raise", form).url
    assert worker.post("/raise", {**form, "family_name": "Second-Child"}).url != first


def test_a_role_that_may_not_raise_is_told_so_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.sign_in("bolton-reviewing-officer")
    page = visitor.raise_concern(family_name="Typed")
    assert page.status_code == 403
    assert "Your role does not allow you to raise a concern" in page.text
    assert 'value="Typed"' in page.text
