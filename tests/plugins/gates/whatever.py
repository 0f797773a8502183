"""Whatever may be known of a case of a board: facts in any mixture, most of which no single case would ever have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from commonward.contracts import Tri
from commonward.contracts.events import Purpose
from commonward.procedure import Answered, Facts, Procedure, RecordKind
from commonward.procedure.concern_facts import DecisionFact
from commonward.procedure.facts import AssessmentFact, RecordFact
from commonward.procedure.meeting_facts import MeetingFact, PlanFact
from tests.core.procedure.builders import MONDAY

TRI = st.sampled_from(Tri)
AGE = st.none() | st.integers(0, 17)
SOMEBODY = UUID(int=5)
CONCERNS = tuple(UUID(int=number) for number in (11, 12, 13))
RECORD_IDS = tuple(UUID(int=number) for number in (21, 22, 23))
ROLES = (None, "social-worker", "allocated-social-worker", "exit-worker", "lead-professional", "team-manager")
MOMENTS: st.SearchStrategy[datetime] = st.integers(0, 6).map(lambda days: MONDAY + timedelta(days=days))


def answers_of(kind: RecordKind) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Coded answers to a form, complete or not."""
    values: dict[str, st.SearchStrategy[tuple[str, ...]]] = {}
    for field in kind.fields:
        if field.answered is Answered.YES_NO:
            values[field.code] = st.sampled_from([(), *((answer.value,) for answer in Tri)])
        elif field.answered is Answered.ONE_OF:
            values[field.code] = st.sampled_from([(), *((choice,) for choice in field.choices)])
        elif field.answered is Answered.SOME_OF:
            values[field.code] = st.sets(st.sampled_from(field.choices), max_size=3).map(
                lambda some: tuple(sorted(some))
            )
    return st.fixed_dictionaries(values).map(lambda given: {code: some for code, some in given.items() if some})


def records_of(kinds: Sequence[RecordKind]) -> st.SearchStrategy[dict[str, tuple[RecordFact, ...]]]:
    """None, one or two records of each of these kinds."""
    return st.fixed_dictionaries(
        {
            kind.id: st.lists(
                st.builds(
                    RecordFact,
                    id=st.sampled_from(RECORD_IDS),
                    answers=answers_of(kind),
                    happened_at=MOMENTS,
                    made_by=st.just(SOMEBODY),
                ),
                max_size=2,
            ).map(tuple)
            for kind in kinds
        }
    )


def facts_of(board: Procedure, *, records: Sequence[str] = ()) -> st.SearchStrategy[Facts]:
    """Facts in the words of this board, with records of these kinds."""
    levels = st.sampled_from((None, *(level.code for level in board.scale.levels)))
    options = [(point.id, option) for point in board.decisions for option in point.options]
    kinds = [kind for kind in board.records if kind.id in records]
    assert len(kinds) == len(records), f"{board.authority.code} has no form for one of {records}"
    return st.builds(
        Facts,
        opened_at=st.none() | MOMENTS,
        age_at_event=AGE,
        age_at_referral=AGE,
        family_area=st.sampled_from((None, *(area.code for area in board.authority.areas))),
        open_to_social_care=TRI,
        looked_after=TRI,
        immediate_danger=TRI,
        significant_harm=TRI,
        sexually_active=TRI,
        concerns=st.just(CONCERNS),
        routes=st.lists(st.sampled_from(("emergency", "referral", "assessment")), max_size=3).map(tuple),
        matters=st.dictionaries(st.sampled_from(RECORD_IDS), st.sampled_from(CONCERNS), max_size=3),
        indicators=st.sampled_from(((), ("v1",), ("s7", "i2"))),
        worker=st.none() | st.just(SOMEBODY),
        worker_role=st.sampled_from(ROLES),
        level=levels,
        previous_level=levels,
        level_decided_at=st.none() | MOMENTS,
        assessments=st.lists(_assessment(board), max_size=3).map(tuple),
        meetings=st.lists(_meeting(board), max_size=3).map(tuple),
        plans=st.lists(_plan(board), max_size=3).map(tuple),
        decisions=st.lists(st.tuples(st.sampled_from(options), MOMENTS), max_size=5).map(_decisions),
        records=records_of(kinds),
    )


def _assessment(board: Procedure) -> st.SearchStrategy[AssessmentFact]:
    return st.builds(
        AssessmentFact,
        id=st.just(SOMEBODY),
        tool=st.sampled_from(sorted({tool.code for tool in board.tools})),
        judgement=st.sampled_from([level.code for level in board.scale.levels]),
        completed_at=MOMENTS,
        purpose=st.sampled_from(Purpose),
    )


def _meeting(board: Procedure) -> st.SearchStrategy[MeetingFact]:
    kinds = st.sampled_from([kind.id for kind in board.meeting_kinds])
    return st.builds(MeetingFact, id=st.uuids(), kind=kinds, held_at=st.none() | MOMENTS, quorate=st.booleans())


def _plan(board: Procedure) -> st.SearchStrategy[PlanFact]:
    kinds = st.sampled_from(sorted({kind.plan for kind in board.meeting_kinds if kind.plan}))
    return st.builds(PlanFact, id=st.uuids(), kind=kinds, version=st.just(1), adopted_at=MOMENTS)


def _decisions(made: list[tuple[tuple[str, str], datetime]]) -> dict[str, DecisionFact]:
    return {
        code: DecisionFact(option=option, decided_by=SOMEBODY, authorised_by=None, decided_at=at)
        for (code, option), at in made
    }
