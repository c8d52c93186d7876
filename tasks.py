"""The project's commands, for any Python from 3.11 with nothing else installed: `python3 tasks.py` lists them."""

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads down to here and says so
    sys.exit(f"This project needs Python 3.11 or newer; this is Python {platform.python_version()}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed.json"
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
BENCHES = ROOT / "tests" / "bench"


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command in the project's root and give its exit status."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | (env or {}), check=False).returncode


def must(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command and leave with its exit status where it fails: it has said why."""
    status = call(*command, env=env)
    if status:
        sys.exit(status)


def works(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """Make .venv where there is none that works. One made by uv has no pip: where uv is gone it is made anew."""
    uv = shutil.which("uv")
    if works(PYTHON, "-c", "import sys" if uv else "import pip"):
        return
    if uv:
        must(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"Python's venv module is missing; on Debian and Ubuntu bring it with: apt-get install {package}")
    must(sys.executable, "-m", "venv", "--clear", VENV)


def fingerprint(requirements: Path) -> dict[str, str]:
    return {"file": requirements.name, "sha256": hashlib.sha256(requirements.read_bytes()).hexdigest()}


def installed(requirements: Path) -> bool:
    """Whether .venv holds a requirements file, or the development file that contains it, as it now stands."""
    try:
        done = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return False
    return done in (fingerprint(requirements), fingerprint(DEVELOPMENT)) and works(PYTHON, "--version")


def install(requirements: Path) -> None:
    if installed(requirements):
        return
    make_environment()
    print(f"Installing {requirements.name} into .venv ...", flush=True)
    STAMP.unlink(missing_ok=True)
    uv = shutil.which("uv")
    installer: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet"]
    if uv:
        installer = [uv, "pip", "install", "--quiet", "--python", PYTHON]
    must(*installer, "--require-hashes", "-r", requirements)
    STAMP.write_text(json.dumps(fingerprint(requirements)))


def refuse_a_port_in_use(task: str, port: int) -> None:
    with contextlib.closing(socket.socket()) as probe:
        if os.name != "nt":  # a port that a stopped server has just left is free; Windows means something else by it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is in use; choose another: python3 tasks.py {task} --port {port + 1}")


def serve(port: int, *options: str, env: dict[str, str] | None = None) -> int:
    """Serve app.py until this process or the server is stopped, and leave no server behind."""
    command = ["-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
    server = subprocess.Popen([PYTHON, *command], cwd=ROOT, env=os.environ | (env or {}))
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def run(arguments: argparse.Namespace) -> int:
    """set up, migrate the store and serve http://localhost:8501"""
    refuse_a_port_in_use("run", arguments.port)
    install(RUNTIME)
    must(PYTHON, "-m", "evalcore", "init")
    return serve(arguments.port)


def demo(arguments: argparse.Namespace) -> int:
    """serve a throw-away store with the demo evaluation, signed in as its researcher"""
    refuse_a_port_in_use("demo", arguments.port)
    install(RUNTIME)
    with tempfile.TemporaryDirectory(prefix="evaluation-demo-", ignore_cleanup_errors=True) as folder:
        store = Path(folder, "demo.db").as_posix()
        env = {"EVAL_DATABASE_URL": f"sqlite:///{store}", "EVAL_DEMO_SIGNED_IN": "1"}
        must(PYTHON, "-m", "evalcore", "init", "--demo", env=env)
        return serve(arguments.port, "--server.address", "127.0.0.1", env=env)


def test(arguments: argparse.Namespace) -> int:
    """set up and run the whole suite; what follows goes to pytest"""
    install(DEVELOPMENT)
    if arguments.rest:
        return call(PYTHON, "-m", "pytest", *arguments.rest)
    # A browser waits more than it works, so two share a small machine well, and more starve each other; a test that a
    # busy machine made too slow gets a second try, which the report names.
    without = call(PYTHON, "-m", "pytest", "-n", "auto", "-m", "not browser")
    return call(PYTHON, "-m", "pytest", "-n", "2", "-m", "browser", "--reruns", "1", "-rR") or without


def check(_: argparse.Namespace) -> int:
    """ruff, mypy --strict, the import contracts, and requirements that match pyproject.toml"""
    install(DEVELOPMENT)
    steps: dict[str, Callable[[], int]] = {
        "ruff check": lambda: call(BIN / "ruff", "check", "."),
        "ruff format": lambda: call(BIN / "ruff", "format", "--check", "."),
        "mypy": lambda: call(PYTHON, "-m", "mypy"),
        "import contracts": lambda: call(BIN / "lint-imports"),
        "requirements": lambda: tell(requirements_faults()),
    }
    failed = []
    for name, step in steps.items():
        print(f"\n== {name}", flush=True)
        if step():
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def bench(arguments: argparse.Namespace) -> int:
    """run tests/bench (or the one named) and write its figures to bench/results"""
    names = sorted(file.stem for file in BENCHES.glob("[!_]*.py"))
    if arguments.name and arguments.name not in names:
        sys.exit(f"There is no bench {arguments.name!r}; there are: {', '.join(names) or 'none'}.")
    install(DEVELOPMENT)
    for name in [arguments.name] if arguments.name else names:
        # A bench prints one JSON object, figure by figure, on its standard output.
        bench_module = f"tests.bench.{name}"
        done = subprocess.run([PYTHON, "-m", bench_module], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            sys.exit(done.returncode)
        result = {"bench": name, **circumstances(), "figures": json.loads(done.stdout)}
        target = ROOT / "bench" / "results" / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(result, indent=2) + "\n")
        print(f"{target.relative_to(ROOT)}: {done.stdout.strip()}")
    return 0


def pictures(_: argparse.Namespace) -> int:
    """take the pictures of the README and the guides anew, from the demo"""
    install(DEVELOPMENT)
    return call(PYTHON, "-m", "tests.pictures")


def circumstances() -> dict[str, object]:
    """The commit and the machine that a figure was measured on; a changed tree is marked, its figures prove nothing."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changes = "+changes" if git("status", "--porcelain", "--untracked-files=no") else ""
    return {
        "commit": git("rev-parse", "HEAD") + changes,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
    }


def ranges_digest() -> str:
    import tomllib

    table = tomllib.loads((ROOT / "pyproject.toml").read_text())
    ranges = [table["project"]["requires-python"], table["project"]["dependencies"], table["dependency-groups"]["dev"]]
    return hashlib.sha256(json.dumps(ranges).encode()).hexdigest()


def header() -> str:
    return f"# Written by `python3 tasks.py lock` from pyproject.toml.\n# ranges sha256:{ranges_digest()}\n"


def lock(arguments: argparse.Namespace) -> int:
    """pin pyproject.toml's ranges anew: requirements-dev.txt, and requirements.txt out of it (--upgrade: newest)"""
    uv = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if not uv:
        sys.exit("`lock` needs uv, which is among the development requirements: python3 tasks.py check installs them.")
    pin = [uv, "pip", "compile", "--quiet", "pyproject.toml", "--universal", "--python-version", "3.11"]
    pin += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    # uv prefers the pins of the file it writes over: without --upgrade nothing moves that need not.
    must(*pin, *(["--upgrade"] if arguments.upgrade else []), "--group", "dev", "--output-file", DEVELOPMENT.name)
    must(*pin, "--constraint", DEVELOPMENT.name, "--output-file", RUNTIME.name)
    for file in (RUNTIME, DEVELOPMENT):
        file.write_text(header() + file.read_text())
    return 0


def pins(file: Path) -> Iterator[tuple[str, str]]:
    """What a requirements file pins: name and version, twice where two Pythons need two versions."""
    yield from re.findall(r"(?m)^([\w.\[\],-]+)==(\S+)", file.read_text())


def requirements_faults() -> Iterator[str]:
    """Why the exported requirements are not what pyproject.toml asks for, found without the network."""
    for file in (RUNTIME, DEVELOPMENT):
        if not file.read_text().startswith(header()):
            yield f"{file.name} was not written from the ranges in pyproject.toml: run python3 tasks.py lock"
        if "://" in file.read_text():
            yield f"{file.name} names an address; an installation's own settings say where packages come from"
    for name, version in sorted(set(pins(RUNTIME)) - set(pins(DEVELOPMENT))):
        yield f"{RUNTIME.name} pins {name} {version}, {DEVELOPMENT.name} does not: run python3 tasks.py lock"


def tell(faults: Iterator[str]) -> int:
    """Print each fault on a line; 0 where there is none."""
    lines = list(faults)
    print("\n".join(lines) or "They match.")
    return len(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 tasks.py", description="Run, test and check the dashboard.")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for task in (run, test, check, bench, demo, pictures, lock):
        command = commands.add_parser(task.__name__, help=task.__doc__, description=task.__doc__)
        command.set_defaults(task=task)
        if task in (run, demo):
            command.add_argument("--port", type=int, default=8501)
        elif task is bench:
            command.add_argument("name", nargs="?", metavar="NAME")
        elif task is test:
            command.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")
        elif task is lock:
            command.add_argument("--upgrade", action="store_true", help="take the newest versions within the ranges")
    arguments = parser.parse_args()
    # A polite stop leaves by the same door as an error: the server is stopped and a throw-away store goes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if "task" not in arguments:
        parser.print_help()
        return 0
    return int(arguments.task(arguments))


if __name__ == "__main__":
    sys.exit(main())
