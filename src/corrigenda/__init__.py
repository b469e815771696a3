"""A text-critical toolkit for correcting OCR and translation errors in names and terms."""

__version__ = "0.1.0"
