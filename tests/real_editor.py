"""Real editors without a screen, set up as the README says, on the seed text."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desk import Desk
from readme_tools import README, ROOT

SECONDS = 60


def set_up(name: str) -> str:
    """Return the lines that the README gives for an editor, which stand after a comment with its name."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.+?)```", README.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def project(folder: Path) -> Desk:
    """Return a project with the seed text and our glossary."""
    desk = Desk(folder / "project", {"corrigenda.toml": 'resp = "an editor"\n'})
    shutil.copytree(ROOT / "seeds", desk.path("seeds"))
    shutil.copy(ROOT / "glossary.csv", desk.folder)
    return desk


def seen(desk: Desk, command: Sequence[str], environment: Mapping[str, str]) -> Any:
    """Return what an editor wrote into ``seen.json``; it finds the `corrigenda` of these tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        command,
        cwd=desk.folder,
        env={**os.environ, **environment, "PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert desk.path("seen.json").exists(), ran.stderr
    return json.loads(desk.read("seen.json"))
