"""A case at Leeds, from the concern to the closing: who did what, what was owed, and what the procedure said to it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from commonward.clock import LONDON, weeks
from commonward.procedure import Force
from commonward.settings import Settings
from tests.stories.editions import with_next_edition
from tests.stories.playing import Board, Time, Timeline, refused
from tests.stories.region import region

pytestmark = pytest.mark.thorough

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=LONDON)
NEXT_EDITION = "1.4.12"
ROBIN = {
    "given_name": "Robin",
    "family_name": "Example",
    "born": "2011-01-15",
    "family_area": "cluster-east",
    "open_to_social_care": "no",
    "looked_after": "no",
}
SASHA = {**ROBIN, "given_name": "Sasha", "born": "2012-06-30"}


def play(settings: Settings) -> Timeline:
    """The story. The board's next edition holds from 1 April: reviews at high after five weeks; no form, no closing."""
    newer = with_next_edition(
        "leeds",
        NEXT_EDITION,
        date(2026, 4, 1),
        clocks={"LDS-4.review-high": {"within": weeks(5)}},
        gates={"LDS-3.form-each": {"force": Force.MUST}},
    )
    with region(settings, MONDAY, newer) as stage:
        leeds, time = Board(stage, settings, "leeds"), Time(stage)
        duty, worker, manager = map(leeds.person, ("duty-and-advice", "social-worker", "team-manager"))
        coordinator = leeds.person("cse-missing-coordinator")

        # Monday 2 March. A school is worried; Duty & Advice sends it to the cluster where the family lives.
        robin = duty.raises("Picked up from school by adults nobody knows.", ROBIN, indicators=["older-associates"])
        assert (robin.edition, robin.route["team"], robin.route["outcome"]) == ("1.4.11", "cluster-east", "refer")
        manager.allocates(robin, to=worker)
        assert ("cse-missing-coordinator", "referral-received") in robin.told()
        assert robin.clock("LDS-3.coord-24h").state == "met"

        # The family lives in the west: worker and manager put it right together, and the concern goes there.
        mistake = worker.proposes_correction(robin, "The school gave the old address.", family_area="cluster-west")
        manager.agrees_to_proposal(mistake)
        assert robin.last("concern-routed")["team"] == "cluster-west"

        # What is done at once is written down, by who did it.
        worker.records(robin, "first-action", what="Stayed with Robin until a parent came.", support="accepted")
        with refused(says="is for: CSE & Missing Coordinator"):
            worker.records(robin, "police-liaison")
        coordinator.records(robin, "police-liaison", lawful_basis="public-task")
        worker.records(robin, "exploitation", models="boyfriend", how_often="series")
        assert [robin.clock(owed).state for owed in ("LDS-2.immediate", "LDS-2.psu")] == ["met", "met"]

        # Nobody closes a case whose level is unknown: no reason of a manager's passes that.
        with refused("LDS-2.vrmm", says="Vulnerability & Risk Management Meeting that was held (must)"):
            manager.closes(robin, "no-risk-found", override="The family wants it so.")

        # The assessment should have its form beside it. The manager goes on without, and says why.
        signed_off = ("child-and-family-assessment", "signed-off", "The assessment is complete.")
        with refused("LDS-3.form-each", says="(should; allocated-social-worker can supply it)"):
            manager.decides(robin, *signed_off)
        manager.decides(robin, *signed_off, override="The form follows on Wednesday, when Robin is seen.")
        made = worker.reads_decision(robin, "child-and-family-assessment")
        assert (made["overridden"], made["override_reason"][:17]) == (["LDS-3.form-each"], "The form follows ")

        # Tuesday night Robin is missing, and comes back in the morning.
        time.comes_to("2026-03-04 00:30")
        episode = duty.reports_missing(robin, since="2026-03-03 20:00")
        time.comes_to("2026-03-04 08:00")
        duty.reports_return(episode)

        # Wednesday 4 March. The form: high. How immediate it is, and the level, are for two people.
        time.comes_to("2026-03-04 10:00")
        assert worker.assesses(robin, "high")["state"] == "completed"
        with refused(says="Your role does not allow this"):
            worker.decides_level(robin, "high", "I have judged so.")
        manager.decides_level(robin, "high", "I agree.")
        immediacy = worker.decides(robin, "immediacy", "immediate", "Robin was away all night.")
        assert immediacy["state"] == "waiting"
        manager.agrees(immediacy)
        called_for = robin.last("response-called-for")
        assert called_for["meetings"] == ["strategy-discussion", "vrmm"]
        wanted = {("team-manager", "strategy-discussion-wanted"), ("allocated-social-worker", "vrmm-wanted")}
        assert wanted <= robin.told()

        # Two working days to record the form on Mosaic. Friday passes; on Saturday the manager hears of it.
        assert robin.clock("LDS-3.mosaic-2wd").last_day == date(2026, 3, 6)

        # Thursday 5 March. Nobody of health comes to the strategy discussion: it has to meet again.
        manager.convenes(robin, "strategy-discussion", at="2026-03-05 14:00")
        time.comes_to("2026-03-05 15:00")
        assert manager.holds(robin, "strategy-discussion", without="health")["missing_agencies"] == ["health"]
        manager.convenes(robin, "strategy-discussion", at="2026-03-06 11:00")
        time.comes_to("2026-03-06 12:00")
        assert manager.holds(robin, "strategy-discussion")["missing_agencies"] == []
        manager.decides(robin, "strategy-discussion-outcome", "child-in-need", "As the discussion decided.")
        assert robin.last("response-called-for")["plan"] == "child-in-need-plan"

        # Monday 9 March. What was missed is said, with its reason and what it meant for Robin; then it is done.
        time.comes_to("2026-03-09 09:00")
        missed = robin.clock("LDS-3.mosaic-2wd")
        assert (missed.state, missed.escalated_to) == ("breached", "team-manager")
        assert ("team-manager", "clock-breach") in robin.told()
        manager.acknowledges(missed, "workload", "Two strategy discussions that week.", "None: Robin was seen daily.")
        worker.records(robin, "mosaic", what="form", recorded_on="2026-03-09", reference="SYN-1")
        done = robin.clock("LDS-3.mosaic-2wd")
        assert (done.state, done.acknowledged and done.acknowledged["reason"]) == ("met-late", "workload")

        # Tuesday 10 March. The meeting is held without Robin; it agrees a plan, no action without a day to come.
        worker.convenes(robin, "vrmm", at="2026-03-10 10:00", inviting=("child",))
        time.comes_to("2026-03-10 11:30")
        worker.holds(robin, "vrmm")
        assert robin.clock("LDS-5.update").state == "open"
        with refused("actions.0.due", says="is before the meeting"):
            manager.adopts_plan(robin, robin.meeting("vrmm"), due="2026-03-01")
        plan = manager.adopts_plan(robin, robin.meeting("vrmm"), actions=2)
        worker.records(robin, "family-updated", who="child", updated_on="2026-03-10")
        manager.shares(plan)
        manager.files_signed_copy(plan)
        worker.records(robin, "mosaic", what="meeting-and-plan", recorded_on="2026-03-10", reference="SYN-2")
        worker.records(robin, "mosaic", what="meeting", recorded_on="2026-03-10", reference="SYN-3")
        after = ("LDS-2.vrmm", "LDS-5.update", "LDS-6.template-2wd", "LDS-6.share-5wd", "LDS-6.record-2wd")
        assert {robin.clock(owed).state for owed in after} == {"met"}
        assert robin.clock("LDS-4.review-high").last_day == date(2026, 4, 4)
        time.comes_to("2026-03-23 10:00")
        worker.finishes_actions(robin)

        # Wednesday 1 April. The next edition holds: for Sasha, whose case is new; Robin's goes on as it was.
        time.comes_to("2026-04-01 10:00")
        sasha = duty.raises("New clothes that nobody has paid for.", SASHA, indicators=["unexplained-money"])
        assert (sasha.edition, robin.edition) == (NEXT_EDITION, "1.4.11")
        with refused("LDS-2.vrmm", "LDS-3.form-each", says="Risk Identification Tool (must)"):
            manager.closes(sasha, "no-risk-found", override="There is nothing in it.")

        # Worker and manager may take Robin's case along, with a reason. One clock moves, and says so.
        assert robin.clock("LDS-4.review-high").last_day == date(2026, 4, 4)
        move = manager.proposes_edition(robin, NEXT_EDITION, "One procedure for both children.")
        with refused(says="nobody authorises their own proposal"):
            manager.agrees_to_proposal(move)
        assert robin.edition == "1.4.11"
        coordinator.agrees_to_proposal(move)
        assert (robin.edition, robin.clock("LDS-4.review-high").last_day) == (NEXT_EDITION, date(2026, 4, 8))
        assert ("allocated-social-worker", "clock-moved") in robin.told()
        moved = robin.last("obligation-moved")
        assert (moved["due_before"], moved["due_after"]) == ("2026-04-04T23:00:00Z", "2026-04-08T23:00:00Z")

        # Tuesday 7 April. The review: in time under the new edition. The risk is lower.
        time.comes_to("2026-04-07 10:00")
        worker.asks_for_assessment(robin)
        worker.assesses(robin, "medium")
        # The worker alone loosens nothing: five weeks from here, until both have decided.
        again = robin.clock("LDS-4.review-high")
        assert (again.state, again.last_day) == ("open", date(2026, 5, 12))
        manager.decides_level(robin, "medium", "The adults stay away.")
        assert robin.clock("LDS-4.review-high").state == "superseded"
        assert robin.clock("LDS-4.review-med").last_day == date(2026, 7, 7)

        # Monday 6 July. The next review: low. Robin is safeguarded, and the case is closed.
        time.comes_to("2026-07-06 10:00")
        worker.asks_for_assessment(robin)
        worker.assesses(robin, "low")
        manager.decides_level(robin, "low", "Three quiet months, and support that goes on.")
        manager.closes(robin, "safeguarded")
        assert robin.clock("LDS-4.review-low").state == "superseded"
        assert ("cse-missing-coordinator", "case-closed") in robin.told()
        return robin.timeline + sasha.timeline


def test_a_child_at_leeds_from_the_concern_to_the_closing(embedded: Settings) -> None:
    play(embedded)


@pytest.mark.stack
@pytest.mark.timeout(300)
def test_the_same_happens_on_kafka_and_postgresql(embedded: Settings, distributed: Settings) -> None:
    assert play(distributed) == play(embedded)
