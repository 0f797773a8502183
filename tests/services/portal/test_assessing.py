"""Assessments with whatever the board's tool asks: drafts, completion, and the second person's level."""

from __future__ import annotations

import re
from typing import Any

import pytest

from commonward_portal.questions import Sheet
from commonward_portal.tool_sheet import filled, questions, typed
from commonward_portal.tool_steps import meanwhile, parts_of, whole
from tests.services.portal.place import Visitor, hidden, story

pytestmark = pytest.mark.thorough

CHOICES = [
    {"code": "no", "title": "No", "wants_text": False, "wants_date": False, "points": 0},
    {"code": "yes", "title": "Yes", "wants_text": True, "wants_date": True, "points": 1},
]
ENTRY = {"code": "home", "title": "Home", "help": "", "wanted": True, "because": []}
AXIS = {"title": "How often", "choices": [{"code": "once", "title": "Once"}, {"code": "often", "title": "Often"}]}
TOOL: dict[str, Any] = {
    "text_label": "Evidence",
    "choices": CHOICES,
    "front_sheet": [ENTRY],
    "sections": [
        {
            "title": "Going missing",
            "choices": [],
            "second_axis": AXIS,
            "items": [{"code": "missing", "title": "Missing", "help": "", "weight": 1}],
            "entries": [],
        }
    ],
    "entries": [],
    "contributors": {"at_least": 2, "because": []},
}
PREVIOUS = {
    "answers": [{"item": "missing", "choice": "yes", "text": "Twice.", "second": "once", "as_at": "2026-03-01"}],
    "entries": [{"entry": "home", "text": "", "unknown": True}],
}
DRAFT: dict[str, Any] = {
    "answers": [{"item": "missing", "choice": "yes", "text": "Thrice.", "second": "often", "as_at": "2026-03-02"}],
    "entries": [{"entry": "home", "text": "A home.", "unknown": False}],
    "contributions": [{"agency": "police", "text": "Reports."}],
    "alone_because": "Nobody else knows.",
}
PAGE: dict[str, Any] = {"tool": TOOL, "previous": PREVIOUS, **DRAFT}
AGENCIES = (("police", "Police"),)


def test_a_draft_comes_back_from_the_form_as_it_was() -> None:
    asked = questions(PAGE, AGENCIES)
    assert filled(Sheet(asked, typed(PAGE, asked))) == DRAFT


def test_each_question_shows_what_was_answered_the_time_before() -> None:
    before = {one.name: one.before for one in questions(PAGE, AGENCIES) if one.before}
    assert before == {"entries.home": "Not known", "answers.missing": "Yes, as at 1 March 2026. Twice."}


def test_words_without_an_answer_are_not_lost_without_a_word() -> None:
    sheet = Sheet(questions(PAGE, AGENCIES), {"text.missing": ["Thrice."]})
    filled(sheet)
    assert sheet.errors == {"answers.missing": "Missing: choose an answer beside what you wrote"}


def test_each_heading_says_how_much_of_it_is_answered() -> None:
    asked = questions(PAGE, AGENCIES)
    found = {part.title: (part.answered, part.of) for part in parts_of(asked, typed(PAGE, asked))}
    assert found == {"Front sheet": (1, 1), "Going missing": (1, 1), "Who contributed": (0, 0)}
    [front, *_] = parts_of(asked, {"unknown.home": ["yes"]})
    assert (front.answered, front.of) == (1, 1)


def test_one_heading_sent_leaves_the_others_as_they_are_kept() -> None:
    asked = questions(PAGE, AGENCIES)
    [front, *_] = parts_of(asked, typed(PAGE, asked))
    sent = whole(front, typed(PAGE, asked), {"entries.home": ["Another home."]})
    assert filled(Sheet(asked, sent)) == {
        **DRAFT,
        "entries": [{"entry": "home", "text": "Another home.", "unknown": False}],
    }


def test_what_somebody_else_wrote_stands_beside_ones_own_where_it_differs() -> None:
    asked = questions(PAGE, AGENCIES)
    mine = Sheet(asked, {**typed(PAGE, asked), "text.missing": ("Never.",)})
    assert {one.name: one.meanwhile for one in meanwhile(mine, typed(PAGE, asked)) if one.meanwhile} == {
        "text.missing": "Thrice."
    }


def test_two_people_on_one_assessment_lose_nothing(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Two", "People"))["case"]
    path = first_assessment(worker, case)
    opened = worker.get(path).text
    field = re.findall(r'<textarea[^>]* name="(entries[.][^"]+)"', opened)[0]
    own = {"csrf": hidden(opened, "csrf"), "once": hidden(opened, "once"), "version": hidden(opened, "version")}
    other = Visitor(worker.address)
    other.sign_in("bolton-exit-worker")
    assert other.send(path, **{field: "Theirs, first."}).status_code == 200
    late = worker.post(path, {**own, field: "Mine, later."})
    assert late.status_code == 409
    assert "Somebody changed this since you opened it" in late.text
    assert "Mine, later." in late.text
    assert "Theirs, first." in late.text
    again = {**own, "version": hidden(late.text, "version"), "once": hidden(late.text, "once")}
    assert worker.post(path, {**again, field: "Both."}).status_code == 200
    assert "Both." in worker.get(path).text


def test_a_tool_is_filled_in_heading_by_heading(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Step", "ByStep"))["case"]
    path = first_assessment(worker, case)
    first = worker.get(f"{path}?step=1").text
    given = {name: value for name, value in answers_to(first).items() if f'name="{name}"' in first}
    onward = worker.send(f"{path}?step=1", **given, do="next")
    assert onward.url.endswith("?step=2")
    assert "A synthetic answer." not in onward.text
    worker.send(f"{path}?step=2")
    assert "A synthetic answer." in worker.get(path).text


def test_the_script_saves_a_tool_and_learns_its_version(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Saved", "Aside"))["case"]
    path = first_assessment(worker, case)
    page = worker.get(path).text
    saved = worker.send(path, do="autosave")
    assert (saved.status_code, saved.headers["X-Version"]) == (204, str(int(hidden(page, "version")) + 1))
    assert hidden(worker.get(path).text, "version") == saved.headers["X-Version"]


def test_words_without_an_answer_keep_the_rest_of_a_draft_from_nobody(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Lonely", "Words"))["case"]
    path = first_assessment(worker, case)
    entry, text = (re.findall(rf'name="({kind}[.][^"]+)"', worker.get(path).text)[0] for kind in ("entries", "text"))
    refused = worker.send(path, **{entry: "The rest.", text: "Words alone."})
    assert (refused.status_code, "Words alone." in refused.text) == (422, True)
    assert "choose an answer beside what you wrote" in refused.text
    assert "The rest." in worker.get(path).text
    saved = worker.send(path, do="autosave", **{entry: "All the rest.", text: "Words alone."})
    assert (saved.status_code, hidden(worker.get(path).text, "version")) == (422, saved.headers["X-Version"])
    assert "All the rest." in worker.get(path).text


def test_words_without_an_answer_do_not_hide_what_somebody_else_wrote(worker: Visitor) -> None:
    case = story(worker.address, "bolton").begin(("Lonely", "Second"))["case"]
    path = first_assessment(worker, case)
    opened = worker.get(path).text
    entry, text = (re.findall(rf'name="({kind}[.][^"]+)"', opened)[0] for kind in ("entries", "text"))
    own = {name: hidden(opened, name) for name in ("csrf", "once", "version")}
    other = Visitor(worker.address)
    other.sign_in("bolton-exit-worker")
    assert other.send(path, **{entry: "Theirs, first."}).status_code == 200
    late = worker.post(path, {**own, entry: "Mine, later.", text: "Words alone."})
    assert late.status_code == 409
    assert "Somebody changed this since you opened it" in late.text
    assert "Theirs, first." in late.text
    assert "Words alone." in late.text


def first_assessment(worker: Visitor, case: str) -> str:
    page = worker.until(f"/cases/{case}/assessments", 'href="/assessments/')
    return re.findall(r'href="(/assessments/[0-9a-f-]+)"', page)[0]


def answers_to(page: str) -> dict[str, str | list[str]]:
    """The last choice of each item, with words beside it; every entry written; two agencies."""
    found: dict[str, str | list[str]] = {}
    for radio in re.findall(r'<input[^>]*type="radio"[^>]*>', page):
        name, value = re.findall(r' name="([^"]+)"', radio)[0], re.findall(r' value="([^"]+)"', radio)[0]
        found[name] = value
    found |= dict.fromkeys(re.findall(r'<textarea[^>]* name="([^"]+)"', page), "A synthetic answer.")
    for name in re.findall(r'name="(as_at\.[^"]+)-day"', page):
        found |= {f"{name}-day": "1", f"{name}-month": "3", f"{name}-year": "2026"}
    return found | {"agency-1": "police", "agency-2": "school"}


@pytest.mark.parametrize(("board", "user"), [("bolton", "bolton-social-worker"), ("leeds", "leeds-duty-and-advice")])
def test_the_board_s_tool_is_filled_in_kept_and_found_again(visitor: Visitor, board: str, user: str) -> None:
    case = story(visitor.address, board).begin(("Draft", "Example"))["case"]
    visitor.sign_in(user)
    path = first_assessment(visitor, case)
    kept = visitor.send(path, **answers_to(visitor.get(path).text), do="keep")
    assert "The draft is kept" in kept.text
    assert "A synthetic answer." in kept.text
    total = re.search(r"<strong>(\d+) of (\d+)</strong> answered", kept.text)
    assert total
    assert total[1] == total[2] != "0"


def test_a_draft_that_somebody_saved_in_between_is_not_overwritten(visitor: Visitor) -> None:
    case = story(visitor.address, "leeds").begin(("Between", "Example"))["case"]
    visitor.sign_in("leeds-duty-and-advice")
    path = first_assessment(visitor, case)
    page = visitor.get(path).text
    own = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("csrf", "once", "version")}
    visitor.send(path, **answers_to(page), do="keep")
    late = visitor.http.post(visitor.address + path, data={**own, **answers_to(page), "do": "judge"}, timeout=20)
    assert late.status_code == 409
    assert "Somebody changed this since you opened it" in late.text


def test_an_assessment_is_judged_and_a_second_person_decides_its_level(visitor: Visitor) -> None:
    address = visitor.address
    played = story(address, "leeds")
    case = played.begin(("Level", "Example"))["case"]
    played.assess(case, "medium")
    visitor.sign_in("leeds-duty-and-advice")
    asked = visitor.send(f"/cases/{case}/assessments", tool="leeds-information-report")
    path = asked.url.removeprefix(address)
    assert "The time before:" in asked.text
    visitor.send(path, **answers_to(asked.text), do="judge")
    assert visitor.send(f"{path}/judgement", judgement="low").status_code == 422
    done = visitor.send(f"{path}/judgement", judgement="low", rationale="A synthetic reason.")
    assert "The level waits for a second person" in done.text
    assert visitor.send(f"{path}/level", level="low", reason="Mine.").status_code == 403
    reopened = visitor.get(f"{path}/judgement").text
    assert "You have completed this assessment, on " in reopened
    assert "The level waits for another person than who judged: " in reopened
    manager = Visitor(address)
    manager.sign_in("leeds-team-manager")
    assert f"{path}/level" in manager.get("/").text
    assert "has completed this assessment, on " in manager.get(f"{path}/judgement").text
    assert "Level now" in manager.get(f"{path}/level").text
    decided = manager.send(f"{path}/level", level="low", reason="A synthetic reason.")
    assert "Level decided: " in decided.text
    assert f"{path}/level" not in manager.get("/").text
    assert "It waits for nothing more" in visitor.get(f"{path}/judgement").text


def test_what_the_answers_miss_leads_back_to_their_page(visitor: Visitor) -> None:
    case = story(visitor.address, "leeds").begin(("Misses", "Example"))["case"]
    visitor.sign_in("leeds-duty-and-advice")
    path = first_assessment(visitor, case)
    assert "questions are not answered yet" in visitor.get(f"{path}/judgement").text
    page = visitor.send(f"{path}/judgement", judgement="low", rationale="Kept.")
    assert page.status_code in (409, 422)
    assert f'href="{path}#answers.' in page.text
    assert "consider and answer it<" in page.text, "what may be chosen is said in words at the question, not in codes"
    assert "alone_because" not in re.sub(r"<[^>]+>", "", page.text)
    assert ">Kept.</textarea>" in page.text
    assert "Kept." in visitor.get(f"{path}/judgement").text, "it waits while the rest is filled in elsewhere"


def test_an_assessment_of_another_board_is_not_found(visitor: Visitor) -> None:
    case = story(visitor.address, "leeds").begin(("Other", "Example"))["case"]
    leeds = Visitor(visitor.address)
    leeds.sign_in("leeds-duty-and-advice")
    path = first_assessment(leeds, case)
    visitor.sign_in("bolton-social-worker")
    assert [visitor.get(f"{path}{part}").status_code for part in ("", "/judgement", "/level")] == [404, 404, 404]
