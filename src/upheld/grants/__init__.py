"""Grants: allowances as a ledger of balanced movements, and the decision on what somebody asks of one.

The ledger is a function of the agreement's log and an instant; two who read the same log decide the same.
`docs/algorithms/allowances.md` has the rules.
"""

from upheld.grants.accounts import Account, Grant, Hold, Ledger, Movement, Passed
from upheld.grants.booking import ledger
from upheld.grants.requests import Decision, booked_by, counting, request, roomier

__all__ = [
    "Account",
    "Decision",
    "Grant",
    "Hold",
    "Ledger",
    "Movement",
    "Passed",
    "booked_by",
    "counting",
    "ledger",
    "request",
    "roomier",
]
