"""A board's kinds of meeting as data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from commonward.clock import Limit
from commonward.contracts import Code
from commonward.contracts.field_groups import Plain


class KindDemands(BaseModel):
    """What the procedure wants of a kind of meeting."""

    model_config = ConfigDict(from_attributes=True)

    id: Code
    title: Plain
    because: tuple[Plain, ...]
    conveners: tuple[Code, ...]
    chair: Code
    joint_chairs: tuple[Code, ...]
    substitutes: tuple[Code, ...]
    by_people: bool
    agenda: bool
    invited: tuple[Code, ...]
    invite_decided_for: tuple[Code, ...]
    quorum: tuple[Code, ...]
    quorum_roles: tuple[Code, ...]
    records_before: tuple[Code, ...]
    may_align_with: tuple[Code, ...]
    decides: tuple[Code, ...]
    views_of: tuple[Code, ...]
    plan: Code | None
    plan_sections: tuple[Code, ...]
    plan_aims: tuple[Code, ...]
    refers_to_other_plan: bool
    smart: bool
    action_kinds: tuple[Code, ...]
    wanted_actions: tuple[Code, ...]
    action_owned_by: tuple[tuple[Code, Code], ...]
    outcomes: tuple[Code, ...]
    shared_with: tuple[Code, ...]
    share_within: Limit | None
    share_early: tuple[tuple[Code, Limit], ...]
    agree_next: bool
    agree_interval: bool
    plan_because: tuple[Plain, ...]


class MeetingKinds(BaseModel):
    """The board's kinds of meeting."""

    kinds: tuple[KindDemands, ...]
