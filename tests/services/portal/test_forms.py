"""The board's forms: listed, filled in once, refused in plain words, kept, and agreed to by a second person."""

from __future__ import annotations

import re

import pytest

from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def case(address: str) -> str:
    """The path of a Bolton case."""
    return f"/cases/{story(address, 'bolton').begin(('Forms', 'Example'))['case']}"


@pytest.fixture
def manager(visitor: Visitor) -> Visitor:
    """Another browser, of a Bolton team manager."""
    other = Visitor(visitor.address)
    other.sign_in("bolton-team-manager")
    return other


def test_the_forms_of_the_case_are_listed_with_who_fills_them_in(worker: Visitor, case: str) -> None:
    page = worker.get(f"{case}/forms").text
    assert f'href="{case}/forms/departure"' in page
    assert "for EXIT worker" in page


def test_a_form_asks_each_field_and_an_empty_one_says_what_is_needed(worker: Visitor, case: str) -> None:
    page = worker.send(f"{case}/forms/departure")
    assert page.status_code == 422
    assert re.search(r'govuk-error-summary.*href="#answers\.', page.text, re.DOTALL)


def test_what_was_typed_is_kept_when_something_is_wrong(worker: Visitor, case: str) -> None:
    kind, words, day = asked_with_words_and_a_day(worker, case)
    typed: dict[str, str | list[str]] = {f"{day}-day": "31", f"{day}-month": "2", f"{day}-year": "2026"}
    page = worker.send(f"{case}/forms/{kind}", **typed, **{words: "<b>'Kept' \u202e \U0001d51b</b>"})
    assert page.status_code == 422
    assert f'href="#{day}-day"' in page.text
    assert "&lt;b&gt;&#39;Kept&#39; \u202e \U0001d51b&lt;/b&gt;" in page.text


def test_none_seen_beside_what_was_seen_is_refused_and_both_are_kept(worker: Visitor, case: str) -> None:
    path = f"{case}/forms/child-protection"
    asked = worker.get(path).text
    assert re.search(r'value="none-seen"[^>]* data-behaviour="exclusive"', asked)
    assert 'govuk-checkboxes__divider">or<' in asked
    page = worker.send(path, **{"answers.risks": ["violence", "none-seen"]})
    assert page.status_code == 422
    assert 'href="#answers.risks">Risks: choose “None seen” alone, or the other answers<' in page.text
    assert all(re.search(rf'value="{code}"[^>]* checked', page.text) for code in ("violence", "none-seen"))


def test_wording_is_suggested_and_nothing_is_kept_by_it(worker: Visitor, case: str) -> None:
    form = worker.get(f"{case}/forms/exploitation").text
    name = re.findall(r'<textarea[^>]* name="(answers\.[a-z-]+)"', form)[0]
    page = worker.send(f"{case}/forms/exploitation", do="wording", **{name: "A synthetic sentence: lifestyle choice."})
    assert page.status_code == 200
    assert "lifestyle choice" in page.text
    assert "You may keep your words" in page.text
    kept = person(worker.address, "bolton-social-worker").get("referral", f"{case}/records")["records"]
    assert "exploitation" not in [record["kind"] for record in kept]


def test_a_form_that_needs_a_second_person_waits_and_counts_once_they_agree(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    typed = filled(worker, case, "departure")
    kept = worker.send(f"{case}/forms/departure", **typed)
    assert "It waits for a second person" in kept.text
    [agree] = set(re.findall(rf'href="({case}/agree/record/[^"]+)"', kept.text))
    assert "nobody authorises their own record" in worker.send(agree, agree="yes").text.lower()
    assert "Do you agree? Answer this" in manager.send(agree).text
    done = manager.send(agree, agree="yes")
    assert done.status_code == 200
    assert "agreed" in done.text
    assert "This has been answered" in worker.get(agree).text


def test_a_form_sent_twice_is_kept_once(worker: Visitor, case: str) -> None:
    path, typed = f"{case}/forms/manager-consulted", filled(worker, case, "manager-consulted")
    page = worker.get(path).text
    own = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("csrf", "once")}
    answers = [worker.http.post(worker.address + path, data={**own, **typed}, timeout=20) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    kept = person(worker.address, "bolton-social-worker").get("referral", f"{case}/records")["records"]
    assert [record["kind"] for record in kept].count("manager-consulted") == 1


def test_a_record_names_the_concern_that_it_is_about(worker: Visitor, case: str) -> None:
    person_ = person(worker.address, "bolton-social-worker")
    concern = person_.get("referral", case)["concerns"][0]["id"]
    path = f"{case}/forms/manager-consulted"
    assert f'<option value="{concern}" selected>The concern of' in worker.get(f"{path}?about={concern}").text
    kept = worker.send(path, **filled(worker, case, "manager-consulted"), about=concern)
    assert "About: The concern of" in kept.text
    assert concern in [record["about"] for record in person_.get("referral", f"{case}/records")["records"]]
    assert "Choose from the list" in worker.send(path, about="0190a5a0-0000-7000-8000-000000000000").text


def test_a_form_leads_back_to_the_page_that_asked_for_it_and_nowhere_else(worker: Visitor, case: str) -> None:
    path, typed = f"{case}/forms/manager-consulted", filled(worker, case, "manager-consulted")
    asked = f"{path}?then={case}/closing"
    assert f'href="{case}/closing">Go back without it' in worker.get(asked).text
    kept = worker.send(asked, **typed)
    assert kept.url == f"{worker.address}{case}/closing"
    assert "kept." in kept.text
    elsewhere = worker.send(f"{path}?then=https://elsewhere.example/", **typed)
    assert elsewhere.url == f"{worker.address}{case}/forms"


def test_a_form_that_the_board_does_not_have_is_not_found(worker: Visitor, case: str) -> None:
    assert worker.get(f"{case}/forms/nothing").status_code == 404


def test_a_form_of_a_case_of_another_board_is_not_found(visitor: Visitor, case: str) -> None:
    visitor.sign_in("leeds-social-worker")
    assert visitor.get(f"{case}/forms").status_code == 404
    assert visitor.get(f"{case}/forms/departure").status_code == 404


def filled(worker: Visitor, case: str, kind: str) -> dict[str, str | list[str]]:
    """Every question of a form answered: the first choice, a day that has passed, some words."""
    forms = person(worker.address, "bolton-social-worker").get("referral", f"{case}/forms")["forms"]
    typed: dict[str, str | list[str]] = {}
    for field in next(form for form in forms if form["id"] == kind)["fields"]:
        name = f"answers.{field['code']}"
        if field["answered"] in ("day", "moment"):
            typed |= {f"{name}-day": "1", f"{name}-month": "3", f"{name}-year": "2026"}
            typed |= {f"{name}-time": "9:30"} if field["answered"] == "moment" else {}
        elif field["answered"] == "yes-no":
            typed[name] = "yes"
        elif field["choices"]:
            typed[name] = field["choices"][0]
        elif field["answered"] == "words":
            typed[name] = "A synthetic answer."
    return typed


def asked_with_words_and_a_day(worker: Visitor, case: str) -> tuple[str, str, str]:
    """A form that asks for both, and the names of the two fields."""
    for form in person(worker.address, "bolton-social-worker").get("referral", f"{case}/forms")["forms"]:
        fields = {field["answered"]: f"answers.{field['code']}" for field in form["fields"]}
        if {"words", "day"} <= fields.keys():
            return form["id"], fields["words"], fields["day"]
    raise AssertionError("no form of this board asks for both")
