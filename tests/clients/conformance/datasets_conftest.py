"""The fixtures and helper modules that the Hub tests of datasets ask for and its source distribution lacks."""

import contextlib
import os
import sys
import types
import uuid

import pytest
from huggingface_hub import HfApi, HfFileSystem, constants

ENDPOINT = os.environ["HUB_ENDPOINT"]
USER, TOKEN = "__DUMMY_DATASETS_USER__", "hf_datasets"


def module(name, **content):
    made = types.ModuleType(name)
    vars(made).update(content)
    sys.modules[name] = made


module("tests.fixtures")
module("tests.fixtures.hub", CI_HUB_ENDPOINT=ENDPOINT, CI_HUB_USER=USER, CI_HUB_USER_TOKEN=TOKEN)
module(
    "tests.utils",
    for_all_test_methods=lambda *_: lambda test: test,
    xfail_if_500_502_http_error=lambda test: test,
    require_pil=pytest.mark.skip(reason="needs Pillow"),
    require_torchcodec=pytest.mark.skip(reason="needs torchcodec"),
)


def remove(repo_id):
    HfApi(endpoint=ENDPOINT, token=TOKEN).delete_repo(repo_id, repo_type="dataset", missing_ok=True)


@pytest.fixture
def ci_hub_config():
    pass


@pytest.fixture
def set_ci_hub_access_token(monkeypatch):
    monkeypatch.setenv("HF_TOKEN", TOKEN)


@pytest.fixture
def cleanup_repo():
    return remove


@pytest.fixture
def temporary_repo():
    @contextlib.contextmanager
    def lend(repo_id=None):
        repo_id = repo_id or f"{USER}/test-{uuid.uuid4().hex[:12]}"
        try:
            yield repo_id
        finally:
            remove(repo_id)

    return lend


@pytest.fixture
def text_file(tmp_path):
    (tmp_path / "lines.txt").write_text("".join(f"line {n}\n" for n in range(10)))
    return str(tmp_path / "lines.txt")


def repo_with(text_file, private=False, gated=None):
    api = HfApi(endpoint=ENDPOINT, token=TOKEN)
    repo_id = f"{USER}/text-{uuid.uuid4().hex[:12]}"
    api.create_repo(repo_id, repo_type="dataset", private=private)
    api.upload_file(repo_id=repo_id, repo_type="dataset", path_in_repo="data/lines.txt", path_or_fileobj=text_file)
    if gated:
        api.update_repo_settings(repo_id, repo_type="dataset", gated=gated)
    yield repo_id
    remove(repo_id)


@pytest.fixture
def hf_gated_dataset_repo_txt_data(text_file):
    yield from repo_with(text_file, gated="manual")


@pytest.fixture
def hf_private_dataset_repo_txt_data(text_file):
    yield from repo_with(text_file, private=True)


@pytest.fixture(autouse=True)
def empty_caches(tmp_path_factory, monkeypatch):
    """Clients fall back to what they have where the Hub refuses."""
    import datasets

    folder = tmp_path_factory.mktemp("caches")
    HfFileSystem.clear_instance_cache()
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(folder / "hub"))
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", folder / "datasets")
