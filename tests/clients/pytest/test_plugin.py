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


def test_a_program_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CARDLINT", str(tmp_path / "nowhere"))
    output, status = pytest_on(tmp_path, "def test_one(mock_hub):\n    pass\n")
    assert status == 1
    assert f"CARDLINT says {tmp_path / 'nowhere'}" in output, output
    assert "Traceback" not in output, output


def test_a_marker_without_a_path_says_what_it_takes(tmp_path):
    source = "import pytest\n\n@pytest.mark.hub_seed\ndef test_one(mock_hub):\n    pass\n"
    output, status = pytest_on(tmp_path, source)
    assert status == 1
    assert "hub_seed takes one path" in output, output


def test_access_is_asked_for_and_a_form_with_gaps_names_them(tmp_path):
    source = """
import pytest

ANSWERS = {"Company": "ACME"}

def test_one(mock_hub):
    with pytest.raises(RuntimeError, match="400 .*Country"):
        mock_hub.ask_access("bo", "ana/voices", ANSWERS)
    with pytest.raises(KeyError, match="nobody has no token"):
        mock_hub.ask_access("nobody", "ana/voices")
    with pytest.raises(RuntimeError, match="404"):
        mock_hub.ask_access("bo", "ana/nothing")
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output


def test_the_environment_is_as_before_afterwards(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example")
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    monkeypatch.setenv("no_proxy", "example.com")
    source = """
import os

KEYS = ("HF_ENDPOINT", "HF_HOME", "HF_TOKEN", "NO_PROXY", "no_proxy")
before = {key: os.environ.get(key) for key in KEYS}

from huggingface_hub import HfApi, constants, get_token

def test_one(mock_hub):
    assert constants.ENDPOINT == mock_hub.endpoint == HfApi().endpoint
    assert os.environ["no_proxy"] == "127.0.0.1,localhost"
    assert get_token() is None

def test_after():
    assert {key: os.environ.get(key) for key in KEYS} == before
    assert constants.ENDPOINT == "https://hub.example" == HfApi().endpoint
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output


def test_a_library_that_is_imported_within_a_test_follows_to_the_next(tmp_path):
    source = """
import pytest
from huggingface_hub import HfApi

@pytest.mark.parametrize("n", range(3))
def test_one(mock_hub, n):
    from datasets import load_dataset

    api = HfApi(token=mock_hub.token("ana"))
    api.create_repo("ana/numbers", repo_type="dataset")
    api.upload_file(path_or_fileobj=f"n\\n{n}\\n".encode(), path_in_repo="n.csv", repo_id="ana/numbers", repo_type="dataset")
    assert load_dataset("ana/numbers", split="train", token=False)["n"][:] == [n]
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output


def test_a_hub_can_be_used_without_the_fixture(tmp_path):
    source = """
from cardlint.pytest_plugin import MockHub

def test_one():
    with MockHub() as hub:
        assert hub.advance("P1D") and hub.outbox()
    hub.stop()
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output
    assert gone(tmp_path)
