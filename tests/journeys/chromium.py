"""What every screen owes its readers, looked at in a real Chromium."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

AXE = Path(__file__).parents[1] / "vendored" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=640)
PHONE = ViewportSize(width=390, height=844)
PATIENCE_MS = 20_000

RUN_AXE = """async (rules) => {
  const options = {runOnly: rules, resultTypes: ["violations"], preload: false};
  const found = await axe.run(document, options);
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 200)}`));
}"""
TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
NOTE_VIOLATIONS = """
window.cspViolations = [];
addEventListener("securitypolicyviolation", (event) => {
  window.cspViolations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
HIDDEN_FOCUS = """() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 20) / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const style = getComputedStyle(focused);
  const label = focused.labels && focused.labels[0] && getComputedStyle(focused.labels[0]);
  const rings = [style, label].filter(Boolean);
  if (!top || !(focused.contains(top) || top.contains(focused))) return `covered: ${focused.outerHTML.slice(0, 120)}`;
  const shown = rings.some((each) => each.outlineStyle !== "none" || each.boxShadow !== "none");
  return shown ? "" : `no ring: ${focused.outerHTML.slice(0, 120)}`;
}"""


def find_chromium() -> str:
    """The browser to use; empty where there is none."""
    named = os.environ.get("UNDERSIGNED_CHROMIUM", "")
    return next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), "")


@contextmanager
def chromium(program: str) -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        # Containers have no user namespaces for its sandbox, and it opens our own pages only.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """One person with a browser of their own. Notes what no page may do, and tells it at the next look."""

    def __init__(self, browser: Browser, address: str, *, viewport: ViewportSize = WIDE) -> None:
        self.context: BrowserContext = browser.new_context(base_url=address, viewport=viewport, locale="en-GB")
        self.context.add_init_script(path=str(AXE))
        self.context.add_init_script(NOTE_VIOLATIONS)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.new_page()
        self.screens: list[str] = []
        self._own_size = viewport
        self._address = address
        self._faults: list[str] = []
        self.context.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._faults.append(f"script error: {error}"))

    def open(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(path)

    def press(self, name: str) -> None:
        """Press a button or follow a link, and wait for the page it leads to."""
        page = self.page
        shown = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
        with page.expect_navigation():
            shown.first.click()

    def fill(self, answers: dict[str, str]) -> None:
        """Fill in fields by their names."""
        for name, answer in answers.items():
            field = self.page.locator(f"[name={name}]").first
            if field.evaluate("(field) => field.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)

    def look(self, screen: str) -> None:
        """Check the screen: wide and light, narrow and dark, and everything noted since the last look."""
        for scheme, size in (("light", WIDE), ("dark", NARROW)):
            self.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            self.page.set_viewport_size(size)
            where = f"{screen}, {scheme}, {size['width']} px"
            excess = self.page.evaluate(TOO_WIDE)
            assert excess <= 0, f"{where}: {excess} px too wide"
            self._assert_none(where, self.page.evaluate(RUN_AXE, list(RULES)))
        self._assert_none(screen, self.page.evaluate("() => window.cspViolations"))
        self._assert_none(screen, self._faults)
        self.page.set_viewport_size(self._own_size)
        self.screens.append(screen)

    def tab_to(self, selector: str, *, most: int = 60) -> None:
        """Reach a control by the Tab key alone; on the way focus is never hidden."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            fault = self.page.evaluate(HIDDEN_FOCUS)
            assert not fault, fault
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        message = f"{most} times Tab do not lead to {selector}"
        raise AssertionError(message)

    def turn_right_to_left(self) -> None:
        """Show the page as it stands to readers of right-to-left languages."""
        self.page.evaluate("() => { document.documentElement.dir = 'rtl'; }")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "data:")):
            self._faults.append(f"request to {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        # Chromium reports every answer from 400 on, also those a page means.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._faults.append(f"console: {message.text}")

    def _assert_none(self, where: str, faults: Sequence[str]) -> None:
        assert not faults, "\n".join([where, *faults])
