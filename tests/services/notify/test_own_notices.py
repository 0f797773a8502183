"""What a person hears whatever the board declares: a plan shared with them, a meeting, a level that waits for them."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.contracts import Event
from commonward.procedure import SetBy, events
from commonward.store import new_id
from commonward_notify.model import Notice
from tests.services.boards import PANEL, SCALE, TOOL, Board
from tests.services.conftest import ActorOf
from tests.services.notify.clocked import ClockedBoard
from tests.services.notify.conftest import COORDINATOR, MANAGER, NotifyStage
from tests.services.notify.happenings import allocated, like
from tests.services.notify.post import PostOffice

pytestmark = pytest.mark.thorough

BY_TWO = ClockedBoard(scale=replace(SCALE, set_by=SetBy.TWO_PEOPLE, second_role="team-manager"))
WITH_COORDINATOR = ClockedBoard(meetings=(replace(PANEL, quorum_roles=("coordinator", "team-manager")),))


def told(notify: NotifyStage, about: str) -> list[str]:
    """The roles that were told."""
    return sorted(notice.role for notice in notify.rows(Notice, about=about))


def test_each_post_hears_that_a_plan_was_shared_with_it(notify: NotifyStage, case: UUID, office: PostOffice) -> None:
    recipients = ("coordinator", "allocated-social-worker", "health")
    notify.tell(case, allocated(), like(events.PlanShared, recipients=recipients))
    notify.deliver()
    assert told(notify, "plan-shared") == ["allocated-social-worker", "coordinator"]
    assert {COORDINATOR, "worker@mill.example"} <= {
        mail["To"] for mail in office.mail if "plan was shared" in str(mail)
    }


def test_a_role_reads_what_it_was_told_and_nobody_else_s(notify: NotifyStage, case: UUID, actor: ActorOf) -> None:
    notify.tell(case, like(events.PlanShared, recipients=("coordinator",)))
    [line] = notify.get(actor("coordinator"), "/v1/told").json["news"]
    assert (line["case"], line["says"][:22]) == (str(case), "A plan was shared with")
    assert notify.get(actor("team-manager"), "/v1/told").json["news"] == []


def test_whoever_is_kept_out_of_a_case_reads_no_more_of_what_their_role_was_told_about_it(
    notify: NotifyStage, case: UUID, actor: ActorOf
) -> None:
    kept_out, colleague = actor("coordinator"), actor("coordinator", name="colleague")
    notify.tell(case, like(events.PlanShared, recipients=("coordinator",)))
    notify.tell(case, like(events.PersonBlocked, person=kept_out.person))
    assert notify.get(kept_out, "/v1/told").json["news"] == []
    assert len(notify.get(colleague, "/v1/told").json["news"]) == 1


@pytest.mark.parametrize("board", [WITH_COORDINATOR])
def test_the_chair_and_who_must_be_there_hear_when_a_meeting_is(
    notify: NotifyStage, case: UUID, office: PostOffice, board: Board
) -> None:
    convened = like(events.MeetingConvened, kind="panel", invited=("police", "health"))
    notify.tell(case, convened)
    notify.deliver()
    assert told(notify, "meeting-chair") == ["team-manager"]
    assert told(notify, "meeting-invitation") == ["coordinator"]
    assert [f"/cases/{case}/meetings" in str(mail) for mail in office.mail] == [True, True]


def test_a_meeting_that_gets_another_time_is_told_again(notify: NotifyStage, case: UUID) -> None:
    convened = like(events.MeetingConvened, kind="panel", invited=())
    notify.tell(case, convened, convened)
    assert told(notify, "meeting-chair") == ["team-manager", "team-manager"]


@pytest.mark.parametrize("board", [BY_TWO])
def test_the_second_person_hears_that_a_level_waits_for_them(notify: NotifyStage, case: UUID, board: Board) -> None:
    notify.tell(case, like(events.AssessmentCompleted, tool=TOOL.code))
    assert told(notify, "second-person") == ["team-manager"]


def test_nobody_hears_of_a_level_that_one_person_sets(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, like(events.AssessmentCompleted, tool=TOOL.code))
    assert told(notify, "second-person") == []


def test_who_may_answer_hears_that_another_board_asks_and_is_led_to_the_offers(
    notify: NotifyStage, office: PostOffice, actor: ActorOf
) -> None:
    offer = new_id()
    notify.tell(offer, like(events.TransferOffered, reference="WEI-2026-4F7K2M"))
    notify.deliver()
    assert told(notify, "transfer-offered") == ["head-of-service", "team-manager"]
    [mail] = [mail for mail in office.mail if mail["To"] == MANAGER]
    assert ("/transfers" in str(mail), str(offer) in str(mail)) == (True, False)
    assert "WEI-2026-4F7K2M" in str(mail)
    assert notify.get(actor("team-manager"), "/v1/told").json["news"] == [], "it waits on their work list"


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (like(events.TransferEnded, outcome="refused", reason="not-in-our-area"), "(Refused: Not in our area)"),
        (like(events.TransferEnded, outcome="withdrawn", reason="newer-concern"), "(Withdrawn: Newer concern)"),
        (like(events.CaseTransferred), "Leeds has taken the case"),
    ],
    ids=["refused", "a newer concern", "taken"],
)
def test_who_may_ask_another_board_hears_what_came_of_it(
    notify: NotifyStage, case: UUID, actor: ActorOf, event: Event, says: str
) -> None:
    notify.tell(case, event)
    [line] = notify.get(actor("team-manager"), "/v1/told").json["news"]
    assert (line["case"], says in line["says"]) == (str(case), True)


def test_nobody_is_told_of_what_their_own_board_took_back(notify: NotifyStage, case: UUID) -> None:
    notify.tell(case, like(events.TransferEnded, outcome="withdrawn", reason="by-sender"))
    assert told(notify, "transfer-answered") == []
