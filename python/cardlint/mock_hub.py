"""A running mock Hub, with or without pytest.

    >>> from cardlint import MockHub
    >>> with MockHub() as hub:
    ...     hub.ask_access("cy", "ana/voices", {"Company": "ACME"})
    Traceback (most recent call last):
        ...
    cardlint.mock_hub.MockHubError: POST /datasets/ana/voices/ask-access: 400 ...
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse
from types import TracebackType
from typing import Any, Dict, Iterator, List, Literal, Mapping, Optional, Sequence, Type, Union, cast

from cardlint.binary import find_binary
from cardlint.environment import redirected
from cardlint.mock_hub_types import Fault, FaultProfile, Mail, RecordedRequest, RepoType

__all__ = ["Fault", "FaultProfile", "Mail", "MockHub", "MockHubError", "RecordedRequest", "RepoType"]


class MockHubError(RuntimeError):
    """The mock did not start, or rejected a call; the message is the server's own."""


class MockHub:
    """A mock Hub in a separate process. As a context manager, it stops at the end of the block.

    `seed` is a `hub.yaml`, a folder, or the seed itself as a dict; without it the Hub has what `cardlint serve` starts with.
    `cards` are cards to serve as gated datasets of `ana`. With `host="0.0.0.0"` containers reach it too. `args` are more
    arguments of `cardlint serve`. A seed that is wrong, or a port that is taken, is a MockHubError.

        >>> with MockHub({"users": [{"name": "eve", "tokens": [{"token": "hf_eve"}]}]}) as hub:
        ...     hub.token("eve")
        'hf_eve'
    """

    endpoint: str
    """The value for `HF_ENDPOINT`."""

    def __init__(
        self,
        seed: Union[os.PathLike[str], str, Mapping[str, Any], None] = None,
        *,
        cards: Sequence[Union[os.PathLike[str], str]] = (),
        host: Optional[str] = None,
        port: Optional[int] = None,
        args: Sequence[str] = (),
    ) -> None:
        command = [find_binary(), "serve", "--exit-with-parent"]
        for card in cards:
            command += ["--card", os.fspath(card)]
        if host is not None:
            command += ["--host", host]
        if port is not None:
            command += ["--port", str(port)]
        self._stopped = False
        self._messages = tempfile.TemporaryFile()
        self._messages_from = 0
        with _seed_path(seed) as path:
            command += ["--seed", path] if path else []
            command += args
            try:
                # The server stops when its standard input ends: whatever happens to this process, no server is left behind.
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._messages
                )
            except OSError as error:
                self._messages.close()
                raise MockHubError(f"cannot start `{' '.join(command)}`: {error}") from None
            assert self._process.stdout is not None
            self.endpoint = self._process.stdout.readline().decode().strip()
        if not self.endpoint:
            status = self._process.wait()
            messages = self.messages()
            self.stop()
            raise MockHubError(f"`{' '.join(command)}` ended with exit status {status}\n{messages}")
        address = urllib.parse.urlsplit(self.endpoint)
        self._address = (address.hostname or "127.0.0.1", address.port or 80)
        self._base_path = address.path.rstrip("/")

    @property
    def port(self) -> int:
        """The port it listens on: a container under test needs it, with its name for this machine."""
        return self._address[1]

    # Who and what is on the Hub

    def token(self, user: str) -> str:
        """An access token of a user. Raises KeyError if the user has none."""
        tokens: Dict[str, Dict[str, Any]] = self._call("GET", "/_mock/tokens")
        for secret, token in tokens.items():
            if token["user"] == user:
                return secret
        known = sorted({token["user"] for token in tokens.values()})
        raise KeyError(f"the user {user} has no token; users with one: {', '.join(known) or 'none'}")

    def ask_access(
        self, user: str, repo_id: str, answers: Optional[Mapping[str, str]] = None, *, repo_type: RepoType = "dataset"
    ) -> None:
        """Asks for access as a user: what the button below the gate form does, with the answers by the form's labels.

        `huggingface_hub` has no call for it. An incomplete form is a MockHubError that names the fields.
        """
        kind = "" if repo_type == "model" else f"/{repo_type}s"
        form = urllib.parse.urlencode(answers or {}).encode()
        headers = {
            "Authorization": f"Bearer {self.token(user)}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._send("POST", f"{kind}/{repo_id}/ask-access", form, headers)

    def allow_login(self, user: str, *, timeout: float = 30) -> str:
        """Allows a pending login as a user, as the page of `hf auth login` and `login()` does.

        Waits for a client to begin one. Returns the code that the client showed.
        """
        return self._decide_login(user, timeout)

    def deny_login(self, *, timeout: float = 30) -> str:
        """As `allow_login`, but denies the login."""
        return self._decide_login(None, timeout)

    def _decide_login(self, user: Optional[str], timeout: float) -> str:
        end = time.monotonic() + timeout
        while not self._call("GET", "/_mock/logins"):
            if time.monotonic() > end:
                raise MockHubError(f"no client started a login within {timeout} seconds")
            time.sleep(0.05)
        return cast(str, self._call("POST", "/_mock/logins", {"user": user})["user_code"])

    def state(self) -> Dict[str, Any]:
        """The whole state, as JSON."""
        return cast(Dict[str, Any], self._call("GET", "/_mock/state?tokens=true"))

    def set_state(self, state: Mapping[str, Any]) -> None:
        """Replaces the whole state."""
        self._call("PUT", "/_mock/state", state)

    def save_snapshot(self, name: str) -> None:
        """Saves the current state and time under a name."""
        self._call("POST", f"/_mock/snapshots/{urllib.parse.quote(name, safe='')}", {})

    def restore_snapshot(self, name: str) -> None:
        """Restores a saved state."""
        self._call("POST", f"/_mock/snapshots/{urllib.parse.quote(name, safe='')}/restore", {})

    def reset(self) -> None:
        """Restores the seed, and clears the request log, the outbox, the faults and the snapshots."""
        self._call("POST", "/_mock/reset", {})

    # What happened

    def requests(
        self,
        *,
        method: Optional[str] = None,
        path: Optional[str] = None,
        user: Optional[str] = None,
        status: Optional[int] = None,
        unmatched: Optional[bool] = None,
        faulted: Optional[bool] = None,
        limit: Optional[int] = None,
    ) -> List[RecordedRequest]:
        """The requests that the mock received, oldest first; with `limit`, the last ones only.

        `path` is a glob: `*` is one segment, `**` any number. An empty `user` is an anonymous caller.
        """
        query = _query(
            method=method, path=path, user=user, status=status, unmatched=unmatched, faulted=faulted, limit=limit
        )
        return cast(List[RecordedRequest], self._call("GET", f"/_mock/requests{query}"))

    def count_requests(
        self,
        *,
        method: Optional[str] = None,
        path: Optional[str] = None,
        user: Optional[str] = None,
        status: Optional[int] = None,
        unmatched: Optional[bool] = None,
        faulted: Optional[bool] = None,
    ) -> int:
        """How many requests the mock received; the arguments are those of `requests`."""
        query = _query(method=method, path=path, user=user, status=status, unmatched=unmatched, faulted=faulted)
        return cast(int, self._call("GET", f"/_mock/requests/count{query}")["count"])

    def clear_requests(self) -> None:
        """Clears the request log."""
        self._call("DELETE", "/_mock/requests")

    def outbox(self) -> List[Mail]:
        """The e-mails that the Hub would have sent, oldest first."""
        return cast(List[Mail], self._call("GET", "/_mock/outbox"))

    def messages(self) -> str:
        """The server's log: one line per request."""
        if hasattr(os, "pread"):
            # The server writes at the same position of the same file: it is left where it is.
            size = os.fstat(self._messages.fileno()).st_size
            read = os.pread(self._messages.fileno(), size - self._messages_from, self._messages_from)
        else:
            self._messages.seek(self._messages_from)
            read = self._messages.read()
        return read.decode(errors="replace")

    # The clock

    def now(self) -> str:
        """The time on the mock's clock."""
        return cast(str, self._call("GET", "/_mock/clock")["now"])

    def advance(self, duration: str) -> str:
        """Moves the clock by an ISO 8601 duration such as `P1D`; returns the new time."""
        return cast(str, self._call("POST", "/_mock/clock", {"advance": duration})["now"])

    def set_time(self, time: str) -> str:
        """Sets the clock to a time such as `2026-01-31T12:00:00Z`; returns it."""
        return cast(str, self._call("POST", "/_mock/clock", {"now": time})["now"])

    # Faults

    def fault(
        self,
        path: Optional[str] = None,
        *,
        profile: Optional[FaultProfile] = None,
        method: Optional[str] = None,
        query: Optional[Mapping[str, str]] = None,
        user: Optional[str] = None,
        after: Optional[int] = None,
        every: Optional[int] = None,
        times: Optional[int] = None,
        phase: Optional[Literal["before", "after"]] = None,
        status: Optional[int] = None,
        headers: Optional[Mapping[str, str]] = None,
        body: Any = None,
        delay_ms: Optional[int] = None,
        abort: Union[bool, Literal["body"], None] = None,
    ) -> None:
        """Makes matching requests fail. A fault that no request can match is a MockHubError.

        Which requests: `path` (a glob: `*` is one segment, `**` any number), `method`, `query` (parameters that it must have),
        `user` (empty: anonymous callers). When: `after` so many matching requests have passed, the first of `every` so many, and
        `times` at most. What: `status`, `headers`, `body`, `delay_ms`, `abort` (True: no response, "body": half of one).
        With `phase="after"` the request takes effect, and then its response is lost or replaced.
        `profile` is a named fault; what else is given takes precedence over what it says.
        """
        given = dict(
            path=path, profile=profile, method=method, query=query, user=user, after=after, every=every, times=times,
            phase=phase, status=status, headers=headers, body=body, delay_ms=delay_ms, abort=abort,
        )  # fmt: skip
        self._call("POST", "/_mock/faults", {key: value for key, value in given.items() if value is not None})

    def faults(self) -> List[Fault]:
        """The active faults, each with the number of requests it has hit."""
        return cast(List[Fault], self._call("GET", "/_mock/faults"))

    def clear_faults(self) -> None:
        """Removes all faults."""
        self._call("DELETE", "/_mock/faults")

    # Clients and the process

    @contextlib.contextmanager
    def environment(self, home: Union[os.PathLike[str], str, None] = None) -> Iterator[None]:
        """Sends the clients in this process, and those it starts, to this mock for as long as the block runs.

        `HF_ENDPOINT` names the mock, `HF_HOME` is `home` or a fresh folder, and nobody is logged in. It is not for several
        threads at once: the environment is that of the whole process.
        """
        folder = pathlib.Path(home) if home is not None else pathlib.Path(tempfile.mkdtemp(prefix="cardlint-hf-home-"))
        try:
            with redirected(self.endpoint, folder):
                yield
        finally:
            if home is None:
                shutil.rmtree(folder, ignore_errors=True)

    def is_running(self) -> bool:
        """Whether the server is running."""
        return not self._stopped and self._process.poll() is None

    def stop(self) -> None:
        """Stops the server and waits for it to exit. Stopping twice is not an error."""
        if self._stopped:
            return
        self._stopped = True
        try:
            # This closes its standard input.
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._messages.close()

    def __enter__(self) -> MockHub:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], traceback: Optional[TracebackType]
    ) -> None:
        self.stop()

    def _begin_again(self) -> None:
        """Resets a server that another test used; its log starts here."""
        self.reset()
        self._messages_from = os.fstat(self._messages.fileno()).st_size

    def _call(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(method, path, data, {"Content-Type": "application/json"}) or b"null")

    def _send(self, method: str, path: str, body: Optional[bytes], headers: Mapping[str, str]) -> bytes:
        # No proxy, and a redirect is a response like any other: only browsers follow it.
        connection = http.client.HTTPConnection(*self._address)
        try:
            connection.request(method, self._base_path + path, body, dict(headers))
            response = connection.getresponse()
            read = response.read()
        except OSError as error:
            reason = str(error) if self.is_running() else "the mock Hub has stopped"
            raise MockHubError(f"{method} {path}: {reason}") from None
        finally:
            connection.close()
        if response.status >= 400:
            raise MockHubError(f"{method} {path}: {response.status} {read.decode(errors='replace')}")
        return read


@contextlib.contextmanager
def _seed_path(seed: Union[os.PathLike[str], str, Mapping[str, Any], None]) -> Iterator[Optional[str]]:
    """A seed as a path; a dict is written to a file while the server reads it."""
    if not isinstance(seed, Mapping):
        yield None if seed is None else os.fspath(seed)
        return
    with tempfile.TemporaryDirectory(prefix="cardlint-seed-") as folder:
        path = os.path.join(folder, "hub.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(seed, file)
        yield path


def _query(**parameters: Union[str, int, bool, None]) -> str:
    given = {
        key: str(value).lower() if isinstance(value, bool) else value
        for key, value in parameters.items()
        if value is not None
    }
    return f"?{urllib.parse.urlencode(given)}" if given else ""
