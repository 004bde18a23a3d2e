"""Lint: rules that compute, not only read: gaps, contradictions, promises that cannot be kept."""

from upheld.lint.rules import READ, RULES, Rule, lint

__all__ = ["READ", "RULES", "Rule", "lint"]
