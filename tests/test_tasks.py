"""tasks.py, in a copy of the project's root where the environment is not what it should be."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMANDS = ("run", "test", "check", "bench", "demo", "lock")
FAULTS = "import sys, tasks; sys.exit(tasks.tell(tasks.requirements_faults()))"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("tasks.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def ask(root: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in `root`, where no uv is on the path."""
    surroundings = os.environ | {"PATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"} | env
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, check=False)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_alone_it_lists_the_commands(root: Path) -> None:
    shown = ask(root, "tasks.py")
    assert shown.returncode == 0
    assert [word for word in COMMANDS if f"\n    {word} " not in shown.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_of_in_the_documents(command: str) -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    assert any(f"python3 tasks.py {command}" in document.read_text(encoding="utf-8") for document in documents)


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_port_in_use_is_named_before_anything_is_installed(root: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ask(root, "tasks.py", command, "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use; choose another: python3 tasks.py {command} --port {port + 1}\n"
    assert not (root / ".venv").exists()


def test_without_venv_it_names_the_package_that_brings_it(root: Path) -> None:
    hiding = "import importlib.util as u; find = u.find_spec; u.find_spec = lambda n: n != 'ensurepip' and find(n)"
    (root / "sitecustomize.py").write_text(hiding)
    done = ask(root, "tasks.py", "test", PYTHONPATH=str(root))
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(f"apt-get install {package}\n")


def test_the_exported_requirements_match_the_ranges(root: Path) -> None:
    assert ask(root, "-c", FAULTS).returncode == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pyproject.toml", "pandas>=3,", "pandas>=2,", "run python3 tasks.py lock"),
        ("requirements-dev.txt", "\npandas==", "\npandas==0", "pins pandas"),
        ("requirements.txt", "\npandas==", "\n--index-url https://example.org/simple\npandas==", "names an address"),
    ],
    ids=["a range changed without a lock", "the two files disagree", "an address in what is committed"],
)
def test_a_requirements_fault_is_found_without_the_network(
    root: Path, file: str, old: str, new: str, said: str
) -> None:
    change(root / file, old, new)
    done = ask(root, "-c", FAULTS)
    assert done.returncode > 0
    assert said in done.stdout


def test_every_pin_is_hashed(root: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = (root / name).read_text().split("\n", 2)[2]
        entries = [entry for entry in pins.replace("\\\n", " ").splitlines() if entry]
        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
