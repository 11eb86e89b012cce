import pytest
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import GatedRepoError

import voices

pytestmark = pytest.mark.hub_seed("hub/hub.yaml")
ANSWERS = {"Company": "Bo's Radio", "I will not clone anybody's voice": "true"}


def test_a_reader_without_access_is_told_to_ask(mock_hub):
    with pytest.raises(voices.NoAccess, match="Ask for access"):
        voices.texts(mock_hub.token("bo"))


def test_the_owner_reads_and_the_card_is_open_to_everybody(mock_hub):
    assert voices.texts(mock_hub.token("ana")) == ["bom dia", "boa noite"]
    assert hf_hub_download("acme/voices", "README.md", repo_type="dataset", token=False)


def test_access_is_asked_for_reviewed_and_used(mock_hub):
    mock_hub.ask_access("bo", "acme/voices", ANSWERS)
    with pytest.raises(voices.NoAccess):
        voices.texts(mock_hub.token("bo"))
    (mail,) = mock_hub.outbox()
    assert mail["to"] == ["gate@acme.example"]

    api = HfApi(token=mock_hub.token("ana"))
    (request,) = api.list_pending_access_requests("acme/voices", repo_type="dataset")
    assert (request.username, request.fields["Company"]) == ("bo", "Bo's Radio")
    api.accept_access_request("acme/voices", "bo", repo_type="dataset")

    assert voices.texts(mock_hub.token("bo")) == ["bom dia", "boa noite"]


def test_access_that_is_taken_away_is_gone(mock_hub):
    api = HfApi(token=mock_hub.token("ana"))
    api.grant_access("acme/voices", "bo", repo_type="dataset")
    api.reject_access_request("acme/voices", "bo", repo_type="dataset", rejection_reason="over")
    with pytest.raises(GatedRepoError, match="rejected"):
        hf_hub_download("acme/voices", "train.csv", repo_type="dataset", token=mock_hub.token("bo"))


def test_a_busy_hub_is_asked_again(mock_hub):
    mock_hub.fault(method="HEAD", path="/datasets/acme/voices/resolve/**", status=503, times=1)
    assert voices.texts(mock_hub.token("ana"))
    assert 503 in {request["status"] for request in mock_hub.requests()}
