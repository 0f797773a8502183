"""Whatever is known of a child: at medium and high a meeting is required, and closing wants it held."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.procedure import Command, Facts, Procedure, Tri

known = st.builds(
    Facts,
    open_to_social_care=st.sampled_from(Tri),
    looked_after=st.sampled_from(Tri),
    immediate_danger=st.sampled_from(Tri),
    significant_harm=st.sampled_from(Tri),
    sexually_active=st.sampled_from(Tri),
    plan_in_place=st.sampled_from((None, "child-in-need-plan", "child-protection-plan", "looked-after-plan")),
    age_at_event=st.none() | st.integers(0, 17),
    age_at_referral=st.none() | st.integers(0, 17),
    previous_level=st.sampled_from((None, "no", "low", "medium", "high")),
    out_of_hours=st.booleans(),
)


@pytest.mark.rule("LDS-2.vrmm")
@given(facts=known, level=st.sampled_from(("medium", "high")))
def test_no_medium_or_high_case_is_left_without_a_meeting(leeds: Procedure, facts: Facts, level: str) -> None:
    at_level = facts.model_copy(update={"level": level})
    assert "vrmm" in leeds.answer_level(level, at_level).meetings
    assert "LDS-2.vrmm" in {unmet.gate for unmet in leeds.unmet(Command.CLOSE_CASE, at_level, "safeguarded")}
