"""A child's wrong name or NHS number is put right by its page, and the case says how the child was recorded before."""

from __future__ import annotations

import re

import pytest

from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

WHY = "Her synthetic passport says so."


def typed(page: str) -> dict[str, str]:
    """What stands in the form, with its version."""
    found = re.findall(r'<input[^>]* name="(given_name|family_name|nhs_number|version)"[^>]*>', page)
    values = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page) for name in found}
    return {name: value[1] if value else "" for name, value in values.items()}


@pytest.fixture
def case(address: str) -> str:
    raised = story(address, "bolton").begin(("Katrin", "Misspelt"))
    return f"/cases/{raised['case']}"


def test_a_wrong_name_is_put_right_and_the_case_shows_both(worker: Visitor, case: str) -> None:
    path = f"{case}/identity"
    assert f'href="{path}"' in worker.get(case).text
    page = worker.get(path).text
    assert "the child is still found by it" in page
    assert typed(page) == {"given_name": "Katrin", "family_name": "Misspelt", "nhs_number": "", "version": "0"}
    lacking = worker.send(path, **typed(page) | {"given_name": "Dorothea", "nhs_number": "999 000 0018"})
    assert lacking.status_code == 422
    assert "There is a problem" in lacking.text
    assert typed(lacking.text)["given_name"] == "Dorothea"
    done = worker.send(path, **typed(lacking.text), reason=WHY).text
    assert "Put right. What stood there is kept" in done
    assert "<bdi>Dorothea Misspelt</bdi></h1>" in done
    also = done.partition("Also recorded as")[2]
    assert "<bdi>Katrin Misspelt</bdi>, until" in also
    assert WHY in also
    found = worker.send(f"{case}/siblings", do="look", given_name="Katrin", family_name="Misspelt").text
    assert "Nobody on record is like this child" in found  # but the child of this case


def test_a_number_whose_last_digit_does_not_check_is_refused_at_its_field(worker: Visitor, case: str) -> None:
    path = f"{case}/identity"
    for number, says in (("9990000019", "its last digit does not fit the others"), ("999", "must be 10 digits")):
        page = worker.send(path, **typed(worker.get(path).text) | {"nhs_number": number}, reason=WHY)
        assert page.status_code == 422
        assert 'href="#nhs_number">' in page.text
        assert says in page.text
        assert typed(page.text)["nhs_number"] == number


def test_who_is_late_reads_what_somebody_else_has_put_there(worker: Visitor, case: str) -> None:
    path = f"{case}/identity"
    early = typed(worker.get(path).text)
    worker.send(path, **early | {"family_name": "Rightly"}, reason=WHY)
    late = worker.send(path, **early | {"family_name": "Otherwise"}, reason=WHY)
    assert late.status_code == 409
    assert "Somebody changed this since you opened it" in late.text
    assert 'Somebody else has meanwhile:</strong> <span class="app-typed">Rightly' in late.text
    assert (typed(late.text)["family_name"], typed(late.text)["version"]) == ("Otherwise", "1")


def test_a_search_by_the_former_name_says_why(worker: Visitor, address: str, case: str) -> None:
    page = typed(worker.get(f"{case}/identity").text)
    worker.send(f"{case}/identity", **page | {"given_name": "Theodora", "family_name": "Refound"}, reason=WHY)
    other = story(address, "bolton").begin(("Somebody", "Else"))["case"]
    found = worker.send(f"/cases/{other}/siblings", do="look", given_name="Katrin", family_name="Misspelt").text
    assert "Theodora Refound" in found
    assert "the name stood in the record before it was put right" in found
    child = re.findall(r'value="([0-9a-f-]{36})"[^>]*>\s*<label[^>]*>[^<]*Theodora Refound', found)[0]
    beside = worker.get(f"/cases/{other}/same-child/{child}").text
    assert "<bdi>Katrin Misspelt</bdi>, until" in beside.partition("Also recorded as")[2]
