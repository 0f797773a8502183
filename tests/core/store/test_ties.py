"""Lists are narrowed in SQL by what one function decides of one case: whatever is known, the two say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, Uuid, create_engine, insert, literal, select
from sqlmodel import SQLModel

from commonward.procedure import Facts
from commonward.procedure.facts import CoverFact, GlassFact
from commonward.store.relations import Allowed, Relation, Viewer
from commonward.store.sight import Sight
from commonward.store.tables import Parked, Subject, Tie
from commonward.store.ties import beside, tie_rows

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 4)]
CASE = UUID(int=9)
ONE = st.sampled_from(PEOPLE)
SOME = st.lists(ONE, max_size=2, unique=True).map(tuple)
WHEN = st.sampled_from([NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)])
FACTS = st.builds(
    Facts,
    worker=st.none() | ONE,
    worker_role=st.sampled_from([None, "social-worker"]),
    opened_by=st.none() | ONE,
    team=st.sampled_from([None, "north", "south"]),
    restricted=st.booleans(),
    named=SOME,
    blocked=SOME,
    referrers=SOME,
    opened_glass=st.lists(st.builds(GlassFact, person=ONE, until=WHEN), max_size=2).map(tuple),
)
COVERS = st.lists(st.builds(CoverFact, arrangement=st.uuids(), cover=ONE, since=WHEN, until=WHEN), max_size=2)
ALLOWS = st.dictionaries(
    st.sampled_from(list(Relation)), st.builds(Allowed, restricted=st.booleans(), groups=st.just(frozenset()))
)
VIEWERS = st.builds(
    Viewer,
    person=ONE,
    teams=st.sets(st.sampled_from(["north", "south"])).map(frozenset),
    allows=ALLOWS,
    of_a_copy=st.booleans(),
)

SET_ASIDE = {
    "authority": "mill",
    "id": UUID(int=8),
    "topic": "case-events",
    "partition": 0,
    "offset": 0,
    "subject": CASE,
    "reason": "defect",
    "detail": "",
    "sealed": b"",
    "parked_at": NOW,
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = create_engine("sqlite://")
    SQLModel.metadata.create_all(made, tables=[SQLModel.metadata.tables[name] for name in ("subject", "tie", "parked")])
    yield made
    made.dispose()


@settings(max_examples=400)
@given(facts=FACTS, covers=COVERS, viewer=VIEWERS, aside=st.sampled_from([None, "parked", "discarded"]))
def test_a_list_shows_a_case_if_and_only_if_it_may_be_read_by_itself(
    engine: Engine, facts: Facts, covers: list[CoverFact], viewer: Viewer, aside: str | None
) -> None:
    away = facts.holder
    stands_in = away is not None and any(
        each.cover == viewer.person and each.since <= NOW < each.until for each in covers
    )
    rows = list(tie_rows(CASE, facts))
    if away is not None:
        rows += tie_rows(away, Facts(covers=tuple(covers)))
    with engine.connect() as connection:  # rolled back at its end
        connection.execute(insert(Subject).values(authority="mill", id=CASE, **beside(facts)))
        for row in rows:
            connection.execute(insert(Tie).values(authority="mill", **row))
        if aside is not None:
            connection.execute(insert(Parked).values(**SET_ASIDE, state=aside))
        sight, listed = Sight("mill", viewer, NOW), literal(CASE, Uuid)
        shown, hidden = connection.execute(select(sight.visible(listed), sight.secret(listed))).one()
    here = viewer.before(held_up=aside == "parked")
    sees = here.why(facts, NOW, covers=stands_in) is not None
    assert bool(shown) is sees
    assert bool(hidden) is ((facts.restricted or viewer.person in facts.blocked) and not sees)
