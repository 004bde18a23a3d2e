"""Casefiles: what the log of a case says to those who work in it, folded from its facts.

Pure: a function of the facts, the terms and an instant. Clocks and duties are the engine's; here is who has the case,
what was said, what is waited for, and what may still happen to it.
"""

from upheld_desk.casefiles.reading import Casefile, Claim, Item, Status, Wait, approved_last, is_with_customer, read

__all__ = ["Casefile", "Claim", "Item", "Status", "Wait", "approved_last", "is_with_customer", "read"]
