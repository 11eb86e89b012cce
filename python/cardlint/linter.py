"""Checks and fixes cards from Python, by the program itself: a `Linter` keeps one running, and gives it card after card."""

from __future__ import annotations

import collections
import json
import os
import threading
import time
import weakref
from types import TracebackType
from typing import Any, Callable, Deque, Iterable, Iterator, List, Optional, Sequence, Tuple, Type, TypeVar, Union

from cardlint.engine import Engine, EngineEnded, Pending
from cardlint.results import (
    Card,
    CardlintError,
    Fixed,
    GateForm,
    Report,
    RepoType,
    fixed_of,
    gate_form_of,
    report_of,
)

__all__ = ["Linter", "fix", "fix_many", "gate_form", "lint", "lint_many"]

_T = TypeVar("_T")

# A chunk of cards is sent when it has so many bytes or cards, or is so many seconds old; so many chunks are on their way at once.
_CHUNK_BYTES = 1 << 16
_CHUNK_CARDS = 512
_CHUNK_AGE = 0.01
_CHUNKS = 8

# How often a card is asked for if the program is killed meanwhile.
_ATTEMPTS = 3

_encode_string: Callable[[str], str] = json.encoder.encode_basestring


class Linter:
    """Checks and fixes cards with the same options, which are those of `cardlint check`.

    A configuration is read only if it is given. Any number of threads may use a linter at once. It can be pickled, and used after a fork:
    each process has a program of its own, which it starts with the first card.

        >>> Linter(select=["license"]).lint("---\\nlicense: apache2\\n---\\n").diagnostics[0].rule
        'unknown-license'
    """

    def __init__(
        self,
        *,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        config: Union[str, "os.PathLike[str]", None] = None,
        repo_type: Optional[RepoType] = None,
        warnings_as_errors: bool = False,
    ) -> None:
        args = ["--no-config"] if config is None else ["--config", os.path.abspath(config)]
        args += [f"--select={rule}" for rule in select]
        args += [f"--ignore={rule}" for rule in ignore]
        if repo_type is not None:
            args.append(f"--repo-type={repo_type}")
        if warnings_as_errors:
            args.append("--warnings-as-errors")
        self._start(args)

    def _start(self, args: List[str]) -> None:
        self._args = args
        self._kept = _Kept(args)
        weakref.finalize(self, self._kept.close)

    def __getstate__(self) -> List[str]:
        return self._args

    def __setstate__(self, args: List[str]) -> None:
        self._start(args)

    def lint(
        self,
        text: str,
        *,
        repo_type: Optional[RepoType] = None,
        path: str = "README.md",
        files: Optional[Sequence[str]] = None,
    ) -> Report:
        """Checks a card. A string that is not a card, such as one with a NUL byte, is a CardlintError."""
        return _checked(self._kept.ask(_encode(Card(text, path, repo_type, files), None)), report_of)

    def lint_many(self, cards: Iterable[Union[str, Card]]) -> Iterator[Report]:
        """Checks cards on all cores, and yields their reports in the same order while it still takes cards from the iterable.

        A string that is not a card has a report with `error` set; the others are not affected. Some hundred cards are taken before
        the first report; if they come slowly, fewer.
        """
        return (report_of(answer) for _, answer in self._kept.ask_many(cards, None))

    def fix(
        self,
        text: str,
        *,
        unsafe: bool = False,
        repo_type: Optional[RepoType] = None,
        path: str = "README.md",
        files: Optional[Sequence[str]] = None,
    ) -> Fixed:
        """Applies the safe fixes of a card, with `unsafe` also those that need review. Every other byte stays."""
        answer = self._kept.ask(_encode(Card(text, path, repo_type, files), _level(unsafe)))
        return _checked(answer, lambda answer: fixed_of(answer, text))

    def fix_many(self, cards: Iterable[Union[str, Card]], *, unsafe: bool = False) -> Iterator[Fixed]:
        """As `lint_many`, with the fixed cards."""
        for card, answer in self._kept.ask_many(cards, _level(unsafe)):
            yield fixed_of(answer, card.text if isinstance(card, Card) else card)

    def gate_form(self, text: str) -> Optional[GateForm]:
        """The gate form that a card shows, None if it has none. A card whose metadata the Hub cannot read is a CardlintError."""
        return _checked(self._kept.ask(_encode(Card(text), None, gate=True)), gate_form_of)

    def close(self) -> None:
        """Ends the program, which also happens when the linter is no longer used. The next call starts it again."""
        self._kept.close()

    def __enter__(self) -> Linter:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], traceback: Optional[TracebackType]
    ) -> None:
        self.close()


class _Kept:
    """The program of a linter, started when it is needed."""

    def __init__(self, args: List[str]) -> None:
        self._args = args
        self._engine: Optional[Engine] = None
        self._lock = threading.Lock()
        _all_kept.add(self)

    def ask(self, line: bytes) -> Any:
        return self._answers(line, 1, self._submit(line, 1))[0]

    def ask_many(
        self, cards: Iterable[Union[str, Card]], fix: Optional[str]
    ) -> Iterator[Tuple[Union[str, Card], Any]]:
        """The cards, each with its answer."""
        sent: Deque[Tuple[List[Union[str, Card]], bytes, Pending]] = collections.deque()
        chunk: List[Union[str, Card]] = []
        lines: List[bytes] = []
        size, begin = 0, time.monotonic()
        for card in cards:
            line = _encode(card, fix)
            chunk.append(card)
            lines.append(line)
            size += len(line)
            if size < _CHUNK_BYTES and len(chunk) < _CHUNK_CARDS and time.monotonic() < begin + _CHUNK_AGE:
                continue
            sent.append(self._send(chunk, lines))
            chunk, lines, size = [], [], 0
            while sent and (len(sent) >= _CHUNKS or sent[0][2].is_done()):
                yield from self._received(*sent.popleft())
            begin = time.monotonic()
        if chunk:
            sent.append(self._send(chunk, lines))
        while sent:
            yield from self._received(*sent.popleft())

    def close(self) -> None:
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.close()

    def abandon(self) -> None:
        """After a fork, in the new process: another thread may have held the lock."""
        self._lock = threading.Lock()
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.abandon()

    def _send(
        self, chunk: List[Union[str, Card]], lines: List[bytes]
    ) -> Tuple[List[Union[str, Card]], bytes, Pending]:
        data = b"".join(lines)
        return chunk, data, self._submit(data, len(lines))

    def _received(
        self, chunk: List[Union[str, Card]], lines: bytes, pending: Pending
    ) -> Iterator[Tuple[Union[str, Card], Any]]:
        return zip(chunk, self._answers(lines, len(chunk), pending))

    def _submit(self, lines: bytes, count: int) -> Pending:
        with self._lock:
            engine = self._engine
            if engine is not None and not engine.is_running():
                engine.close()
                engine = None
            if engine is None:
                engine = self._engine = Engine(self._args)
        return engine.submit(lines, count)

    def _answers(self, lines: bytes, count: int, pending: Pending) -> List[Any]:
        for _ in range(_ATTEMPTS - 1):
            try:
                return pending.answers()
            except EngineEnded:
                # Somebody ended the program, or the system did: these cards are asked for once more.
                pending = self._submit(lines, count)
        return pending.answers()


_all_kept: "weakref.WeakSet[_Kept]" = weakref.WeakSet()


def _after_fork() -> None:
    for kept in list(_all_kept):
        kept.abandon()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _encode(card: Union[str, Card], fix: Optional[str], gate: bool = False) -> bytes:
    """The request for a card. A lone surrogate makes a line that the program cannot read, and answers with an error."""
    if isinstance(card, str) and fix is None:
        return ('{"text":' + _encode_string(card) + "}\n").encode("utf-8", "surrogatepass")
    if isinstance(card, str):
        card = Card(card)
    elif not isinstance(card, Card):
        raise TypeError(f"expected a str or a cardlint.Card, found {type(card).__name__}")
    files = None if card.files is None else list(card.files)
    request = {"path": card.path, "text": card.text, "repo_type": card.repo_type, "files": files, "fix": fix, "gate": gate}
    return (json.dumps(request, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _level(unsafe: bool) -> str:
    return "all" if unsafe else "safe"


def _checked(answer: Any, make: Callable[[Any], _T]) -> _T:
    if "error" in answer:
        raise CardlintError(answer["error"]["message"])
    return make(answer)


_default = Linter()


def lint(
    text: str,
    *,
    repo_type: Optional[RepoType] = None,
    path: str = "README.md",
    files: Optional[Sequence[str]] = None,
) -> Report:
    """Checks a card without a configuration: see `Linter.lint`.

    >>> report = lint("---\\nlicense: apache2\\n---\\n")
    >>> report.status, report.diagnostics[0].rule
    (1, 'unknown-license')
    """
    return _default.lint(text, repo_type=repo_type, path=path, files=files)


def lint_many(cards: Iterable[Union[str, Card]]) -> Iterator[Report]:
    """Checks cards without a configuration: see `Linter.lint_many`.

    >>> [report.status for report in lint_many(["---\\nlicense: mit\\n---\\n", Card("---\\nlicense: apache2\\n---\\n")])]
    [0, 1]
    """
    return _default.lint_many(cards)


def fix(
    text: str,
    *,
    unsafe: bool = False,
    repo_type: Optional[RepoType] = None,
    path: str = "README.md",
    files: Optional[Sequence[str]] = None,
) -> Fixed:
    """Fixes a card without a configuration: see `Linter.fix`.

    >>> fix("---\\nlicense: MIT # as the code\\n---\\n").text
    '---\\nlicense: mit # as the code\\n---\\n'
    """
    return _default.fix(text, unsafe=unsafe, repo_type=repo_type, path=path, files=files)


def fix_many(cards: Iterable[Union[str, Card]], *, unsafe: bool = False) -> Iterator[Fixed]:
    """Fixes cards without a configuration: see `Linter.fix_many`."""
    return _default.fix_many(cards, unsafe=unsafe)


def gate_form(text: str) -> Optional[GateForm]:
    """The gate form of a card: see `Linter.gate_form`.

    >>> gate_form("---\\nextra_gated_fields:\\n  Company: text\\n---\\n").fields[0]
    GateField(label='Company', type='text', options=())
    """
    return _default.gate_form(text)
