"""What was put right reaches the stored clocks: superseded or owed again, and rebuilt the same."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.procedure import Facts, Only, Tri, events, only
from commonward.runtime.verifying import verify
from commonward.store import new_id
from commonward_notify.model import Breach, Owed
from commonward_notify.verifying import compare_obligations
from tests.services.boards import Board
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.notify.conftest import NotifyStage
from tests.services.notify.happenings import ago, concern, happened, like, routed


def looked_after(event: events.ConcernRouted, facts: Facts) -> bool:
    return facts.looked_after is Tri.YES


@pytest.fixture
def board() -> Board:
    visit = replace(VISIT, opens_on=(only(events.ConcernRouted, looked_after),), met_by=(Only(events.RecordMade),))
    return ClockedBoard(clocks=(visit,), notices=())


def test_what_wrong_facts_opened_stays_readable_as_known_then_and_as_known_now(notify: NotifyStage, case: UUID) -> None:
    said = concern().model_copy(update={"looked_after": Tri.YES})
    notify.hear(happened(case, said, hours_ago=60), happened(case, routed(), hours_ago=60))
    notify.wake()
    (breach,) = notify.rows(Breach)
    notify.tell(case, like(events.FactsCorrected, corrected=("looked-after",), looked_after=Tri.NO))
    (owed,), (breach,) = notify.rows(Owed), notify.rows(Breach)
    (told,) = notify.published(case, events.ObligationSuperseded)
    assert (owed.state, owed.ended_by) == ("superseded", told.superseded_by)
    assert (breach.corrected_by, breach.due) == (owed.ended_by, owed.first_due)
    assert verify(notify.resources, "mill", compare_obligations).differences == []


def test_what_a_void_record_met_is_owed_again_and_told(notify: NotifyStage, case: UUID) -> None:
    said = concern().model_copy(update={"looked_after": Tri.YES})
    visit = like(events.RecordMade, record=new_id(), happened_at=ago(1))
    notify.hear(happened(case, said, hours_ago=3), opening := happened(case, routed(), hours_ago=3))
    notify.tell(case, visit)
    notify.tell(case, like(events.RecordVoided, record=visit.record))
    assert sorted(owed.state for owed in notify.rows(Owed)) == ["met", "open"]
    assert [told.cause for told in notify.published(case, events.ObligationOpened)] == [opening.id, opening.id]
    assert verify(notify.resources, "mill", compare_obligations).differences == []
