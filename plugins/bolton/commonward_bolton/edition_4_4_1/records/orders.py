"""Orders of a court against adults of concern: paragraph 9.17."""

from __future__ import annotations

from commonward.procedure.parts.civil_orders import OrderRules, civil_orders

_ORDERS = civil_orders(
    OrderRules(need="BOL-9.17.need", shpo="BOL-9.17.shpo", sro="BOL-9.17.sro", breach="BOL-9.17.breach"),
    police="police-officer",
    manager="team-manager",
)
RECORDS = _ORDERS.records
CLOCKS = _ORDERS.clocks
NOTICES = _ORDERS.notices
