"""What is known of the exploitation: paragraphs 1, 4 and 5. Nothing has to be known before it is written down."""

from __future__ import annotations

from commonward.procedure import Facts, Field, Given, RecordKind, form
from commonward_bolton.edition_4_4_1.board import RISK_FACTORS

CONSIDERED = ("at-risk", "suspected", "exploited")
"""Where a child is at risk or thought to be exploited, whatever is proved."""


def _in_need(given: Given, facts: Facts) -> bool:
    return given.one("exploitation") not in CONSIDERED or given.yes("in-need")


def _listed(code: str, title: str, letter: str, rule: str) -> Field:
    """The items of one of the lists of paragraph 5, as the CSE Risk Indicator Tool names them."""
    items = (item for item in RISK_FACTORS if item.startswith(letter))
    return form.some_of(code, title, *items, because=(rule,))


INDICATORS = (
    _listed("vulnerabilities", "Vulnerabilities", "v", "BOL-5.1.vuln"),
    _listed("behaviour", "Personal and behavioural indicators", "i", "BOL-5.2.ind"),
    _listed("situation", "Situational indicators", "s", "BOL-5.3.sit"),
)

RECORDS = (
    RecordKind(
        id="exploitation",
        title="What is known of the exploitation",
        because=("BOL-4.1.def",),
        made_by=(),
        with_concern=True,
        indicators=tuple(field.code for field in INDICATORS),
        fields=(
            form.one_of("exploitation", "Is the child exploited?", *CONSIDERED, "not-seen", "not-known"),
            form.yes_no("in-need", "Is the child in need of services and of safeguarding?"),
            form.some_of(
                "received",
                "What the child or somebody else received",
                "food",
                "accommodation",
                "drugs",
                "alcohol",
                "cigarettes",
                "affection",
                "gifts",
                "money",
                "something-else",
                because=("BOL-4.1.def",),
            ),
            form.some_of("received-by", "Who received it", "child", "third-person", because=("BOL-4.1.def",)),
            form.yes_no("technology", "Was technology used?", because=("BOL-4.1.def",)),
            form.some_of(
                "power",
                "What gives the other power over the child",
                "age",
                "gender",
                "intellect",
                "physical-strength",
                "economic-resource",
                "other-resource",
                because=("BOL-4.1.def",),
            ),
            form.one_of(
                "living",
                "Where the child lives",
                "at-home",
                "in-care",
                "from-friend-to-friend",
                "homeless",
                "elsewhere",
                "not-known",
                because=("BOL-4.5.living",),
            ),
            form.some_of(
                "perpetrators",
                "Who exploits",
                "man-or-boy",
                "woman-or-girl",
                "alone",
                "in-a-group",
                "not-known",
                exclusive=("not-known",),
                because=("BOL-4.5.perp",),
            ),
            form.subject("person-of-concern", "The record of a person of concern", because=("BOL-4.5.perp",)),
            form.some_of(
                "trafficking",
                "Signs of trafficking",
                "into-the-country",
                "between-towns",
                "none-seen",
                "not-known",
                exclusive=(
                    "none-seen",
                    "not-known",
                ),
                because=("BOL-4.6.traffick",),
            ),
            form.some_of(
                "models",
                "Models that are seen; there may be several, and others than these",
                "inappropriate-relationship",
                "boyfriend",
                "peer-or-indirect-peer",
                "party-lifestyle",
                "organised-or-networked",
                "another-model",
                "not-known",
                exclusive=("not-known",),
                because=("BOL-4.7.models",),
            ),
            *INDICATORS,
            form.words("account", "In words"),
        ),
        checks=(
            form.check(
                "BOL-1.1.cin",
                "in-need",
                "a child who is at risk, or is or may be exploited, is in need of services and of safeguarding: "
                "answer yes",
                unless=_in_need,
            ),
        ),
    ),
)
