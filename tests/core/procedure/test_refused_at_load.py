"""What could go wrong silently later is refused at load: what is wrong, where, and what is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from commonward.contracts import Happened, events
from commonward.procedure import (
    Command,
    DecisionPoint,
    Facts,
    Force,
    MeetingKind,
    Only,
    RecordKind,
    Scale,
    Scope,
    UnusableProcedure,
    after,
    days,
    form,
    gate,
    load_tool,
    only,
)
from tests.core.procedure.builders import ANSWERS, LOOK, board
from tests.core.procedure.test_tool_shapes import WHOLE

PANEL = MeetingKind("panel", "Panel", ("EXA-1.look",), convened_by="worker", chair="manager", invited=())
CLOSING = DecisionPoint("closing", "Closing", decided_by=("manager",), options=("safe",))
LEAD = gate(
    "EXA-3.lp",
    on=Command.CLOSE_CASE,
    force=Force.MUST,
    unless=lambda facts: True,
    missing="A Lead Professional",
    supplied_by="worker",
)
NOTE = RecordKind("note", "Note", ("EXA-1.look",), (), (form.words("what", "What"),))
SCALE = ANSWERS["commonward_levels"]


def of_nothing() -> None:
    return None


def of_one(happened: Happened[Any]) -> datetime:
    return happened.at


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "levels that a meeting sets, and no meeting that decides one": (
        {"commonward_levels": Scale(SCALE.levels, "meeting")},  # type: ignore[arg-type]  # as people write it
        "the scale: set_by is 'meeting'; it must be a SetBy: SetBy.WORKER, SetBy.TWO_PEOPLE, SetBy.MEETING",
    ),
    "a level that no meeting decides": (
        {"commonward_levels": Scale(SCALE.levels, type(SCALE.set_by).MEETING)},
        'set by a meeting, but no kind of meeting decides a level; give one decides=("level",)',
    ),
    "who confirms a level that a meeting sets": (
        {
            "commonward_levels": Scale(SCALE.levels, type(SCALE.set_by).MEETING, confirmed_by="manager"),
            "commonward_meeting_kinds": (replace(PANEL, decides=("level",)),),
        },
        "is confirmed by manager, and the meeting panel confirms too; keep one of them",
    ),
    "who confirms a level that nobody waits for": (
        {"commonward_levels": replace(SCALE, confirmed_by="manager")},
        "is confirmed by manager, but no level waits for it; say provisional=True, or leave confirmed_by out",
    ),
    "a meeting that closes, and no reasons to close": (
        {"commonward_meeting_kinds": (replace(PANEL, decides=("closing",)),)},
        "meeting panel decides closing, but there is no decision point closing, whose options are the reasons to close",
    ),
    "two meetings that decide the same": (
        {
            "commonward_meeting_kinds": tuple(replace(PANEL, id=id, decides=("closing",)) for id in ("one", "two")),
            "commonward_decisions": (CLOSING,),
        },
        "meetings one and two both decide closing; give it to one of them",
    ),
    "a kind of subject that is none": (
        {"commonward_scope": Scope(under_age=18, subjects=("child", "vehicle"))},
        "the scope names the subject vehicle, which is none; known: child, adult, carer, place, group",
    ),
    "a scope without children": (
        {"commonward_scope": Scope(under_age=18, subjects=("adult",))},
        "the scope has no child; every concern is about one, so name it among the subjects",
    ),
    "a form about what is out of scope": (
        {"commonward_records": (replace(NOTE, about=("child", "place")),)},
        "record note is about the subject place, which is out of scope; in it: child",
    ),
    "a form about nothing": (
        {"commonward_records": (replace(NOTE, about=()),)},
        "record note is about nothing; give about=(...) of child",
    ),
    "an event by its name": (
        {"commonward_meeting_kinds": (replace(PANEL, called_on=("LevelDecided",)),)},  # type: ignore[arg-type]
        "panel: called_on[0] is 'LevelDecided'; it must be an event, such as events.ConcernRaised",
    ),
    "one event that is not in a tuple": (
        {"commonward_meeting_kinds": (replace(PANEL, called_on=events.LevelDecided),)},  # type: ignore[arg-type]
        "panel: called_on is <class",
    ),
    "an occasion of no arguments": (
        {"commonward_clocks": (replace(LOOK, occasion=of_nothing),)},
        "EXA-1.look: occasion is of_nothing() -> 'None'; it is asked with (happened, facts)",
    ),
    "a start of one argument": (
        {"commonward_clocks": (replace(LOOK, starts=of_one),)},  # type: ignore[arg-type]  # as people write it
        "EXA-1.look: starts is of_one(happened: 'Happened[Any]') -> 'datetime'; it is asked with (happened, facts)",
    ),
    "a fact of no arguments, after which a clock counts": (
        {"commonward_clocks": (replace(LOOK, within=after(of_nothing, days(1))),)},  # type: ignore[arg-type]
        "EXA-1.look: within.start is of_nothing() -> 'None'; it is asked with (happened, facts)",
    ),
    "a condition that is none": (
        {"commonward_clocks": (replace(LOOK, opens_on=(Only(events.ConcernRaised, True),)),)},  # type: ignore[arg-type]
        "EXA-1.look: opens_on[0].when is True; give a function of (event, facts)",
    ),
    "a gate that is supplied nowhere": (
        {"commonward_gates": (replace(LEAD, supplied_in="nothing-here"),)},
        "gate EXA-3.lp is supplied in nothing-here, which is no form, decision, tool or meeting here",
    ),
    "a force in words": (
        {"commonward_gates": (replace(LEAD, force="must"),)},  # type: ignore[arg-type]
        "EXA-3.lp: force is 'must'; it must be a Force: Force.MUST, Force.SHOULD, Force.MAY, Force.DEFINITION",
    ),
    "a gate that asks of an event": (
        {"commonward_gates": (replace(LEAD, unless=lambda event, facts: True),)},
        "EXA-3.lp: unless is <lambda>(event, facts); it is asked with (facts)",
    ),
    "another chair without a condition": (
        {"commonward_meeting_kinds": (replace(PANEL, chair_unless=("manager",)),)},  # type: ignore[arg-type]
        "panel: chair_unless has 1 parts; it must have 2",
    ),
    "one thing where several are contributed": (
        {"commonward_clocks": LOOK},
        "commonward_clocks gave a Clock; give a tuple of Clock, also of one",
    ),
    "another thing than is described": (
        {"commonward_scope": 18},
        "commonward_scope gave a int; give a Scope",
    ),
}


@pytest.mark.parametrize(("hooks", "says"), REFUSED.values(), ids=REFUSED)
def test_what_can_not_work_is_refused_in_a_sentence(hooks: dict[str, Any], says: str) -> None:
    with pytest.raises(UnusableProcedure) as refused:
        board(**hooks)
    assert says in str(refused.value)


TOOL = WHOLE.replace('"mid"', '"low"').replace('"top"', '"high"').replace('"analysis"', '"home"')
NAMED_BY_A_TOOL = {
    "a floor's level": (
        'at_least = "high"',
        'at_least = "red"',
        "a floor names the level red, which is none of low, high",
    ),
    "a figure's level": (
        'level = "high"',
        'level = "red"',
        "the figure names the level red, which is none of low, high",
    ),
    "a stage's role": (
        'completed_by = "manager"',
        'completed_by = "nobody"',
        "stage home names the role nobody, which commonward_roles does not; known: manager, worker",
    ),
    "a rule": ("under_age = 13", 'under_age = 13\nbecause = ["EXA-9.no"]', "cites EXA-9.no, which no register holds"),
}


@pytest.mark.parametrize(("old", "new", "says"), NAMED_BY_A_TOOL.values(), ids=NAMED_BY_A_TOOL)
def test_what_a_tools_file_names_and_the_board_has_not_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = TOOL.replace(old, new, 1)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if new.splitlines()[-1] in each)
    path = tmp_path / "whole_1.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableProcedure) as refused:
        board(commonward_tools=(load_tool(path),))
    assert f"whole_1.toml:{line}: tool whole 1" in str(refused.value)
    assert says in str(refused.value)


def test_what_a_tools_file_names_and_the_board_has_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "whole_1.toml"
    path.write_text(TOOL, encoding="utf-8")
    assert board(commonward_tools=(load_tool(path),)).tool("whole") is not None


def test_a_condition_of_more_than_it_is_asked_with_is_taken_where_the_rest_has_a_default() -> None:
    def when(event: Any, facts: Facts, level: str = "high") -> bool:
        return facts.level == level

    opens = (only(events.ConcernRaised, when),)
    assert board(commonward_clocks=(replace(LOOK, opens_on=opens),)).clocks[0].opens_on == opens
