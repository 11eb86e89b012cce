"""Redirects the clients in this process to a mock Hub, and restores them."""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import os
import pathlib
import sys
from types import ModuleType
from typing import Any, Iterator, List, Optional, Tuple

__all__ = ["CLEARED", "redirected"]

CLEARED = tuple(
    (
        # addresses
        "HUGGINGFACE_CO_STAGING HF_INFERENCE_ENDPOINT OPENID_PROVIDER_URL HF_XET_DATA_DEFAULT_CAS_ENDPOINT"
        " HF_XET_CLIENT_UNIX_SOCKET_PATH"
        # credentials, and whether they are used
        " HF_TOKEN HUGGING_FACE_HUB_TOKEN HF_TOKEN_PATH HF_HUB_DISABLE_IMPLICIT_TOKEN"
        " HF_OIDC_RESOURCE HF_OIDC_ID_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN"
        " HF_DEVICE_CODE_OAUTH_CLIENT_ID OAUTH_CLIENT_ID OAUTH_CLIENT_SECRET"
        # caches, which answer where the Hub should
        " HF_HUB_CACHE HUGGINGFACE_HUB_CACHE HF_ASSETS_CACHE HUGGINGFACE_ASSETS_CACHE HF_XET_CACHE HF_DATASETS_CACHE"
        " HF_DATASETS_DOWNLOADED_DATASETS_PATH HF_DATASETS_EXTRACTED_DATASETS_PATH HF_MODULES_CACHE TRANSFORMERS_CACHE"
        # no Hub at all
        " HF_HUB_OFFLINE HF_DATASETS_OFFLINE TRANSFORMERS_OFFLINE"
    ).split()
)
"""The environment variables that could lead a client elsewhere, or log a user in. HF_ENDPOINT and HF_HOME are set instead."""

_LIBRARIES = ("huggingface_hub", "datasets")

# What follows HF_HOME in `huggingface_hub.constants` unless a variable of its own is set.
_IN_HOME = {
    "HF_HOME": "",
    "HF_HUB_CACHE": "hub",
    "HUGGINGFACE_HUB_CACHE": "hub",
    "HF_ASSETS_CACHE": "assets",
    "HUGGINGFACE_ASSETS_CACHE": "assets",
    "HF_XET_CACHE": "xet",
    "HF_TOKEN_PATH": "token",
    "HF_STORED_TOKENS_PATH": "stored_tokens",
}

_HARD_WIRED = "https://huggingface.co/api/validate-yaml"


@contextlib.contextmanager
def redirected(endpoint: str, home: pathlib.Path) -> Iterator[None]:
    """Within the block, HF_ENDPOINT points to the mock, HF_HOME is `home`, and no user is logged in."""
    environment = dict(os.environ)
    outside = _outside()
    before = set(sys.modules)
    patches = _Patches()
    try:
        for name in CLEARED:
            os.environ.pop(name, None)
        os.environ["HF_ENDPOINT"] = endpoint
        os.environ["HF_HOME"] = str(home)
        # Where both are set, the lowercase one counts.
        for name in ("NO_PROXY", "no_proxy"):
            os.environ[name] = "127.0.0.1,localhost"
        _redirect_card_validation(patches, endpoint)
        _redirect_loaded_libraries(patches, endpoint, home)
        yield
    finally:
        patches.undo()
        _bring_back(before, (endpoint, str(home)), outside)
        _forget_connections()
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)


class _Patches:
    """Attributes that were replaced, and are to be restored."""

    def __init__(self) -> None:
        self._old: List[Tuple[Any, str, Any]] = []

    def set(self, owner: Any, name: str, value: Any) -> None:
        if hasattr(owner, name):
            self._old.append((owner, name, getattr(owner, name)))
            setattr(owner, name, value)

    def undo(self) -> None:
        for owner, name, value in reversed(self._old):
            setattr(owner, name, value)


def _outside() -> Tuple[str, str]:
    """The endpoint and the home that apply outside of the block."""
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is not None:
        return constants.ENDPOINT, constants.HF_HOME
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    home = os.environ.get("HF_HOME") or os.path.join(cache, "huggingface")
    return os.environ.get("HF_ENDPOINT") or "https://huggingface.co", os.path.expanduser(home)


def _redirect_loaded_libraries(patches: _Patches, endpoint: str, home: pathlib.Path) -> None:
    """The libraries read the environment once, at import: updates what they read."""
    constants = sys.modules.get("huggingface_hub.constants")
    if constants is None:
        return
    moved = [(constants.ENDPOINT, endpoint)]
    for name, folder in _IN_HOME.items():
        if hasattr(constants, name):
            moved.append((str(getattr(constants, name)), os.path.join(str(home), folder) if folder else str(home)))
    config = sys.modules.get("datasets.config")
    if config is not None:
        moved.append((str(config.HF_DATASETS_CACHE), str(home / "datasets")))
        moved.append((str(config.HF_MODULES_CACHE), str(home / "modules")))
    for module in _modules():
        for name, new in _replaced(module, moved):
            patches.set(module, name, new)
        for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_IMPLICIT_TOKEN"):
            if vars(module).get(name) is True:
                patches.set(module, name, False)
    hf_api = sys.modules.get("huggingface_hub.hf_api")
    if hf_api is not None:
        patches.set(hf_api.api, "endpoint", endpoint)
    _forget_connections()


def _bring_back(before: "set[str]", inside: Tuple[str, str], outside: Tuple[str, str]) -> None:
    """Libraries that were imported within the block read the mock's address: gives them what applies outside."""
    moved = list(zip(inside, outside))
    for module in _modules():
        if module.__name__ not in before:
            for name, value in _replaced(module, moved):
                setattr(module, name, value)
            if module.__name__ == "huggingface_hub.hf_api":
                module.api.endpoint = outside[0]


def _modules() -> List[ModuleType]:
    loaded = list(sys.modules.items())
    return [module for name, module in loaded if name.split(".", 1)[0] in _LIBRARIES and module is not None]


def _replaced(module: ModuleType, moved: List[Tuple[str, str]]) -> List[Tuple[str, Any]]:
    """The strings and paths of a module that start with an old one, with the new one instead; the longest match is used."""
    longest_first = sorted(moved, key=lambda pair: len(pair[0]), reverse=True)
    found: List[Tuple[str, Any]] = []
    for name, value in list(vars(module).items()):
        if isinstance(value, (str, pathlib.Path)) and not name.startswith("__"):
            text = str(value)
            for old, new in longest_first:
                if text == old or text.startswith((old + "/", old + os.sep)):
                    found.append((name, type(value)(new + text[len(old) :])))
                    break
    return found


def _forget_connections() -> None:
    """What the libraries cached from another Hub: file systems with their listings, and tokens they exchanged."""
    file_system = sys.modules.get("huggingface_hub.hf_file_system")
    if file_system is not None:
        file_system.HfFileSystem.clear_instance_cache()
    auth = sys.modules.get("huggingface_hub.utils._auth")
    for name in ("_OIDC_TOKEN_CACHE", "_OAUTH_REFRESH_CACHE"):
        if auth is not None and hasattr(auth, name):
            setattr(auth, name, None)


def _redirect_card_validation(patches: _Patches, endpoint: str) -> None:
    """huggingface_hub before 2.2.0 sends cards to huggingface.co for validation, whatever HF_ENDPOINT is."""
    if not _hard_wired():
        return
    repocard = importlib.import_module("huggingface_hub.repocard")
    get_session = getattr(repocard, "get_session", None)
    if get_session is not None:
        patches.set(repocard, "get_session", lambda: _Session(get_session(), endpoint))


_hard_wired_cache: Optional[bool] = None


def _hard_wired() -> bool:
    global _hard_wired_cache
    if _hard_wired_cache is None:
        try:
            version = importlib.metadata.version("huggingface_hub")
            _hard_wired_cache = tuple(int(part) for part in version.split(".")[:2]) < (2, 2)
        except (importlib.metadata.PackageNotFoundError, ValueError):
            _hard_wired_cache = False
    return _hard_wired_cache


class _Session:
    """A client's session, redirected for one URL."""

    def __init__(self, session: Any, endpoint: str) -> None:
        self._session = session
        self._endpoint = endpoint

    def post(self, url: str, *args: Any, **kwargs: Any) -> Any:
        if url == _HARD_WIRED:
            url = f"{self._endpoint}/api/validate-yaml"
        return self._session.post(url, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)
