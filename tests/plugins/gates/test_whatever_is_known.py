"""Each gate of each board, whatever is known of a case: it blocks where what it wants is not there, and only there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonward.procedure import Command, Facts, Force, Procedure, Procedures, Unmet
from commonward.procedure.gates import Place
from commonward.store import NotReady, pass_gates
from tests.core.procedure.builders import after, folded
from tests.plugins.gates.wanted import ANY, RECORDS, WANTED, Wanted, codes
from tests.plugins.gates.whatever import facts_of
from tests.plugins.reading import reading

EACH = [
    pytest.param(layer, wanted, id="-".join((wanted.id, wanted.on, *map(str, wanted.at[:1]))))
    for layer, each in WANTED.items()
    for wanted in each
]
Known = dict[str, st.SearchStrategy[Facts]]
MANY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def boards() -> dict[str, Procedure]:
    """Each board; the national layer's own gate stands where a board has chosen it."""
    own = {code: Procedures({code: ["national", code]}).of(code) for code in ("bolton", "leeds")}
    return {**own, "national": reading("leeds", "NAT-Q.under13", "decided-before-closing")}


@pytest.fixture(scope="session")
def known(boards: dict[str, Procedure]) -> Known:
    """Whatever may be known of a case of each board."""
    return {code: facts_of(board, records=RECORDS[code]) for code, board in boards.items()}


def places(wanted: Wanted) -> tuple[Place, ...]:
    return wanted.at or (ANY,)


def unmet_at(board: Procedure, wanted: Wanted, facts: Facts, place: Place) -> list[Unmet]:
    return [each for each in board.unmet(wanted.on, facts, *codes(place)) if each.gate == wanted.id]


def still_blocks(unmet: list[Unmet], *, overridden: bool) -> set[str]:
    """The gates for which a service refuses a command."""
    try:
        pass_gates(unmet, overridden=overridden)
    except NotReady as refused:
        return {error.field for error in refused.errors}
    return set()


def test_no_gate_of_a_board_is_without_its_property(boards: dict[str, Procedure]) -> None:
    for code, prefix in (("bolton", ("BOL-",)), ("leeds", ("LDS-",)), ("national", ("NAT-", "LDS-"))):
        declared = sorted(
            repr((each.id, each.on, each.at)) for each in boards[code].gates if each.id.startswith(prefix)
        )
        known = WANTED[code] if code != "national" else (*WANTED["national"], *WANTED["leeds"])
        assert declared == sorted(repr((each.id, each.on, each.at)) for each in known)


@pytest.mark.parametrize(("layer", "wanted"), EACH)
def test_what_opens_a_gate_is_what_it_wants_and_nothing_less(
    boards: dict[str, Procedure], layer: str, wanted: Wanted
) -> None:
    shut, opened = folded(*wanted.shut), folded(*wanted.shut, *wanted.opened)
    assert (wanted.holds(shut), wanted.holds(opened)) == (False, True)
    for place in places(wanted):
        assert [each.force for each in unmet_at(boards[layer], wanted, shut, place)] == [wanted.force]
        assert unmet_at(boards[layer], wanted, opened, place) == []


@pytest.mark.thorough
@pytest.mark.parametrize(("layer", "wanted"), EACH)
@MANY
@given(data=st.data())
def test_whatever_is_known_it_blocks_where_that_is_not_there_and_only_there(
    boards: dict[str, Procedure], known: Known, layer: str, wanted: Wanted, data: st.DataObject
) -> None:
    board = boards[layer]
    facts = data.draw(known[layer])
    place = data.draw(st.sampled_from(places(wanted)))
    assert bool(unmet_at(board, wanted, facts, place)) is not wanted.holds(facts)
    unmet = board.unmet(wanted.on, facts, *codes(place))
    blocks = {overridden: wanted.id in still_blocks(unmet, overridden=overridden) for overridden in (False, True)}
    missing = not wanted.holds(facts)
    assert blocks == {False: missing, True: missing and wanted.force is Force.MUST}


@pytest.mark.thorough
@pytest.mark.parametrize(("layer", "wanted"), EACH)
@MANY
@given(data=st.data())
def test_it_stands_before_its_own_command_and_place_and_no_other(
    boards: dict[str, Procedure], known: Known, layer: str, wanted: Wanted, data: st.DataObject
) -> None:
    board = boards[layer]
    facts = data.draw(known[layer])
    elsewhere = [command for command in Command if command not in _stands_before(wanted.id)]
    command = data.draw(st.sampled_from(elsewhere))
    assert wanted.id not in {
        each.gate for each in board.unmet(command, facts, *(code for place in places(wanted) for code in codes(place)))
    }
    if wanted.at and len(_stands_before(wanted.id)) == 1:
        assert wanted.id not in {each.gate for each in board.unmet(wanted.on, facts, ANY)}


@pytest.mark.parametrize(("layer", "wanted"), EACH)
def test_of_a_case_of_which_nothing_is_known_no_must_that_is_about_it_holds(
    boards: dict[str, Procedure], layer: str, wanted: Wanted
) -> None:
    for place in places(wanted):
        assert bool(unmet_at(boards[layer], wanted, Facts(), place)) is not wanted.holds(Facts())


@pytest.mark.parametrize("code", ["bolton", "leeds", "national"])
@MANY
@given(data=st.data())
def test_whatever_is_missing_is_told_at_once_with_who_supplies_it(
    boards: dict[str, Procedure], known: Known, code: str, data: st.DataObject
) -> None:
    board = boards[code]
    facts = data.draw(known[code])
    place = data.draw(st.sampled_from([ANY, *dict.fromkeys(place for each in WANTED[code] for place in each.at)]))
    roles = {role.code for role in board.roles}
    for command in Command:
        unmet = board.unmet(command, facts, *codes(place))
        assert {each.gate for each in unmet} == {each.id for each in _missing(WANTED_AT[code], command, place, facts)}
        assert all(each.supplied_by in roles and each.missing for each in unmet)


WANTED_AT = {**WANTED, "national": (*WANTED["national"], *WANTED["leeds"])}


def _missing(each: tuple[Wanted, ...], command: Command, place: Place, facts: Facts) -> Iterator[Wanted]:
    for wanted in each:
        if (
            wanted.on is command
            and (not wanted.at or any(set(codes(at)) <= set(codes(place)) for at in wanted.at))
            and not wanted.holds(facts)
        ):
            yield wanted


def _stands_before(id: str) -> set[Command]:
    return {wanted.on for each in WANTED.values() for wanted in each if wanted.id == id}


@pytest.mark.parametrize("overridden", [False, True])
@pytest.mark.parametrize("force", [Force.MAY, Force.DEFINITION])
def test_what_is_only_offered_or_only_a_definition_never_blocks(force: Force, overridden: bool) -> None:
    offered = Unmet("EXA-1.look", force, "Something", "social-worker")
    must = Unmet("EXA-2.tell", Force.MUST, "Something", "social-worker")
    assert still_blocks([offered], overridden=overridden) == set()
    assert still_blocks([offered, must], overridden=overridden) == {"EXA-2.tell"}


ONCE_IS_ENOUGH = {"BOL-9.6.parties", "BOL-10.9.ooh", "BOL-7.5.exclude", "BOL-9.5.peer", "NAT-1.reached-18"}
"""What is known of others, of signs and of an age stays known; contacts are counted with the emergencies."""
BY_THE_LEVEL = {"LDS-3.cfa", "LDS-4.high-notopen", "LDS-4.high-open-cla"}
"""Leeds asks for these at the level of risk, whenever the case was opened."""


@pytest.mark.parametrize(("layer", "wanted"), EACH)
def test_what_was_done_before_a_case_was_opened_again_does_not_open_a_gate(
    boards: dict[str, Procedure], layer: str, wanted: Wanted
) -> None:
    if wanted.id in ONCE_IS_ENOUGH | BY_THE_LEVEL:
        return
    done = folded(*wanted.shut, *wanted.opened)
    again = done.model_copy(update={"opened_at": after(24 * 365 * 5)})
    for place in places(wanted):
        assert unmet_at(boards[layer], wanted, done, place) == []
        assert len(unmet_at(boards[layer], wanted, again, place)) == 1
