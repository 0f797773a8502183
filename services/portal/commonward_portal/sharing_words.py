"""What a decision to share information may say, in words; by the codes of the referral service."""

from __future__ import annotations

OUTCOMES = {"shared": "Shared", "declined": "Declined"}
BASES = {
    "uk-gdpr-6-1-c-legal-obligation": "Legal obligation (UK GDPR, article 6(1)(c))",
    "uk-gdpr-6-1-d-vital-interests": "Vital interests (UK GDPR, article 6(1)(d))",
    "uk-gdpr-6-1-e-public-task": "Public task (UK GDPR, article 6(1)(e))",
    "uk-gdpr-9-2-c-vital-interests": "Vital interests, special category (UK GDPR, article 9(2)(c))",
    "uk-gdpr-9-2-g-substantial-public-interest": "Substantial public interest (UK GDPR, article 9(2)(g))",
    "dpa-2018-schedule-1-18-safeguarding": "Safeguarding of children (Data Protection Act 2018, schedule 1, 18)",
    "dpa-2018-part-3-law-enforcement": "Law enforcement (Data Protection Act 2018, part 3)",
    "children-act-1989-17": "Child in need (Children Act 1989, section 17)",
    "children-act-1989-47": "Significant harm (Children Act 1989, section 47)",
    "children-act-2004-10": "Co-operation (Children Act 2004, section 10)",
    "children-act-2004-11": "Duty to safeguard (Children Act 2004, section 11)",
    "court-order": "An order of a court",
    "consent": "Consent",
}
WHAT = {
    "identity": "Who the child is",
    "concern": "The concern",
    "assessment": "The assessment",
    "level": "The level",
    "plan": "The plan",
    "minutes": "Minutes",
    "health": "Health",
    "police-intelligence": "Police intelligence",
    "third-party": "About other people",
    "whole-record": "The whole record",
}
PURPOSES = {
    "safeguarding-a-child": "Safeguarding a child",
    "assessment-of-need": "Assessment of need",
    "police-investigation": "A police investigation",
    "disruption": "Disruption of exploitation",
    "court-proceedings": "Court proceedings",
    "transfer": "The case goes to another board",
    "review-or-inspection": "Review or inspection",
    "request-of-the-person": "The person asked for it",
}
INFORMED = {
    "consented": "The family consented",
    "informed": "The family was told",
    "not-informed": "The family was not told",
}
SOURCES = {"record": "by a form", "plan": "with a plan", "transfer": "as the case was handed over"}
"""Where a line comes from that nobody wrote into the ledger by hand."""
PARTNERS = {"parent-or-carer": "Parent or carer", "court": "A court", "housing": "Housing", "probation": "Probation"}
"""Recipients whom not every board has a role for."""
HOW = {"reply": "By a reply", "signature": "By signature", "in-person": "In person", "telephone": "By telephone"}
"""How somebody has acknowledged a plan that was shared with them."""
