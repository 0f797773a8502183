"""The Child Sex Offender Disclosure Scheme, for every board whose text has it.

The police manage it. The platform keeps who was pointed to them, and that and how a disclosure was made: never what
was disclosed.
"""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Code, RuleId, Tri
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure import form
from commonward.procedure.facts import Facts
from commonward.procedure.prompts import Prompt
from commonward.procedure.records import Check, Field, Given, RecordKind

ENQUIRY, DISCLOSURE = "disclosure-enquiry", "disclosure"
TO_DISCLOSE, NOT_TO_DISCLOSE = "to-disclose", "not-to-disclose"


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The rules of a board's register that its declarations cite."""

    apply: RuleId
    """Information is only had by applying to the police."""
    person: RuleId
    """They tell, in confidence, the person who can protect the child best, where it is in the child's interests."""
    use: RuleId
    inperson: RuleId
    warning: RuleId
    refuse: RuleId
    """Where the person is unwilling to sign, the police consider whether to disclose all the same."""


@dataclass(frozen=True, slots=True)
class DisclosureScheme:
    """What a board declares of the scheme."""

    records: tuple[RecordKind, ...]
    prompts: tuple[Prompt, ...]


def disclosure(
    rules: DisclosureRules, *, read_by: tuple[Code, ...], asked_of: tuple[Code, ...] = ("child", "adult")
) -> DisclosureScheme:
    """Enquiries and disclosures. Only the roles `read_by`, and who made it, read the record of a disclosure.

    An enquiry stands in the record of a subject of the kinds `asked_of`, each of them in the board's scope.
    """
    return DisclosureScheme(
        records=(_enquiry(rules, asked_of), _disclosure(rules, read_by)), prompts=(_confidential(rules),)
    )


def _enquiry(rules: DisclosureRules, about: tuple[Code, ...]) -> RecordKind:
    return RecordKind(
        id=ENQUIRY,
        group=FieldGroup.POLICE_INTELLIGENCE,
        title="Enquiry under the Child Sex Offender Disclosure Scheme",
        because=(rules.apply,),
        made_by=(),
        about=about,
        happened="asked-on",
        fields=(
            form.one_of("asked-by", "Who asks", "parent-or-carer", "other-member-of-the-public", "professional"),
            form.day("asked-on", "Asked on", needed=form.wanted),
            form.yes_no("pointed-to-the-police", "Were they pointed to the police?", needed=form.wanted),
        ),
        checks=(
            _yes(
                rules.apply,
                "pointed-to-the-police",
                "the police manage the scheme, and information is only had by applying to them: point the person there",
            ),
        ),
    )


def _disclosure(rules: DisclosureRules, read_by: tuple[Code, ...]) -> RecordKind:
    return RecordKind(
        id=DISCLOSURE,
        group=FieldGroup.POLICE_INTELLIGENCE,
        title="Disclosure by the police under the Child Sex Offender Disclosure Scheme",
        because=(rules.person,),
        made_by=(),
        read_by=read_by,
        happened="happened-on",
        fields=(
            form.day("happened-on", "When", needed=form.wanted),
            *_to_whom(rules.person),
            form.one_of("method", "How", "in-person", needed=form.wanted, because=(rules.inperson,)),
            *(form.yes_no(code, title, needed=form.wanted) for code, title, _ in WARNINGS),
            form.yes_no(
                "signed",
                "Was the undertaking signed: confidential, and used only to keep this child safe?",
                needed=form.wanted,
                because=(rules.use,),
            ),
            *_after_refusal(rules.refuse),
        ),
        checks=(
            _yes(rules.person, "in-the-childs-interests", "the police disclose only in the child's interests"),
            *(_yes(rules.warning, code, missing) for code, _, missing in WARNINGS),
        ),
    )


WARNINGS = (
    (
        "warned-of-purpose",
        "Were they warned that it is only for safeguarding children?",
        "the warning says that the information is only used to safeguard children",
    ),
    (
        "asked-to-sign",
        "Were they asked to sign an undertaking of confidentiality?",
        "the warning asks the person to sign an undertaking of confidentiality",
    ),
    (
        "warned-of-proceedings",
        "Were they warned that legal proceedings may follow a breach?",
        "the warning says that legal proceedings may follow a breach of confidentiality",
    ),
)
"""The three parts of the warning: field, question, what is missing."""


def _to_whom(rule: RuleId) -> tuple[Field, ...]:
    return (
        form.one_of(
            "told",
            "Who was told: the person best able to protect the child",
            "parent",
            "carer",
            "guardian",
            "somebody-else-best-able-to-protect",
            needed=form.wanted,
            because=(rule,),
            kept=True,
        ),
        form.yes_no(
            "in-the-childs-interests", "Do the police hold it to be in the child's interests?", needed=form.wanted
        ),
    )


def _after_refusal(rule: RuleId) -> tuple[Field, ...]:
    return (
        form.one_of(
            "police-decided",
            "Not signed: what did the police decide?",
            TO_DISCLOSE,
            NOT_TO_DISCLOSE,
            needed=_unsigned,
            because=(rule,),
        ),
        form.words(
            "police-reason", "Why they so decided, without what is disclosed", needed=_unsigned, because=(rule,)
        ),
    )


def _confidential(rules: DisclosureRules) -> Prompt:
    return Prompt(
        id="disclosure-is-confidential",
        words="What the police disclose is confidential and only used to keep this child safe; legal action may follow "
        "a breach. Record that it was disclosed, never what.",
        at=(DISCLOSURE,),
        because=(rules.use,),
    )


def _unsigned(given: Given, facts: Facts) -> bool:
    return given.one("signed") in (Tri.NO, Tri.UNKNOWN)


def _yes(rule: RuleId, field: Code, missing: str) -> Check:
    return form.check(rule, field, missing, unless=lambda given, facts: given.yes(field))
