"""What Leeds reminds people of where they work and write. None of it blocks."""

from __future__ import annotations

from commonward.procedure import WRITING, Command, Facts, Prompt
from commonward_leeds.edition_1_4_11.board import TOOL
from commonward_leeds.edition_1_4_11.conditions import NEEDS_VRMM
from commonward_leeds.edition_1_4_11.disclosures import SCHEME
from commonward_leeds.edition_1_4_11.overall_plan import overall_plan

BLAMING = (
    "promiscuous",
    "lifestyle choice",
    "asking for it",
    "her own fault",
    "his own fault",
    "their own fault",
    "puts herself at risk",
    "puts himself at risk",
    "puts themselves at risk",
    "putting herself at risk",
    "putting himself at risk",
    "putting themselves at risk",
    "child prostitute",
    "prostituting herself",
    "prostituting himself",
    "prostituting themselves",
)


def has_a_plan(facts: Facts) -> bool:
    """Another plan is in place for the child."""
    return overall_plan(facts) is not None


def may_want_it_early(facts: Facts) -> bool:
    """The level of risk may want the plan shared before the five working days are over."""
    return facts.level in NEEDS_VRMM


PROMPTS: tuple[Prompt, ...] = (
    Prompt(
        id="never-the-childs-fault",
        words="Exploitation is never the child's fault, even where something is exchanged. Say what was done to them.",
        at=(WRITING,),
        because=("LDS-1.noblame",),
        phrases=BLAMING,
    ),
    Prompt(
        id="purpose-and-audience",
        words="Think of what this is for and of who may read it: young people, families, inspectors. Write plainly.",
        at=(TOOL, "vrmm", Command.MAKE_RECORD),
        because=("LDS-7.audience",),
    ),
    Prompt(
        id="plans-complement",
        words="The child has another plan. The two complement each other: don't write the same action twice.",
        at=("vrmm",),
        because=("LDS-5.nodup",),
        when=has_a_plan,
    ),
    Prompt(
        id="share-earlier",
        words="Five working days are the longest. Where the risk wants the plan shared earlier, record the day.",
        at=("vrmm", Command.SHARE_PLAN),
        because=("LDS-6.share-earlier",),
        when=may_want_it_early,
    ),
    *SCHEME.prompts,
)
