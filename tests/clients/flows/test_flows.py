"""What people do with a Hub, each with an open and with a gated repo."""

import os
import pathlib
import subprocess

import datasets
import pytest
from datasets.exceptions import DatasetNotFoundError
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download, snapshot_download
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, LocalEntryNotFoundError

pytestmark = pytest.mark.hub_seed("hub/hub.yaml")
ROWS = [{"speaker": "ana", "text": "bom dia"}, {"speaker": "bo", "text": "boa noite"}]
WEIGHTS = bytes(range(8))
# who may read what
READERS = [("ana/open", "bo"), ("ana/gated", "cy"), ("ana/gated", "ana")]
REPOS = ["ana/open", "ana/gated"]


def run(*command, cwd=None, ok=True, **env):
    """Runs a program as a person would; returns what it wrote."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=120, env={**os.environ, "GIT_TERMINAL_PROMPT": "0", **env}
    )
    said = done.stdout + done.stderr
    assert (done.returncode == 0) == ok, f"{' '.join(map(str, command))}: exit status {done.returncode}\n{said}"
    return said


def token(user):
    return f"hf_{user}"


# hf


def test_hf_auth_login(mock_hub):
    run("hf", "auth", "login", "--token", "hf_ana")
    assert "ana" in run("hf", "auth", "whoami")
    run("hf", "auth", "login", "--token", "hf_wrong", ok=False)


@pytest.mark.parametrize(("repo", "user"), READERS)
def test_hf_download(mock_hub, tmp_path, repo, user):
    run("hf", "download", repo, "--repo-type", "dataset", "--token", token(user), "--local-dir", str(tmp_path / "files"))
    assert (tmp_path / "files/weights.bin").read_bytes() == WEIGHTS
    assert (tmp_path / "files/train.csv").read_text().startswith("speaker,text\n")


def test_hf_download_without_access(mock_hub, tmp_path):
    command = ("hf", "download", "ana/gated", "train.csv", "--repo-type", "dataset", "--local-dir", str(tmp_path))
    said = run(*command, "--token", "hf_bo", ok=False)
    assert "access" in said.lower(), said
    assert not (tmp_path / "train.csv").exists()


@pytest.mark.parametrize("repo", REPOS)
@pytest.mark.parametrize("xet", ["0", "1"])
def test_hf_upload(mock_hub, tmp_path, repo, xet):
    (tmp_path / "notes.txt").write_text("notes\n")
    (tmp_path / "more.bin").write_bytes(os.urandom(300_000))
    command = ("hf", "upload", repo, str(tmp_path), ".", "--repo-type", "dataset")
    run(*command, "--token", "hf_ana", HF_HUB_DISABLE_XET="" if xet == "1" else "1")
    got = hf_hub_download(repo, "more.bin", repo_type="dataset", token="hf_ana")
    assert pathlib.Path(got).read_bytes() == (tmp_path / "more.bin").read_bytes()
    run(*command, "--token", "hf_bo", ok=False)


@pytest.mark.parametrize("repo", REPOS)
def test_hf_repos_cp(mock_hub, repo):
    HfApi(token="hf_ana").create_repo("ana/copy", repo_type="dataset")
    source, copy = f"hf://datasets/{repo}", "hf://datasets/ana/copy"
    run("hf", "repos", "cp", f"{source}/weights.bin", f"{copy}/again.bin", "--token", "hf_ana")
    run("hf", "repos", "cp", source, f"{copy}/all/", "--token", "hf_ana")
    for path in ("again.bin", "all/weights.bin"):
        got = hf_hub_download("ana/copy", path, repo_type="dataset", token="hf_ana")
        assert pathlib.Path(got).read_bytes() == WEIGHTS
    run("hf", "repos", "cp", f"{source}/weights.bin", f"{copy}/not-mine.bin", "--token", "hf_bo", ok=False)


@pytest.mark.parametrize("repo", REPOS)
def test_hf_upload_as_a_pull_request(mock_hub, tmp_path, repo):
    (tmp_path / "notes.txt").write_text("notes\n")
    user = "bo" if repo == "ana/open" else "ana"
    command = ("hf", "upload", repo, str(tmp_path), ".", "--repo-type", "dataset", "--create-pr", "--token", token(user))
    run(*command)
    (pull,) = HfApi(token="hf_ana").get_repo_discussions(repo, repo_type="dataset")
    assert pull.is_pull_request and pull.author == user
    got = hf_hub_download(repo, "notes.txt", repo_type="dataset", revision="refs/pr/1", token="hf_ana")
    assert pathlib.Path(got).read_text() == "notes\n"


@pytest.mark.parametrize("repo", REPOS)
def test_hf_repos_settings(mock_hub, repo):
    run("hf", "repos", "settings", repo, "--repo-type", "dataset", "--gated", "auto", "--token", "hf_ana")
    assert HfApi(token=False).dataset_info(repo).gated == "auto"
    run("hf", "repos", "settings", repo, "--repo-type", "dataset", "--gated", "auto", "--token", "hf_bo", ok=False)


# datasets


@pytest.mark.parametrize(("repo", "user"), READERS)
def test_load_dataset(mock_hub, repo, user):
    assert list(datasets.load_dataset(repo, split="train", token=token(user))) == ROWS


@pytest.mark.parametrize(("repo", "user"), READERS)
def test_load_dataset_streaming(mock_hub, repo, user):
    assert list(datasets.load_dataset(repo, split="train", token=token(user), streaming=True)) == ROWS


@pytest.mark.parametrize("streaming", [False, True])
@pytest.mark.parametrize("who", [False, "hf_bo"])
def test_load_dataset_without_access(mock_hub, streaming, who):
    with pytest.raises(DatasetNotFoundError, match="gated dataset"):
        list(datasets.load_dataset("ana/gated", split="train", token=who, streaming=streaming))


@pytest.mark.parametrize(("repo", "reader"), [("ana/open", "bo"), ("ana/gated", "cy")])
def test_push_to_hub(mock_hub, repo, reader):
    rows = [{"n": n} for n in range(100)]
    datasets.Dataset.from_list(rows).push_to_hub(repo, "numbers", token="hf_ana")
    assert list(datasets.load_dataset(repo, "numbers", split="train", token=token(reader))) == rows
    with pytest.raises(HfHubHTTPError):
        datasets.Dataset.from_list(rows).push_to_hub(repo, "numbers", token=token(reader))


# huggingface_hub


@pytest.mark.parametrize(("repo", "user"), READERS)
def test_snapshot_download(mock_hub, repo, user):
    folder = pathlib.Path(snapshot_download(repo, repo_type="dataset", token=token(user)))
    assert sorted(path.name for path in folder.iterdir()) == [".gitattributes", "README.md", "train.csv", "weights.bin"]
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


def test_snapshot_download_without_access(mock_hub):
    with pytest.raises((GatedRepoError, LocalEntryNotFoundError)):
        snapshot_download("ana/gated", repo_type="dataset", token="hf_bo")


@pytest.mark.parametrize(("repo", "user"), READERS)
def test_file_system(mock_hub, repo, user):
    files = HfFileSystem(endpoint=mock_hub.endpoint, token=token(user), skip_instance_cache=True)
    assert files.read_bytes(f"datasets/{repo}/weights.bin") == WEIGHTS
    with files.open(f"datasets/{repo}/train.csv", "rb") as file:
        file.seek(8)
        assert file.read(4) == b"text"


def test_file_system_without_access(mock_hub):
    files = HfFileSystem(endpoint=mock_hub.endpoint, token="hf_bo", skip_instance_cache=True)
    assert "datasets/ana/gated/train.csv" in files.ls("datasets/ana/gated", detail=False)
    with pytest.raises((GatedRepoError, FileNotFoundError, PermissionError)):
        files.read_bytes("datasets/ana/gated/train.csv")


def test_file_system_writes(mock_hub):
    files = HfFileSystem(endpoint=mock_hub.endpoint, token="hf_ana", skip_instance_cache=True)
    with files.open("datasets/ana/gated/notes.txt", "w") as file:
        file.write("notes\n")
    assert files.read_text("datasets/ana/gated/notes.txt") == "notes\n"


# git


@pytest.fixture
def git(mock_hub, tmp_path, monkeypatch):
    """git with LFS, nothing of the machine's own set-up, and a name."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GIT_CONFIG_GLOBAL", raising=False)
    run("git", "lfs", "install", "--skip-repo")
    run("git", "config", "--global", "user.name", "ana")
    run("git", "config", "--global", "user.email", "ana@example.com")
    run("git", "config", "--global", "lfs.locksverify", "false")

    def url(repo, user=None):
        host = mock_hub.endpoint.removeprefix("http://")
        return f"http://{user}:{token(user)}@{host}/datasets/{repo}" if user else f"http://{host}/datasets/{repo}"

    return url


@pytest.mark.parametrize(("repo", "user"), [("ana/open", None), *READERS])
def test_git_clone(git, tmp_path, repo, user):
    run("git", "clone", git(repo, user), str(tmp_path / "clone"))
    assert (tmp_path / "clone/weights.bin").read_bytes() == WEIGHTS
    assert run("git", "fsck", "--strict", cwd=tmp_path / "clone") is not None


@pytest.mark.parametrize("user", [None, "bo"])
def test_git_clone_without_access(git, tmp_path, user):
    said = run("git", "clone", git("ana/gated", user), str(tmp_path / "clone"), ok=False)
    assert user is None or "not in the authorized list" in said, said


@pytest.mark.parametrize("repo", REPOS)
def test_git_push_with_lfs(git, mock_hub, tmp_path, repo):
    clone = tmp_path / "clone"
    run("git", "clone", git(repo, "ana"), str(clone))
    large = os.urandom(200_000)
    (clone / "large.bin").write_bytes(large)
    (clone / "train.csv").write_text("speaker,text\nana,adeus\n")
    run("git", "add", ".", cwd=clone)
    run("git", "commit", "-m", "New files", cwd=clone)
    run("git", "push", cwd=clone)
    got = hf_hub_download(repo, "large.bin", repo_type="dataset", token="hf_ana")
    assert pathlib.Path(got).read_bytes() == large
    head = run("git", "rev-parse", "HEAD", cwd=clone).strip()
    assert HfApi(token="hf_ana").dataset_info(repo).sha == head


def test_git_push_without_the_right(git, tmp_path):
    clone = tmp_path / "clone"
    run("git", "clone", git("ana/open", "bo"), str(clone))
    (clone / "notes.txt").write_text("notes\n")
    run("git", "add", ".", cwd=clone)
    run("git", "commit", "-m", "Not mine", cwd=clone)
    said = run("git", "push", cwd=clone, ok=False)
    assert "You are not authorized to push to this repo." in said and "(pre-receive hook declined)" in said, said


# the card at the door

BAD_CARD = "---\nlicense: no-such-license\n---\n# Voices\n"


def test_a_bad_card_is_refused_by_a_commit(mock_hub):
    api = HfApi(token="hf_ana")
    with pytest.raises((HfHubHTTPError, ValueError), match="license"):
        api.upload_file(path_or_fileobj=BAD_CARD.encode(), path_in_repo="README.md", repo_id="ana/open", repo_type="dataset")
    assert "mit" in pathlib.Path(hf_hub_download("ana/open", "README.md", repo_type="dataset")).read_text()


def test_a_bad_card_is_refused_by_a_push_that_says_why(git, tmp_path):
    clone = tmp_path / "clone"
    run("git", "clone", git("ana/open", "ana"), str(clone))
    (clone / "README.md").write_text(BAD_CARD)
    run("git", "commit", "-am", "Another license", cwd=clone)
    said = run("git", "push", cwd=clone, ok=False)
    assert "remote: " in said and "license" in said, said


def test_a_new_card_changes_the_form_at_once(mock_hub):
    api = HfApi(token="hf_ana")
    card = b"---\nlicense: mit\nextra_gated_fields:\n  Company: text\n---\n# Voices\n"
    api.upload_file(path_or_fileobj=card, path_in_repo="README.md", repo_id="ana/gated", repo_type="dataset")
    from huggingface_hub.utils import get_session

    answer = get_session().post(
        f"{mock_hub.endpoint}/datasets/ana/gated/ask-access",
        json={"Company": "ACME"},
        headers={"Authorization": "Bearer hf_bo"},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    (request,) = api.list_pending_access_requests("ana/gated", repo_type="dataset")
    assert request.fields == {"Company": "ACME"}
