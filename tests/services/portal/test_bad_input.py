"""Whatever is typed in whatever form: no defect, an error summary where it can't be taken, and nothing is lost.

The forms are found by following the portal's links and on each page of the browser's tour, so that a new one is looked
at too: no address that takes a form is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
import requests
from flask import Flask

from commonward.cli.story import Caller
from tests.services.portal.before_forms import LEVELS, Before, found_by_links, found_on_the_tour
from tests.services.portal.crawling import TEXT, Form, Reader
from tests.services.portal.inputs import again, bad, two_ticked, well
from tests.services.portal.panel_board import board_settings, installed
from tests.services.portal.place import Visitor, both_boards, running

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(600)]
TOUR = "tour"
FEWEST = 25
TAKEN, REFUSED = (200,), (400, 403, 404, 409, 413, 422)
GONE = 404
"""What the form was about has ended since: there is no form any more to say it in, only a page."""
FOR_PROGRAMS = re.compile(
    r"(String|Input|Value|List|Tuple|Data) (should|error)|Field required|Extra inputs|valid (UUID|string|integer|date)"
    r"|match pattern|ISO 8601|\b(NAT|BOL|LDS)-\d[\w.]*\.[a-z]|, (must|should)\)|\b[a-z]+_[a-z]+\b|\d{4}-\d\d-\d\d"
)
"""What services say to programs: pydantic's words, ids of rules, names of fields, days as machines write them."""
NO_FORMS = {"entrance.leave", "entrance.told"}
"""The button of every page, and what no person sends: they have tests of their own."""
SHUTS_OUT = "/do/interest"
"""After it whoever sent it finds the case no more, nor any other form about it."""
SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)


@pytest.fixture(scope="module", params=(*LEVELS, TOUR))
def forms(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Before]]:
    """Every form, each with something to be filled in or pressed: by the links of each board, then on the tour."""
    if request.param != TOUR:
        yield found_by_links(request.getfixturevalue("own_address"), request.param)
        return
    folder = tmp_path_factory.mktemp("tour")
    with (
        installed(folder / "plugins"),
        running(folder / "data", authorities=both_boards() | board_settings()) as address,
    ):
        yield found_on_the_tour(address)


def send(visitor: Visitor, form: Form, typed: dict[str, list[str]]) -> requests.Response:
    return visitor.http.post(visitor.address + form.path, data=typed, timeout=30)


def faults(form: Form, what: str, typed: dict[str, list[str]], answer: requests.Response) -> list[str]:
    """What is wrong with how the form was answered."""
    told = f"{form.path}, {what}: {answer.status_code}"
    if answer.status_code not in (*TAKEN, *REFUSED):
        return [told]
    found = [f"{told}: a script"] if "<script>alert" in answer.text else []
    if answer.status_code in TAKEN:
        return found
    if "There is a problem" not in answer.text and answer.status_code != GONE:
        return [*found, f"{told}: no error summary"]
    said = unescape(" ".join(re.sub(r"<[^>]*>", " ", part) for part in SUMMARY.findall(answer.text)))
    found += [f"{told}: “{words[0]}”, in: {said.strip()}" for words in FOR_PROGRAMS.finditer(said)]
    page = unescape(answer.text).replace("\r\n", "\n")
    texts = {name: values for name, values in typed.items() if name in form.fields and form.fields[name][0] in TEXT}
    return [*found, *(f"{told}: {name} is lost" for name, [text] in texts.items() if text not in page)]


def test_each_address_that_takes_a_form_is_tried(
    forms: list[Before], app: Flask, request: pytest.FixtureRequest
) -> None:
    if TOUR not in request.node.name:
        assert len(forms) >= FEWEST, [before.form.path for before in forms]
        return
    known = app.url_map.bind("")
    tried = {known.match(before.form.path.partition("?")[0], "POST")[0] for before in forms}
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert there - tried - NO_FORMS == set()


def test_no_input_is_a_defect_and_none_is_lost(forms: list[Before]) -> None:
    inputs = [(each, what, typed) for each in forms for what, typed in bad(each.form)]
    told = [
        fault
        for each, what, typed in inputs
        for fault in faults(each.form, what, typed, send(each.visitor, each.form, typed))
    ]
    assert told == [], "\n".join(told)


def test_two_answers_where_one_is_asked_for_are_never_taken(forms: list[Before]) -> None:
    wrong = {}
    for form, visitor in ((each.form, each.visitor) for each in forms):
        if typed := two_ticked(form):
            answer = send(visitor, form, {**form.own, **typed})
            if answer.status_code not in (403, GONE, 409) and "choose one answer only" not in answer.text.lower():
                wrong[form.path] = answer.status_code
    assert wrong == {}


def at_once(visitor: Visitor, form: Form, typed: dict[str, list[str]]) -> list[requests.Response]:
    """The button pressed twice before the first answer is there."""
    twice = [Visitor(visitor.address), Visitor(visitor.address)]
    for each in twice:
        each.http.cookies.update(visitor.http.cookies)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda each: send(each, form, typed), twice))


def kept_of(caller: Caller, form: Form) -> list[int]:
    """How much is kept of the case that the form is about."""
    if (named := re.match(r"/cases/([0-9a-f-]{36})/", form.path)) is None:
        return []
    page = caller.get("referral", f"/cases/{named[1]}")
    records = caller.get("referral", f"/cases/{named[1]}/records")["records"]
    return [len(page["decisions"]), len(page["waiting"]), len(records)]


def test_a_button_that_is_pressed_twice_does_one_thing_once(forms: list[Before]) -> None:
    wrong = []
    for form, visitor, caller in _but_what_shuts_out(forms):
        before = kept_of(caller, form)
        answers = at_once(visitor, form, well(form))
        more = sum(kept_of(caller, form)) - sum(before)
        if {answer.status_code for answer in answers} - {*TAKEN, *REFUSED} or more > 1:
            wrong.append(f"{form.path}: {[answer.status_code for answer in answers]}, {more} more")
    assert wrong == []


def test_an_old_page_that_is_sent_again_is_no_defect_and_loses_nothing(forms: list[Before]) -> None:
    told = []
    for form, visitor, _ in _but_what_shuts_out(forms):
        typed = again(form)
        told += faults(form, "again", typed, send(visitor, form, typed))
    assert told == [], "\n".join(told)


def _but_what_shuts_out(forms: list[Before]) -> Iterator[tuple[Form, Visitor, Caller]]:
    yield from ((it.form, it.visitor, it.caller) for it in forms if not it.form.path.endswith(SHUTS_OUT))


def test_a_session_that_has_ended_loses_nothing_of_any_form(forms: list[Before]) -> None:
    lost = []
    for form, visitor in ((each.form, each.visitor) for each in forms):
        inputs = dict(bad(form))
        typed = {name: it for name, it in inputs.get("turned", inputs["empty"]).items() if name != "csrf"}
        answer = send(Visitor(visitor.address), form, typed)
        kept = [it for it in Reader(form.path, answer.text).forms if it.path == form.path]
        same = kept and {name: it[1] for name, it in kept[0].fields.items() if name != "csrf"} == typed
        if answer.status_code != 401 or not same:
            lost.append(form.path)
    assert lost == []
