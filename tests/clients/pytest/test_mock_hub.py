"""`cardlint.MockHub` without pytest's fixtures."""

import os
import socket
import time
import unittest

import pytest
from huggingface_hub import HfApi, constants

from cardlint import MockHub, MockHubError
from test_plugin import servers_of

ANSWERS = {
    "Company": "ACME",
    "Country": "PT",
    "Date of birth": "1990-01-31",
    "I want to use this dataset for": "Research",
    "I agree to use the recordings for research only": "true",
}


@pytest.fixture
def hub():
    with MockHub() as hub:
        yield hub


def logged(hub, text):
    """Whether the server's log gets a text: another thread writes it."""
    for _ in range(200):
        if text in hub.messages():
            return True
        time.sleep(0.02)
    return False


def test_a_gated_flow(hub):
    with pytest.raises(MockHubError, match="400 .*Country"):
        hub.ask_access("bo", "ana/voices", {"Company": "ACME"})
    with pytest.raises(KeyError, match="nobody has no token; users with one: ana, bo, cy"):
        hub.ask_access("nobody", "ana/voices")
    with pytest.raises(MockHubError, match="404"):
        hub.ask_access("bo", "ana/nothing")
    hub.ask_access("bo", "ana/voices", ANSWERS)
    assert hub.now() == "2026-01-31T12:00:00.000Z"
    assert hub.advance("P1D") == "2026-02-01T12:00:00.000Z"
    assert "bo" in hub.outbox()[0]["users"]
    assert hub.set_time("2027-01-01T00:00:00Z").startswith("2027")
    assert [request["status"] for request in hub.requests()] == [400, 404, 303]
    assert logged(hub, "303 bo POST /datasets/ana/voices/ask-access")
    hub.reset()
    assert hub.requests() == [] and hub.now().startswith("2026-01-31")


def test_a_state_goes_back_and_forth(hub):
    state = hub.state()
    hub.ask_access("bo", "ana/voices", ANSWERS)
    assert hub.state() != state
    hub.set_state(state)
    assert hub.state() == state


def test_a_seed_is_a_path_or_a_dict(tmp_path):
    seed = {"users": [{"name": "eve", "tokens": [{"token": "hf_eve"}]}]}
    (tmp_path / "hub.yaml").write_text("users: [{ name: eve, tokens: [{ token: hf_eve }] }]\n")
    for given in (seed, tmp_path, str(tmp_path / "hub.yaml")):
        with MockHub(given) as hub:
            assert hub.token("eve") == "hf_eve"


def test_cards_are_served(tmp_path):
    (tmp_path / "songs").mkdir()
    (tmp_path / "songs" / "README.md").write_text("---\nextra_gated_fields:\n  Company: text\n---\n")
    with MockHub(cards=[tmp_path / "songs" / "README.md"]) as hub:
        hub.ask_access("bo", "ana/songs", {"Company": "ACME"})


def test_what_does_not_start_says_why_once(tmp_path):
    with pytest.raises(MockHubError, match="exit status 2") as caught:
        MockHub({"users": [{"nmae": "eve"}]})
    assert str(caught.value).count("unknown key `nmae`") == 1 and caught.value.__cause__ is None
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(MockHubError, match="cannot listen"):
            MockHub(port=taken.getsockname()[1])


def test_a_stopped_hub_says_so():
    with MockHub() as hub:
        hub.stop()
        assert not hub.is_running()
        with pytest.raises(MockHubError, match="has stopped"):
            hub.requests()
    assert servers_of(os.getcwd()) == []


def test_another_machine_reaches_it():
    """By the port, and another address of this machine."""
    with MockHub(host="0.0.0.0") as hub:
        with socket.create_connection((socket.gethostbyname(socket.gethostname()), hub.port), timeout=5):
            pass
    with MockHub(args=["--log-format", "json"]) as hub:
        hub.ask_access("bo", "ana/voices", ANSWERS)
        assert logged(hub, '"status":303')


class WithUnittest(unittest.TestCase):
    def setUp(self):
        self.hub = self.enterContext(MockHub())
        self.enterContext(self.hub.environment())

    def test_clients_talk_to_it(self):
        self.assertEqual(HfApi().whoami(self.hub.token("bo"))["name"], "bo")

    def tearDown(self):
        self.doCleanups()
        self.assertEqual(constants.ENDPOINT, "https://huggingface.co")
        self.assertNotIn("HF_ENDPOINT", os.environ)
