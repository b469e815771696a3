"""Texts and their words: the records that every other part speaks in, and texts made safe to show."""
