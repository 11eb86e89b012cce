"""The pytest fixture `mock_hub`: every test that asks for it gets a Hub of its own, and clients that talk to it.

    def test_the_gate_is_closed(mock_hub):
        with pytest.raises(GatedRepoError):
            hf_hub_download("ana/voices", "data/train.csv", repo_type="dataset", token=mock_hub.token("bo"))

`@pytest.mark.hub_seed("seed/hub.yaml")` chooses what is in it; the path is relative to the test's file or to pytest's
root folder. Without it the Hub has what `cardlint serve` starts with.

The fixture is a `MockHub`, which can also be used by itself: `with MockHub("seed/hub.yaml") as hub: …`.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Iterator, Mapping

import pytest

from cardlint import find_binary

__all__ = ["MockHub", "mock_hub"]

# Variables that would win over HF_ENDPOINT and HF_HOME, or log somebody in.
FOREIGN = (
    "HF_TOKEN HUGGING_FACE_HUB_TOKEN HF_TOKEN_PATH HF_STORED_TOKENS_PATH HF_HUB_CACHE HUGGINGFACE_HUB_CACHE HF_ASSETS_CACHE"
    " HUGGINGFACE_ASSETS_CACHE HF_XET_CACHE HF_DATASETS_CACHE HF_MODULES_CACHE HF_HUB_OFFLINE HF_DATASETS_OFFLINE"
    " HUGGINGFACE_CO_STAGING"
).split()


class MockHub:
    """A running mock Hub.

    Started with the seed at a path, or with that of `cardlint serve`; a bad seed is a `RuntimeError` in the server's words.
    """

    endpoint: str
    """What `HF_ENDPOINT` wants."""

    def __init__(self, seed: os.PathLike[str] | str | None = None) -> None:
        command = [find_binary(), "serve", "--exit-with-parent", *(["--seed", os.fspath(seed)] if seed else [])]
        self._messages = tempfile.TemporaryFile()
        # The server stops when its standard input ends: whatever becomes of this process, nothing is left.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages, text=True
        )
        self.endpoint = self._process.stdout.readline().strip() if self._process.stdout else ""
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

    def ask_access(
        self, user: str, repo_id: str, answers: Mapping[str, str] | None = None, *, repo_type: str = "dataset"
    ) -> None:
        """Asks for access as a user: what the button under the gate form does, with the answers by their labels.

        `huggingface_hub` has no call for it. A form that is not filled in is a `RuntimeError` that names the fields.
        """
        kind = "" if repo_type == "model" else f"/{repo_type}s"
        form = urllib.parse.urlencode(answers or {}).encode()
        headers = {"Authorization": f"Bearer {self.token(user)}"}
        self._send("POST", f"{kind}/{repo_id}/ask-access", form, headers)

    def requests(self) -> list[dict[str, Any]]:
        """What was asked so far, oldest first: dicts with method, path, query, user, status and at."""
        return self._ask("GET", "/_mock/requests")

    def outbox(self) -> list[dict[str, Any]]:
        """The e-mails that the Hub would have sent, oldest first."""
        return self._ask("GET", "/_mock/outbox")

    def advance(self, duration: str) -> str:
        """Moves the Hub's clock by an ISO 8601 duration such as `P1D`; returns the new time."""
        return self._ask("POST", "/_mock/clock", {"advance": duration})["now"]

    def fault(self, **fault: Any) -> None:
        """Lets matching requests fail: path, and any of method, times, status, headers, body, delay_ms, abort."""
        self._ask("POST", "/_mock/faults", fault)

    def reset(self) -> None:
        """Brings the Hub back to its seed."""
        self._ask("POST", "/_mock/reset", {})

    def state(self) -> dict[str, Any]:
        """Everything the Hub knows."""
        return self._ask("GET", "/_mock/state?tokens=true")

    def messages(self) -> str:
        """What the server wrote for people."""
        self._messages.seek(0)
        return self._messages.read().decode(errors="replace")

    def stop(self) -> None:
        """Stops the server and waits for its end."""
        if self._messages.closed:
            return
        try:
            # this closes its standard input
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._messages.close()

    def __enter__(self) -> MockHub:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(method, path, data, {"Content-Type": "application/json"}) or b"null")

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        request = urllib.request.Request(self.endpoint + path, body, headers, method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect).open(request) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.code} {error.read().decode(errors='replace')}") from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an answer: where it leads to is for browsers."""

    def http_error_303(self, request: Any, answer: Any, *_: Any) -> Any:
        return answer


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "hub_seed(path): the hub.yaml, or its folder, that `mock_hub` starts from")


@pytest.fixture
def mock_hub(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MockHub]:
    """A mock Hub of this test's own: HF_ENDPOINT names it, HF_HOME is fresh, and nobody is logged in."""
    hub = _start(_seed(request))
    try:
        home = tmp_path_factory.mktemp("hf-home")
        for name in FOREIGN:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        monkeypatch.setenv("HF_HOME", str(home))
        # where both are set, the one in small letters counts
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "127.0.0.1,localhost")
        _point_loaded_libraries(monkeypatch, hub.endpoint, home)
        _earlier.append((hub.endpoint, home))
        yield hub
    finally:
        hub.stop()


def _seed(request: pytest.FixtureRequest) -> pathlib.Path | None:
    marker = request.node.get_closest_marker("hub_seed")
    if marker is None:
        return None
    if len(marker.args) != 1 or marker.kwargs:
        pytest.fail("hub_seed takes one path, that of a hub.yaml or its folder", pytrace=False)
    path = marker.args[0]
    beside = request.path.parent / path
    return beside if beside.exists() else request.config.rootpath / path


def _start(seed: pathlib.Path | None) -> MockHub:
    try:
        return MockHub(seed)
    except (RuntimeError, OSError) as error:
        pytest.fail(str(error), pytrace=False)


# The Hubs of earlier tests, by their endpoints and homes.
_earlier: list[tuple[str, pathlib.Path]] = []


def _point_loaded_libraries(monkeypatch: pytest.MonkeyPatch, endpoint: str, home: pathlib.Path) -> None:
    """The libraries read the environment once, at import: what they made of it then is brought up to date."""
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is None:
        return
    moved = [(constants.ENDPOINT, endpoint), (constants.HF_HOME, str(home)), (constants.HF_HUB_CACHE, str(home / "hub"))]
    if config := sys.modules.get("datasets.config"):
        moved.append((str(config.HF_DATASETS_CACHE), str(home / "datasets")))
    # a library that was imported within an earlier test remembers that test's Hub
    moved += [(old_endpoint, endpoint) for old_endpoint, _ in _earlier]
    moved += [(str(old_home), str(home)) for _, old_home in _earlier]
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
