"""A manager is told at once when somebody opens a case that is not theirs, whatever the board declares."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from commonward.clock import utcnow
from commonward.procedure import events
from commonward.store import new_id
from tests.services.notify.conftest import MANAGER, NotifyStage
from tests.services.notify.post import PostOffice


def test_a_manager_hears_of_each_break_glass_without_a_name(
    notify: NotifyStage, case: UUID, office: PostOffice
) -> None:
    person = new_id()
    until = utcnow() + timedelta(hours=3)
    notify.tell(case, events.GlassBroken(person=person, reason="child-at-risk-now", until=until))
    notify.deliver()
    [mail] = [each for each in office.mail if MANAGER in each.get("To", "")]
    assert "break-glass" in str(mail)
    assert f"/cases/{case}/access#steps" in mail.get_content()
    assert str(person) not in str(mail)
