"""huggingface_hub, in words that every version of it knows."""

import os
import pathlib
import tempfile
from inspect import signature

import huggingface_hub
from cells import cell, raises
from huggingface_hub import CommitOperationAdd, HfApi, HfFileSystem, hf_hub_download, snapshot_download

ana, bo, cy = (HfApi(token=f"hf_{name}") for name in ("ana", "bo", "cy"))
DATASET = {"repo_type": "dataset"}
WEIGHTS = bytes(range(8))


@cell
def whoami():
    assert ana.whoami()["name"] == "ana"


@cell
def list_datasets():
    assert {info.id for info in ana.list_datasets(author="ana")} == {"ana/open", "ana/gated"}


@cell
def list_gated():
    # From 0.26 on; before, the API has no such filter.
    try:
        gated = [info.id for info in ana.list_datasets(gated=True)]
    except TypeError:
        return
    assert gated == ["ana/gated"], gated
    assert [info.id for info in ana.list_datasets(gated=False)] == ["ana/open"]


@cell
def dataset_info():
    info = cy.dataset_info("ana/gated", files_metadata=True)
    assert info.card_data.license == "mit" and len(info.siblings) == 4


@cell
def list_files():
    assert "train.csv" in cy.list_repo_files("ana/gated", **DATASET)
    assert ana.file_exists("ana/gated", "train.csv", **DATASET)


@cell
def download():
    for repo in ("ana/open", "ana/gated"):
        for name in ("train.csv", "weights.bin"):
            path = pathlib.Path(hf_hub_download(repo, name, token="hf_cy", **DATASET))
            assert path.stat().st_size in (8, 38), path.stat().st_size


@cell
def gated_is_named():
    home = tempfile.mkdtemp()
    raises(lambda: hf_hub_download("ana/gated", "train.csv", token="hf_bo", cache_dir=home, **DATASET), "GatedRepoError", "not in the authorized list")
    raises(lambda: hf_hub_download("ana/gated", "train.csv", token=False, cache_dir=home, **DATASET), "GatedRepoError")
    raises(lambda: hf_hub_download("ana/none", "train.csv", token="hf_bo", cache_dir=home, **DATASET), "RepositoryNotFoundError")


@cell
def snapshot():
    folder = pathlib.Path(snapshot_download("ana/gated", token="hf_cy", **DATASET))
    assert (folder / "weights.bin").read_bytes() == WEIGHTS


@cell
def file_system():
    with HfFileSystem(token="hf_cy").open("datasets/ana/gated/train.csv") as file:
        assert file.readline().strip() == b"speaker,text"


@cell
def create_and_upload():
    ana.create_repo("ana/new", **DATASET)
    ana.create_repo("ana/new", exist_ok=True, **DATASET)
    ana.upload_file(path_or_fileobj=b"a,b\n", path_in_repo="a.csv", repo_id="ana/new", **DATASET)
    large = os.urandom(300_000)
    ana.upload_file(path_or_fileobj=large, path_in_repo="b.bin", repo_id="ana/new", **DATASET)
    path = hf_hub_download("ana/new", "b.bin", token="hf_ana", **DATASET)
    assert pathlib.Path(path).read_bytes() == large


@cell
def upload_folder():
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "data").mkdir()
    for n in range(3):
        (folder / f"data/{n}.csv").write_text(f"{n}\n")
    ana.upload_folder(folder_path=str(folder), repo_id="ana/new", **DATASET)
    assert "data/2.csv" in ana.list_repo_files("ana/new", **DATASET)


@cell
def branches_and_tags():
    ana.create_branch("ana/new", branch="other", **DATASET)
    ana.create_tag("ana/new", tag="v1", **DATASET)
    refs = ana.list_repo_refs("ana/new", **DATASET)
    assert [tag.name for tag in refs.tags] == ["v1"] and "other" in [branch.name for branch in refs.branches]
    ana.delete_tag("ana/new", tag="v1", **DATASET)
    ana.delete_branch("ana/new", branch="other", **DATASET)


@cell
def pull_request():
    add = CommitOperationAdd(path_in_repo="c.csv", path_or_fileobj=b"c\n")
    made = bo.create_commit("ana/new", [add], commit_message="One more", create_pr=True, **DATASET)
    details = ana.get_discussion_details("ana/new", made.pr_num, **DATASET)
    assert details.status == "open", details.status
    ana.merge_pull_request("ana/new", made.pr_num, **DATASET)
    assert "c.csv" in ana.list_repo_files("ana/new", **DATASET)


@cell
def no_rights():
    raises(lambda: bo.upload_file(path_or_fileobj=b"x", path_in_repo="x", repo_id="ana/open", **DATASET), "403", "create_pr")


@cell
def access_requests():
    assert [request.username for request in ana.list_pending_access_requests("ana/gated", **DATASET)] == ["di"]
    ana.accept_access_request("ana/gated", "di", **DATASET)
    assert {request.username for request in ana.list_accepted_access_requests("ana/gated", **DATASET)} == {"cy", "di"}
    # From 0.28 on, a reason has to be given.
    reason = {"rejection_reason": "no"} if "rejection_reason" in signature(ana.reject_access_request).parameters else {}
    ana.reject_access_request("ana/gated", "di", **reason, **DATASET)
    assert [request.username for request in ana.list_rejected_access_requests("ana/gated", **DATASET)] == ["di"]
    ana.cancel_access_request("ana/gated", "di", **DATASET)


@cell
def grant_access():
    ana.grant_access("ana/gated", "bo", **DATASET)
    assert hf_hub_download("ana/gated", "train.csv", token="hf_bo", **DATASET)


@cell
def move_and_delete():
    ana.move_repo("ana/new", "ana/newer", **DATASET)
    assert ana.dataset_info("ana/new").id == "ana/newer"
    path = hf_hub_download("ana/new", "a.csv", token="hf_ana", cache_dir=tempfile.mkdtemp(), **DATASET)
    assert pathlib.Path(path).read_text() == "a,b\n"
    ana.delete_repo("ana/newer", **DATASET)
    assert not ana.repo_exists("ana/newer", **DATASET)


@cell
def like_and_tags():
    assert "license" in ana.get_dataset_tags() if hasattr(ana, "get_dataset_tags") else True
    assert list(ana.list_liked_repos("ana").datasets) == []


assert huggingface_hub.__version__
