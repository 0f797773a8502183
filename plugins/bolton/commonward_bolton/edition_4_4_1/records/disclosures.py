"""The Child Sex Offender Disclosure Scheme: paragraph 9.16."""

from __future__ import annotations

from commonward.procedure.parts.disclosure import DisclosureRules, disclosure

_SCHEME = disclosure(
    DisclosureRules(
        apply="BOL-9.16.apply",
        person="BOL-9.16.person",
        use="BOL-9.16.use",
        inperson="BOL-9.16.inperson",
        warning="BOL-9.16.warning",
        refuse="BOL-9.16.refuse",
    ),
    read_by=("police-officer", "team-manager", "head-of-service"),
)
RECORDS = _SCHEME.records
PROMPTS = _SCHEME.prompts
