"""The hooks, run by the real pre-commit in a repository of their own; where it is not installed, skipped."""

import shutil
import subprocess
from pathlib import Path

import pytest
from desk import GLOSSARY, Desk

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_pre_commit_runs_both_hooks(tmp_path: Path) -> None:
    hooks = Desk(tmp_path / "hooks")
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        hooks.write(name, (ROOT / name).read_bytes())
    shutil.copytree(ROOT / "src", hooks.path("src"), ignore=shutil.ignore_patterns("__pycache__"))
    desk = Desk.usual(tmp_path / "project", "Then Stalbrand spoke of the Belgian press and the Toddy opposition.\n")
    desk.write("README.md", "How we found Stalbrand.\n")
    desk.write("requirements.txt", "Stalbrand\n")
    desk.write("corrected/seeds/a.txt", "Stalbrand\n")
    for folder in (hooks.folder, desk.folder):
        for command in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *command], cwd=folder, check=True)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, "commit", "-qm", "hooks"], cwd=hooks.folder, check=True)
    again = ["pre-commit", "try-repo", str(hooks.folder), "--ref", "HEAD", "--all-files"]
    ran = subprocess.run(again, cwd=desk.folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "corrigenda glossary check" in ran.stdout
    assert "3 errors" in ran.stdout, "what the project does not name as its texts is left alone"
    assert "seeds/a.txt:1:6: G001 “Stalbrand” → “Stalin” (0.99)" in ran.stdout
    desk.write("glossary.csv", "term,deprecated\nStalin,Stalin\n")
    bad = subprocess.run(again, cwd=desk.folder, capture_output=True, check=False, text=True)
    assert bad.stdout.count("“Stalin” is deprecated here and preferred at glossary.csv:2:1") == 2
    desk.write("glossary.csv", GLOSSARY)
    desk.write("seeds/a.txt", "All is well.\n")
    assert subprocess.run(again, cwd=desk.folder, capture_output=True, check=False).returncode == 0
