"""The walls between the rooms: import-linter sees every module, and every contract finds what it forbids."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "pyproject.toml"
CONTRACTS = [contract["name"] for contract in tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]]

TRESPASSES = {
    "db/store.py": "import pages.capture.notes",
    "db/vocabulary.py": "import pandas",
    "evalcore/__init__.py": "import evalcore.errors",
    "evalcore/errors.py": "",
    "evalcore/capture/notes.py": "import evalcore.sense.coding",
    "evalcore/sense/coding.py": "import streamlit",
    "evalcore/analysis/spc.py": "import time",
    "evalcore/interchange/word.py": "import db.vocabulary",
    "evalcore/manage/access.py": "",
    "evalcore/manage/changes.py": "import evalcore.sense.coding",
    "evalcore/manage/looks.py": "",
    "evalcore/watch/charts/bars.py": "import db.store",
    "pages/ui/panel.py": "import pages.routes.health",
    "pages/routes/health.py": "import db.store",
    "pages/capture/notes.py": "import pages.capture.sources",
    "pages/capture/sources.py": "",
}


def test_every_module_stands_in_a_package_or_no_contract_would_see_it() -> None:
    rooms = {module.parent for top in ("db", "evalcore", "pages") for module in (ROOT / top).rglob("*.py")}
    unseen = {room for room in rooms if not (room / "__init__.py").exists() and "migrations" not in room.parts}
    assert unseen == set()


def test_every_contract_finds_the_import_that_it_forbids(tmp_path: Path) -> None:
    shutil.copy(CONFIG, tmp_path)
    for name, line in TRESPASSES.items():
        module = tmp_path / name
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(line)
        for folder in (module.parent, module.parents[1]):
            if folder != tmp_path:
                (folder / "__init__.py").touch()
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    done = subprocess.run([*command, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    verdicts = {name: f"{name} BROKEN" in done.stdout for name in CONTRACTS}
    assert verdicts == dict.fromkeys(CONTRACTS, True), done.stdout + done.stderr
