"""What a page that is open costs the server: a run of a page in which nothing has changed, and 50 open dashboards."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE
from tests import factories
from tests.bench._in_browser import load, product, summary
from tests.serving import Server

RUNS, OPEN, EVERY, WATCHED = 40, 50, 3.0, 30.0
PAGES = {"home": "", "history": "history", "dashboard": "dashboard"}


def main() -> dict[str, float]:
    figures: dict[str, float] = {"load_before": load()}
    with product() as (server, ada):
        for number in range(1, 13):
            source = factories.source(server.store, ada, title=f"Meeting {number}")
            factories.coding(server.store, ada, source=source)
            factories.reading(server.store, ada, source=source)
        server.start()
        assert server.process is not None
        pid = server.process.pid
        token = begin_sign_in(server.store, ada.account_id)
        for name, page in PAGES.items():
            with connected(server, token) as socket:
                for _ in range(5):
                    rerun(socket, page)
                before = used(pid)
                taken = [rerun(socket, page) for _ in range(RUNS)]
                figures |= summary(f"rerun_{name}", taken)
                # What the server worked, whoever else used the machine.
                figures[f"rerun_{name}_processor_ms"] = round(1000 * (used(pid) - before) / RUNS, 1)
        figures["open_dashboards"] = OPEN
        figures["of_a_core_percent"] = idle(server, token, pid)
    return figures | {"load_after": load()}


@contextmanager
def connected(server: Server, token: str) -> Iterator[ClientConnection]:
    """A session as a browser opens one."""
    headers = {"Origin": server.url, "Cookie": f"{COOKIE}={token}"}
    address = f"{server.url.replace('http', 'ws')}/_stcore/stream"
    with connect(address, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        yield socket


def rerun(socket: ClientConnection, page: str) -> float:
    """Run a page and give the milliseconds from the question to the end of the run."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    start = time.perf_counter()
    socket.send(asked.SerializeToString())
    while ForwardMsg.FromString(bytes(socket.recv(timeout=60, decode=False))).WhichOneof("type") != "script_finished":
        pass
    return 1000 * (time.perf_counter() - start)


def idle(server: Server, token: str, pid: int) -> float:
    """Percent of a core that the server uses while dashboards are open and each asks for changes every 3 seconds."""
    sessions = [connected(server, token) for _ in range(OPEN)]
    for session in sessions:
        rerun(session.__enter__(), "dashboard")
    stop = threading.Event()
    asking = [threading.Thread(target=ask, args=(server, token, stop, EVERY * place / OPEN)) for place in range(OPEN)]
    for thread in asking:
        thread.start()
    time.sleep(2 * EVERY)
    before, start = used(pid), time.perf_counter()
    time.sleep(WATCHED)
    percent = 100 * (used(pid) - before) / (time.perf_counter() - start)
    stop.set()
    for thread in asking:
        thread.join()
    for session in sessions:
        session.__exit__(None, None, None)
    return round(percent, 2)


def ask(server: Server, token: str, stop: threading.Event, after: float) -> None:
    """What an open page does."""
    stop.wait(after)
    with httpx.Client(base_url=server.url, cookies={COOKIE: token}, trust_env=False) as browser:
        while not stop.wait(EVERY):
            browser.get("/version?evaluation=1", headers={"Accept": "application/json"}).raise_for_status()


def used(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


_TICKS = os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
