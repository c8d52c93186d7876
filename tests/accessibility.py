"""What axe finds against WCAG 2.2, levels A and AA, on a page as a person sees it."""

from importlib.resources import files

from playwright.sync_api import Page, ViewportSize

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
TALL: ViewportSize = {"width": 1440, "height": 7000}
"""A viewport for axe, which skips what is scrolled out of sight."""

RUN = """async tags => (await axe.run({ runOnly: tags, resultTypes: ["violations"] })).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${node.failureSummary} ${node.html.slice(0, 200)}`))"""


def settle(page: Page) -> None:
    """Wait until Streamlit has drawn everything: the run is over and no grey place-holder is left."""
    page.wait_for_function("""() => document.querySelector('[data-test-script-state="notRunning"]')
      && !document.querySelector('[data-testid="stSkeleton"]')""")
    page.evaluate("() => document.fonts.ready")


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule, with what axe would mend."""
    settle(page)
    page.evaluate(AXE)
    return [str(line) for line in page.evaluate(RUN, TAGS)]
