"""A wheel runs alone: away from the repository, with all its data and licences, and without the tests."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from corrigenda import cli; print(cli.__file__); cli.main()"
GLOSSARY = "term,kind,admitted,deprecated,source,note\nBirmingham,place,,,,\n"
TEXT = "He went from Birmingham to London, and then he went back to Birrningham by the morning train.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("building a wheel without the network needs hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (found,) = folder.glob("*.whl")
    return found


def test_it_lints_a_text_away_from_the_repository(wheel: Path, tmp_path: Path) -> None:
    site, desk = tmp_path / "site", tmp_path / "desk"
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    desk.mkdir()
    (desk / "glossary.csv").write_text(GLOSSARY, "utf-8")
    (desk / "letter.txt").write_text(TEXT, "utf-8")
    command = [sys.executable, "-c", PROGRAM, str(site), "lint", "letter.txt", "--output-format", "concise"]
    ran = subprocess.run(command, cwd=desk, check=False, capture_output=True, encoding="utf-8")
    assert ran.returncode == 1, ran.stderr
    file, _, output = ran.stdout.partition("\n")
    assert Path(file).is_relative_to(site)
    assert output.startswith("letter.txt:1:61: G002 “Birrningham” → “Birmingham”")


def test_it_has_the_data_and_the_licences_and_no_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = ROOT / "src" / "corrigenda"
    for path in data.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(data.parent).as_posix() in names
    licences = {name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name}
    assert licences >= {"LICENSE", *(path.name for path in (data / "data" / "words").glob("LICENSE*"))}
    assert all(name.startswith(("corrigenda/", "corrigenda-")) for name in names)
