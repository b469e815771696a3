"""A Hunspell dictionary that the user names stands in for the lists that ship."""

import builtins
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from corrigenda.errors import ConfigError, InputError
from corrigenda.language import hunspell

AFF = "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n"
DIC = "4\nkala/S\nRegamo\nzubo\nlemin\n"


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    pytest.importorskip("spylls", reason="the extra corrigenda[hunspell] is not installed")
    (tmp_path / "xx_XX.aff").write_text(AFF, encoding="utf-8")
    (tmp_path / "xx_XX.dic").write_text(DIC, encoding="utf-8")
    return tmp_path / "xx_XX.dic"


def test_words_and_names_are_told_apart(dictionary: Path) -> None:
    known = hunspell.read(dictionary)
    assert known.language == "xx"
    assert (known.common("kalas"), known.common("regamo"), known.common("quib")) == (True, False, False)
    assert (known.name("regamo"), known.name("kala")) == (True, False)
    assert (known.level("zubo"), known.level("quib")) == (50, 0)


def test_a_word_of_the_dictionary_is_no_damaged_name(dictionary: Path, tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path / "project", "Kala zubo Lemin kala. Zubo Lcnin kalas.\n")
    desk.write("glossary.csv", "term,kind\nLenin,person\n")
    assert [finding["sic"] for finding in desk.lint("--dictionary", str(dictionary))] == ["Lcnin"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("spylls", reason="the extra corrigenda[hunspell] is not installed")
    with pytest.raises(InputError, match="no such file"):
        hunspell.read(tmp_path / "none.dic")


def test_without_the_extra_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("spylls"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError) as error:
        hunspell.read(tmp_path / "none.dic")
    assert "corrigenda[hunspell]" in str(error.value)
