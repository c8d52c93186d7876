"""How long the coding desk takes over a source of 100,000 words with 2,000 codings: until it is there, until a key is
painted, and until the store has a coding and the page knows it."""

import json
import random

from playwright.sync_api import Page, expect

from db.vocabulary import Polarity, SourceKind
from evalcore.manage.access import Actor
from evalcore.sense.coding import code
from tests import factories
from tests.bench._in_browser import TAKE_TIMES, load, product, signed_in, summary
from tests.serving import Server

WORDS, CODINGS, KEYS, EVERY_MS = 100_000, 2_000, 60, 120
THERE = ".tc:not(.tc-loading) .tc-text p"
KEPT_AT = """() => {
  window.kept = [];
  window.made = [];
  const { setItem, removeItem } = Storage.prototype;
  Storage.prototype.setItem = function (name, value) {
    if (name.startsWith("text-coder:outbox:")) window.made.push([name, performance.now()]);
    return setItem.call(this, name, value);
  };
  Storage.prototype.removeItem = function (name) {
    const at = window.made.find(([made]) => made === name);
    if (at) window.kept.push(performance.now() - at[1]);
    return removeItem.call(this, name);
  };
}"""


def made_up(server: Server, ada: Actor, seed: int = 20160101) -> int:
    """The source, in lines of 8 to 70 words, and its codings; its number."""
    dice = random.Random(seed)
    words = ["".join(dice.choices("etaoinshrdlucm", k=dice.randint(2, 9))) for _ in range(WORDS)]
    lines, at = [], 0
    while at < WORDS:
        many = dice.randint(8, 70)
        lines.append(" ".join(words[at : at + many]).capitalize() + ".")
        at += many
    text = "\n".join(lines)
    source = factories.source(server.store, ada, text=text, kind=SourceKind.INTERVIEW, title="A long interview")
    for number in range(CODINGS):
        start = text.index(" ", number * (len(text) - 400) // CODINGS) + 1
        end = text.index(" ", start + dice.randint(20, 180))
        polarity = dice.choice(list(Polarity))
        code(server.store, ada, source, start, end, text[start:end], 2 + number % 3, polarity)
    return source


def opened_ms(page: Page, server: Server, source: int, times: int = 3) -> list[float]:
    """From the click in the list of sources until the text stands there, coded, and has been painted."""
    taken = []
    for _ in range(times):
        page.goto(f"{server.url}/coding?source={source + 1}")
        expect(page.locator(THERE).first).to_be_visible()
        page.wait_for_timeout(1_500)
        taken.append(
            page.evaluate(
                """async ([there, title]) => {
                  const begun = performance.now();
                  [...document.querySelectorAll(".tc-source")].find((one) => one.textContent.includes(title)).click();
                  const frame = () => new Promise(requestAnimationFrame);
                  do await frame();
                  while (document.querySelector(".tc-title").textContent !== title || !document.querySelector(there)
                    || !document.querySelector(".tc-bracket"));
                  await frame();
                  return performance.now() - begun;
                }""",
                [THERE, "A long interview"],
            )
        )
    return taken


def main() -> dict[str, float]:
    figures: dict[str, float] = {"load_before": load()}
    with product() as (server, ada):
        source = made_up(server, ada)
        factories.source(server.store, ada, title="A short one")
        server.start()
        with signed_in(server, ada) as page:
            figures |= summary("open", opened_ms(page, server, source))
            page.get_by_role("document", name="Source text").focus()
            page.evaluate(TAKE_TIMES)
            page.evaluate(KEPT_AT)
            for name, key in (("move", "ArrowRight"), ("extend", "Shift+ArrowRight")):
                page.evaluate("() => (window.taken = [])")
                for _ in range(KEYS):
                    page.keyboard.press(key)
                    page.wait_for_timeout(EVERY_MS)
                taken = page.evaluate("() => window.taken")
                figures |= summary(f"key_to_painted_{name}", taken[1::2] if name == "extend" else taken)
            coded: list[float] = []
            for _ in range(KEYS // 2):
                page.keyboard.press("Shift+ArrowRight")
                page.wait_for_timeout(EVERY_MS)
                page.evaluate("() => (window.taken = [])")
                page.keyboard.press("2")
                page.wait_for_timeout(8 * EVERY_MS)
                coded += page.evaluate("() => window.taken")
            figures |= summary("key_to_painted_code", coded)
            page.wait_for_function("made => window.kept.length >= made", arg=KEYS // 2)
            figures |= summary("key_to_acknowledged", page.evaluate("() => window.kept"))
    return figures | {"words": WORDS, "codings": CODINGS, "load_after": load()}


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
