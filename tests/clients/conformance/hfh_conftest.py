"""The fixtures that the tests of huggingface_hub ask for and its source distribution lacks."""

import pathlib
import uuid

import pytest
from huggingface_hub import HfApi, constants

from .testing_constants import ENDPOINT_STAGING, TOKEN, USER

SIMPLE_CARD = "---\nlanguage: pt\nlicense: mit\ntags:\n- small\n---\n\n# A small card\n"


@pytest.fixture(scope="session")
def api():
    return HfApi(endpoint=ENDPOINT_STAGING, token=TOKEN)


class RepoFactory:
    """Makes repos, and removes them when the test is over."""

    def __init__(self, api):
        self.api, self.made = api, []

    def __call__(self, repo_type="model", repo_id=None, *, token=None, **options):
        name = repo_id or f"{repo_type}-{uuid.uuid4().hex[:12]}"
        url = self.api.create_repo(name, repo_type=repo_type, token=token, **options)
        self.made.append((url.repo_id, repo_type))
        return url


@pytest.fixture
def repo_factory(api):
    factory = RepoFactory(api)
    yield factory
    for repo_id, repo_type in factory.made:
        remove(api, repo_id, repo_type)


@pytest.fixture
def new_repo_id(api):
    repo_id = f"{USER}/new-{uuid.uuid4().hex[:12]}"
    yield repo_id
    remove(api, repo_id, "model")


def remove(api, repo_id, repo_type):
    try:
        api.delete_repo(repo_id, repo_type=repo_type, missing_ok=True)
    except Exception:  # noqa: BLE001 the test has had its say
        pass


@pytest.fixture(autouse=True)
def empty_cache(tmp_path_factory, monkeypatch):
    """Clients fall back to what they have where the Hub refuses."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path_factory.mktemp("hub-cache")))


@pytest.fixture(autouse=True)
def xet_as_marked(request, monkeypatch):
    for marker, disabled in [("no_xet", True), ("xet", False)]:
        if request.node.get_closest_marker(marker):
            monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", disabled)


@pytest.fixture(scope="session", autouse=True)
def card_file():
    folder = pathlib.Path(__file__).parent / "fixtures/cards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample_simple.md").write_text(SIMPLE_CARD)
