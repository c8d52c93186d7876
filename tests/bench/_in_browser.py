"""What the benches of the two components share: the product over a store of its own, and a browser that takes times.

A key is painted when the frame that shows what it did is handed to the screen: the first task after the next frame.
At 60 frames a second that includes up to 16.7 ms of waiting for the frame, half of it on average.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from db.store import Store
from evalcore.manage.access import Actor
from tests import factories
from tests.conftest import launch
from tests.serving import Server

TAKE_TIMES = """() => {
  window.taken = [];
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.taken.push(performance.now() - timeStamp);
    channel.port2.postMessage(null);
  }), { capture: true });
}"""


@contextmanager
def product() -> Iterator[tuple[Server, Actor]]:
    """The product over an evaluation with one researcher and the framework that tests begin with."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder, 'bench.db').as_posix()}")
        store.migrate()
        ada = factories.actor(store)
        server = Server(store)
        try:
            yield server, ada
        finally:
            server.stop()
            store.engine.dispose()


@contextmanager
def signed_in(server: Server, me: Actor) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        server.sign_in(page, me.account_id)
        yield page
        browser.close()


def summary(name: str, milliseconds: list[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    return {
        f"{name}_ms": round(float(np.median(milliseconds)), 1),
        f"{name}_p95_ms": round(float(np.percentile(milliseconds, 95)), 1),
    }


def load() -> float:
    """How busy the machine was in the last minute: above its number of cores, a figure says more of the machine."""
    return round(os.getloadavg()[0], 2)
