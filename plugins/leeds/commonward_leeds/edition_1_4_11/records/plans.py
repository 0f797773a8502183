"""Where the risk of exploitation is managed, and how soon the plan is shared: paragraphs 5 and 6."""

from __future__ import annotations

from commonward.procedure import Facts, FieldGroup, Given, RecordKind, form
from commonward_leeds.edition_1_4_11.conditions import SHARING_DAY
from commonward_leeds.edition_1_4_11.overall_plan import PLANS

RISK_MANAGEMENT = "risk-management"
EXISTING, OWN = "existing-plan", "vrmm-plan"


def _in_the_existing_plan(given: Given, facts: Facts) -> bool:
    return EXISTING in given.all("managed-in")


RECORDS = (
    RecordKind(
        id=RISK_MANAGEMENT,
        title="Where the risk of exploitation is managed",
        because=("LDS-5.either",),
        made_by=(),
        fields=(
            form.some_of("managed-in", "Managed in", EXISTING, OWN, needed=form.wanted, because=("LDS-5.either",)),
            form.one_of(
                "plan",
                "Which existing plan",
                *PLANS,
                needed=_in_the_existing_plan,
                because=("LDS-5.either",),
            ),
            form.words("evidence", "Where that plan manages it", needed=_in_the_existing_plan),
        ),
    ),
    RecordKind(
        id=SHARING_DAY,
        group=FieldGroup.CASE,
        title="The plan is shared earlier",
        because=("LDS-6.share-earlier",),
        made_by=(),
        fields=(
            form.day("share-by", "The level of risk wants it shared by", needed=form.wanted),
            form.words("why", "Why"),
        ),
    ),
)
