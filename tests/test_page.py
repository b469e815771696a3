"""The page for readers, in a real browser: what is shown, filtered and jumped to, and that no text can change it."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given, settings
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from test_edition import _edition, editions

from corrigenda.edition import page
from corrigenda.edition.apparatus import Edition, Entry
from corrigenda.errors import CorrigendaError
from corrigenda.finding import Reading
from corrigenda.texts.text import Span

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
    said = driver.get_log("browser")
    driver.quit()
    assert said == []


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


def _choose(browser: webdriver.Chrome, name: str, value: str) -> None:
    select = Select(browser.find_element(By.NAME, name))
    select.select_by_index([each.get_attribute("value") for each in select.options].index(value))


def _opened(browser: webdriver.Chrome, folder: Path, *texts: Edition, title: str = "") -> webdriver.Chrome:
    file = folder / "page.html"
    file.write_bytes(page.render(texts, title))
    browser.get(file.as_uri())
    return browser


def _is_seen(browser: webdriver.Chrome, name: str) -> bool:
    """Say whether an element stands inside of the window, and of what it scrolls in."""
    return bool(
        browser.execute_script(
            """const each = document.getElementById(arguments[0]), inner = each.getBoundingClientRect();
            const list = (each.closest(".list") || document.documentElement).getBoundingClientRect();
            return inner.top >= Math.max(0, list.top) - 1 && inner.bottom <= Math.min(innerHeight, list.bottom) + 1;""",
            name,
        )
    )


@contextmanager
def _window(browser: webdriver.Chrome, width: int, height: int) -> Iterator[None]:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def _tap(browser: webdriver.Chrome, x: float, y: float) -> None:
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    browser.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _long() -> Edition:
    """A text of many screens with a place in each paragraph."""
    paragraph = "Then Stalbrand spoke. " + "And nobody ever learned what had become of him. " * 12
    text = f"{paragraph}\n\n" * 40
    starts = [found.start() for found in re.finditer("Stalbrand", text)]
    made = [
        Entry(Span(at, at + 9), "Stalbrand", "Stalin", "accept", "G001", f"f{at}", "an editor", score=0.99)
        for at in starts
    ]
    return _edition(text, *made)


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
    _choose(shown, name, value)
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
def test_what_is_filtered_away_can_still_be_read_and_is_left_out_by_the_keys(shown: webdriver.Chrome) -> None:
    _choose(shown, "state", "open")
    places = shown.find_elements(By.CSS_SELECTOR, ".body a")
    assert {each.value_of_css_property("opacity") for each in places} == {"1"}
    assert [each.get_attribute("tabindex") for each in places] == ["-1", "-1", "0", "-1"]
    for _ in "nn":
        shown.find_element(By.TAG_NAME, "body").send_keys("n")
        assert shown.switch_to.active_element.get_attribute("id") == "t3"


@needs_chromium
def test_a_place_has_the_number_that_the_list_has(shown: webdriver.Chrome) -> None:
    places = shown.find_elements(By.CSS_SELECTOR, ".body a")
    listed = shown.find_elements(By.CSS_SELECTOR, "li .n")
    numbers = ["1", "2", "3", "4"]
    assert [each.get_attribute("data-label") for each in places] == [each.text for each in listed] == numbers


@needs_chromium
def test_hovering_shows_what_the_list_says(shown: webdriver.Chrome) -> None:
    place, card = shown.find_element(By.ID, "t1"), shown.find_element(By.ID, "card")
    assert not card.is_displayed()
    ActionChains(shown).move_to_element(place).perform()
    assert card.is_displayed()
    said = " ".join(card.text.split())
    assert said == "1 Stalbrand corrected to Stalin 1:6 · G001 · accepted · <b>an editor</b> · 2026-11-22 · score 0.99"
    shown.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
    assert not card.is_displayed()
    ActionChains(shown).move_to_element(shown.find_element(By.TAG_NAME, "h1")).perform()
    assert place.get_attribute("title") == "Stalbrand → Stalin (G001)"


@needs_chromium
def test_a_jump_to_the_list_leaves_the_text_where_it_is_and_the_way_back_leads_there(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    _opened(browser, tmp_path, _long())
    place = browser.find_element(By.ID, "t20")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", place)
    before = browser.execute_script("return scrollY")
    place.click()
    assert browser.execute_script("return scrollY") == before
    assert browser.switch_to.active_element.get_attribute("id") == "e20"
    assert _is_seen(browser, "e20")
    browser.execute_script("scrollTo(0, 0)")
    browser.back()
    WebDriverWait(browser, 10).until(lambda browser: browser.current_url.endswith("#t20") and _is_seen(browser, "t20"))
    assert browser.switch_to.active_element.get_attribute("id") == "t20"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "e20"
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "t20"


@needs_chromium
def test_in_a_narrow_window_nothing_is_cut_off_and_a_place_reached_by_keys_is_seen(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    _opened(browser, tmp_path, _long())
    with _window(browser, 360, 700):
        browser.refresh()
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        for _ in range(3):
            browser.switch_to.active_element.send_keys("n")
        browser.switch_to.active_element.send_keys(Keys.TAB)
        assert browser.switch_to.active_element.get_attribute("id") == "t4"
        assert _is_seen(browser, "t4")
        assert browser.find_element(By.ID, "filters").value_of_css_property("position") == "static"


@needs_chromium
def test_a_finger_sees_the_card_first_and_goes_to_the_list_by_a_second_tap(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    _opened(browser, tmp_path, _long())
    with _window(browser, 360, 700):
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        place, card = browser.find_element(By.ID, "t4"), browser.find_element(By.ID, "card")
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", place)
        at = browser.execute_script(
            "const at = arguments[0].getBoundingClientRect(); return [at.x + 5, at.y + 9]", place
        )
        _tap(browser, *at)
        assert card.is_displayed()
        assert not browser.current_url.endswith("#e4")
        _tap(browser, *at)
        WebDriverWait(browser, 10).until(lambda browser: browser.current_url.endswith("#e4"))
        assert _is_seen(browser, "e4")
        assert not card.is_displayed()
        browser.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


@needs_chromium
def test_on_paper_the_whole_list_stands_below_the_text(browser: webdriver.Chrome, tmp_path: Path) -> None:
    _opened(browser, tmp_path, _long())
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not browser.find_element(By.ID, "filters").is_displayed()
    text, listed = (browser.find_element(By.CSS_SELECTOR, each).rect for each in (".body", ".list"))
    assert listed["y"] >= text["y"] + text["height"]
    assert browser.execute_script(
        "const list = document.querySelector('.list'); return list.scrollHeight <= list.clientHeight"
    )
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@needs_chromium
def test_a_place_inside_of_another_is_reached_at_that_one(browser: webdriver.Chrome, tmp_path: Path) -> None:
    outer = _entry("June 1952", "June 1953", "accept", "D001", "me")
    inner = _entry("1952", "1953", "open", "G002")
    _opened(browser, tmp_path, _edition(TEXT, _entry("Belgian press", None, "reject", "G003"), outer, inner))
    assert not browser.find_elements(By.ID, "t3")
    browser.find_element(By.CSS_SELECTOR, "#e3 a").click()
    assert browser.switch_to.active_element.get_attribute("id") == "t2"


@needs_chromium
def test_several_texts_have_a_table_of_contents_and_a_title(browser: webdriver.Chrome, tmp_path: Path) -> None:
    _opened(browser, tmp_path, _sample(), _edition("Nothing.\n"))
    assert browser.find_element(By.TAG_NAME, "h1").text == "2 texts"
    contents = [each.text for each in browser.find_elements(By.CSS_SELECTOR, "nav li")]
    assert contents == [
        "seeds/a.txt\n4 places: 1 accepted, 1 edited, 1 open, 1 rejected",
        "seeds/a.txt\nnothing found",
    ]
    browser.find_elements(By.CSS_SELECTOR, "nav a")[1].click()
    assert browser.current_url.endswith("#s2")
    _opened(browser, tmp_path, _sample(), title="The <Secret> History")
    assert browser.find_element(By.TAG_NAME, "h1").text == "The <Secret> History"
    assert browser.title == "The <Secret> History – text and apparatus"


@needs_chromium
def test_nothing_is_asked_of_the_network(shown: webdriver.Chrome) -> None:
    assert shown.execute_script("return performance.getEntriesByType('resource').length") == 0


def _charted(made: str, number: int) -> list[tuple[str, str]]:
    """Return label and description of the bars of a chart."""
    chart = made.split('<section aria-labelledby="by-')[number]
    return re.findall(r'<th scope="row">(?:<abbr[^>]*>)?([^<]+)<.*?aria-label="([^"]*)"', chart)


def test_the_charts_count_by_rule_and_set_acceptance_against_score() -> None:
    readings = [Reading("Stalin", 0.95, ""), Reading("Soviet press", 0.97, ""), Reading("…", 0.91, "")]
    entries = (
        replace(_entry("Stalbrand", "Stalin", "accept", "G001", score=0.95), proposed=readings[0]),
        replace(_entry("Belgian press", "the press", "edit", "G003"), proposed=readings[1]),
        replace(_entry("……", None, "reject", "R001"), proposed=readings[2]),
        _entry("June 1952", "June 1953", "open", "D001", score=0.3),
    )
    made = page.render([_edition(TEXT, *entries)]).decode()
    assert _charted(made, 1) == [
        ("D001", "1 open"),
        ("G001", "1 accepted"),
        ("G003", "1 edited"),
        ("R001", "1 rejected"),
    ]
    assert _charted(made, 2) == [("0.9–1.0", "1 accepted, 1 edited, 1 rejected")]
    assert '<i style="left:94%"></i>' in made
    assert '33 % <span class="about">of 3</span>' in made
    assert '<abbr title="deprecated-form: a rendering that the glossary calls wrong">G001</abbr>' in made


def test_a_refusal_tells_what_was_not_taken() -> None:
    refused = replace(_entry("……", None, "reject", "R001", "me"), proposed=Reading("…", 0.9, ""))
    made = page.render([_edition(TEXT, refused)]).decode()
    assert '<bdi>……</bdi> <span class="about">not <bdi>…</bdi></span>' in made


def test_spaces_and_joiners_are_left_as_they_are_written_and_shown_where_they_are_meant() -> None:
    text = "Quoi\u00a0? \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 Sta\u00adlin\r\nspoke\r\nthen.\r\n"
    at = text.index("Sta")
    entries = (
        Entry(Span(at, at + 7), "Sta\u00adlin", "Stalin", "accept", "R005", "f", "me"),
        Entry(Span(at + 9, at + 20), "spoke\r\nthen", "spoke, then", "open", "G001", "g"),
    )
    made = page.render([_edition(text, *entries)]).decode()
    assert "Quoi\u00a0? \u0645\u06cc\u200c\u062e" in made
    assert "<bdi>Sta&lt;U+00AD&gt;lin</bdi></del>" in made
    assert "<bdi>spoke then</bdi>" in made
    assert "\N{SYMBOL FOR CARRIAGE RETURN}" not in made


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
    panel = _colour(shown, ".filters", "background-color")
    assert _contrast(_colour(shown, ".filters label", "color"), panel) >= 4.5
    for state in page.STATES:
        shown.execute_script(
            "document.querySelector('.state').parentElement.parentElement.className = arguments[0]", state
        )
        assert _contrast(_colour(shown, ".state", "color"), paper) >= 4.5
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
@settings(max_examples=40)
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
