"""A server of a test's own: of one script, or of the product as a person starts it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from db.store import Store
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
expect.set_options(timeout=20_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(script: Path, log: Path, **env: str) -> Iterator[str]:
    """Serve a script with the project's settings and give its address; the server's words go to `log`."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)} | env
    with log.open("wb") as words:
        server = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=words, stderr=subprocess.STDOUT)
    try:
        address = f"http://localhost:{port}"
        wait_until_healthy(server, address, log)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_until_healthy(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health"):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not come up:\n{log.read_text(errors='replace')}")


class Server:
    """The product over a store, in a process that a test may also kill. It starts cold: no session has run in it."""

    def __init__(self, store: Store, **env: str) -> None:
        self.store, self.port = store, free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = Path(tempfile.mkstemp(suffix=".log")[1])
        # BROWSER: nothing opens on the desktop of whoever runs the tests.
        url = store.url.render_as_string(hide_password=False)
        self.env = os.environ | {"EVAL_DATABASE_URL": url, "BROWSER": "true"} | env
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=words, stderr=subprocess.STDOUT)
        wait_until_healthy(self.process, self.url, self.log)
        return self

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def stop(self) -> str:
        """Stop it: what it has written to the terminal."""
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None
        return self.log.read_text(encoding="utf-8", errors="replace")

    def sign_in(self, page: Page, account_id: int) -> None:
        """Give a browser the cookie that signing in would give it."""
        token = begin_sign_in(self.store, account_id)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.url, "httpOnly": True}])


def drawn(server: Server, token: str, **asked: str) -> bytes:
    """What the server draws for a session that asks for a page as no browser of ours would: by file or by name."""
    headers = {"Origin": server.url, "Cookie": f"{COOKIE}={token}"}
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    got = b""
    with connect(address, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        sent = BackMsg()
        for name, value in asked.items():
            setattr(sent.rerun_script, name, value)
        socket.send(sent.SerializeToString())
        while True:
            message = bytes(socket.recv(timeout=30, decode=False))
            got += message
            if ForwardMsg.FromString(message).WhichOneof("type") == "script_finished":
                return got
