"""The pytest fixture `mock_hub`: every test that asks for it gets a Hub of its own, and clients that talk to it.

    def test_the_gate_is_closed(mock_hub):
        with pytest.raises(GatedRepoError):
            hf_hub_download("ana/voices", "data.csv", repo_type="dataset", token=mock_hub.token("bo"))

`@pytest.mark.hub_seed("seed/hub.yaml")` chooses what is in it; the path is relative to the test's file or to pytest's
root folder. Without it the Hub has what `cardlint serve` starts with.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import pytest

from cardlint import find_binary

# Variables that would win over HF_ENDPOINT and HF_HOME, or log somebody in.
FOREIGN = (
    "HF_TOKEN HUGGING_FACE_HUB_TOKEN HF_TOKEN_PATH HF_STORED_TOKENS_PATH HF_HUB_CACHE HUGGINGFACE_HUB_CACHE HF_ASSETS_CACHE"
    " HUGGINGFACE_ASSETS_CACHE HF_XET_CACHE HF_DATASETS_CACHE HF_MODULES_CACHE HF_HUB_OFFLINE HF_DATASETS_OFFLINE"
    " HUGGINGFACE_CO_STAGING"
).split()


class MockHub:
    """A running mock Hub."""

    def __init__(self, seed: "os.PathLike | str | None" = None) -> None:
        command = [find_binary(), "serve", "--exit-with-parent", *(["--seed", os.fspath(seed)] if seed else [])]
        self._messages = tempfile.TemporaryFile()
        # The server stops when its standard input ends: whatever becomes of this process, nothing is left.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages, text=True
        )
        self.endpoint: str = self._process.stdout.readline().strip()
        if not self.endpoint:
            status = self._process.wait()
            message = self.messages()
            self.stop()
            raise RuntimeError(f"`{' '.join(command)}` did not start (exit status {status})\n{message}")

    def token(self, user: str) -> str:
        """A token of a user of the seed."""
        tokens = self.state()["tokens"]
        for secret, token in tokens.items():
            if token["user"] == user:
                return secret
        known = sorted({token["user"] for token in tokens.values()})
        raise KeyError(f"{user} has no token; {', '.join(known)} have")

    def requests(self) -> list:
        """What was asked so far, oldest first: dicts with method, path, query, user, status and at."""
        return self._ask("GET", "/_mock/requests")

    def outbox(self) -> list:
        """The e-mails that the Hub would have sent, oldest first."""
        return self._ask("GET", "/_mock/outbox")

    def advance(self, duration: str) -> str:
        """Moves the Hub's clock by an ISO 8601 duration such as `P1D`; returns the new time."""
        return self._ask("POST", "/_mock/clock", {"advance": duration})["now"]

    def fault(self, **fault) -> None:
        """Lets matching requests fail: path, and any of method, times, status, headers, body, delay_ms, abort."""
        self._ask("POST", "/_mock/faults", fault)

    def reset(self) -> None:
        """Brings the Hub back to its seed."""
        self._ask("POST", "/_mock/reset", {})

    def state(self) -> dict:
        """Everything the Hub knows."""
        return self._ask("GET", "/_mock/state?tokens=true")

    def messages(self) -> str:
        """What the server wrote for people."""
        self._messages.seek(0)
        return self._messages.read().decode(errors="replace")

    def stop(self) -> None:
        """Stops the server and waits for its end."""
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._messages.close()

    def _ask(self, method: str, path: str, body: "dict | None" = None):
        request = urllib.request.Request(self.endpoint + path, method=method)
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "hub_seed(path): the hub.yaml, or its folder, that `mock_hub` starts from")


@pytest.fixture
def mock_hub(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory):
    """A mock Hub of this test's own: HF_ENDPOINT names it, HF_HOME is fresh, and nobody is logged in."""
    hub = _start(_seed(request))
    try:
        home = tmp_path_factory.mktemp("hf-home")
        for name in FOREIGN:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("HF_HOME", str(home))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        _point_loaded_libraries(monkeypatch, hub.endpoint, home)
        yield hub
    finally:
        hub.stop()


def _seed(request: pytest.FixtureRequest) -> "pathlib.Path | None":
    marker = request.node.get_closest_marker("hub_seed")
    if marker is None:
        return None
    (path,) = marker.args
    beside = request.path.parent / path
    return beside if beside.exists() else request.config.rootpath / path


def _start(seed: "pathlib.Path | None") -> MockHub:
    try:
        return MockHub(seed)
    except (RuntimeError, OSError) as error:
        pytest.fail(str(error), pytrace=False)


def _point_loaded_libraries(monkeypatch: pytest.MonkeyPatch, endpoint: str, home: pathlib.Path) -> None:
    """The libraries read the environment once, at import: what they made of it then is brought up to date."""
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is None:
        return
    moved = [(constants.ENDPOINT, endpoint), (constants.HF_HOME, str(home)), (constants.HF_HUB_CACHE, str(home / "hub"))]
    if config := sys.modules.get("datasets.config"):
        moved.append((str(config.HF_DATASETS_CACHE), str(home / "datasets")))
    moved.sort(key=lambda pair: len(pair[0]), reverse=True)
    for module_name, module in list(sys.modules.items()):
        if module_name.split(".")[0] not in ("huggingface_hub", "datasets"):
            continue
        for name, value in list(vars(module).items()):
            if not isinstance(value, (str, pathlib.Path)) or name.startswith("__"):
                continue
            for old, new in moved:
                if str(value).startswith(old):
                    monkeypatch.setattr(module, name, type(value)(new + str(value)[len(old) :]))
                    break
    if hf_api := sys.modules.get("huggingface_hub.hf_api"):
        monkeypatch.setattr(hf_api.api, "endpoint", endpoint)
    # the folder of a cached file system belongs to another Hub
    if file_system := sys.modules.get("huggingface_hub.hf_file_system"):
        file_system.HfFileSystem.clear_instance_cache()
