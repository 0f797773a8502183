"""Records, prompts and what a missing episode calls for: declared by a layer, asked through the procedure."""

from __future__ import annotations

import pytest

from commonward.contracts import events
from commonward.procedure import (
    WRITING,
    Command,
    Facts,
    Force,
    Given,
    Prompt,
    RecordKind,
    Response,
    coded,
    faults,
    form,
    gate,
    together,
)
from tests.core.procedure.builders import board, example, folded

RESTRICTION = RecordKind(
    id="restriction",
    title="Restriction",
    because=("EXA-1.look",),
    made_by=("worker",),
    fields=(
        form.some_of("what", "What is restricted", "calls", "letters", needed=form.wanted),
        form.words("why", "Why", needed=form.wanted),
        form.yes_no("agreed", "Did the manager agree?", needed=lambda given, facts: "calls" in given.all("what")),
        form.day("review", "When it is looked at again"),
        form.moment("since", "Since when"),
        form.subject("visitor", "Who was turned away"),
        form.one_of("health", "Health", "offered", "accepted", kept=True),
    ),
    checks=(
        form.check(
            "EXA-2.tell",
            "agreed",
            "calls are restricted only where the manager agreed",
            unless=lambda given, facts: "calls" not in given.all("what") or given.yes("agreed"),
            force=Force.SHOULD,
        ),
    ),
)
OLDER = "0198c0de-0000-7000-8000-00000000000f"
GOOD = {"what": ("letters",), "why": ("A synthetic reason.",)}


def places(**values: tuple[str, ...]) -> list[str]:
    return [fault.field for fault in faults(RESTRICTION, Given({**GOOD, **values}), Facts())]


def test_commonward_records_are_found_by_their_code() -> None:
    procedure = board(commonward_records=(RESTRICTION,))
    assert procedure.record_kind("restriction") == RESTRICTION
    assert procedure.record_kind("other") is None


def test_a_complete_record_has_no_faults() -> None:
    assert places() == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("what", ()),
        ("what", ("visitors",)),
        ("why", ("  ",)),
        ("review", ("31.12.2026",)),
        ("since", ("2026-03-01T10:00:00",)),
        ("visitor", ("somebody",)),
        ("health", ("offered", "accepted")),
        ("agreed", ("perhaps",)),
        ("colour", ("blue",)),
    ],
)
def test_a_fault_names_its_field(field: str, values: tuple[str, ...]) -> None:
    assert places(**{field: values}) == [field]


def test_a_field_may_be_needed_only_by_another_answer() -> None:
    assert places(what=("calls",)) == ["agreed"]


def test_a_check_says_its_rule_and_how_binding_it_is() -> None:
    [fault] = faults(RESTRICTION, Given({**GOOD, "what": ("calls",), "agreed": ("no",)}), Facts())
    assert (fault.rule, fault.force, fault.field) == ("EXA-2.tell", Force.SHOULD, "agreed")


def test_only_coded_answers_leave_the_service() -> None:
    given = Given({**GOOD, "review": ("2026-04-01",), "since": ("2026-03-01T10:00:00+00:00",), "health": ("offered",)})
    assert coded(RESTRICTION, given) == {"what": ("letters",), "review": ("2026-04-01",)}


def test_the_newest_record_of_a_kind_counts_until_it_is_voided() -> None:
    first, second = example(events.RecordMade, record=OLDER), example(events.RecordMade)
    made = folded(first, second).record("restriction")
    assert made is not None
    assert (made.id, made.one("what")) == (second.record, "telephone")
    left = folded(first, second, example(events.RecordVoided)).record("restriction")
    assert left is not None
    assert left.id == first.record


def test_commonward_prompts_are_shown_at_their_place_when_their_condition_holds() -> None:
    younger = Prompt(
        "younger", "Think of the younger ones", ("close-case",), ("EXA-1.look",), when=lambda facts: facts.closed
    )
    procedure = board(commonward_prompts=(younger,))
    assert procedure.prompts_at("close-case", Facts(closed=True)) == [younger]
    assert procedure.prompts_at("close-case", Facts()) == []
    assert procedure.prompts_at("decide", Facts(closed=True)) == []


def test_a_phrase_is_found_as_a_whole_word_whatever_its_letters() -> None:
    lint = Prompt("lint", "Say what happened", (WRITING,), ("EXA-1.look",), phrases=("life style",))
    procedure = board(commonward_prompts=(lint,))
    assert [found.phrase for found in procedure.suggestions("A Life style choice.")] == ["life style"]
    assert procedure.suggestions("A wild life styled otherwise.") == []


def test_a_phrase_within_a_name_that_must_be_written_so_is_not_found() -> None:
    lint = Prompt("lint", "-", (WRITING,), ("EXA-1.look",), phrases=("prostitution",), names=("Inciting prostitution",))
    procedure = board(commonward_prompts=(lint,))
    assert procedure.suggestions("Arrested for inciting prostitution.") == []
    assert len(procedure.suggestions("Inciting prostitution; drawn into prostitution.")) == 1


def test_commonward_answer_missing_says_what_an_episode_calls_for() -> None:
    asked = example(events.MissingReported)
    procedure = board(
        commonward_answer_missing=lambda episode, facts: Response(
            because=("EXA-1.look",), tasks=("letter",) if episode.number == 1 else ("visit",)
        )
    )
    assert procedure.answer_missing(asked, folded(asked)).tasks == ("visit",)


def test_a_gate_may_stand_at_one_place_only() -> None:
    lead = gate(
        "EXA-3.lp",
        on=Command.DECIDE,
        at=("conference", "hold"),
        force=Force.MUST,
        unless=lambda facts: facts.record("factors") is not None,
        missing="The factors are considered",
        supplied_by="worker",
    )
    procedure = board(commonward_gates=(lead,))
    assert [u.gate for u in procedure.unmet(Command.DECIDE, Facts(), "conference", "yes")] == ["EXA-3.lp"]
    assert procedure.unmet(Command.DECIDE, Facts(), "acceptance") == []


@pytest.mark.parametrize(
    ("decision", "option", "stands"),
    [
        ("conference", "conference", True),
        ("conference", "other", False),
        ("other", "conference", False),
        ("alternative", "plan", True),
    ],
)
def test_a_gate_may_stand_at_one_option_of_one_decision(decision: str, option: str, stands: bool) -> None:
    lead = gate(
        "EXA-3.lp",
        on=Command.DECIDE,
        at=(together("conference", "conference"), "alternative"),
        force=Force.MUST,
        unless=lambda facts: False,
        missing="The factors are considered",
        supplied_by="worker",
    )
    unmet = board(commonward_gates=(lead,)).unmet(Command.DECIDE, Facts(), decision, option)
    assert [u.gate for u in unmet] == (["EXA-3.lp"] if stands else [])
