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


def pytest_on(folder, source, *options, seed=None, wait=True, path=None):
    (folder / "test_it.py").write_text(source)
    if seed is not None:
        (folder / "hub.yaml").write_text(seed)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options, "test_it.py"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(path or ""), os.environ.get("PYTHONPATH", "")])}
    # What runs in the background of a shell ignores Ctrl-C, and so does what it starts.
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
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
    # With CI set, pytest repeats the whole error in its summary.
    output = output.split("short test summary")[0]
    assert output.count("unknown key `colour`") == 1 and "hub.yaml" in output and "Traceback" not in output, output


def test_every_test_has_a_hub_of_its_own(tmp_path):
    source = """
import os
import pytest

before = dict(os.environ)

@pytest.mark.parametrize("n", range(3))
def test_one(mock_hub, n):
    assert os.environ["HF_ENDPOINT"] == mock_hub.endpoint
    assert "HF_TOKEN" not in os.environ
    assert not os.listdir(os.environ["HF_HOME"])
    assert mock_hub.requests() == mock_hub.faults() == []
    assert mock_hub.now() == "2026-01-31T12:00:00.000Z"
    assert "eve" not in mock_hub.state()["users"]

    # what the next test must not see
    state = mock_hub.state()
    state["users"]["eve"] = {**state["users"]["bo"], "id": "6600000000000000000000ff"}
    mock_hub.set_state(state)
    mock_hub.fault("/**", status=503)
    mock_hub.advance("P1D")
    open(os.path.join(os.environ["HF_HOME"], "file"), "w").close()
    with pytest.raises(RuntimeError, match="503"):
        mock_hub.ask_access("bo", "ana/voices")
    assert mock_hub.requests() and mock_hub.outbox()

def test_two(mock_hub):
    mock_hub.stop()

def test_three(mock_hub):
    assert mock_hub.requests() == []

def test_after():
    assert {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"} == {
        k: v for k, v in before.items() if k != "PYTEST_CURRENT_TEST"
    }
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output


def test_a_seed_that_changes_is_read_again(tmp_path):
    source = """
import pathlib
import pytest

pytestmark = pytest.mark.hub_seed("hub.yaml")

def test_one(mock_hub):
    assert mock_hub.token("ana") == "hf_one"
    seed = pathlib.Path(__file__).parent / "hub.yaml"
    seed.write_text(seed.read_text().replace("hf_one", "hf_other"))

def test_two(mock_hub):
    assert mock_hub.token("ana") == "hf_other"
"""
    output, status = pytest_on(tmp_path, source, seed="users: [{ name: ana, tokens: [{ token: hf_one }] }]\n")
    assert status == 0, output
    assert gone(tmp_path)


def test_few_servers_are_kept(tmp_path):
    source = """
import os, pathlib
import pytest
from test_plugin import servers_of

here = pathlib.Path(__file__).parent
for n in range(8):
    (here / f"{n}.yaml").write_text(f"users: [{{name: user{n}, tokens: [{{token: hf_{n}}}]}}]")

@pytest.mark.parametrize("n", [pytest.param(n, marks=pytest.mark.hub_seed(f"{n}.yaml")) for n in range(8)])
def test_one(mock_hub, n):
    assert mock_hub.token(f"user{n}") == f"hf_{n}"
    assert len(servers_of(os.getcwd())) <= 4
"""
    output, status = pytest_on(tmp_path, source, path=pathlib.Path(__file__).parent)
    assert status == 0, output
    assert gone(tmp_path)


def test_a_hub_for_the_session_keeps_what_tests_do(tmp_path):
    source = """
import os
import pytest

def test_one(mock_hub_session):
    assert os.environ["HF_ENDPOINT"] == mock_hub_session.endpoint
    mock_hub_session.advance("P1D")

def test_two(mock_hub_session, mock_hub):
    assert os.environ["HF_ENDPOINT"] == mock_hub.endpoint != mock_hub_session.endpoint
    assert mock_hub_session.now().startswith("2026-02-01") and mock_hub.now().startswith("2026-01-31")

def test_three(mock_hub_session):
    assert os.environ["HF_ENDPOINT"] == mock_hub_session.endpoint

@pytest.fixture(scope="module")
def module_hub(mock_hub_factory):
    with mock_hub_factory({"users": [{"name": "eve", "tokens": [{"token": "hf_eve"}]}]}) as hub:
        yield hub

def test_four(module_hub):
    assert os.environ["HF_ENDPOINT"] == module_hub.endpoint
    assert module_hub.token("eve") == "hf_eve"
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 0, output
    assert gone(tmp_path)


def test_options_of_the_project(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nmock_hub_seed = hub.yaml\nmock_hub_args = --host 0.0.0.0\n")
    source = """
import time
import pytest

def test_one(mock_hub, mock_hub_session):
    assert mock_hub.token("eve") == mock_hub_session.token("eve") == "hf_eve"
    assert "other machines" in mock_hub.messages()

@pytest.mark.hub_args("--log-format", "json")
def test_two(mock_hub):
    with pytest.raises(RuntimeError):
        mock_hub.ask_access("eve", "eve/none")
    for _ in range(200):  # the log is written by another thread
        if '"status":404' in mock_hub.messages():
            break
        time.sleep(0.02)
    else:
        pytest.fail(mock_hub.messages())
"""
    output, status = pytest_on(tmp_path, source, seed="users: [{ name: eve, tokens: [{ token: hf_eve }] }]\n")
    assert status == 0, output


def test_a_failed_test_shows_what_the_mock_saw(tmp_path):
    source = """
import urllib.request
import pytest

def get(url):
    try:
        urllib.request.urlopen(url)
    except OSError:
        pass

def test_one(mock_hub):
    mock_hub.fault("/api/whoami-v2", status=503)
    for n in range(20):
        get(f"{mock_hub.endpoint}/api/agent-harnesses?n={n}")
    get(f"{mock_hub.endpoint}/api/datasets/ana/voices/trees/main")
    get(f"{mock_hub.endpoint}/api/whoami-v2")
    assert False

def test_two(mock_hub):
    assert False

def test_three(mock_hub):
    get(f"{mock_hub.endpoint}/api/nothing")
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 1 and "2 failed, 1 passed" in output, output
    assert "mock_hub: last requests" in output
    assert "… 2 more\n200 - GET /api/agent-harnesses?n=2\n" in output, output
    near = "<- unmatched: the mock has no such endpoint; closest: /api/{kind}/{ns}/{name}/tree/{revision}"
    assert f"404 - GET /api/datasets/ana/voices/trees/main   {near}" in output, output
    assert "503 - GET /api/whoami-v2   <- fault" in output, output
    assert "none: no client called http://127.0.0.1:" in output, output

    output, status = pytest_on(tmp_path, source, "--mock-hub-fail-on-unmatched", "-k", "three")
    assert status == 1, output
    assert "mock_hub: clients called endpoints that the mock Hub does not have\n404 - GET /api/nothing" in output, output


def test_a_failed_fixture_shows_what_the_mock_saw(tmp_path):
    source = """
import urllib.request
import pytest

@pytest.fixture
def dataset(mock_hub):
    urllib.request.urlopen(mock_hub.endpoint + "/api/nothing")

def test_one(dataset):
    pass
"""
    output, status = pytest_on(tmp_path, source)
    assert status == 1 and "mock_hub: last requests" in output, output
    assert "404 - GET /api/nothing   <- unmatched" in output, output


def test_a_program_that_is_not_there_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("CARDLINT", str(tmp_path / "nowhere"))
    output, status = pytest_on(tmp_path, "def test_one(mock_hub):\n    pass\n")
    assert status == 1
    assert f"CARDLINT is set to {tmp_path / 'nowhere'}" in output, output
    assert "Traceback" not in output, output


def test_a_marker_without_a_path_says_what_it_takes(tmp_path):
    source = "import pytest\n\n@pytest.mark.hub_seed\ndef test_one(mock_hub):\n    pass\n"
    output, status = pytest_on(tmp_path, source)
    assert status == 1
    assert "hub_seed takes one path" in output, output


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
