"""Every way to log in that the newest client has, from a terminal and without one."""

import base64
import configparser
import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import threading
import time

import pytest
from huggingface_hub import HfApi, get_token, hf_hub_download, login, logout, notebook_login
from huggingface_hub.errors import DeviceCodeError, GatedRepoError, HfHubHTTPError, OIDCError

pytestmark = pytest.mark.hub_seed("hub/hub.yaml")
GITHUB = "https://token.actions.githubusercontent.com"


def decide(mock_hub, user):
    """Allows, as `user`, the login that is about to begin; denies it without one."""
    say = (lambda: mock_hub.allow_login(user)) if user else mock_hub.deny_login
    thread = threading.Thread(target=say)
    thread.start()
    return thread


def hf(*words, **env):
    """Runs `hf` without a terminal."""
    return subprocess.run(
        ["hf", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env={**os.environ, **env}
    )


def on_terminal(answer, *command):
    """Runs a program on a terminal, and types an answer once it asks how to log in. What it wrote, and its exit status."""
    here, there = pty.openpty()
    process = subprocess.Popen(command, stdin=there, stdout=there, stderr=there, close_fds=True)
    os.close(there)
    said, typed, end = "", list(answer), time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([here], [], [], 0.2)[0]:
            try:
                said += os.read(here, 4096).decode(errors="replace")
            except OSError:
                break
        elif process.poll() is not None:
            break
        if typed and typed[0][0] in said:
            time.sleep(1)  # the menu throws away what was typed before it listens
            os.write(here, typed.pop(0)[1].encode())
    status = process.wait(10)
    os.close(here)
    return said, status


def test_login_without_a_terminal(mock_hub):
    thread = decide(mock_hub, "cy")
    login()
    thread.join()
    assert get_token().startswith("hf_oauth_")
    assert HfApi().whoami()["name"] == "cy"
    assert pathlib.Path(hf_hub_download("ana/gated", "train.csv", repo_type="dataset")).read_text()
    logout()
    assert get_token() is None


def test_a_login_that_is_denied(mock_hub):
    thread = decide(mock_hub, None)
    with pytest.raises(DeviceCodeError, match="denied"):
        login()
    thread.join()
    assert get_token() is None


def test_notebook_login_outside_of_a_notebook(mock_hub):
    thread = decide(mock_hub, "cy")
    notebook_login()
    thread.join()
    assert HfApi().whoami()["name"] == "cy"


def test_hf_auth_login_without_a_terminal(mock_hub):
    thread = decide(mock_hub, "ana")
    done = hf("auth", "login")
    thread.join()
    assert done.returncode == 0, done
    assert "/oauth/device?user_code=" in done.stdout + done.stderr
    assert "ana" in hf("auth", "whoami").stdout
    assert "oauth-ana" in hf("auth", "list").stdout
    again = hf("auth", "login")
    assert again.returncode == 0 and "lready logged in" in again.stdout + again.stderr


def test_hf_auth_login_that_is_denied(mock_hub):
    thread = decide(mock_hub, None)
    done = hf("auth", "login")
    thread.join()
    assert done.returncode == 1 and "denied" in done.stdout + done.stderr


def test_hf_auth_login_on_a_terminal_by_browser(mock_hub):
    thread = decide(mock_hub, "ana")
    said, status = on_terminal([("How would you like to log in?", "\r")], "hf", "auth", "login")
    thread.join()
    assert status == 0 and "And enter the code:" in said and "Login successful" in said, said
    assert "ana" in hf("auth", "whoami").stdout


def test_hf_auth_login_on_a_terminal_by_token(mock_hub):
    answers = [("How would you like to log in?", "\x1b[B\r"), ("Enter your token", "hf_cy\n")]
    said, status = on_terminal(answers, "hf", "auth", "login")
    assert status == 0 and "Login successful" in said, said
    assert "cy" in hf("auth", "whoami").stdout


def test_login_with_a_token(mock_hub):
    login("hf_cy")
    assert HfApi().whoami()["name"] == "cy"
    with pytest.raises(HfHubHTTPError):
        login("hf_wrong")


def test_a_login_is_renewed_before_it_ends(mock_hub):
    thread = decide(mock_hub, "cy")
    login()
    thread.join()
    old = get_token()
    stored = pathlib.Path(os.environ["HF_HOME"]) / "stored_tokens"
    tokens = configparser.ConfigParser()
    tokens.read(stored)
    for name in tokens.sections():
        tokens[name]["expires_at"] = str(int(time.time()) + 60)
    with stored.open("w") as file:
        tokens.write(file)
    # Each process remembers for a while what it read.
    done = subprocess.run([sys.executable, "-c", "from huggingface_hub import whoami, get_token; print(get_token(), whoami()['name'])"],
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    new, name = done.stdout.split()
    assert name == "cy" and new.startswith("hf_oauth_") and new != old


def identity(mock_hub, **claims):
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    claims = {"iss": GITHUB, "aud": mock_hub.endpoint, "repository": "acme/train", "ref": "refs/heads/main", **claims}
    return f"{part({'alg': 'none'})}.{part(claims)}.c2ln"


def test_a_trusted_job_writes_its_repo_and_nothing_else(mock_hub, tmp_path):
    (tmp_path / "notes.txt").write_text("notes\n")
    env = {"HF_OIDC_RESOURCE": "datasets/ana/open", "HF_OIDC_ID_TOKEN": identity(mock_hub)}
    done = hf("upload", "ana/open", str(tmp_path), ".", "--repo-type", "dataset", **env)
    assert done.returncode == 0, done
    assert hf_hub_download("ana/open", "notes.txt", repo_type="dataset")
    assert hf("upload", "ana/gated", str(tmp_path), ".", "--repo-type", "dataset", **env).returncode == 1
    other = {**env, "HF_OIDC_ID_TOKEN": identity(mock_hub, ref="refs/heads/other")}
    done = hf("upload", "ana/open", str(tmp_path), ".", "--repo-type", "dataset", **other)
    assert done.returncode == 1


def test_a_trusted_job_reads_what_its_user_was_let_into(mock_hub, monkeypatch):
    monkeypatch.setenv("HF_OIDC_ID_TOKEN", identity(mock_hub))
    monkeypatch.setenv("HF_OIDC_RESOURCE", "cy")
    assert hf_hub_download("ana/gated", "train.csv", repo_type="dataset")
    monkeypatch.setenv("HF_OIDC_RESOURCE", "bo")
    with pytest.raises(GatedRepoError):  # a file that is not in the cache
        hf_hub_download("ana/gated", "weights.bin", repo_type="dataset")
    monkeypatch.setenv("HF_OIDC_RESOURCE", "ana")
    with pytest.raises((OIDCError, HfHubHTTPError)):
        get_token()
