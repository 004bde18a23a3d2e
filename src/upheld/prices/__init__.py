"""Prices: base, slices of use, minimum, credits and tax, as a statement that explains itself line by line.

Each line is `quantity` times `rate` times the part of the period it is for, rounded once; its reason holds all of it.
`docs/algorithms/prices.md` has the rules.
"""

from upheld.prices.adjustments import Adjustment
from upheld.prices.credits import Miss
from upheld.prices.curves import Fall, falls, meets
from upheld.prices.lines import VAT, Line, Statement
from upheld.prices.statements import Use, invoice, statement, uses_in

__all__ = [
    "VAT",
    "Adjustment",
    "Fall",
    "Line",
    "Miss",
    "Statement",
    "Use",
    "falls",
    "invoice",
    "meets",
    "statement",
    "uses_in",
]
