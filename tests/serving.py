"""A Streamlit server of a test's own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0


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
