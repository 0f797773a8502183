"""The referral service: concerns, children, cases, routing, allocation, decisions, records and closing."""

from __future__ import annotations

from pathlib import Path

from commonward.contracts.topics import ALL_PARTNERS_IN, CASE_EVENTS
from commonward.runtime import Service, Timer
from commonward.web import drafts
from commonward_referral.access_api import blueprint as access
from commonward_referral.api import blueprint
from commonward_referral.attachment_api import blueprint as attachments
from commonward_referral.birthdays import tell_birthdays
from commonward_referral.courier import carry
from commonward_referral.disposal_api import blueprint as disposal
from commonward_referral.disposal_model import Disposal, Erasure
from commonward_referral.family_api import blueprint as family
from commonward_referral.held import HELD
from commonward_referral.history import load_history
from commonward_referral.holds import LegalHold
from commonward_referral.holds_api import blueprint as retention
from commonward_referral.identity_api import blueprint as identity
from commonward_referral.model import TABLES
from commonward_referral.quarantine import scan_waiting
from commonward_referral.reactions import REACTIONS
from commonward_referral.record_api import blueprint as records
from commonward_referral.reindexing import reindex
from commonward_referral.report_api import blueprint as reports
from commonward_referral.search_api import blueprint as search
from commonward_referral.sent_once import forget_old
from commonward_referral.sharing_api import blueprint as sharing
from commonward_referral.transfer_api import blueprint as transfers
from commonward_referral.verifying import compare
from commonward_referral.withholding_api import blueprint as withholding

service = Service(
    "referral",
    blueprints=(
        blueprint,
        records,
        search,
        attachments,
        access,
        family,
        identity,
        drafts.blueprint,
        reports,
        sharing,
        transfers,
        withholding,
        retention,
        disposal,
    ),
    models=(*TABLES, LegalHold, Disposal, Erasure),
    migrations=Path(__file__).parent / "migrations",
    reactions=REACTIONS,
    topics=(CASE_EVENTS, ALL_PARTNERS_IN),
    decides_access=True,
    timers=(
        Timer("birthdays", 3600.0, tell_birthdays),
        Timer("quarantine", 60.0, scan_waiting),
        Timer("courier", 5.0, carry),
        Timer("drafts", 3600.0, drafts.throw_away_old),
        Timer("sent-once", 3600.0, forget_old),
    ),
    holds=HELD,
    verify=compare,
    load_history=load_history,
    reindex=reindex,
)
