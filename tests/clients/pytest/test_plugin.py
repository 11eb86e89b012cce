"""The pytest plugin as a user meets it: test files of their own, run by pytest, and what is left afterwards."""

import os
import pathlib
import signal
import subprocess
import sys
import time

ENDPOINT_TO_FILE = """
import os, pathlib, time
import pytest

def test_one(mock_hub):
    pathlib.Path("endpoint").write_text(mock_hub.endpoint)
    {then}
"""


def pytest_on(folder, source, *options, seed=None, wait=True):
    (folder / "test_it.py").write_text(source)
    if seed is not None:
        (folder / "hub.yaml").write_text(seed)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options, "test_it.py"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return (process.communicate(timeout=60)[0], process.returncode) if wait else process


def servers_of(folder):
    """The server processes that were started from a folder."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            if b"--exit-with-parent" in command and os.readlink(process / "cwd") == str(folder):
                found.append(int(process.name))
        except OSError:
            pass
    return found


def gone(folder):
    for _ in range(200):
        if not servers_of(folder):
            return True
        time.sleep(0.05)
    return False


def started(folder):
    for _ in range(600):
        if (folder / "endpoint").exists() and servers_of(folder):
            return True
        time.sleep(0.05)
    return False


def test_nothing_is_left_after_a_run(tmp_path):
    output, status = pytest_on(tmp_path, ENDPOINT_TO_FILE.format(then="assert False"))
    assert status == 1, output
    assert gone(tmp_path)


def test_nothing_is_left_after_ctrl_c(tmp_path):
    process = pytest_on(tmp_path, ENDPOINT_TO_FILE.format(then="time.sleep(60)"), wait=False)
    assert started(tmp_path)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert gone(tmp_path)


def test_nothing_is_left_after_a_crash(tmp_path):
    process = pytest_on(tmp_path, ENDPOINT_TO_FILE.format(then="time.sleep(60)"), wait=False)
    assert started(tmp_path)
    process.kill()
    process.communicate(timeout=30)
    assert gone(tmp_path)


def test_a_bad_seed_fails_with_the_servers_own_words(tmp_path):
    source = "import pytest\n\n@pytest.mark.hub_seed('hub.yaml')\ndef test_one(mock_hub):\n    pass\n"
    output, status = pytest_on(tmp_path, source, seed="users:\n  - name: ana\n    colour: blue\n")
    assert status == 1
    assert "colour" in output and "hub.yaml" in output, output


def test_every_test_has_a_hub_of_its_own(tmp_path):
    source = """
import os
import pytest

seen = set()

@pytest.mark.parametrize("n", range(3))
def test_one(mock_hub, n):
    assert os.environ["HF_ENDPOINT"] == mock_hub.endpoint
    assert mock_hub.endpoint not in seen
    seen.add(mock_hub.endpoint)
    assert "HF_TOKEN" not in os.environ
    assert mock_hub.requests() == []
    assert mock_hub.token("ana") == "hf_ana"

def test_after():
    assert "HF_ENDPOINT" not in os.environ
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output
