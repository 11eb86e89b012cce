"""Asks for access, reviews and grants with huggingface_hub, from one end to the other: a dataset, a model, and a gating group."""
import os
import subprocess
import sys
import tempfile

SEED = """
users:
  - { name: owner, tokens: [{ token: hf_owner, role: write }] }
  - { name: bo, email: bo@example.com, tokens: [{ token: hf_bo, role: read }] }
  - { name: cy, tokens: [{ token: hf_cy, role: read }] }
  - { name: di, tokens: [{ token: hf_di, role: fineGrained, can_read_gated_repos: true }, { token: hf_di_shut, role: fineGrained }] }
repos:
  - id: owner/voices
    gated: manual
    files:
      README.md: "---\\nextra_gated_fields:\\n  Company: text\\n---\\n"
      data.csv: "a,b\\n"
  - id: owner/net
    type: model
    gated: manual
    files:
      README.md: "---\\nextra_gated_fields:\\n  Company: text\\n---\\n"
      data.csv: "a,b\\n"
  - { id: acme/calls, files: { data.csv: "a,b\\n" } }
  - { id: acme/net, type: model, files: { data.csv: "a,b\\n" } }
organizations:
  - { name: acme, plan: team, members: [{ user: owner, role: admin }, { user: di, role: read }] }
collections:
  - { title: Speech, namespace: acme, items: [{ id: acme/calls }, { type: model, id: acme/net }], gating: { mode: manual } }
"""

folder = tempfile.TemporaryDirectory()
with open(os.path.join(folder.name, "hub.yaml"), "w") as file:
    file.write(SEED)
server = subprocess.Popen([os.environ["CARDLINT"], "serve", "--seed", folder.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
os.environ["HF_ENDPOINT"] = server.stdout.readline().strip()
os.environ["HF_HOME"] = os.path.join(folder.name, "home")
for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE"):
    os.environ.pop(name, None)

from huggingface_hub import HfApi, hf_hub_download  # noqa: E402
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError  # noqa: E402
from huggingface_hub.utils import get_session  # noqa: E402

owner, bo, cy, nobody = (HfApi(token=token) for token in ("hf_owner", "hf_bo", "hf_cy", False))
passed, failed = 0, 0


def check(what, holds):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}")


def raises(error, call):
    try:
        call()
    except error:
        return True
    except Exception as other:
        print(f"  {type(other).__name__}: {other}")
    return False


def ask(page, token, answers):
    headers = {"Authorization": f"Bearer {token}"}
    return get_session().post(f"{owner.endpoint}/{page}/ask-access", headers=headers, json=answers, follow_redirects=False).status_code


def names(requests):
    return [request.username for request in requests]


def flow(page, REPO):
    check("whoami", owner.whoami()["name"] == "owner")
    check("anonymous is kept out", raises(GatedRepoError, lambda: nobody.auth_check(**REPO)))
    check("a stranger is kept out", raises(GatedRepoError, lambda: bo.auth_check(**REPO)))
    check("the owner is not", owner.auth_check(**REPO) is None)
    check("an unknown repo", raises(RepositoryNotFoundError, lambda: bo.auth_check("owner/none", repo_type=REPO["repo_type"])))
    check("a form with a mistake", ask(page, "hf_bo", {}) == 400)
    check("asking", ask(page, "hf_bo", {"Company": "ACME"}) == 303)
    pending = list(owner.list_pending_access_requests(**REPO))
    check("pending", names(pending) == ["bo"])
    check("fields and e-mail", pending and (pending[0].fields, pending[0].email) == ({"Company": "ACME"}, "bo@example.com"))
    check("only the owner lists", raises(HfHubHTTPError, lambda: list(bo.list_pending_access_requests(**REPO))))
    owner.accept_access_request(user="bo", **REPO)
    check("accepted", names(owner.list_accepted_access_requests(**REPO)) == ["bo"])
    check("twice is an error", raises(HfHubHTTPError, lambda: owner.accept_access_request(user="bo", **REPO)))
    check("bo reads", open(hf_hub_download(filename="data.csv", token="hf_bo", endpoint=owner.endpoint, **REPO)).read() == "a,b\n")
    owner.cancel_access_request(user="bo", **REPO)
    check("cancelled", names(owner.list_pending_access_requests(**REPO)) == ["bo"])
    owner.reject_access_request(user="bo", rejection_reason="no", **REPO)
    check("rejected", names(owner.list_rejected_access_requests(**REPO)) == ["bo"])
    check("bo is kept out", raises(GatedRepoError, lambda: bo.auth_check(**REPO)))
    owner.grant_access(user="cy", **REPO)
    accepted = list(owner.list_accepted_access_requests(**REPO))
    check("granted, without an e-mail", [(request.username, request.email) for request in accepted] == [("cy", None)])
    check("granting twice is an error", raises(HfHubHTTPError, lambda: owner.grant_access(user="cy", **REPO)))
    check("cy reads", cy.auth_check(**REPO) is None)
    owner.update_repo_settings(gated=False, **REPO)
    check("the gate is open", nobody.auth_check(**REPO) is None)
    owner.update_repo_settings(gated="auto", **REPO)
    check("the gate is closed", raises(GatedRepoError, lambda: nobody.auth_check(**REPO)))


def group():
    """One request on any repo of a gating group opens all of them."""
    calls, net = {"repo_id": "acme/calls", "repo_type": "dataset"}, {"repo_id": "acme/net", "repo_type": "model"}
    check("the group keeps a stranger out", all(raises(GatedRepoError, lambda: bo.auth_check(**repo)) for repo in (calls, net)))
    check("a member is let in", HfApi(token="hf_di").auth_check(**calls) is None)
    check("not by a token that may not", raises(GatedRepoError, lambda: HfApi(token="hf_di_shut").auth_check(**calls)))
    check("asking one", ask("datasets/acme/calls", "hf_bo", {}) == 303)
    check("is asking the other", names(owner.list_pending_access_requests(**net)) == ["bo"])
    owner.accept_access_request(user="bo", **net)
    check("accepted by both", bo.auth_check(**calls) is None and bo.auth_check(**net) is None)
    check("one list", names(owner.list_accepted_access_requests(**calls)) == ["bo"])


try:
    flow("datasets/owner/voices", {"repo_id": "owner/voices", "repo_type": "dataset"})
    flow("owner/net", {"repo_id": "owner/net", "repo_type": "model"})
    group()
finally:
    server.terminate()
    server.wait(10)
    folder.cleanup()
print(f"access: {passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
