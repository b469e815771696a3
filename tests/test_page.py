"""The page for readers, in a real browser: what is shown, filtered and jumped to, and that no text can change it."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given, settings
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from test_edition import _edition, editions

from corrigenda.edition import page
from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.errors import CorrigendaError
from corrigenda.text import Span

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_chromium = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="Chromium and its driver are not installed")
TEXT = (
    "Then Stalbrand spoke.\n\nThe Belgian press of June 1952 said ……\n"
    "<script>document.title = 'broken'</script> \u202e &amp;\n"
)


def _entry(sic: str, corr: str | None, verdict: str, code: str, resp: str = "", score: float | None = None) -> Entry:
    at = TEXT.index(sic)
    return Entry(
        Span(at, at + len(sic)), sic, corr, verdict, code, "f", resp, "2026-11-22T12:00:00.000000Z", score=score
    )


def _sample() -> Edition:
    return _edition(
        TEXT,
        _entry("Stalbrand", "Stalin", "accept", "G001", "<b>an editor</b>", 0.99),
        _entry("Belgian press", "Soviet press", "edit", "G003", "another"),
        _entry("June 1952", "June 1953", "open", "D001", score=0.3),
        _entry("……", None, "reject", "R001", "another", 0.9),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """A browser without a window."""
    options = Options()
    options.binary_location = str(CHROMIUM)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1300,900",
    ):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def shown(browser: webdriver.Chrome, tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """The sample, opened; nothing may have gone wrong in the end."""
    file = tmp_path / "page.html"
    file.write_bytes(page.render([_sample()]))
    browser.get(file.as_uri())
    yield browser
    assert browser.get_log("browser") == []


def _listed(browser: webdriver.Chrome) -> list[str]:
    return [
        each.get_attribute("data-code") or ""
        for each in browser.find_elements(By.CSS_SELECTOR, "li")
        if each.is_displayed()
    ]


@needs_chromium
def test_the_corrected_text_is_shown_as_it_is(shown: webdriver.Chrome) -> None:
    body = shown.find_element(By.CSS_SELECTOR, ".body").get_property("textContent")
    assert body == (
        "Then Stalin spoke.\n\nThe Soviet press of June 1952 said ……\n"
        "<script>document.title = 'broken'</script> <U+202E> &amp;\n"
    )
    assert shown.title == "seeds/a.txt – text and apparatus"
    titles = [each.get_attribute("title") for each in shown.find_elements(By.CSS_SELECTOR, ".body a")]
    assert titles == [
        "Stalbrand → Stalin (G001)",
        "Belgian press → Soviet press (G003)",
        "June 1953? (D001)",
        "rejected (R001)",
    ]


@needs_chromium
@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("code", "G003", ["G003"]),
        ("state", "open", ["D001"]),
        ("state", "rejected", ["R001"]),
        ("resp", "another", ["G003", "R001"]),
        ("resp", "<b>an editor</b>", ["G001"]),
    ],
)
def test_the_list_is_filtered(name: str, value: str, codes: list[str], shown: webdriver.Chrome) -> None:
    WebDriverWait(shown, 10).until(lambda browser: len(_listed(browser)) == 4)
    Select(shown.find_element(By.NAME, name)).select_by_visible_text(value)
    assert _listed(shown) == codes
    assert shown.find_element(By.ID, "count").text == f"{len(codes)} shown"
    assert len(shown.find_elements(By.CSS_SELECTOR, ".body a.out")) == 4 - len(codes)
    shown.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    WebDriverWait(shown, 10).until(lambda browser: len(_listed(browser)) == 4)


@needs_chromium
def test_the_list_is_filtered_by_score(shown: webdriver.Chrome) -> None:
    score = shown.find_element(By.NAME, "score")
    score.clear()
    score.send_keys("0.5")
    assert _listed(shown) == ["G001", "R001"]


@needs_chromium
def test_one_jumps_between_text_and_list(shown: webdriver.Chrome) -> None:
    shown.find_element(By.ID, "t2").click()
    assert shown.current_url.endswith("#e2")
    shown.find_element(By.CSS_SELECTOR, "#e2 a").click()
    assert shown.current_url.endswith("#t2")
    body = shown.find_element(By.TAG_NAME, "body")
    body.send_keys("n")
    body.send_keys("n")
    first = [each.get_attribute("id") for each in shown.find_elements(By.CSS_SELECTOR, ".here")]
    assert first in (["t3", "e3"], ["t4", "e4"])
    shown.switch_to.active_element.send_keys("p")
    assert len(shown.find_elements(By.CSS_SELECTOR, ".here")) == 2


@needs_chromium
def test_it_is_reached_by_keyboard_and_told_to_screen_readers(shown: webdriver.Chrome) -> None:
    shown.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert shown.switch_to.active_element.text == "To the text"
    labels = [each.accessible_name for each in shown.find_elements(By.CSS_SELECTOR, "select, input")]
    assert labels == ["Rule", "Verdict", "Person", "Score at least"]
    assert {each.get_attribute("aria-label") for each in shown.find_elements(By.CSS_SELECTOR, "[role=img]")} >= {
        "1 accepted",
        "1 edited",
        "1 open",
        "1 rejected",
    }
    assert shown.find_element(By.TAG_NAME, "aside").accessible_name == "Apparatus of seeds/a.txt"


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_can_be_read_in_light_and_dark(scheme: str, shown: webdriver.Chrome) -> None:
    shown.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    paper = _colour(shown, "body", "background-color")
    for selector in ("body", ".about", "footer"):
        assert _contrast(_colour(shown, selector, "color"), paper) >= 4.5
    assert _contrast(paper, (255, 255, 255) if scheme == "light" else (0, 0, 0)) < 1.5


def _colour(browser: webdriver.Chrome, selector: str, name: str) -> tuple[int, ...]:
    said = browser.find_element(By.CSS_SELECTOR, selector).value_of_css_property(name)
    return tuple(map(int, re.findall(r"\d+", said)[:3]))


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = (part / 255 for part in colour)
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@given(editions())
@settings(deadline=None, max_examples=40)
def test_no_text_adds_an_element(edition: Edition) -> None:
    made = page.render([edition]).decode()
    for tag in ("<script", "<article", "<aside", "</html"):
        assert made.count(tag) == 1
    assert "\u202e" not in made


def test_the_command_writes_a_page_of_all_texts(tmp_path: Path) -> None:
    desk = Desk.usual(tmp_path)
    desk.write("seeds/b.txt", "Nothing to see.\n")
    assert desk.run("report", "html", "--output", "page.html").code == 0
    made = desk.read("page.html")
    assert made.count("<article") == 2
    assert "Nothing was found here." in made
    assert "http" not in re.sub(r"<meta[^>]*>", "", made)
    assert os.fspath(tmp_path) not in made


def test_without_jinja_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(CorrigendaError, match=re.escape("pip install 'corrigenda[html]'")):
        page.render([])
