"""Layers: the local answer wins, what is removed is shown, and what could go wrong silently is refused at load."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from commonward.contracts import events
from commonward.procedure import (
    Command,
    DecisionPoint,
    Edition,
    Force,
    Layer,
    MeetingKind,
    NoRoute,
    Procedures,
    Question,
    RecordKind,
    Register,
    Role,
    Route,
    Scale,
    Scope,
    SetBy,
    UnknownAuthority,
    UnusableProcedure,
    escalate_to,
    form,
    gate,
    hours,
    notice,
    without,
    working_days,
)
from tests.core.procedure.builders import ANSWERS, LOOK, ROLES, RULES, authority, board, example, folded, layer, stacked

TELL = replace(LOOK, id="EXA-2.tell", because=("EXA-2.tell",))
CONCERN = example(events.ConcernRaised)


def route(team: str) -> Route:
    return Route(team=team, response="assessment", outcome="assess", because=("EXA-1.look",))


def test_the_local_answer_wins_over_the_general() -> None:
    procedure = stacked(
        layer("national", **ANSWERS, commonward_route=lambda: route("national")),
        layer("regional", commonward_route=lambda: route("regional")),
        layer("local", commonward_route=lambda: route("local")),
    )
    assert procedure.route(CONCERN, folded(CONCERN)).team == "local"


def test_where_the_local_layer_is_silent_the_next_general_one_answers() -> None:
    procedure = stacked(
        layer("national", **ANSWERS, commonward_route=lambda: route("national")),
        layer("regional", commonward_route=lambda: route("regional")),
        layer("local", commonward_route=lambda: None),
    )
    assert procedure.route(CONCERN, folded(CONCERN)).team == "regional"


def test_a_local_declaration_replaces_the_general_one_of_its_id() -> None:
    shorter = replace(LOOK, within=working_days(1))
    procedure = stacked(
        layer("national", **ANSWERS, commonward_clocks=(LOOK, TELL)), layer("local", commonward_clocks=(shorter,))
    )
    assert {c.id: c.within for c in procedure.clocks} == {"EXA-1.look": working_days(1), "EXA-2.tell": hours(24)}


def test_what_a_board_goes_without_is_gone_and_shown_with_its_reason() -> None:
    gone = without("EXA-1.look", because="the board decided so")
    procedure = stacked(
        layer("national", **ANSWERS, commonward_clocks=(LOOK, TELL)), layer("local", commonward_clocks=(gone,))
    )
    assert procedure.clocks == (TELL,)
    assert procedure.removed == (gone,)


def test_a_declaration_knows_which_function_made_it() -> None:
    made_by = {origin.declaration.id: origin.made_by for origin in board(commonward_clocks=(LOOK,)).origins[-1:]}
    assert made_by["EXA-1.look"].endswith(":commonward_clocks")


def two_boards() -> Procedures:
    layers = [
        layer("national", **ANSWERS),
        layer("north", commonward_authority=authority("north"), commonward_route=lambda: route("north-team")),
        layer("south", commonward_authority=authority("south"), commonward_clocks=(LOOK,)),
    ]
    return Procedures({"north": ["national", "north"], "south": ["national", "south"]}, {x.code: x for x in layers})


def test_two_authorities_never_answer_for_each_other() -> None:
    boards = two_boards()
    assert [boards.of(code).authority.code for code in boards.authorities] == ["north", "south"]
    assert (boards.of("north").clocks, boards.of("south").clocks) == ((), (LOOK,))
    with pytest.raises(NoRoute, match="south 1 has no route"):
        boards.of("south").route(CONCERN, folded(CONCERN))


def test_an_authority_that_is_not_served_is_refused() -> None:
    with pytest.raises(UnknownAuthority, match="west is not served here; known: north, south"):
        two_boards().of("west")


def test_a_layer_that_is_not_installed_is_named() -> None:
    with pytest.raises(UnusableProcedure, match="no procedure layer 'gone' is installed"):
        Procedures({"north": ["gone"]}, {}).of("north")


def test_a_case_follows_the_edition_of_the_day_on_which_it_was_opened() -> None:
    old, new = layer("old", **ANSWERS), layer("new", **{**ANSWERS, "commonward_scope": Scope(under_age=21)})
    both = Layer(
        "local",
        ((Edition("1", date(2020, 1, 1)), old.editions[0][1]), (Edition("2", date(2026, 4, 1)), new.editions[0][1])),
    )
    boards = Procedures({"example": ["local"]}, {"local": both})
    days = (date(2019, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [boards.current("example", on).edition for on in days] == ["1", "1", "2"]
    assert [boards.of("example", edition).scope.under_age for edition in ("1", "2")] == [18, 21]


def test_an_edition_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    boards = Procedures({"example": ["local"]}, {"local": layer("local", **ANSWERS)})
    with pytest.raises(UnusableProcedure, match="local has no edition 9; it ships 1"):
        boards.of("example", "9")


# --- refused at load


def test_a_misspelt_hook_is_refused_with_its_plugin() -> None:
    with pytest.raises(UnusableProcedure, match=r"^local: .*commonward_rout is no hook; known: commonward_route"):
        board(commonward_rout=lambda: None)


def test_a_hook_that_wants_an_unknown_argument_is_refused_with_its_plugin() -> None:
    with pytest.raises(UnusableProcedure, match=r"(?s)local.*commonward_route.*weather"):
        board(commonward_route=lambda weather: None)


MEETING = MeetingKind("review", "Review", ("EXA-1.look",), convened_by="worker", chair="manager", invited=())
NOTICE = notice("concern", "-", on=events.ConcernRaised, to="manager", because=("EXA-2.tell",))
POINT = DecisionPoint("accept", "Accept it?", decided_by=("manager",), options=("yes", "no"))
SCALE = ANSWERS["commonward_levels"]


@pytest.mark.parametrize(
    "answer",
    [
        {"commonward_clocks": (replace(LOOK, because=("EXA-9.no",)),)},
        {"commonward_notices": (replace(NOTICE, because=("EXA-9.no",)),)},
        {"commonward_meeting_kinds": (replace(MEETING, plan_because=("EXA-9.no",)),)},
        {"commonward_decisions": (replace(POINT, because=("EXA-9.no",)),)},
        {"commonward_scope": Scope(under_age=18, because=("EXA-9.no",))},
        {"commonward_levels": replace(SCALE, because=("EXA-9.no",))},
        {"commonward_rule_register": Register(RULES, (Question("q", "?", "-", rules=("EXA-9.no",)),))},
    ],
    ids=lambda answer: next(iter(answer)),
)
def test_a_citation_of_a_rule_that_no_register_holds_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(UnusableProcedure, match=r"EXA-9\.no, which no register holds; add the rule"):
        board(**answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"commonward_clocks": (replace(LOOK, by="nobody"),)},
        {"commonward_clocks": (replace(LOOK, on_breach=escalate_to("nobody")),)},
        {"commonward_notices": (replace(NOTICE, to="nobody"),)},
        {"commonward_meeting_kinds": (replace(MEETING, chair="nobody"),)},
        {"commonward_meeting_kinds": (replace(MEETING, chair_unless=(lambda event, facts: True, "nobody")),)},
        {"commonward_decisions": (replace(POINT, second_role="nobody"),)},
        {"commonward_levels": Scale(SCALE.levels, SetBy.TWO_PEOPLE, second_role="nobody")},
    ],
)
def test_a_role_that_nobody_has_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(
        UnusableProcedure, match="the role nobody, which commonward_roles does not; known: manager, worker"
    ):
        board(**answer)


def test_a_rule_that_is_there_twice_is_refused() -> None:
    with pytest.raises(UnusableProcedure, match=r"rule EXA-1\.look is in the register 2 times"):
        board(commonward_rule_register=Register((*RULES, RULES[0])))


def test_a_declaration_of_another_kind_is_refused_with_its_place() -> None:
    with pytest.raises(UnusableProcedure, match="commonward_clocks gave a Notice; commonward_clocks takes Clock"):
        board(commonward_clocks=(NOTICE,))


def test_going_without_what_nobody_declares_is_refused() -> None:
    with pytest.raises(UnusableProcedure, match=r"goes without EXA-1\.loook, which no more general layer declares"):
        board(commonward_clocks=(LOOK, without("EXA-1.loook", because="misspelt")))


def test_a_contribution_of_none_is_refused_with_its_place() -> None:
    with pytest.raises(UnusableProcedure, match="commonward_notices gave None"):
        board(commonward_notices=None)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UnusableProcedure) as refused:
        board(commonward_clocks=(replace(LOOK, by="nobody", because=("EXA-9.no",)),))
    assert "nobody" in str(refused.value)
    assert "EXA-9.no" in str(refused.value)


NOTE = RecordKind("note", "Note", ("EXA-1.look",), (), (form.one_of("kind", "Kind", "Good one"),))


def editions(code: str, *hooks: dict[str, Any], stands_on: tuple[tuple[str, str], ...] = ()) -> Layer:
    """A layer with an edition for each of these; the first stands on those general ones."""
    modules = [layer(code, **each).editions[0][1] for each in hooks]
    first = Edition("1", date(2020, 1, 1), stands_on)
    later = [Edition(str(number), date(2020, 1, number)) for number in range(2, len(hooks) + 1)]
    return Layer(code, tuple(zip((first, *later), modules, strict=True)))


def test_an_edition_stands_on_the_general_edition_that_it_names_and_else_on_the_newest() -> None:
    older, newer = ({**ANSWERS, "commonward_route": lambda team=team: route(team)} for team in ("older", "newer"))
    national = editions("national", older, newer)
    own = editions("example", {}, {}, stands_on=(("national", "1"),))
    procedures = Procedures({"example": ("national", "example")}, {"national": national, "example": own})
    teams = [procedures.of("example", edition).route(CONCERN, folded(CONCERN)).team for edition in ("1", "2")]
    assert teams == ["older", "newer"]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"commonward_roles": (*ROLES, Role("clerk", "Clerk", "zzz"))}, "role clerk: zzz is no core role"),
        ({"commonward_decisions": (replace(POINT, decided_by="manager"),)}, "decided_by is 'manager'; give a tuple"),
        ({"commonward_decisions": (replace(POINT, options=(("yes", "Yes"),)),)}, r"options\[0\] is"),
        ({"commonward_records": (NOTE,)}, r"note: fields\[0\]\.choices\[0\] is 'Good one'"),
    ],
)
def test_what_has_not_the_shape_of_its_declaration_is_refused(answer: dict[str, Any], says: str) -> None:
    with pytest.raises(UnusableProcedure, match=says):
        board(**answer)


def test_a_layer_that_declares_one_thing_twice_is_refused_as_one_would_hide_the_other() -> None:
    with pytest.raises(UnusableProcedure, match=r"declares EXA-1\.look twice"):
        board(commonward_clocks=(LOOK, replace(LOOK, title="Another")))


def test_one_rule_may_have_a_gate_for_each_place() -> None:
    gates = tuple(
        gate(
            "EXA-1.look",
            on=Command.CLOSE_CASE,
            at=reason,
            force=Force.MUST,
            unless=lambda facts: False,
            missing="Something",
            supplied_by="worker",
        )
        for reason in ("moved", "safe")
    )
    assert len(board(commonward_gates=gates).gates) == 2


def test_an_older_edition_that_cannot_be_used_is_refused_at_the_start() -> None:
    broken = {**ANSWERS, "commonward_clocks": (replace(LOOK, by="nobody"),)}
    procedures = Procedures({"example": ["example"]}, {"example": editions("example", broken, ANSWERS)})
    procedures.of("example")
    with pytest.raises(UnusableProcedure, match="names the role nobody"):
        procedures.load_all()
