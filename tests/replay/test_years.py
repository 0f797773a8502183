"""A year of synthetic cases, told again in other ways, leaves what the services have stored."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from commonward.cli.synthesise import make_year
from commonward.procedure import Edition, Facts, Layer, Procedures, Readings, Route, events, impl
from commonward.procedure.layers import InstalledLayers
from commonward.procedure.rebuilding import Otherwise, redecide
from commonward.runtime import Platform
from commonward.runtime.history import histories
from commonward.settings import LimitSettings
from commonward.store import Inbox, Subject
from commonward_notify.model import Owed
from tests.replay import again, years

# A year takes half a minute: too long for `make check`.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(1800)]

CASES, SEED = 40, 7


@pytest.fixture(scope="module", params=("leeds", "bolton"))
def board(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def year(board: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform on a year of the board, made once for all tests."""
    settings = years.make(board, tmp_path_factory.mktemp(board) / "year", CASES, SEED)
    with years.opened(settings) as platform:
        yield platform


@pytest.fixture(scope="module")
def log(year: Platform) -> list[Any]:
    return again.log_of(year)


def test_a_year_is_made_as_fast_as_the_machine_allows_whatever_people_may_ask_in_a_minute(tmp_path: Path) -> None:
    strict = LimitSettings(searches=1, refusals=1)
    settings = years.settings_of("leeds", tmp_path / "year").model_copy(update={"limits": strict})
    make_year(settings, tmp_path / "year", cases=20, seed=SEED, year=2024)


def test_a_year_holds_what_happens_in_one(year: Platform, board: str) -> None:
    told: Counter[str] = Counter()
    with years.recorder(year) as session:
        for _, past in histories(session):
            told.update(type(happened.event).__name__ for happened in past)
    wanted = {
        *("CaseOpened", "ConcernRaised", "CaseAllocated", "AssessmentCompleted", "LevelDecided", "RecordMade"),
        *("MissingReported", "MissingReturned", "MeetingConvened", "MeetingHeld", "ClosingRequested", "AgeReached"),
        *("ObligationOpened", "ObligationDischarged", "ObligationSuperseded", "NoticeRaised", "NoticeDelivered"),
        *("FactsCorrected", "DecisionRecorded"),
    }
    assert wanted <= told.keys()
    with year.resources("referral").database.session(board) as session:
        taken = session.scalars(select(Inbox.state).where(col(Inbox.type) == events.ConcernReported.type)).all()
    assert len(taken) > CASES / 20
    assert set(taken) == {"applied"}
    assert told["NoticeRaised"] == told["NoticeDelivered"]


def test_everything_is_rebuilt_from_the_events_without_a_difference(year: Platform) -> None:
    found = years.verified(year)
    assert [each.differences for each in found] == [[], [], [], []]
    assert all(each.subjects >= CASES and each.obligations > CASES for each in found)


@pytest.mark.parametrize("shape", again.SHAPES, ids=lambda shape: shape.name)
def test_the_same_events_leave_the_same_obligations(
    shape: again.Shape, year: Platform, log: list[Any], tmp_path: Path
) -> None:
    fresh = again.tell_again(year.settings, tmp_path, log, replace(shape, deaths=min(shape.deaths, 5)))
    with years.opened(fresh) as platform:
        assert years.obligations(platform) == years.obligations(year)


def test_another_order_is_another_one_and_keeps_each_subjects_own(log: list[Any]) -> None:
    other = again.shaped(log, again.Shape("another", shuffled=1))
    assert other != log
    assert Counter(other) == Counter(log)
    for key in {message.key for message in log}:
        assert [each for each in other if each.key == key] == [each for each in log if each.key == key]


def test_an_obligation_that_was_tampered_with_is_found_and_named(year: Platform) -> None:
    one = next(iter(years.obligations(year).values()))
    right = one.state.value
    _store(year, update(Owed).where(col(Owed.id) == one.id).values(state="paused"))
    found = years.differences(year)
    _store(year, update(Owed).where(col(Owed.id) == one.id).values(state=right))
    assert [(each.service, each.what, each.stored, each.rebuilt) for each in found] == [
        ("notify", f"{one.clock}: state", "paused", right)
    ]
    assert years.differences(year) == []


def test_facts_that_were_tampered_with_are_found_and_named(year: Platform) -> None:
    with years.recorder(year) as session:
        id, facts = session.execute(_a_child()).one()
    wrong = Facts.model_validate_json(facts).model_copy(update={"team": "nobody-s-team"}).model_dump_json()
    _store(year, update(Subject).where(col(Subject.id) == id).values(facts=wrong))
    found = years.differences(year)
    _store(year, update(Subject).where(col(Subject.id) == id).values(facts=facts))
    assert [(each.service, each.subject, each.what, each.stored) for each in found] == [
        ("notify", id, "team", "nobody-s-team")
    ]


def test_the_same_edition_decides_nothing_otherwise(year: Platform) -> None:
    assert _otherwise(year, year.procedures) == []


def test_a_changed_edition_names_every_route_that_it_would_decide_otherwise(
    year: Platform, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "changed_edition", _changed(board))
    found = _otherwise(year, _with_changed_edition(board))
    with years.recorder(year) as session:
        routed = [
            one.id for _, past in histories(session) for one in past if isinstance(one.event, events.ConcernRouted)
        ]
    assert {each.event for each in found} <= set(routed)
    assert len(found) > CASES / 2
    assert all(each.today.startswith("changed-team: ") for each in found)


def _otherwise(year: Platform, procedures: Procedures) -> list[Otherwise]:
    with years.recorder(year) as session:
        return [each for _, past in histories(session) for each in redecide(past, procedures)]


def _changed(board: str) -> ModuleType:
    """The board's hooks, of which one sends every concern to another team."""
    hooks = InstalledLayers()[board].module(None)
    changed = ModuleType("changed_edition")
    vars(changed).update({name: hook for name, hook in vars(hooks).items() if name.startswith("commonward_")})

    @impl
    def commonward_route(concern: events.ConcernRaised, facts: Facts, readings: Readings) -> Route | None:
        asked = {"concern": concern, "facts": facts, "readings": readings}
        known = signature(hooks.commonward_route).parameters  # a hook takes as many of them as it needs
        route = hooks.commonward_route(**{name: value for name, value in asked.items() if name in known})
        return replace(route, team="changed-team") if route else None

    vars(changed)["commonward_route"] = commonward_route
    return changed


def _with_changed_edition(board: str) -> Procedures:
    own = InstalledLayers()[board]
    newer = Edition("99", date(2025, 1, 1), own.edition(None).stands_on)
    changed = Layer(board, (*own.editions, (newer, "changed_edition")))
    return Procedures({board: ("national", board)}, {**InstalledLayers(), board: changed})


def _store(year: Platform, statement: Any) -> None:
    with years.recorder(year, writing=True) as session:
        session.execute(statement)
        session.commit()


def _a_child() -> Any:
    """The stored facts of one case that went to a team."""
    return select(col(Subject.id), col(Subject.facts)).where(col(Subject.facts).contains("team")).limit(1)
