"""Whatever is typed in whatever form: no defect, an error summary where it can't be taken, and nothing is lost.

The forms are found by following the portal's links, so that a new one is looked at too.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
import requests

from commonward.cli.story import Caller
from tests.services.portal.crawling import TEXT, Form, Reader, crawl
from tests.services.portal.inputs import again, bad, two_ticked, well
from tests.services.portal.place import Visitor, person, story

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(420)]
LEVELS = {"bolton": "significant-harm", "leeds": "high"}
FEWEST = 25
TAKEN, REFUSED = (200,), (400, 403, 409, 413, 422)
FOR_PROGRAMS = re.compile(
    r"(String|Input|Value|List|Tuple|Data) (should|error)|Field required|Extra inputs|valid (UUID|string|integer|date)"
    r"|match pattern|ISO 8601|\b(NAT|BOL|LDS)-\d[\w.]*\.[a-z]|, (must|should)\)|\b[a-z]+_[a-z]+\b|\d{4}-\d\d-\d\d"
)
"""What services say to programs: pydantic's words, ids of rules, names of fields, days as machines write them."""
SHUTS_OUT = "/do/interest"
"""After it whoever sent it finds the case no more, nor any other form about it."""
SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)


@pytest.fixture(scope="module", params=LEVELS)
def board(request: pytest.FixtureRequest) -> str:
    """Each board in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def manager(address: str, board: str) -> Visitor:
    """Somebody who may open every form."""
    visitor = Visitor(address)
    visitor.sign_in(f"{board}-team-manager")
    return visitor


@pytest.fixture(scope="module")
def forms(address: str, manager: Visitor, board: str) -> list[Form]:
    """Every form of the portal that a manager comes to, each with something to be filled in."""
    played, caller = story(address, board), person(address, f"{board}-team-manager")
    first, second = (str(played.begin(("Bad", name))["case"]) for name in ("Input", "Further"))
    played.assess(second, LEVELS[board])
    played.meet(second)
    for kind in caller.get("meetings", "/meetings", case=first)["may_call"][:1]:
        caller.post("meetings", f"/cases/{first}/meetings", {"kind": kind})
    draft = manager.begin()
    manager.post(f"{draft}/child", manager.fill("child"))
    starts = (f"/cases/{first}", draft, f"/cases/{second}", f"/cases/{second}/meetings", "/raise", "/")
    return list(crawl(manager, starts))


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
    if "There is a problem" not in answer.text:
        return [*found, f"{told}: no error summary"]
    said = unescape(" ".join(re.sub(r"<[^>]*>", " ", part) for part in SUMMARY.findall(answer.text)))
    found += [f"{told}: “{words[0]}”, in: {said.strip()}" for words in FOR_PROGRAMS.finditer(said)]
    page = unescape(answer.text).replace("\r\n", "\n")
    texts = {name: values for name, values in typed.items() if form.fields[name][0] in TEXT}
    return [*found, *(f"{told}: {name} is lost" for name, [text] in texts.items() if text not in page)]


def test_no_input_is_a_defect_and_none_is_lost(manager: Visitor, forms: list[Form]) -> None:
    assert len(forms) >= FEWEST, [form.path for form in forms]
    inputs = [(form, what, typed) for form in forms for what, typed in bad(form)]
    told = [fault for form, what, typed in inputs for fault in faults(form, what, typed, send(manager, form, typed))]
    assert told == [], "\n".join(told)


def test_two_answers_where_one_is_asked_for_are_never_taken(manager: Visitor, forms: list[Form]) -> None:
    wrong = {}
    for form in forms:
        if typed := two_ticked(form):
            answer = send(manager, form, {**form.own, **typed})
            if answer.status_code not in (403, 409) and "choose one answer only" not in answer.text.lower():
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


def test_a_button_that_is_pressed_twice_does_one_thing_once(
    manager: Visitor, forms: list[Form], address: str, board: str
) -> None:
    caller, wrong = person(address, f"{board}-team-manager"), []
    for form in (form for form in forms if not form.path.endswith(SHUTS_OUT)):
        before = kept_of(caller, form)
        answers = at_once(manager, form, well(form))
        more = sum(kept_of(caller, form)) - sum(before)
        if {answer.status_code for answer in answers} - {*TAKEN, *REFUSED} or more > 1:
            wrong.append(f"{form.path}: {[answer.status_code for answer in answers]}, {more} more")
    assert wrong == []


def test_an_old_page_that_is_sent_again_is_no_defect_and_loses_nothing(manager: Visitor, forms: list[Form]) -> None:
    inputs = [(form, again(form)) for form in forms if not form.path.endswith(SHUTS_OUT)]
    told = [fault for form, typed in inputs for fault in faults(form, "again", typed, send(manager, form, typed))]
    assert told == [], "\n".join(told)


def test_a_session_that_has_ended_loses_nothing_of_any_form(forms: list[Form], address: str) -> None:
    stranger, lost = Visitor(address), []
    for form in forms:
        inputs = dict(bad(form))
        typed = {name: it for name, it in inputs.get("turned", inputs["empty"]).items() if name != "csrf"}
        answer = send(stranger, form, typed)
        kept = [it for it in Reader(form.path, answer.text).forms if it.path == form.path]
        same = kept and {name: it[1] for name, it in kept[0].fields.items() if name != "csrf"} == typed
        if answer.status_code != 401 or not same:
            lost.append(form.path)
    assert lost == []
