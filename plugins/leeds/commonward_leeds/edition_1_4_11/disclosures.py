"""The Child Sex Offender Disclosure Scheme: paragraph 8."""

from __future__ import annotations

from commonward.procedure.parts.disclosure import DisclosureRules, disclosure

SCHEME = disclosure(
    DisclosureRules(
        apply="LDS-8.apply",
        person="LDS-8.person",
        use="LDS-8.use",
        inperson="LDS-8.inperson",
        warning="LDS-8.warning",
        refuse="LDS-8.refuse",
    ),
    read_by=("social-worker", "team-manager", "cse-missing-coordinator"),
    asked_of=("child",),
)
