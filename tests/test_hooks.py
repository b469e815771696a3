"""The hooks, run by the real pre-commit in a repository of their own; where it is not installed, skipped."""

import shutil
import subprocess
from pathlib import Path

import pytest
from desk import Desk

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_pre_commit_runs_both_hooks(tmp_path: Path) -> None:
    hooks = Desk(tmp_path / "hooks")
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        hooks.write(name, (ROOT / name).read_bytes())
    shutil.copytree(ROOT / "src", hooks.path("src"), ignore=shutil.ignore_patterns("__pycache__"))
    desk = Desk.usual(tmp_path / "project")
    for folder in (hooks.folder, desk.folder):
        for command in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *command], cwd=folder, check=True)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, "commit", "-qm", "hooks"], cwd=hooks.folder, check=True)
    ran = subprocess.run(
        ["pre-commit", "try-repo", str(hooks.folder), "--ref", "HEAD", "--all-files"],
        cwd=desk.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "corrigenda glossary check" in ran.stdout
    assert "seeds/a.txt:1:6: G001 “Stalbrand” → “Stalin” (0.99)" in ran.stdout
    desk.write("seeds/a.txt", "All is well.\n")
    again = ["pre-commit", "try-repo", str(hooks.folder), "--ref", "HEAD", "--all-files"]
    assert subprocess.run(again, cwd=desk.folder, capture_output=True, check=False).returncode == 0
