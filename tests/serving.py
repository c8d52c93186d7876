"""The product as a person starts it: a server process of its own, which a test may also kill."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from db.store import Store
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE

ROOT = Path(__file__).parents[1]
PATIENCE = 60  # seconds that a start may take on a busy machine
expect.set_options(timeout=20_000)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


class Server:
    """`streamlit run app.py` over a store. It starts cold: no session has run in it yet."""

    def __init__(self, store: Store, **env: str) -> None:
        self.store, self.port = store, free_port()
        self.url = f"http://localhost:{self.port}"
        url = store.url.render_as_string(hide_password=False)
        # BROWSER: nothing pops up on the desktop of whoever runs the tests.
        self.env = os.environ | {"EVAL_DATABASE_URL": url, "BROWSER": "true"} | env
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Server":
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/healthz", timeout=5):
                    return self
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"the server did not come up:\n{self.stop()}")

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> str:
        """Stop it: what it has written to the terminal."""
        if self.process is None:
            return ""
        self.process.terminate()
        said, _ = self.process.communicate(timeout=PATIENCE)
        self.process = None
        return said

    def sign_in(self, page: Page, account_id: int) -> None:
        """Give a browser the cookie that signing in would give it."""
        token = begin_sign_in(self.store, account_id)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.url, "httpOnly": True}])
