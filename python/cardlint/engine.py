"""The program as a process that is kept: requests go in as lines of JSON, answers come back in the same order."""

from __future__ import annotations

import collections
import json
import os
import subprocess
import tempfile
import threading
from typing import Any, Deque, List, Optional, Sequence

from cardlint.binary import find_binary
from cardlint.results import CardlintError

__all__ = ["Engine", "EngineEnded", "Pending"]

_READ_SIZE = 1 << 18


class EngineEnded(CardlintError):
    """The process was ended before it had answered: it can be started again."""


class Pending:
    """The answers to some requests, which may not have come yet."""

    def __init__(self, count: int) -> None:
        self._missing = count
        self._parts: List[bytes] = []
        self._error: Optional[CardlintError] = None
        self._waits = threading.Lock()
        self._waits.acquire()

    def is_done(self) -> bool:
        return not self._waits.locked()

    def answers(self) -> List[Any]:
        """Waits for the answers."""
        with self._waits:
            if self._error is not None:
                raise self._error
        # Within strings, a line feed is an escape.
        lines = b"".join(self._parts).rstrip(b"\n").replace(b"\n", b",")
        answers: List[Any] = json.loads(b"[" + lines + b"]")
        return answers

    def take(self, data: bytes) -> bytes:
        """Takes what belongs to these requests from whole lines; returns what belongs to the next ones."""
        count = data.count(b"\n")
        if count <= self._missing:
            self._missing -= count
            end = len(data)
        else:
            end = 0
            for _ in range(self._missing):
                end = data.index(b"\n", end) + 1
            self._missing = 0
        self._parts.append(data[:end])
        if self._missing == 0:
            self._waits.release()
        return data[end:]

    def fail(self, error: CardlintError) -> None:
        self._error = error
        self._waits.release()


class Engine:
    """A running program. Any number of threads may use it at once; a process that was forked off must abandon it."""

    def __init__(self, args: Sequence[str]) -> None:
        self._messages = tempfile.TemporaryFile()
        self._said = ""
        self._pending: Deque[Pending] = collections.deque()
        self._lock = threading.Lock()
        self._ended = False
        try:
            # Pipes without buffers: a process that was forked off has nothing that it could write a second time.
            # A session of its own: Ctrl-C is for this process, and the program ends when its input does.
            self._process = subprocess.Popen(
                [find_binary(), "check", "--input", "json-lines", *args],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._messages,
                start_new_session=os.name == "posix",
            )
        except OSError as error:
            self._messages.close()
            raise CardlintError(f"cannot start cardlint: {error}") from None
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout
        self._receiver = threading.Thread(target=self._receive, name="cardlint", daemon=True)
        self._receiver.start()

    def is_running(self) -> bool:
        return not self._ended and self._process.poll() is None

    def submit(self, lines: bytes, count: int) -> Pending:
        """Sends requests, one per line; waits while the program is busy with earlier ones."""
        pending = Pending(count)
        with self._lock:
            try:
                self._pending.append(pending)
                view = memoryview(lines)
                while view:
                    view = view[os.write(self._input.fileno(), view) :]
            except (OSError, ValueError):
                self._process.kill()
            except BaseException:
                # An interrupt in the middle of a line: what would follow could not be understood.
                self._process.kill()
                raise
            if self._ended:
                self._fail_all()
        return pending

    def close(self) -> None:
        """Ends the program, which answers first what it was asked."""
        with self._lock:
            self._input.close()
        self._receiver.join()
        self._output.close()
        self._messages.close()

    def abandon(self) -> None:
        """Closes what a process that was forked off has inherited; the program is another one's child."""
        self._process.returncode = 0
        for stream in (self._input, self._output, self._messages):
            stream.close()

    def _receive(self) -> None:
        parts: List[bytes] = []
        while True:
            try:
                data = os.read(self._output.fileno(), _READ_SIZE)
            except OSError:
                break
            if not data:
                break
            end = data.rfind(b"\n") + 1
            if end:
                self._give(b"".join([*parts, data[:end]]))
                parts.clear()
            parts.append(data[end:])
        self._process.wait()
        self._messages.seek(0)
        self._said = self._messages.read().decode(errors="replace").strip()
        self._ended = True
        self._fail_all()

    def _give(self, lines: bytes) -> None:
        while lines:
            pending = self._pending[0]
            lines = pending.take(lines)
            if pending.is_done():
                self._pending.popleft()

    def _fail_all(self) -> None:
        status, said = self._process.returncode, self._said
        while True:
            try:
                pending = self._pending.popleft()
            except IndexError:
                return
            if status == 2 and said:
                pending.fail(CardlintError(said[len("error: ") :] if said.startswith("error: ") else said))
            else:
                pending.fail(EngineEnded(f"cardlint ended with exit status {status}\n{said}".strip()))
