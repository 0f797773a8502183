"""A case at Bolton, from a night of danger to the closing: roles, quorums, decisions around EXIT, and a new edition."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from commonward.clock import LONDON, working_days
from commonward.procedure import Force
from commonward.settings import Settings
from tests.stories.editions import with_next_edition
from tests.stories.playing import Board, Time, Timeline, refused
from tests.stories.region import region

pytestmark = pytest.mark.thorough

FRIDAY_EVENING = datetime(2026, 3, 6, 19, 0, tzinfo=LONDON)
NEXT_EDITION = "4.4.2"
ALEX = {
    "given_name": "Alex",
    "family_name": "Example",
    "born": "2011-09-20",
    "family_area": "bolton-north",
    "open_to_social_care": "no",
    "looked_after": "yes",
}
CHARLIE = {**ALEX, "given_name": "Charlie", "born": "2012-02-02", "looked_after": "no"}


def play(settings: Settings) -> Timeline:
    """The story. The next edition holds from 1 April: RUNA's letter in five working days; a Lead Professional, or none.

    The edition of today states no figure anywhere: what is owed is owed, and no day is missed.
    """
    newer = with_next_edition(
        "bolton",
        NEXT_EDITION,
        date(2026, 4, 1),
        clocks={"BOL-A4.first": {"within": working_days(5)}},
        gates={"BOL-10.3.lp": {"force": Force.MUST}},
    )
    with region(settings, FRIDAY_EVENING, newer) as stage:
        bolton, time = Board(stage, settings, "bolton"), Time(stage)
        night, worker, manager = map(bolton.person, ("emergency-duty-team", "social-worker", "team-manager"))
        exit_worker, runa, head = map(bolton.person, ("exit-worker", "runa-worker", "head-of-service"))

        # Friday 6 March, 19:00. Danger out of hours: police and Emergency Duty Team, and a referral.
        alex = night.raises(
            "In a car with adults, afraid to go home.",
            ALEX,
            agency="police",
            immediate_danger="yes",
            significant_harm="yes",
            indicators=["older-associates"],
        )
        assert (alex.edition, alex.route["response"], alex.route["outcome"]) == ("4.4.1", "emergency", "refer")
        assert alex.route["tasks"][:2] == ["contact-police", "contact-edt"]
        urgent = {("emergency-duty-team", "danger-out-of-hours"), ("referral-and-assessment", "referral-to-district")}
        assert urgent <= alex.told()

        # Nobody closes the case before both contacts are on record: no reason of a manager's passes a must.
        with refused("BOL-10.9.ooh", says="Duty Team were contacted, both (must)"):
            manager.closes(alex, "exploitation-ruled-out", override="It was a misunderstanding.")
        contacted = {
            "police_contacted_at": "2026-03-06T18:45:00+00:00",
            "edt_contacted_at": "2026-03-06T18:50:00+00:00",
        }
        night.records(alex, "emergency-contacts", **contacted)
        assert alex.clock("BOL-10.9.ooh").state == "met"

        # Monday 9 March. EXIT would take Alex, and has to wait for a social worker.
        time.comes_to("2026-03-09 09:30")
        acceptance = ("exit-acceptance", "accept", "There are clear signs.")
        with refused("BOL-10.12.split", says="An allocated social worker"):
            exit_worker.decides(alex, *acceptance)
        manager.allocates(alex, to=worker)
        exit_worker.decides(alex, *acceptance)

        # The worker proposes EXIT alone; the manager, as the second person, does not agree.
        alone = worker.decides(alex, "exit-only", "exit-only", "The family wants no social worker.")
        assert alone["state"] == "waiting"
        with refused(says="Your role does not allow this"):
            worker.agrees(alone)
        manager.agrees(alone, yes=False)
        assert not alex.has_happened("decision-recorded", option="exit-only")

        # Alex lives at home, whatever the night's report said. Two people put it right.
        mistake = worker.proposes_correction(alex, "The night team took a cousin's record.", looked_after="no")
        manager.agrees_to_proposal(mistake)
        assert alex.last("facts-corrected")["looked_after"] == "no"

        # There is no Lead Professional yet. The manager has the assessment recorded without one, and says why.
        with refused("BOL-10.3.lp", says="(should; allocated-social-worker can supply it)"):
            worker.records(alex, "early-help-assessment", factors="s8", analysis="Adults with cars.")
        manager.records(
            alex,
            "early-help-assessment",
            override="The Lead Professional is named at Thursday's meeting; the assessment can't wait.",
            factors="s8",
            analysis="Adults with cars.",
        )
        assert worker.reads_record(alex, "early-help-assessment")["overridden"] == ["BOL-10.3.lp"]
        told_why = ("not-spoken-to", "A parent may be involved.")
        worker.records(alex, "concerns-addressed", parent_or_carer=told_why[0], parent_or_carer_why_not=told_why[1])
        assert {alex.clock(owed).state for owed in ("BOL-13.2.caf", "BOL-10.2.address")} == {"met"}

        # No risk stands before it was considered as child protection. Then: significant harm, and a Strategy Meeting.
        with refused("BOL-6.1.cp", says="(must; allocated-social-worker can supply it)"):
            worker.assesses(alex, "significant-harm")
        worker.records(alex, "child-protection", risks="violence", outcome="child-protection")
        assert worker.assesses(alex, "significant-harm")["state"] == "decided"
        assert alex.last("response-called-for")["meetings"] == ["strategy-meeting"]
        assert ("team-manager", "strategy-meeting-wanted") in alex.told()

        # Thursday 12 March. EXIT is not there: the meeting is inquorate, adopts nothing and is called again.
        manager.convenes(alex, "strategy-meeting", at="2026-03-12 10:00")
        time.comes_to("2026-03-12 11:00")
        assert manager.holds(alex, "strategy-meeting", without="exit")["missing_agencies"] == ["exit"]
        inquorate = alex.meeting("strategy-meeting", state="held")
        with refused("quorum", says="the meeting was inquorate: exit missing"):
            manager.adopts_plan(alex, inquorate)
        assert alex.clock("BOL-10.14.convene").state == "open"

        # Saturday night Alex is missing for the first time: RUNA assesses, writes and meets Alex. No day is stated.
        time.comes_to("2026-03-15 10:00")
        episode = night.reports_missing(alex, since="2026-03-14 22:00")
        assert (episode["number"], episode["tasks"]) == (1, ["letter", "face-to-face-contact"])
        night.reports_return(episode)
        assert {("runa-worker", "missing-episode"), ("allocated-social-worker", "missing-is-a-risk")} <= alex.told()
        assert alex.clock("BOL-A4.first").last_day is None
        time.comes_to("2026-03-16 10:00")
        runa.assesses(alex, "at-risk")
        runa.records(alex, "missing-follow-up", done="face-to-face-contact", done_on="2026-03-16")
        assert {alex.clock(owed).state for owed in ("BOL-A4.weight", "BOL-A4.f2f")} == {"met"}
        assert alex.last("level-decided")["level"] == "significant-harm"  # RUNA's tool informs, and sets no level

        # Monday 16 March. Everybody is there. What disrupts the adults is for the police.
        manager.convenes(alex, "strategy-meeting", at="2026-03-16 14:00")
        time.comes_to("2026-03-16 15:30")
        assert manager.holds(alex, "strategy-meeting")["missing_agencies"] == []
        quorate = alex.meeting("strategy-meeting", state="held")
        with refused("actions.0.agency", says="police"):
            manager.adopts_plan(alex, quorate, kind="disruption", agency="social-care")
        plan = manager.adopts_plan(alex, quorate, actions=3)
        manager.shares(plan)
        manager.decides(alex, "section-47", "no-enquiry", "The conference of last year covers it.")
        after = ("BOL-10.14.convene", "BOL-10.15.plan", "BOL-10.16.s47")
        assert {alex.clock(owed).state for owed in after} == {"met"}
        time.comes_to("2026-03-30 10:00")
        worker.finishes_actions(alex)

        # Wednesday 1 April. The next edition holds for Charlie, whose case is new, and not for Alex.
        time.comes_to("2026-04-01 10:00")
        charlie = worker.raises("Money that nobody can explain.", CHARLIE, significant_harm="no", immediate_danger="no")
        manager.allocates(charlie, to=worker)
        assert (charlie.edition, alex.edition) == (NEXT_EDITION, "4.4.1")
        with refused("BOL-10.3.lp", says="(must; allocated-social-worker can supply it)"):
            manager.records(
                charlie, "early-help-assessment", override="It can't wait.", factors="i2", analysis="Money."
            )
        assert (alex.clock("BOL-A4.first").state, alex.clock("BOL-A4.first").last_day) == ("open", None)

        # Two managers take Alex's case along. RUNA's letter has a day now, counted from the episode: it has passed.
        move = manager.proposes_edition(alex, NEXT_EDITION, "One procedure for both children.")
        with refused(says="nobody authorises their own proposal"):
            manager.agrees_to_proposal(move)
        head.agrees_to_proposal(move)
        letter = alex.clock("BOL-A4.first")
        assert (alex.edition, letter.last_day, letter.state) == (NEXT_EDITION, date(2026, 3, 20), "breached")
        assert alex.has_happened("obligation-moved", clock="BOL-A4.first", due_before=None)
        assert (letter.escalated_to, ("team-manager", "clock-breach") in alex.told()) == ("team-manager", True)
        manager.acknowledges(
            letter, "oversight", "No day was stated until now.", "Alex had no offer of support for two weeks."
        )
        runa.records(alex, "missing-follow-up", done="letter", done_on="2026-04-01")
        assert alex.clock("BOL-A4.first").state == "met-late"

        # Monday 13 April. The review: at risk. Now a Child Action Meeting, with Alex's own plan.
        time.comes_to("2026-04-13 10:00")
        worker.asks_for_assessment(alex, "cse-assessment")
        worker.assesses(alex, "at-risk")
        worker.convenes(alex, "child-action-meeting", at="2026-04-15 10:00")
        time.comes_to("2026-04-15 11:00")
        worker.holds(alex, "child-action-meeting")
        worker.records(alex, "lead-professional", agency="education", name="A synthetic head of year")
        own_plan = manager.adopts_plan(alex, alex.meeting("child-action-meeting"), actions=2)
        manager.shares(own_plan)

        # Monday 8 June. Safeguarded, all agree: not identified as a risk any more. Out of monitoring go two people.
        time.comes_to("2026-06-08 10:00")
        worker.finishes_actions(alex)
        with refused("BOL-10.8.continue", "BOL-10.10.close", says="(should)"):
            manager.closes(alex, "safeguarded")
        worker.records(alex, "progress-review", safeguarded="yes", reviewed_with="EXIT, school and the family.")
        worker.asks_for_assessment(alex, "cse-assessment", purpose="final")
        assert worker.assesses(alex, "not-identified")["state"] == "completed"
        assert alex.last("second-person-wanted")["falls"] == ["unmonitored"]
        manager.decides_level(alex, "not-identified", "Three quiet months; the adults are in prison.")
        worker.decides(alex, "lower-level-result", "early-response", "The school goes on with its support.")
        manager.closes(alex, "safeguarded")
        assert alex.last("case-closed")["reason"] == "safeguarded"
        return alex.timeline + charlie.timeline


def test_a_child_at_bolton_from_a_night_of_danger_to_the_closing(embedded: Settings) -> None:
    play(embedded)


@pytest.mark.stack
@pytest.mark.timeout(300)
def test_the_same_happens_on_kafka_and_postgresql(embedded: Settings, distributed: Settings) -> None:
    assert play(distributed) == play(embedded)
