"""Which environment variables the clients read, and that none of them leads away from the mock."""

import ast
import importlib.util
import os
import pathlib
import re
import subprocess
import sys

import pytest

from cardlint.environment import CLEARED

# What the clients read that neither names a Hub nor logs anybody in: how they behave, and what program they run in.
HARMLESS = set(
    """
    HF_DEBUG HF_HUB_VERBOSITY HF_HUB_USER_AGENT_ORIGIN HF_HUB_DISABLE_TELEMETRY DISABLE_TELEMETRY DO_NOT_TRACK
    HF_HUB_DISABLE_UPDATE_CHECK HF_HUB_DISABLE_PROGRESS_BARS HF_HUB_DISABLE_SYMLINKS HF_HUB_DISABLE_SYMLINKS_WARNING
    HF_HUB_DISABLE_EXPERIMENTAL_WARNING HF_HUB_DISABLE_XET HF_HUB_DISABLE_SHARED_BLOBS HF_HUB_ENABLE_HF_TRANSFER
    HF_HUB_ETAG_TIMEOUT HF_HUB_DOWNLOAD_TIMEOUT HF_XET_HIGH_PERFORMANCE HF_UPDATE_DOWNLOAD_COUNTS
    HF_DATASETS_DISABLE_PROGRESS_BARS HF_DATASETS_IN_MEMORY_MAX_SIZE HF_DATASETS_TRUST_REMOTE_CODE
    TQDM_POSITION NO_COLOR SHELL EAGER_IMPORT VERTEX_PRODUCT CLAUDE_CONFIG_DIR GITHUB_ACTIONS USE_TF USE_TORCH USE_JAX
    HF_EDITOR VISUAL EDITOR DATASETS_VERBOSITY HF_DATASETS_STACK_MULTIPROCESSING_DOWNLOAD_PROGRESS_BARS TEMP TMP TMPDIR
    TF_CPP_MIN_LOG_LEVEL TOKENIZERS_PARALLELISM
    """.split()
) | {
    # a Space's own name, and what it shares with those who call it
    "SPACE_ID", "SPACE_HOST", "OAUTH_SCOPES", "WEBHOOK_SECRET",
    # the caches are below HF_HOME, which is set
    "XDG_CACHE_HOME",
}  # fmt: skip

SET = {"HF_ENDPOINT", "HF_HOME"}


def names_read(package):
    """The names of environment variables in the source of a package."""
    root = pathlib.Path(importlib.util.find_spec(package).origin).parent
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.getenv", "os.environ.get", "environ.get"):
                names = node.args[:1]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                names = [node.slice]
            else:
                continue
            found |= {name.value for name in names if isinstance(name, ast.Constant)}
    return found


@pytest.mark.parametrize("package", ["huggingface_hub", "datasets"])
def test_every_variable_that_a_client_reads_is_known(package):
    names = names_read(package)
    assert {"HF_ENDPOINT", "HF_HOME"} <= names or package == "datasets"
    assert names - set(CLEARED) - SET - HARMLESS == set()


def names_read_natively():
    """The names of environment variables in the library of hf_xet: they follow each other there without a gap."""
    root = pathlib.Path(importlib.util.find_spec("hf_xet").origin).parent
    (library,) = (path for path in root.iterdir() if path.suffix in (".so", ".pyd"))
    pieces = library.read_bytes().split(b"HF_XET_")[1:]
    return {"HF_XET_" + re.match(rb"[A-Z_]*", piece).group().decode() for piece in pieces}


def test_what_is_cleared_is_read_by_somebody():
    read = names_read("huggingface_hub") | names_read("datasets") | names_read_natively()
    assert set(CLEARED) - read - {"TRANSFORMERS_CACHE"} == set()  # which transformers 4 reads


def test_names_that_the_native_client_reads_lead_nowhere_either():
    leading = {name for name in names_read_natively() if re.search("(ENDPOINT|SOCKET_PATH|_TOKEN|_URL)$", name)}
    assert leading and leading <= set(CLEARED)


@pytest.mark.parametrize("imported", ["before", "within"])
def test_no_variable_leads_away_from_the_mock(tmp_path, imported):
    """Every one of them set, and the library imported while they are."""
    source = f"""
import os
import pytest

if {imported == "before"}:
    import huggingface_hub.hf_api

@pytest.mark.parametrize("n", range(2))
def test_one(mock_hub, n):
    from cardlint.environment import CLEARED
    from huggingface_hub import HfApi, constants, get_token, hf_hub_download
    assert not set(CLEARED) & set(os.environ)
    assert get_token() is None
    assert not constants.HF_HUB_OFFLINE and not constants.HF_HUB_DISABLE_IMPLICIT_TOKEN
    home = os.environ["HF_HOME"]
    for name in ("HF_HOME", "HF_HUB_CACHE", "HF_ASSETS_CACHE", "HF_XET_CACHE", "HF_TOKEN_PATH", "HF_STORED_TOKENS_PATH"):
        assert getattr(constants, name).startswith(home), name
    path = hf_hub_download("ana/voices", "README.md", repo_type="dataset")
    assert path.startswith(home)
    assert HfApi().endpoint == mock_hub.endpoint
    with open(constants.HF_TOKEN_PATH, "w") as file:
        file.write(mock_hub.token("bo"))
    assert HfApi().whoami()["name"] == "bo"

def test_after():
    from huggingface_hub import HfApi, constants
    assert set(os.environ) >= {{"HF_TOKEN", "HF_HUB_OFFLINE"}}
    assert HfApi().endpoint == constants.ENDPOINT == "https://elsewhere.example"
    assert constants.HF_HUB_OFFLINE == {imported == "before"}
"""
    (tmp_path / "test_it.py").write_text(source)
    elsewhere = {name: str(tmp_path / name) for name in CLEARED}
    elsewhere.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_TOKEN="hf_mine")
    elsewhere.update(HF_HUB_DISABLE_IMPLICIT_TOKEN="1", HF_ENDPOINT="https://elsewhere.example")
    elsewhere.pop("HUGGINGFACE_CO_STAGING")  # takes the place of HF_ENDPOINT
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "test_it.py"]
    ran = subprocess.run(command, cwd=tmp_path, env={**os.environ, **elsewhere}, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout
