"""The mock Hub as pytest fixtures: a test with the fixture `mock_hub` has its own Hub, and clients that use it.

    def test_the_gate_is_closed(mock_hub):
        with pytest.raises(GatedRepoError):
            hf_hub_download("ana/voices", "data/train.csv", repo_type="dataset", token=mock_hub.token("bo"))

`@pytest.mark.hub_seed("seed/hub.yaml")` chooses what is on it; the path is relative to the test's file or to pytest's root
folder. Without the marker the Hub has the seed of the ini option `mock_hub_seed`, or that of `cardlint serve`.
`mock_hub_session` is one Hub for the whole session, which keeps what tests do to it. `mock_hub_factory` is for fixtures of other
scopes. The fixtures are `cardlint.MockHub`.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile
from typing import Any, Callable, ContextManager, Dict, Generator, Iterator, List, Optional, Tuple, Union

import pytest

from cardlint.mock_hub import MockHub, MockHubError, RecordedRequest

__all__ = ["MockHub", "mock_hub", "mock_hub_factory", "mock_hub_session"]

# How many of the last requests the report of a failed test shows.
_SHOWN = 20

# How many servers a process keeps for the tests that follow.
_KEPT = 4

# The hub of a test: in the test's own arguments it is not before all fixtures are set up.
_OWN = pytest.StashKey[MockHub]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cardlint", "mock Hub")
    group.addoption(
        "--mock-hub-fail-on-unmatched",
        action="store_true",
        help="fail a test whose clients call an endpoint that the mock Hub does not have",
    )
    parser.addini("mock_hub_seed", "the hub.yaml, or its folder, that mock Hubs start from; relative to the root folder")
    parser.addini("mock_hub_args", "more arguments of `cardlint serve` for mock Hubs, such as --host 0.0.0.0", type="args")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "hub_seed(path): the hub.yaml, or its folder, that `mock_hub` starts from")
    config.addinivalue_line("markers", "hub_args(*arguments): more arguments of `cardlint serve` for `mock_hub`")


@pytest.fixture
def mock_hub(
    request: pytest.FixtureRequest, _mock_hub_pool: _Pool, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MockHub]:
    """A mock Hub for this test: HF_ENDPOINT points to it, HF_HOME is empty, and no user is logged in."""
    seed, args = _seed(request), _args(request)
    hub = request.node.stash[_OWN] = _started(lambda: _mock_hub_pool.take(seed, args))
    with hub.environment(_home(tmp_path_factory)):
        yield hub


@pytest.fixture(scope="session")
def mock_hub_session(mock_hub_factory: Callable[..., ContextManager[MockHub]]) -> Iterator[MockHub]:
    """One mock Hub for the whole session, which keeps the changes of each test; `reset()` restores its seed."""
    with mock_hub_factory() as hub:
        yield hub


@pytest.fixture(scope="session")
def mock_hub_factory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., ContextManager[MockHub]]:
    """Makes mock Hubs, for fixtures of any scope: `with mock_hub_factory(seed="hub/") as hub: yield hub`.

    The arguments are those of `MockHub`. As long as the block runs, clients talk to the Hub.
    """
    config = request.config

    @contextlib.contextmanager
    def factory(seed: Union[os.PathLike[str], str, Dict[str, Any], None] = None, **options: Any) -> Iterator[MockHub]:
        options.setdefault("args", config.getini("mock_hub_args"))
        given = _default_seed(config) if seed is None else seed
        hub = _started(lambda: MockHub(given, **options))
        with hub, hub.environment(_home(tmp_path_factory)):
            yield hub

    return factory


class _Pool:
    """Servers that were started for earlier tests: a reset one is as good as a new one, and faster."""

    def __init__(self) -> None:
        self._kept: Dict[Tuple[Any, ...], MockHub] = {}

    def take(self, seed: Optional[pathlib.Path], args: Tuple[str, ...]) -> MockHub:
        key = (seed, args, _fingerprint(seed))
        hub = self._kept.pop(key, None)
        if hub is not None and hub.is_running():
            hub._begin_again()
        else:
            hub = MockHub(seed, args=args)
        self._kept[key] = hub
        while len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept))).stop()
        return hub

    def stop(self) -> None:
        for hub in self._kept.values():
            hub.stop()


@pytest.fixture(scope="session")
def _mock_hub_pool() -> Iterator[_Pool]:
    pool = _Pool()
    yield pool
    pool.stop()


def _fingerprint(seed: Optional[pathlib.Path]) -> Tuple[Any, ...]:
    """Changes when a file of the seed does."""
    if seed is None:
        return ()
    found: List[Tuple[str, int, int]] = []
    folders = [str(seed if seed.is_dir() else seed.parent)]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    status = entry.stat()
                    found.append((entry.path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def _seed(request: pytest.FixtureRequest) -> Optional[pathlib.Path]:
    marker = request.node.get_closest_marker("hub_seed")
    if marker is None:
        return _default_seed(request.config)
    if len(marker.args) != 1 or marker.kwargs:
        pytest.fail("hub_seed takes one path: that of a hub.yaml or its folder", pytrace=False)
    path: pathlib.Path = pathlib.Path(marker.args[0])
    beside = request.path.parent / path
    return beside if beside.exists() else request.config.rootpath / path


def _default_seed(config: pytest.Config) -> Optional[pathlib.Path]:
    path: str = config.getini("mock_hub_seed")
    return pathlib.Path(config.rootpath, path) if path else None


def _args(request: pytest.FixtureRequest) -> Tuple[str, ...]:
    marker = request.node.get_closest_marker("hub_args")
    return tuple(request.config.getini("mock_hub_args")) + (marker.args if marker else ())


def _home(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return pathlib.Path(tempfile.mkdtemp(prefix="hf-home-", dir=tmp_path_factory.getbasetemp()))


def _started(start: Callable[[], MockHub]) -> MockHub:
    """A Hub that does not start is reported in the server's words, once."""
    try:
        return start()
    except (MockHubError, OSError) as error:
        message = str(error)
    pytest.fail(message, pytrace=False)


def _hubs(item: pytest.Item) -> List[Tuple[str, MockHub]]:
    """The mock Hubs that a test uses, by their fixtures' names."""
    used: Dict[str, Any] = dict(getattr(item, "funcargs", {}))
    if _OWN in item.stash:
        used["mock_hub"] = item.stash[_OWN]
    return [(name, hub) for name, hub in used.items() if isinstance(hub, MockHub) and hub.is_running()]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    yield
    if item.config.getoption("mock_hub_fail_on_unmatched"):
        for name, hub in _hubs(item):
            unmatched = hub.requests(unmatched=True)
            if unmatched:
                lines = "\n".join(_line(recorded) for recorded in unmatched)
                pytest.fail(f"{name}: clients called endpoints that the mock Hub does not have\n{lines}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for name, hub in _hubs(item):
            with contextlib.suppress(MockHubError):
                report.sections.append((f"{name}: last requests", _last_requests(hub)))
    return report


def _last_requests(hub: MockHub) -> str:
    count = hub.count_requests()
    if count == 0:
        return f"none: no client called {hub.endpoint}"
    lines = [_line(recorded) for recorded in hub.requests(limit=_SHOWN)]
    if count > len(lines):
        lines.insert(0, f"… {count - len(lines)} more")
    return "\n".join(lines)


def _line(recorded: RecordedRequest) -> str:
    query = f"?{recorded['query']}" if recorded["query"] else ""
    line = f"{recorded['status'] or 'cut'} {recorded['user'] or '-'} {recorded['method']} {recorded['path']}{query}"
    if recorded.get("faulted"):
        line += "   <- fault"
    if recorded.get("unmatched"):
        near = recorded.get("near", [])
        line += "   <- unmatched: the mock has no such endpoint" + (f"; closest: {', '.join(near)}" if near else "")
    return line
