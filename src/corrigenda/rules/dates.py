"""Contradictions in dates and numbers."""

from corrigenda.rules import counts, datelines, impossible
from corrigenda.rules.base import Rule

RULES: tuple[Rule, ...] = (*datelines.RULES, *counts.RULES, *impossible.RULES)
"""All of family D, by code."""
