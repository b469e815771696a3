"""A text-critical toolkit for correcting OCR and translation errors in names and terms.

What `__all__` names is public, and is loaded when it is first asked for; so is what `corrigenda.rules.base` names, for
the rules of other packages. Everything else may change at any time.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corrigenda.api import Findings, decisions, lint, read
    from corrigenda.deciding.decision import Decision, Verdict
    from corrigenda.deciding.emendation import Emendation
    from corrigenda.deciding.patch import Patch
    from corrigenda.errors import ConflictError, CorrigendaError, InputError
    from corrigenda.finding import Finding, Reading, Severity
    from corrigenda.terminology.glossary import Glossary
    from corrigenda.terminology.terms import Form, Status, Term
    from corrigenda.texts.text import Anchor, Span, Witness

__version__ = "0.1.0"

_HOMES = {
    "api": ("Findings", "decisions", "lint", "read"),
    "deciding.decision": ("Decision", "Verdict"),
    "deciding.emendation": ("Emendation",),
    "errors": ("ConflictError", "CorrigendaError", "InputError"),
    "finding": ("Finding", "Reading", "Severity"),
    "terminology.glossary": ("Glossary",),
    "deciding.patch": ("Patch",),
    "terminology.terms": ("Form", "Status", "Term"),
    "texts.text": ("Anchor", "Span", "Witness"),
}
"""The public names by their modules."""

__all__ = [
    "Anchor",
    "ConflictError",
    "CorrigendaError",
    "Decision",
    "Emendation",
    "Finding",
    "Findings",
    "Form",
    "Glossary",
    "InputError",
    "Patch",
    "Reading",
    "Severity",
    "Span",
    "Status",
    "Term",
    "Verdict",
    "Witness",
    "__version__",
    "decisions",
    "lint",
    "read",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module  # noqa: PLC0415 - nothing is loaded before it is asked for

    for module, names in _HOMES.items():
        if name in names:
            # kept, for the module `lint` would take the place of the function when something imports it
            value = globals()[name] = getattr(import_module(f"corrigenda.{module}"), name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
