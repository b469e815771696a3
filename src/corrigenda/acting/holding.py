"""What the baseline holds back: findings that were accepted as known."""

from dataclasses import replace
from pathlib import Path

from corrigenda.acting.linting import Result
from corrigenda.acting.telling import complain
from corrigenda.config import Project
from corrigenda.deciding import baseline
from corrigenda.finding import Kind, Suppressed
from corrigenda.shelf import sigla
from corrigenda.storage import files
from corrigenda.texts import wording
from corrigenda.texts.visible import visible


def baseline_path(found: Project, named: str | None) -> Path:
    """Return the file of what is accepted as known: as named, as configured, or in the folder of corrections."""
    if named:
        return Path(named)
    configured = found.settings.baseline
    return found.root / configured if configured else found.corrections / baseline.FILE


def read_baseline(path: Path) -> tuple[baseline.Known, ...]:
    """Return what a baseline holds.

    Raises:
        InputError: it cannot be read, or is damaged.
    """
    return baseline.parse(files.read_bytes(path), files.shown(path))


def without_known(found: Project, result: Result, named: str | None) -> Result:
    """Return the result without the findings that the baseline holds back, and tell how many they are.

    Without a file in its usual place, nothing is held back.

    Raises:
        InputError: the baseline is damaged, or the one that is named is missing.
    """
    path = baseline_path(found, named)
    if not (named or found.settings.baseline or path.exists()):
        return result
    known = read_baseline(path)
    new, held = baseline.divide(result.findings, known)
    linted = set(sigla(result.witnesses))
    gone = baseline.total(known) - baseline.total(baseline.pruned(known, result.findings, linted, result.codes))
    if held or gone:
        told = (
            "1 is gone, `corrigenda baseline --prune` takes it out"
            if gone == 1
            else f"{gone} are gone, `corrigenda baseline --prune` takes them out"
        )
        advice = f"; {told}" if gone else ""
        complain(f"{visible(files.shown(path))}: {wording.count(len(held), 'known finding')} held back{advice}")
    kept_back = (
        Suppressed(finding, Kind.EXTERNAL, reason or "known in the baseline", is_known=True) for finding, reason in held
    )
    return replace(result, findings=new, suppressed=(*result.suppressed, *kept_back))
