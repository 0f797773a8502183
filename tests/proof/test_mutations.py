"""What is disabled is what cites the rule and no more; a rule is proved when a test of its own fails without it."""

from __future__ import annotations

import pytest

from commonward.procedure import Answered, Field, MeetingKind, Procedures, RecordKind
from commonward.procedure.citing import citing_parts
from tests.proof.forks import Job, Result
from tests.proof.mutations import LeftOut, citations, without_part
from tests.proof.running import Marked
from tests.proof.verdicts import verdict

RECORD = RecordKind(
    "visit",
    "Visit",
    because=("EXA-1.visit",),
    made_by=(),
    fields=(
        Field("seen", "Seen?", Answered.YES_NO, because=("EXA-2.seen",)),
        Field("alone", "Alone?", Answered.YES_NO, because=("EXA-3.alone",)),
    ),
)
MEETING = MeetingKind(
    "review",
    "Review",
    because=("EXA-1.review",),
    convened_by="worker",
    chair="manager",
    invited=("police",),
    plan="safety-plan",
    plan_sections=("actions",),
    plan_because=("EXA-2.plan",),
)
VISIT = LeftOut("the visit", "plugin", "commonward_records", 0)
SEEN = LeftOut("whether it was seen", "plugin", "commonward_records", 0, (("fields", 0),))


def test_each_part_that_cites_a_rule_is_found() -> None:
    assert dict(citing_parts(RECORD)) == {
        (): ("EXA-1.visit",),
        (("fields", 0),): ("EXA-2.seen",),
        (("fields", 1),): ("EXA-3.alone",),
    }


def test_only_the_part_that_cites_the_rule_is_left_out() -> None:
    [left] = SEEN.of((RECORD,))
    assert [field.code for field in left.fields] == ["alone"]
    assert left.because == RECORD.because


def test_a_declaration_that_cites_the_rule_is_left_out_whole() -> None:
    assert VISIT.of((RECORD, MEETING)) == (MEETING,)


def test_without_its_plan_a_meeting_is_still_held() -> None:
    [(place, _)] = [(place, because) for place, because in citing_parts(MEETING) if because == ("EXA-2.plan",)]
    left = without_part(MEETING, place)
    assert (left.plan, left.plan_sections, left.plan_because) == (None, (), ())
    assert (left.chair, left.invited) == (MEETING.chair, MEETING.invited)


@pytest.fixture
def cited() -> set[str]:
    return {rule for rule, _ in citations(Procedures({"leeds": ("national", "leeds")}).of("leeds"))}


def test_declarations_descriptions_and_functions_are_all_found(cited: set[str]) -> None:
    assert {"LDS-3.coord-24h", "LDS-3.decide", "NAT-1.scope", "LDS-4.none", "LDS-5.owner"} <= cited


def judged(*results: Result) -> str:
    tests = Marked(rules={"tests/test_visit.py::test_seen": {"EXA-2.seen"}})
    runs = [(Job(SEEN, tests.waited_for({"EXA-2.seen"})), result) for result in results]
    return verdict("EXA-2.seen", runs, tests, broken=frozenset()).state


FAILED = Result(frozenset({"tests/test_visit.py::test_seen"}), frozenset())
PASSED = Result(frozenset(), frozenset())
UNLOADED = Result(frozenset(), frozenset({"tests/test_visit.py::test_seen"}))


@pytest.mark.parametrize(
    ("results", "state"),
    [
        ((FAILED, FAILED), "red"),
        ((FAILED, PASSED), "green"),
        ((FAILED, UNLOADED), "green"),
        ((), "no implementation"),
    ],
)
def test_a_rule_is_proved_when_its_test_fails_without_each_of_its_declarations(
    results: tuple[Result, ...], state: str
) -> None:
    assert judged(*results) == state


def test_a_test_that_needs_servers_is_no_proof() -> None:
    tests = Marked(on_servers={"tests/test_kafka.py::test_seen": {"EXA-2.seen"}})
    found = verdict("EXA-2.seen", [(Job(SEEN, {}), PASSED)], tests, broken=frozenset())
    assert found.state == "no test"
    assert "real servers" in str(found)


def test_a_test_that_fails_as_it_is_is_no_proof() -> None:
    tests = Marked(rules={"tests/test_visit.py::test_seen": {"EXA-2.seen"}})
    found = verdict("EXA-2.seen", [(Job(SEEN, tests.waited_for({"EXA-2.seen"})), FAILED)], tests, broken=FAILED.failed)
    assert found.state == "fails anyway"
