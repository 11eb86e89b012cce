"""What the Hub's page about gated datasets says, walked through: by the client, by the API, and by a browser's session.

The number in each test's name is that of the statement on the page, counted from its top. Statements about forms in cards (21 to
25), about logging in (35, 36) and about pages that need a script are in `tests/integration/gate.rs`, `test_login.py` and
`tests/clients/pages`.
"""

import html
import http.client
import json
import re
import urllib.parse

import datasets
import pytest
from datasets.exceptions import DatasetNotFoundError
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError

pytestmark = pytest.mark.hub_seed("hub/gated_page.yaml")
BIRDS, CSV = "rita/birds", "data/train.csv"
FORM = "application/x-www-form-urlencoded"
ANSWERS = {
    "Company": "ACME", "Country": "PT", "Specific date": "2026-01-30", "I want to use this dataset for": "other", "I agree": "true",
}


class Web:
    """Requests without a client library: with a token, with a session, or with neither."""

    def __init__(self, hub, token=None, user=None):
        self.hub, self.headers = hub, {}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if user:
            cookie = self.post("/login", {"user": user}).headers["Set-Cookie"]
            self.headers["Cookie"] = cookie.split(";")[0]

    def send(self, method, path, body=None, kind=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.hub.port)
        connection.request(method, path, body, {**self.headers, **({"Content-Type": kind} if kind else {})})
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        return response

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, form):
        return self.send("POST", path, urllib.parse.urlencode(form), FORM)

    def call(self, path, body):
        return self.send("POST", path, json.dumps(body), "application/json")

    def says(self, path):
        """The text of a page."""
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", self.get(path).text)).split())


class Cast:
    def __init__(self, hub):
        self.hub = hub
        self.page = {name: Web(hub, user=name) for name in ("rita", "kai", "lou", "max", "ad1")}
        self.api = {name: Web(hub, token=f"hf_{name}") for name in ("rita", "rita_read", "kai", "lou", "max", "ad1")}
        self.nobody = Web(hub)
        self.rita = HfApi(token="hf_rita")

    def gate(self, mode, repo=f"datasets/{BIRDS}"):
        assert self.page["rita"].post(f"/{repo}/settings", {"gated": mode}).status == 303

    def ask(self, name, repo=f"datasets/{BIRDS}", **answers):
        return self.page[name].post(f"/{repo}/ask-access", answers)

    def status(self, who, path=f"/datasets/{BIRDS}/resolve/main/{CSV}"):
        return who.get(path).status

    def download(self, name, repo=BIRDS, file=CSV, **where):
        return hf_hub_download(repo, file, repo_type="dataset", token=f"hf_{name}", **where)

    def users(self, status, repo=BIRDS):
        listed = getattr(self.rita, f"list_{status}_access_requests")(repo, repo_type="dataset")
        return sorted(request.username for request in listed)


@pytest.fixture
def cast(mock_hub):
    return Cast(mock_hub)


def test_01_to_04_an_author_gates_a_dataset(cast):
    assert cast.status(cast.nobody) == 200
    assert cast.page["kai"].get(f"/datasets/{BIRDS}/settings").status == 403
    cast.gate("auto")
    assert (cast.status(cast.nobody), cast.status(cast.api["kai"])) == (401, 403)
    with pytest.raises(GatedRepoError):
        cast.download("kai")
    assert "share your contact information" in cast.page["kai"].says(f"/datasets/{BIRDS}")
    assert cast.rita.dataset_info(BIRDS).gated == "auto"
    assert BIRDS in [info.id for info in cast.rita.list_datasets(gated=True)]
    assert "Gated" in cast.page["kai"].says("/")
    for name in ANSWERS:
        assert name in cast.page["kai"].says("/datasets/rita/form")


def test_05_access_is_for_users_and_not_for_organizations(cast):
    cast.gate("manual")
    for call in ("grant", "handle"):
        body = {"user": "lab", "status": "accepted"} if call == "handle" else {"user": "lab"}
        assert cast.api["rita"].call(f"/api/datasets/{BIRDS}/user-access-request/{call}", body).status == 404
    assert "No results found" in cast.page["rita"].says(f"/datasets/{BIRDS}/settings?gated_add_user=true&user=lab")


def test_07_to_09_automatic_approval(cast):
    settings = f"/datasets/{BIRDS}/settings"
    assert "Access requests are currently disabled" in cast.page["rita"].says(settings)
    assert ">Enable Access requests</button>" in cast.page["rita"].get(settings).text
    cast.gate("auto")
    assert '<option value="auto" selected>Automatic approval' in cast.page["rita"].get(settings).text
    assert cast.ask("kai").status == 303
    assert "You have been granted access" in cast.page["kai"].says(f"/datasets/{BIRDS}")
    assert (cast.status(cast.page["kai"]), cast.status(cast.api["kai"])) == (200, 200)
    assert cast.download("kai")


def test_10_manual_approval_adds_options_and_users_without_a_request(cast):
    settings = f"/datasets/{BIRDS}/settings"
    cast.gate("auto")
    assert "Add access" not in cast.page["rita"].says(settings)
    cast.gate("manual")
    said = cast.page["rita"].says(settings)
    assert "Add access" in said and "Notifications frequency" in said
    # By any part of the user name or of the full name.
    for query in ("lou", "ou", "Vang", "vANG"):
        assert "lou Lou Vang" in cast.page["rita"].says(f"{settings}?gated_add_user=true&user={query}"), query
    granted = cast.page["rita"].post(f"{settings}/access-requests", {"action": "grant", "user": "lou"})
    assert granted.status == 303 and cast.status(cast.api["lou"]) == 200


def test_10_notifications(cast, mock_hub):
    cast.gate("manual")
    cast.ask("kai")
    assert mock_hub.outbox() == []
    mock_hub.advance("P1D")
    (mail,) = mock_hub.outbox()
    assert mail["to"] == ["rita@example.com"]
    settings = {"notifications_mode": "real-time", "notifications_email": "gate@example.org"}
    cast.page["rita"].post(f"/datasets/{BIRDS}/settings", settings)
    cast.ask("lou")
    assert mock_hub.outbox()[-1]["to"] == ["gate@example.org"]
    cast.ask("kai", "datasets/lab/calls")
    mock_hub.advance("P1D")
    assert mock_hub.outbox()[-1]["to"] == [f"ad{n}@example.com" for n in range(1, 6)]
    cast.page["ad1"].post("/datasets/lab/calls/settings", {**settings, "notifications_email": "team@example.org"})
    cast.ask("lou", "datasets/lab/calls")
    assert mock_hub.outbox()[-1]["to"] == ["team@example.org"]


def test_11_and_12_control_in_both_modes(cast):
    cast.gate("manual")
    cast.ask("kai")
    cast.rita.accept_access_request(BIRDS, "kai", repo_type="dataset")
    cast.gate("auto")
    assert cast.status(cast.api["kai"]) == 200
    cast.rita.reject_access_request(BIRDS, "kai", repo_type="dataset", rejection_reason=None)
    assert cast.status(cast.api["kai"]) == 403


def test_13_the_lists_of_requests(cast):
    lists = f"/datasets/{BIRDS}/settings?gated_access_request=true"
    review = f"/datasets/{BIRDS}/settings/access-requests"
    rita = cast.page["rita"]
    cast.gate("auto")
    assert 'id="review"' in rita.get(lists).text and "<dialog" in rita.get(lists).text
    assert "pending (0)" in rita.says(lists)
    cast.gate("manual")
    for name in ("kai", "lou", "max"):
        cast.ask(name)
    assert "pending (3)" in rita.says(lists)
    assert rita.post(review, {"action": "accept", "user": "kai"}).status == 303
    assert rita.post(review, {"action": "reject", "user": "max", "reason": "no"}).status == 303
    assert (cast.users("pending"), cast.users("accepted"), cast.users("rejected")) == (["lou"], ["kai"], ["max"])
    # Rejected: no access, and no second request.
    assert cast.status(cast.api["max"]) == 403
    assert cast.ask("max").status == 303 and cast.users("rejected") == ["max"]
    told = cast.page["max"].says(f"/datasets/{BIRDS}")
    assert "Your request to access this repo has been rejected by the repo's authors." in told
    assert "ask-access" not in cast.page["max"].get(f"/datasets/{BIRDS}").text
    # Accepted: rejected at any time, or pending again, in any mode.
    cast.gate("auto")
    assert rita.post(review, {"action": "cancel", "user": "kai"}).status == 303
    assert cast.users("pending") == ["kai", "lou"] and cast.status(cast.api["kai"]) == 403


def test_14_and_15_the_api(cast):
    cast.gate("manual")
    cast.ask("kai")
    base = f"/api/datasets/{BIRDS}/user-access-request"
    callers = [(cast.nobody, 401), (cast.api["rita_read"], 403), (cast.api["lou"], 403), (cast.api["rita"], 200)]
    for caller, status in callers:
        assert caller.get(f"{base}/pending").status == status
    made = cast.page["rita"].post("/settings/tokens", {"name": "ci", "role": "write"}).text
    secret = re.search(r"Your new token is <code>(hf_\w+)</code>", made)[1]
    assert Web(cast.hub, token=secret).get(f"{base}/pending").status == 200
    for status in ("accepted", "rejected", "pending"):
        answer = cast.api["rita"].call(f"{base}/handle", {"user": "kai", "status": status})
        assert (answer.status, answer.text) == (200, "{}")
        listed = json.loads(cast.api["rita"].get(f"{base}/{status}").text)
        assert [each["user"]["user"] for each in listed] == ["kai"]
    assert cast.api["rita"].call(f"{base}/grant", {"user": "lou"}).status == 200
    again = cast.api["rita"].call(f"{base}/grant", {"user": "lou"})
    assert (again.status, json.loads(again.text)["error"]) == (400, "That user already has access to the repo")


def test_17_the_client(cast):
    cast.gate("manual")
    cast.ask("kai")
    cast.rita.accept_access_request(BIRDS, "kai", repo_type="dataset")
    cast.rita.cancel_access_request(BIRDS, "kai", repo_type="dataset")
    cast.rita.reject_access_request(BIRDS, "kai", repo_type="dataset", rejection_reason="no")
    cast.rita.grant_access(BIRDS, "lou", repo_type="dataset")
    assert (cast.users("accepted"), cast.users("rejected"), cast.users("pending")) == (["lou"], ["kai"], [])
    with pytest.raises(HfHubHTTPError):
        cast.rita.grant_access(BIRDS, "lou", repo_type="dataset")
    with pytest.raises(HfHubHTTPError):
        list(HfApi(token="hf_kai").list_pending_access_requests(BIRDS, repo_type="dataset"))


def test_18_the_access_report(cast):
    cast.gate("manual")
    cast.ask("kai")
    cast.rita.grant_access(BIRDS, "lou", repo_type="dataset")
    assert "Download user access report" in cast.page["rita"].says(f"/datasets/{BIRDS}/settings")
    report = cast.page["rita"].get(f"/datasets/{BIRDS}/user-access-report")
    assert report.headers["Content-Disposition"] == "attachment; filename=user-access-report-rita-birds.json"
    entries = {entry["user"]: entry for entry in json.loads(report.text)}
    for user, status in (("kai", "pending"), ("lou", "accepted")):
        assert {"user", "fullname", "status", "time"} <= set(entries[user]) and entries[user]["status"] == status
    # The live Hub leaves the address of a user out who did not ask.
    assert entries["kai"]["email"] == "kai@example.com" and "email" not in entries["lou"]


def test_19_to_25_what_the_card_says(cast):
    cast.gate("manual")
    assert "Agree and send request to access repo" in cast.page["kai"].says(f"/datasets/{BIRDS}")
    page, said = cast.page["kai"].get("/datasets/rita/form").text, cast.page["kai"].says("/datasets/rita/form")
    for words in ("Tell us who you are", "We read every request", "You agree not to identify speakers", "Send it", *ANSWERS):
        assert words in said, words
    for part in ('type="text"', 'type="checkbox"', 'type="date"', '<option value="PT">', '<option value="other">Other'):
        assert part in page, part
    assert cast.ask("kai", "datasets/rita/form", **ANSWERS).status == 303
    answers = cast.page["rita"].says("/datasets/rita/form/settings?gated_access_request=true")
    assert "ACME" in answers and "2026-01-30" in answers
    (request,) = cast.rita.list_pending_access_requests("rita/form", repo_type="dataset")
    assert request.fields == ANSWERS and request.email == "kai@example.com"


def test_26_a_gating_group(cast):
    slug = json.loads(cast.nobody.get("/api/collections?owner=lab").text)[0]["slug"]
    closed = cast.page["ad1"].post(f"/collections/{slug}", {"mode": "manual"})
    assert closed.status == 303, closed.text
    one, two = "/datasets/lab/one/resolve/main/" + CSV, "/lab/two/resolve/main/a.txt"
    assert (cast.status(cast.api["kai"], one), cast.status(cast.api["kai"], two)) == (403, 403)
    assert cast.ask("kai", "datasets/lab/one").status == 303
    owner = HfApi(token="hf_ad1")
    owner.accept_access_request("lab/two", "kai", repo_type="model")
    assert (cast.status(cast.api["kai"], one), cast.status(cast.api["kai"], two)) == (200, 200)
    owner.reject_access_request("lab/one", "kai", repo_type="dataset", rejection_reason=None)
    assert (cast.status(cast.api["kai"], one), cast.status(cast.api["kai"], two)) == (403, 403)
    poor = json.loads(cast.nobody.get("/api/collections?owner=poor").text)[0]["slug"]
    assert cast.page["ad1"].post(f"/collections/{poor}", {"mode": "manual"}).status == 400


def test_27_to_33_asking(cast):
    cast.gate("manual")
    assert cast.nobody.post(f"/datasets/{BIRDS}/ask-access", {}).status == 401
    assert "Log in" in cast.nobody.says(f"/datasets/{BIRDS}")
    # The page says that asking needs a browser; the live Hub took a token, too.
    assert cast.api["max"].post(f"/datasets/{BIRDS}/ask-access", {}).status == 303
    assert 'id="gate"' in cast.page["kai"].get(f"/datasets/{BIRDS}").text
    assert cast.ask("kai").status == 303
    assert "awaiting a review" in cast.page["kai"].says(f"/datasets/{BIRDS}")
    assert "awaiting a review" in cast.api["kai"].get(f"/datasets/{BIRDS}/resolve/main/{CSV}").text
    cast.rita.accept_access_request(BIRDS, "kai", repo_type="dataset")
    assert cast.status(cast.api["kai"]) == 200
    cast.rita.reject_access_request(BIRDS, "kai", repo_type="dataset", rejection_reason=None)
    assert cast.status(cast.api["kai"]) == 403


def test_34_a_browser_downloads_with_its_session(cast):
    cast.gate("auto")
    cast.ask("kai")
    assert cast.status(cast.page["kai"]) == 200
    assert cast.status(cast.page["kai"], f"/datasets/{BIRDS}/blob/main/{CSV}") == 200
    assert cast.status(cast.nobody) == 401


def test_37_libraries_take_a_token(cast, tmp_path):
    cast.gate("auto")
    cast.ask("kai")
    # Before somebody else fills the cache, which a client falls back to.
    with pytest.raises(DatasetNotFoundError, match="gated"):
        datasets.load_dataset(BIRDS, split="train", token="hf_max")
    (row,) = datasets.load_dataset(BIRDS, split="train", token="hf_kai")
    assert row == {"name": "robin", "song": "tic"}
    with pytest.raises(GatedRepoError):
        cast.download("max", cache_dir=tmp_path)
    assert cast.download("kai", cache_dir=tmp_path)
    with pytest.raises(GatedRepoError):
        hf_hub_download("rita/net", "config.json", token="hf_kai", cache_dir=tmp_path)
