"""Residue of machines: what OCR, encodings and converters leave in a text."""

from corrigenda.rules import (
    residue_digits,
    residue_encoding,
    residue_endings,
    residue_scripts,
    residue_signs,
    residue_words,
)
from corrigenda.rules.base import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *residue_signs.RULES,
            *residue_scripts.RULES,
            *residue_encoding.RULES,
            *residue_words.RULES,
            *residue_digits.RULES,
            *residue_endings.RULES,
        ),
        key=lambda rule: rule.code,
    )
)
"""All of family R, by code."""
