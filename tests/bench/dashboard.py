"""How long a change of filters takes until the dashboard is redrawn in the browser, over 100,000 codings on 2,000
sources and over 1,000,000 on 20,000; and how much memory the server holds then.

Redrawn: neither the sentence nor the picture changes any more. Each trust is asked for once, so that no answer is kept.
"""

import json
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import text

from db.store import Store
from evalcore.capture.participants import add_trust
from evalcore.manage.access import Actor
from tests.accessibility import settle
from tests.bench._in_browser import load, signed_in, summary
from tests.bench._large import large
from tests.serving import Server

SIZES = {"100_000": (100_000, 2_000), "1_000_000": (1_000_000, 20_000)}
TRUSTS, CHANGES = 24, 15
QUIET = 700  # ms without a change: it is done

WATCH = """() => {
  const watched = ".st-key-answer, .st-key-sheet-wide-now";
  window.began = window.moved = 0;
  addEventListener("keydown", ({ key, timeStamp }) => {
    if (key === "Enter") [window.began, window.moved] = [timeStamp, 0];
  }, { capture: true });
  const near = node => (node instanceof Element ? node : node.parentElement)?.closest(watched);
  new MutationObserver(all => {
    if (all.some(({ target }) => near(target))) window.moved = performance.now();
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
DONE = f"() => window.moved && performance.now() - window.moved > {QUIET}"


def main() -> dict[str, float]:
    figures: dict[str, float] = {"load_before": load()}
    for name, (codings, sources) in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{Path(folder, 'bench.db').as_posix()}")
            store.migrate()
            ada = large(store, codings, sources)
            give_trusts(store, ada)
            server = Server(store).start()
            try:
                with signed_in(server, ada) as page:
                    redrawn = changes(page, server)
                figures |= summary(f"redrawn_{name}", redrawn)
                assert server.process is not None
                figures[f"process_{name}_mb"] = most_memory(server.process.pid)
            finally:
                server.stop()
                store.engine.dispose()
    return figures | {"load_after": load()}


def give_trusts(store: Store, ada: Actor) -> None:
    """Every source a trust, in turn."""
    for number in range(TRUSTS):
        add_trust(store, ada, f"Trust {number + 1:02}")
    with store.write() as session:
        session.connection().execute(text("UPDATE source_state SET trust = 1 + source % :trusts"), {"trusts": TRUSTS})


def changes(page: Page, server: Server) -> list[float]:
    """Milliseconds from the key that chooses a trust to the last change of the picture."""
    page.goto(f"{server.url}/dashboard")
    expect(page.locator(".st-key-sheet-wide-now .js-plotly-plot .bars").first).to_be_attached(timeout=300_000)
    # Once it knows the screen, the server draws only what fits.
    expect(page.locator(".st-key-sheet-narrow-now")).to_have_count(0)
    settle(page)
    page.wait_for_timeout(2_000)
    page.evaluate(WATCH)
    taken = []
    for number in range(CHANGES + 1):
        trust = page.get_by_role("combobox", name="Trust", exact=True)
        trust.click()
        trust.fill(f"Trust {number + 1:02}")
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        page.wait_for_function(DONE, timeout=120_000)
        settle(page)
        taken.append(page.evaluate("() => window.moved - window.began"))
    # The first time the browser fetches what it has not needed before.
    return [float(one) for one in taken[1:]]


def most_memory(pid: int) -> float:
    """MB that the process held at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
