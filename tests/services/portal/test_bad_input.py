"""Whatever is typed in whatever form: no defect, an error summary where it can't be taken, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import pytest
import requests

from tests.services.portal.place import Visitor, person, story

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
TURNED = "\u202e\u05d0\u05d1\u05d2 \U0001d51b\U0001f600\u202c"
APOSTROPHE = "Siân O'Example-d'Arc"
TEXTS = {"script": SCRIPT, "turned": TURNED, "apostrophe": APOSTROPHE, "too-long": "x" * 5000}
DAYS = {"wrong-day": ("31", "2", "2026"), "day-to-come": ("1", "1", "2999"), "no-day": ("first", "-1", "٢٠٢٦")}
OURS = ("csrf", "once", "version", "step", "rows")


@dataclass
class Fields(HTMLParser):
    """The fields of a page's one form: each name with its kind and the values that it offers."""

    found: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    inside: bool = False
    picking: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") != "/logout"
        name = given.get("name") or ""
        if self.inside and tag == "option" and self.picking:
            self.found[self.picking][1].append(given.get("value") or "")
        if not self.inside or not name or tag not in ("input", "textarea", "select"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        self.picking = name if tag == "select" else ""
        self.found.setdefault(name, (str(kind), []))[1].append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def fields(page: str) -> dict[str, tuple[str, list[str]]]:
    parser = Fields()
    parser.feed(page)
    return parser.found


@pytest.fixture(scope="module")
def forms(address: str) -> dict[str, str]:
    """Where each form of the portal stands, with something to be filled in."""
    bolton = story(address, "bolton")
    case = str(bolton.begin(("Bad", "Input"))["case"])
    manager, worker = person(address, "bolton-team-manager"), Visitor(address)
    worker.sign_in("bolton-team-manager")
    draft = worker.begin()
    worker.post(f"{draft}/child", worker.fill("child"))
    meeting = manager.post("meetings", f"/cases/{case}/meetings", {"kind": "strategy-meeting"})["id"]
    assessment = manager.get("risk", "/assessments", case=case)["assessments"][0]["id"]
    return {
        "the first answer": "/raise",
        **{page: f"{draft}/{page}" for page in ("danger", "child", "match", "event", "harm", "care")},
        "a board's form": f"/cases/{case}/forms/concerns-addressed",
        "a form with times": f"/cases/{case}/forms/emergency-contacts",
        "asking for an assessment": f"/cases/{case}/assessments",
        "an assessment": f"/assessments/{assessment}",
        "a judgement": f"/assessments/{assessment}/judgement",
        "decisions": f"/cases/{case}/decisions/lower-level-result",
        "closing": f"/cases/{case}/closing",
        "calling a meeting": f"/cases/{case}/meetings",
        "convening": f"/meeting/{meeting}",
    }


NAMES = (
    "the first answer",
    "danger",
    "child",
    "match",
    "event",
    "harm",
    "care",
    "a board's form",
    "a form with times",
    "asking for an assessment",
    "an assessment",
    "a judgement",
    "decisions",
    "closing",
    "calling a meeting",
    "convening",
)


@pytest.fixture(scope="module")
def manager(address: str) -> Visitor:
    """Somebody who may open every form."""
    visitor = Visitor(address)
    visitor.sign_in("bolton-team-manager")
    return visitor


def bad(found: dict[str, tuple[str, list[str]]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """What might be typed in a form, each with its name; the rest is left empty."""
    own = {name: values[:1] for name, (_, values) in found.items() if name in OURS}
    yield "empty", own
    texts = [name for name, (kind, _) in found.items() if kind in ("text", "textarea") and not _of_a_day(name)]
    for name, text in TEXTS.items():
        if texts:
            yield name, {**own, **{key: [text] for key in texts}}
    days = sorted({name.rpartition("-")[0] for name in found if _of_a_day(name)})
    for name, parts in DAYS.items():
        typed = {f"{day}-{part}": [value] for day in days for part, value in zip(_DAY, parts, strict=True)}
        if typed:
            yield name, {**own, **typed}
    ticked = {name: values[:2] for name, (kind, values) in found.items() if kind == "radio" and len(values) > 1}
    if ticked:
        yield "two-ticked", {**own, **ticked}
    chosen = {name: ["nowhere"] for name, (kind, _) in found.items() if kind in ("select", "radio", "checkbox")}
    if chosen:
        yield "none-of-the-list", {**own, **chosen}


_DAY = ("day", "month", "year")


def _of_a_day(name: str) -> bool:
    return name.rpartition("-")[2] in (*_DAY, "time")


def send(visitor: Visitor, path: str, typed: dict[str, list[str]]) -> requests.Response:
    return visitor.http.post(visitor.address + path, data=typed, timeout=30)


@pytest.mark.parametrize("name", NAMES)
def test_no_input_is_a_defect_and_none_is_lost(manager: Visitor, forms: dict[str, str], name: str) -> None:
    path = forms[name]
    found = fields(manager.get(path).text)
    assert set(found) - set(OURS), f"{path} has no form"
    for what, typed in bad(found):
        answer = send(manager, path, typed)
        told = f"{name}, {what}: {answer.status_code}"
        assert answer.status_code in (200, 403, 409, 422), told
        assert "<script>alert" not in answer.text, told
        if answer.status_code == 200:
            continue
        assert "There is a problem" in answer.text, told
        kept = unescape(answer.text)
        for key, values in typed.items():
            if key not in OURS and found[key][0] in ("text", "textarea"):
                assert values[0] in kept, f"{told}: {key} is lost"


@pytest.mark.parametrize("name", NAMES)
def test_two_answers_where_one_is_asked_for_are_never_taken(manager: Visitor, forms: dict[str, str], name: str) -> None:
    path = forms[name]
    found = fields(manager.get(path).text)
    inputs = dict(bad(found))
    if "two-ticked" in inputs:
        answer = send(manager, path, inputs["two-ticked"])
        assert answer.status_code in (409, 422)
        assert "choose one answer only" in answer.text


@pytest.mark.parametrize("name", NAMES)
def test_a_session_that_has_ended_loses_nothing(
    manager: Visitor, forms: dict[str, str], address: str, name: str
) -> None:
    found = fields(manager.get(forms[name]).text)
    inputs = dict(bad(found))
    typed = inputs.get("turned", inputs["empty"])
    lost = send(Visitor(address), forms[name], typed)
    assert lost.status_code == 401
    assert "nothing is lost" in lost.text
    kept = fields(lost.text)
    assert {key: kept[key][1] for key in typed if key != "csrf"} == {k: v for k, v in typed.items() if k != "csrf"}
