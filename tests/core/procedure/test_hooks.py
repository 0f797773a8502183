"""Each hook, asked through the procedure as services do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commonward.contracts import events
from commonward.procedure import (
    Command,
    DecisionPoint,
    Facts,
    Force,
    Level,
    MeetingKind,
    NoRoute,
    Question,
    Register,
    Response,
    Role,
    Route,
    Scale,
    Scope,
    SetBy,
    Tool,
    UnusableProcedure,
    Words,
    gate,
    notice,
    without,
)
from tests.core.procedure.builders import ANSWERS, LOOK, ROLES, RULES, authority, board, example, folded, layer, stacked

TELL = notice("concern", "A concern came in", on=events.ConcernRaised, to="manager", because=("EXA-2.tell",))
LEAD = gate(
    "EXA-3.lp",
    on=Command.CLOSE_CASE,
    force=Force.MUST,
    unless=lambda facts: facts.worker is not None,
    missing="A Lead Professional is named",
    supplied_by="worker",
)
DUTY = Route(team="duty", response="assessment", outcome="assess", because=("EXA-1.look",))
MEETING = MeetingKind("review", "Review", ("EXA-1.look",), convened_by="worker", chair="manager", invited=())
POINT = DecisionPoint("accept", "Accept it?", decided_by=("manager",), options=("yes", "no"))
CONCERN = example(events.ConcernRaised)
FACTS = folded(CONCERN)


def tool(code: str = "checklist", version: str = "1") -> Tool:
    return Tool(
        code=code, version=version, title="Synthetic", source="made up", text_label="why", choices=(), sections=()
    )


def under_a_general(**local: Any) -> Any:
    """A local layer over a general one that answers everything."""
    general = layer("general", **{**ANSWERS, "commonward_words": Words((("vrmm", "General words"),))})
    return stacked(general, layer("local", **local))


@pytest.mark.parametrize("hook", ["commonward_authority", "commonward_scope", "commonward_levels"])
def test_a_procedure_without_a_needed_answer_is_refused(hook: str) -> None:
    with pytest.raises(UnusableProcedure, match=f"no layer answers {hook}"):
        board(**{hook: None})


def test_commonward_authority_is_the_local_ones() -> None:
    assert under_a_general(commonward_authority=authority("mine")).authority.code == "mine"


def test_commonward_scope_none_leaves_it_to_the_general_layer() -> None:
    assert under_a_general(commonward_scope=None).scope.under_age == 18
    assert under_a_general(commonward_scope=Scope(under_age=25)).scope.under_age == 25


def test_commonward_levels_are_one_boards_scale_not_a_mixture() -> None:
    scale = Scale((Level("red", "Red", 1),), SetBy.TWO_PEOPLE)
    assert under_a_general(commonward_levels=scale).scale == scale


def test_commonward_rule_register_is_that_of_all_layers() -> None:
    mine = Register((RULES[0].__class__("EXB-1.mine", "2", "Mine", Force.SHOULD, "gate"),), (Question("q", "?", "-"),))
    procedure = under_a_general(commonward_rule_register=mine)
    assert [rule.id for rule in procedure.rules] == [*(rule.id for rule in RULES), "EXB-1.mine"]
    assert procedure.questions == mine.questions


def test_commonward_roles_map_local_titles_to_core_roles() -> None:
    procedure = under_a_general(commonward_roles=(Role("coordinator", "Coordinator", "manager"),))
    assert procedure.core_roles(frozenset({"coordinator", "worker", "stranger"})) == {"manager", "practitioner"}


def test_commonward_tools_keep_every_version_and_use_the_newest() -> None:
    procedure = board(commonward_tools=(tool(version="1.10"), tool(version="1.9")))
    assert procedure.tool("checklist") == tool(version="1.10")
    assert procedure.tool("checklist", "1.9") == tool(version="1.9")


def test_commonward_tools_of_a_general_layer_can_be_left_out() -> None:
    general = layer("general", **ANSWERS, commonward_tools=(tool(version="1"), tool(version="2"), tool("other")))
    local = layer("local", commonward_tools=(without("checklist", because="we use another"),))
    assert stacked(general, local).tools == (tool("other"),)


def test_commonward_route_is_asked_with_the_concern_and_the_facts() -> None:
    def route(concern: events.ConcernRaised, facts: Facts) -> Route | None:
        return DUTY if concern is CONCERN and facts is FACTS else None

    assert board(commonward_route=route).route(CONCERN, FACTS) == DUTY


def test_commonward_route_without_an_answer_is_an_error_not_a_silence() -> None:
    with pytest.raises(NoRoute, match="example 1 has no route"):
        board(commonward_route=lambda: None).route(CONCERN, FACTS)


def test_commonward_decisions_can_be_found_by_their_code() -> None:
    procedure = board(commonward_decisions=(POINT,))
    assert (procedure.decision("accept"), procedure.decision("else")) == (POINT, None)


def test_commonward_answer_level_says_what_a_level_calls_for() -> None:
    response = Response(because=("EXA-1.look",), meetings=("review",))
    procedure = board(commonward_answer_level=lambda level: response if level == "high" else None)
    assert procedure.answer_level("high", FACTS) == response
    assert procedure.answer_level("low", FACTS) == Response(because=())


def test_commonward_meeting_kinds_can_be_found_by_their_code() -> None:
    procedure = board(commonward_meeting_kinds=(MEETING,))
    assert (procedure.meeting_kind("review"), procedure.meeting_kind("else")) == (MEETING, None)


def test_commonward_clocks_are_collected() -> None:
    assert board(commonward_clocks=(LOOK,)).clocks == (LOOK,)


def test_commonward_notices_are_collected() -> None:
    assert board(commonward_notices=(TELL,)).notices == (TELL,)


def test_commonward_gates_tell_everything_that_is_missing_at_once() -> None:
    second = gate(
        "EXA-2.tell", on=Command.CLOSE_CASE, force=Force.SHOULD, unless=lambda facts: facts.looked_after,
        missing="Known whether looked after", supplied_by="manager",
    )  # fmt: skip
    unmet = board(commonward_gates=(LEAD, second)).unmet(Command.CLOSE_CASE, Facts())
    assert [(each.gate, each.force, each.supplied_by) for each in unmet] == [
        ("EXA-3.lp", Force.MUST, "worker"),
        ("EXA-2.tell", Force.SHOULD, "manager"),
    ]


@pytest.mark.parametrize(("looked_after", "holds"), [("yes", True), ("no", False), ("unknown", False)])
def test_commonward_gates_do_not_hold_on_unknown(looked_after: str, holds: bool) -> None:
    known = gate(
        "EXA-3.lp", on=Command.CLOSE_CASE, force=Force.MUST, unless=lambda facts: facts.looked_after,
        missing="-", supplied_by="worker",
    )  # fmt: skip
    facts = folded(example(events.ConcernRaised, looked_after=looked_after))
    assert (board(commonward_gates=(known,)).unmet(Command.CLOSE_CASE, facts) == []) is holds


def test_commonward_gates_of_one_rule_may_stand_before_several_commands() -> None:
    procedure = board(commonward_gates=(LEAD, replace(LEAD, on=Command.HOLD_MEETING)))
    for command in (LEAD.on, Command.HOLD_MEETING):
        assert [each.gate for each in procedure.unmet(command, Facts())] == [LEAD.id]


def test_commonward_gates_of_another_command_do_not_matter() -> None:
    assert board(commonward_gates=(LEAD,)).unmet(Command.HOLD_MEETING, Facts()) == []


def test_commonward_words_are_the_boards_own() -> None:
    procedure = under_a_general(commonward_words=Words((("vrmm", "Risk meeting"),)))
    assert (procedure.words.of("vrmm"), procedure.words.of("team-manager")) == ("Risk meeting", "Team manager")


def test_every_role_that_a_board_names_is_its_own() -> None:
    assert board().roles == ROLES
