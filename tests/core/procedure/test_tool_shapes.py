"""The shapes that boards' tools take: matrix, time-banded figure, floors, stages, front sheet, contributors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts.events import Purpose
from commonward.procedure import (
    Answer,
    BadData,
    Filled,
    Level,
    Scale,
    SetBy,
    Tool,
    all_problems,
    carried,
    completeness,
    differences,
    diverges,
    draft_problems,
    figure_of,
    floors,
    highest_floor,
    load_tool,
    problems,
)

TODAY = date(2026, 3, 31)
WHOLE = """
code = "whole"
version = "1"
title = "Whole tool"
source = "made up"
text_label = "Evidence"
purposes = ["initial", "review", "final"]
ages = { youngest = 10, oldest = 17 }
contributors = { at_least = 2 }
stages = [
  { code = "first-account", title = "First account", completed_by = "worker" },
  { code = "analysis", title = "Analysis", completed_by = "manager" },
]
front_sheet = [{ code = "gp", title = "General practitioner" }, { code = "home", title = "Home", wanted = true }]
entries = [{ code = "joint", title = "Joint analysis", wanted = true }]
choices = [
  { code = "never", title = "Never" },
  { code = "once", title = "Once", points = 1, wants_date = true },
  { code = "often", title = "Often", points = 3, wants_text = true, wants_date = true },
]

[figure]
title = "Shown figure"
explains = "It informs and never decides."
bands = [{ within_months = 1, factor = 2 }, { within_months = 6, factor = 1 }]
readings = [{ from_points = 0, level = "low" }, { from_points = 6, level = "mid" }, { from_points = 20, level = "top" }]

[[floors]]
at_least = "mid"
says = "Going missing often is never low"
item = "missing"
choices = ["often"]

[[floors]]
at_least = "top"
says = "Under 13 is never below the top"
under_age = 13

[[sections]]
code = "signs"
title = "Signs"
stage = "first-account"
items = [{ code = "missing", title = "Goes missing", weight = 2 }, { code = "phone", title = "New phone" }]
entries = [{ code = "signs-other", title = "Other signs" }]

[[sections]]
code = "places"
title = "Places"
stage = "analysis"
items = [{ code = "station", title = "The station" }]

[sections.second_axis]
title = "How bad"
choices = [{ code = "bad", title = "Bad", points = 1 }, { code = "worse", title = "Worse", points = 4 }]

[[sections]]
code = "harm"
title = "Harm that has happened"
about = "harm"
stage = "analysis"
choices = [{ code = "yes", title = "Yes", points = 100 }, { code = "no", title = "No" }]
items = [{ code = "hurt", title = "Was hurt" }]

[[sections]]
code = "closing"
title = "Closing"
stage = "analysis"
only_for = ["final"]
entries = [{ code = "why-safe", title = "Why safe", wanted = true }]
"""
SCALE = Scale((Level("low", "Low", 1), Level("mid", "Mid", 2), Level("top", "Top", 3)), SetBy.WORKER)
GIVEN: dict[str, Any] = {
    "answers": [
        {"item": "missing", "choice": "once", "as_at": "2026-03-30"},
        {"item": "phone", "choice": "never"},
        {"item": "station", "choice": "never", "second": "bad"},
        {"item": "hurt", "choice": "no"},
    ],
    "entries": [{"entry": "home", "unknown": True}, {"entry": "joint", "text": "We agree."}],
    "contributions": [{"agency": "police"}, {"agency": "health", "text": "Seen twice."}],
}


def load(folder: Path, text: str = WHOLE) -> Tool:
    path = folder / "whole.toml"
    path.write_text(text, encoding="utf-8")
    return load_tool(path)


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    return load(tmp_path).for_purpose(Purpose.INITIAL)


def filled(**changes: Any) -> Filled:
    return Filled.model_validate({**GIVEN, **changes}, strict=False)


def answers(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """The whole answers, with other ones for some items."""
    return [{**each, **changes.get(each["item"], {})} for each in GIVEN["answers"]]


def found(tool: Tool, given: Filled) -> list[tuple[str, str]]:
    return [(problem.field, problem.kind) for problem in all_problems(tool, given, TODAY)]


def test_a_whole_tool_has_no_problems(tool: Tool) -> None:
    assert found(tool, filled()) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"answers": answers(missing={"as_at": None})}, ("answers.missing", "no-date")),
        ({"answers": answers(missing={"as_at": "2026-04-01"})}, ("answers.missing", "future-date")),
        ({"answers": answers(station={"second": None})}, ("answers.station", "no-second")),
        ({"answers": answers(station={"second": "awful"})}, ("answers.station", "unknown-choice")),
        ({"answers": answers(phone={"second": "bad"})}, ("answers.phone", "unknown-choice")),
        ({"answers": answers(hurt={"choice": "often", "text": "-"})}, ("answers.hurt", "unknown-choice")),
        ({"entries": [{"entry": "joint", "text": "We agree."}]}, ("entries.home", "no-entry")),
        ({"entries": [*GIVEN["entries"][:1], {"entry": "joint", "text": " "}]}, ("entries.joint", "no-entry")),
        ({"entries": [*GIVEN["entries"], {"entry": "shoes", "text": "x"}]}, ("entries.shoes", "unknown-entry")),
        ({"entries": [*GIVEN["entries"], {"entry": "joint", "text": "x"}]}, ("entries.joint", "two-entries")),
        ({"contributions": [{"agency": "police"}]}, ("contributions", "too-few-agencies")),
        ({"contributions": [{"agency": "police"}, {"agency": "police"}]}, ("contributions", "too-few-agencies")),
    ],
)
def test_each_thing_that_a_tool_wants_is_missed(tool: Tool, changes: dict[str, Any], problem: tuple[str, str]) -> None:
    assert found(tool, filled(**changes)) == [problem]


def test_one_agency_alone_is_enough_with_a_reason(tool: Tool) -> None:
    assert found(tool, filled(contributions=[], alone_because="No other agency knows the child.")) == []


def test_a_draft_may_lack_anything_but_not_say_what_can_not_be(tool: Tool) -> None:
    assert draft_problems(tool, Filled(), TODAY) == []
    wrong = filled(answers=[{"item": "missing", "choice": "often"}, {"item": "phone", "choice": "red"}])
    assert [problem.kind for problem in draft_problems(tool, wrong, TODAY)] == ["unknown-choice"]


def test_a_purpose_asks_for_its_own_sections_too(tmp_path: Path) -> None:
    final = load(tmp_path).for_purpose(Purpose.FINAL)
    assert found(final, filled()) == [("entries.why-safe", "no-entry")]


# --- the figure


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({}, 4),  # once: 1 point, weight 2, within a month counts double
        ({"missing": {"as_at": "2026-02-28"}}, 2),  # one month later was 28 March
        ({"missing": {"as_at": "2025-10-01"}}, 2),  # six months later is 1 April
        ({"missing": {"as_at": "2025-09-30"}}, 0),  # six months later was 30 March
        ({"missing": {"choice": "never"}}, 0),
        ({"station": {"choice": "often", "second": "worse", "as_at": "2026-03-31"}}, 4 + 3 * 4 * 2),
        ({"hurt": {"choice": "yes"}}, 4),  # harm that has happened is counted in no figure of risk
    ],
)
def test_the_figure_weighs_by_item_axis_and_age(tool: Tool, changes: dict[str, Any], points: int) -> None:
    shown = figure_of(tool, filled(answers=answers(**changes)), TODAY)
    assert shown is not None
    assert shown.points == points


@pytest.mark.parametrize(("judgement", "asks"), [("low", False), ("mid", True), ("top", True)])
def test_a_judgement_other_than_the_reading_is_asked_for_a_reason(tool: Tool, judgement: str, asks: bool) -> None:
    shown = figure_of(tool, filled(), TODAY)
    assert shown is not None
    assert shown.reads == "low"
    assert diverges(tool, shown, judgement) is asks


def test_a_figure_may_only_inform(tool: Tool) -> None:
    assert tool.figure is not None
    silent = tool.model_copy(update={"figure": tool.figure.model_copy(update={"divergence_wants_reason": False})})
    assert not diverges(silent, figure_of(silent, filled(), TODAY), "top")


# --- floors


@pytest.mark.parametrize(
    ("choice", "age", "at_least"),
    [("never", 15, None), ("often", 15, "mid"), ("often", 12, "top"), ("never", 12, "top"), ("never", None, None)],
)
def test_the_highest_floor_that_holds_binds(tool: Tool, choice: str, age: int | None, at_least: str | None) -> None:
    given = filled(answers=answers(missing={"choice": choice, "text": "Seen."}))
    floor = highest_floor(floors(tool, given, age), SCALE)
    assert (floor.at_least if floor else None) == at_least


# --- reading


def test_completeness_counts_what_is_answered_written_and_not_known(tool: Tool) -> None:
    found = completeness(tool, filled(answers=GIVEN["answers"][:3]))
    assert (found.items, found.answered) == (4, 3)
    assert (found.front_sheet.of, found.front_sheet.written, found.front_sheet.not_known) == (2, 0, 1)
    assert (found.entries.of, found.entries.written, found.entries.not_known) == (2, 1, 0)


def test_the_difference_between_two_is_told_in_the_tools_order(tool: Tool) -> None:
    newer = filled(
        answers=answers(phone={"choice": "once", "as_at": "2026-03-01"}, missing={"choice": "never", "as_at": None}),
        entries=[*GIVEN["entries"], {"entry": "signs-other", "text": "A second telephone."}],
    )
    told = [(each.kind, each.code) for each in differences(tool, filled(), newer)]
    assert told == [("item", "missing"), ("item", "phone"), ("entry", "signs-other")]
    assert differences(tool, newer, newer) == ()


def test_what_is_carried_over_is_what_the_tool_still_knows(tool: Tool) -> None:
    older = Filled(
        answers=(
            Answer(item="missing", choice="often", text="Then."),
            Answer(item="phone", choice="perhaps"),
            Answer(item="shoes", choice="never"),
            Answer(item="station", choice="once", second="awful"),
        ),
        entries=filled().entries,
        contributions=filled().contributions,
        alone_because="Then.",
    )
    kept = carried(tool, older)
    assert [answer.item for answer in kept.answers] == ["missing"]
    assert (kept.entries, kept.contributions, kept.alone_because) == (older.entries, (), "")


# --- what is refused at load


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('item = "missing"', 'item = "shoes"', "[[floors]]", "floors.0: the floor names shoes, which is no item"),
        (
            'choices = ["often"]',
            'choices = ["red"]',
            "[[floors]]",
            "floors.0: the floor names red, which missing can't",
        ),
        ("under_age = 13", "", "[[floors]]", "floors.1: a floor needs an item with its choices, or an age"),
        ('stage = "first-account"', "", "[[sections]]", "sections.0: section signs is of no stage of the tool; it has"),
        ('stage = "first-account"', 'stage = "x"', "[[sections]]", "sections.0: section signs is of no stage"),
        ("from_points = 6", "from_points = 0", "readings = ", "figure.readings: the readings must go upwards"),
        ("within_months = 6", "within_months = 1", "bands = ", "figure.bands: the bands must go upwards"),
        ("at_least = 2", "at_least = 1", "contributors = ", "contributors.at_least: Input should be greater"),
        ('code = "joint"', 'code = "gp"', "entries = ", "entries.0: entry gp is there twice"),
        ('code = "places"', 'code = "signs"', "[[sections]]", "sections.1: section signs is there twice"),
        ('only_for = ["final"]', 'only_for = ["x"]', "only_for = ", "sections.3.only_for.0: Input should be 'initial'"),
        ('about = "harm"', 'about = "blame"', "about = ", "sections.2.about: Input should be 'risk'"),
        ("points = 3", 'points = "many"', '{ code = "often"', "choices.2.points: Input should be a valid integer"),
        ('title = "New phone"', 'titel = "New"', "items = ", "sections.0.items.1.title: Field required"),
        ('code = "whole"', "", "", "code: Field required"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_file_line_and_reason(
    tmp_path: Path, old: str, new: str, line: str, reason: str
) -> None:
    text = WHOLE.replace(old, new, 1)
    assert text != WHOLE
    with pytest.raises(BadData) as refused:
        load(tmp_path, text)
    name, number, told = str(refused.value).split(":", 2)
    assert (name, reason in told) == ("whole.toml", True), str(refused.value)
    assert line in text.splitlines()[int(number) - 1]


# --- whatever is answered

ITEMS = st.sampled_from(["missing", "phone", "station", "hurt", "shoes"])
CHOICES = st.sampled_from(["never", "once", "often", "yes", "no", "red"])
ANY_ANSWER = st.builds(
    Answer,
    item=ITEMS,
    choice=CHOICES,
    text=st.sampled_from(["", " ", "Seen."]),
    second=st.sampled_from([None, "bad", "worse", "never"]),
    as_at=st.sampled_from([None, TODAY]),
)


@given(given=st.lists(ANY_ANSWER, max_size=8))
def test_whatever_is_answered_complete_means_one_valid_answer_a_heading(
    tmp_path_factory: pytest.TempPathFactory, given: list[Answer]
) -> None:
    tool = TOOLS.setdefault("whole", load(tmp_path_factory.mktemp("any")).for_purpose(Purpose.INITIAL))
    if problems(tool, given):
        return
    assert sorted(answer.item for answer in given) == sorted(item.code for item in tool.items)
    for answer in given:
        section = tool.section_of(answer.item)
        assert section is not None
        choice = {each.code: each for each in tool.choices_in(section)}[answer.choice]
        assert answer.text.strip() or not choice.wants_text
        assert answer.as_at is not None or not choice.wants_date
        assert (answer.second in {"bad", "worse"}) is (answer.item == "station")


TOOLS: dict[str, Tool] = {}
