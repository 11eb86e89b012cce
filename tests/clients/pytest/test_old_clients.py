"""huggingface_hub before 2.2.0 has the address for the validation of cards built in: within a test it is the mock's."""

import os
import pathlib

import pytest

from test_plugin import pytest_on

OLD = pathlib.Path(os.environ["OLD_CLIENTS"])

SOURCE = """
import importlib.metadata
import pytest
{imported}

CARD = "---\\nlicense: {license}\\n---\\n# Voices\\n"

def test_one(mock_hub):
    from huggingface_hub import RepoCard
    assert importlib.metadata.version("huggingface_hub") == "{version}"
    with pytest.raises(ValueError, match="license"):
        RepoCard(CARD.format(license="no-such-license")).validate()
    RepoCard(CARD.format(license="mit")).validate()
    card = RepoCard(CARD.format(license="apache-2.0"))
    card.push_to_hub("ana/voices", repo_type="dataset", token=mock_hub.token("ana"))
    validated = mock_hub.requests(path="/api/validate-yaml")
    assert [request["status"] for request in validated][:2] == [400, 200]

def test_after():
    from huggingface_hub import repocard, utils
    assert repocard.get_session is utils.get_session
"""


@pytest.mark.parametrize("imported", ["", "from huggingface_hub import RepoCard"])
@pytest.mark.parametrize("version", [path.name for path in sorted(OLD.iterdir())])
def test_cards_stay_on_this_machine(tmp_path, version, imported):
    source = SOURCE.replace("{imported}", imported).replace("{version}", version)
    output, status = pytest_on(tmp_path, source, path=OLD / version)
    assert status == 0, output
