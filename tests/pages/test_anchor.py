"""The browser's own module for anchoring marked passages, tested where it runs: in JavaScript."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def test_marked_passages_keep_their_words_through_every_edit() -> None:
    node = shutil.which("node")
    if node is None:
        assert "browser" not in os.environ.get("EVAL_TEST_REQUIRE", ""), "Node.js is missing, and required here."
        pytest.skip("Node.js is not installed")
    run = subprocess.run([node, "--test", str(HERE)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
