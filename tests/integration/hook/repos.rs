//! Every kind of repository, and what is said of the parts that cannot be read.

use std::path::Path;

use super::{Ran, Repo, bad, command, good, marks, run};

/// A repository whose `HEAD` has a bad card in `old` and whose index adds one at the top.
fn staged() -> Repo {
    let repo = Repo::init(&[]);
    repo.stage("old/README.md", bad("old"));
    repo.commit_unjudged();
    repo.stage("README.md", bad("staged"));
    repo
}

fn cardlint_with(folder: &Path, env: &[(&str, &str)], words: &[&str]) -> Ran {
    run(command(env!("CARGO_BIN_EXE_cardlint"), folder).args(words).envs(env.iter().copied()), b"")
}

/// Deletes the loose object that a revision names.
fn lose(repo: &Repo, revision: &str) -> String {
    let id = repo.git(&["rev-parse", revision]).ok().trim().to_owned();
    std::fs::remove_file(repo.path(format!(".git/objects/{}/{}", &id[..2], &id[2..]))).expect("a loose object");
    id
}

#[test]
fn the_environment_names_the_repository_the_working_tree_and_the_index() {
    let repo = staged();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let git_dir = repo.path(".git");
    let (git_dir, top) = (git_dir.to_str().expect("a path"), repo.top.to_str().expect("a path"));
    let ran = cardlint_with(elsewhere.path(), &[("GIT_DIR", git_dir)], &["check", "--staged"]);
    assert_eq!(marks(&ran.text), marks("bad-staged"), "{}", ran.text);
    let env = [("GIT_DIR", git_dir), ("GIT_WORK_TREE", top)];
    repo.write("cardlint.toml", "exclude = [\"README.md\"]\n");
    let ran = cardlint_with(&repo.top, &env, &["check", "--staged"]);
    assert_eq!(ran.text, "no cards to check\n");
    let index = elsewhere.path().join("index");
    let index = index.to_str().expect("a path");
    std::fs::copy(repo.path(".git/index"), index).expect("a copy");
    let other = [("GIT_INDEX_FILE", index)];
    run(command("git", &repo.top).envs(other).args(["rm", "-q", "--cached", "README.md"]), b"").ok();
    let ran = cardlint_with(&repo.top, &other, &["check", "--staged"]);
    assert_eq!((ran.code, ran.text.as_str()), (Some(0), "no cards to check\n"));
}

/// git's own tests take a repository for another user's in this way.
#[test]
fn what_another_user_owns_is_read_only_where_git_calls_it_safe() {
    let repo = staged();
    repo.git(&["config", "extensions.refStorage", "files"]).ok();
    let ran = cardlint_with(&repo.top, &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")], &["check", "--since", "no:such"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("dubious ownership") && ran.text.contains("safe.directory"), "{}", ran.text);
}

#[test]
fn one_card_that_cannot_be_read_hides_no_other() {
    for command in [&["hook", "run", "pre-commit"][..], &["check", "--staged"]] {
        let repo = staged();
        repo.stage("a/README.md", format!("{}lost", good()));
        repo.stage("z/README.md", bad("last"));
        let id = lose(&repo, ":a/README.md");
        let ran = repo.cardlint(command);
        assert_eq!(ran.code, Some(2), "{}", ran.text);
        assert_eq!(marks(&ran.text), marks("bad-staged bad-last"), "{}", ran.text);
        assert!(ran.text.contains("cannot read `a/README.md`") && ran.text.contains(&id), "{}", ran.text);
    }
}

#[test]
fn one_folder_that_cannot_be_read_hides_no_card_elsewhere() {
    let repo = staged();
    repo.stage("a/README.md", bad("in-the-lost-folder"));
    repo.commit_unjudged();
    repo.stage("z/README.md", bad("last"));
    repo.stage("a/other.txt", "staged, so that the folder of HEAD is looked at");
    lose(&repo, "HEAD:a");
    let ran = repo.cardlint(&["check", "--staged"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("bad-last") && ran.text.contains("cannot read `a/`"), "{}", ran.text);
    repo.git(&["rm", "-q", "--cached", "a/other.txt"]).ok();
    let ran = repo.cardlint(&["check", "--since", "HEAD^"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("bad-staged") && ran.text.contains("cannot read `a/`"), "{}", ran.text);
}

#[test]
fn one_pushed_card_that_cannot_be_read_hides_no_other() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", bad("pushed"));
    repo.stage("a/README.md", format!("{}lost", good()));
    repo.commit_unjudged();
    lose(&repo, "HEAD:a/README.md");
    let line = format!("refs/heads/main {} refs/heads/main {}\n", repo.head(), "0".repeat(40));
    let push = ["hook", "run", "pre-push", "origin"];
    let ran = run(command(env!("CARGO_BIN_EXE_cardlint"), &repo.top).args(push), line.as_bytes());
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("bad-pushed") && ran.text.contains("cannot read `a/README.md`"), "{}", ran.text);
    let line = format!("{} {} refs/heads/main\n", "0".repeat(40), repo.head());
    let receive = ["hook", "run", "pre-receive"];
    let ran = run(command(env!("CARGO_BIN_EXE_cardlint"), &repo.top).args(receive), line.as_bytes());
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("bad-pushed") && ran.text.contains("a/README.md: cannot read"), "{}", ran.text);
}

/// The clone has no blob of an older commit: git fetches what is asked for.
#[test]
fn a_partial_clone() {
    for filter in ["blob:none", "tree:0"] {
        let origin = Repo::init(&[]);
        origin.git(&["config", "uploadpack.allowFilter", "true"]).ok();
        origin.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]).ok();
        origin.stage("data/README.md", bad("old"));
        origin.commit_unjudged();
        origin.stage("README.md", good());
        origin.commit_unjudged();
        let folder = Repo::init(&[]);
        let address = format!("file://{}", origin.top.display());
        let filter = format!("--filter={filter}");
        folder.git(&["clone", "-q", &filter, "--sparse", &address, "partial"]).ok();
        let partial = Repo::at(folder.path("partial"));
        partial.cardlint(&["hook", "install", "--pre-push"]).ok();
        partial.stage("README.md", bad("new"));
        partial.refused(&["commit", "-m", "x"]);
        let other = Repo::init(&["--bare"]);
        let ran = partial.git(&["push", other.top.to_str().expect("a path"), "main"]);
        assert!(!ran.success, "{}", ran.text);
        assert_eq!(marks(&ran.text), marks("bad-new bad-old"), "{}", ran.text);
        // once more, where the blobs cannot be fetched
        let offline = Repo::init(&[]);
        offline.git(&["clone", "-q", "--no-checkout", &filter, &address, "offline"]).ok();
        let offline = Repo::at(offline.path("offline"));
        offline.git(&["remote", "set-url", "origin", "/nowhere/at/all"]).ok();
        let line = format!("refs/heads/main {} refs/heads/main {}\n", offline.head(), "0".repeat(40));
        let push = ["hook", "run", "pre-push", "other"];
        let ran = run(command(env!("CARGO_BIN_EXE_cardlint"), &offline.top).args(push), line.as_bytes());
        assert_eq!(ran.code, Some(2), "{}", ran.text);
        assert!(ran.text.contains("promisor remote"), "the reason is git's: {}", ran.text);
    }
}

#[test]
fn since_a_revision_that_a_shallow_clone_does_not_reach() {
    let origin = Repo::init(&[]);
    for number in 0..3 {
        origin.stage("README.md", bad(&format!("number-{number}")));
        origin.commit_unjudged();
    }
    origin.git(&["branch", "base", "HEAD^^"]).ok();
    let folder = Repo::init(&[]);
    let address = format!("file://{}", origin.top.display());
    folder.git(&["clone", "-q", "--depth", "1", "--no-single-branch", &address, "shallow"]).ok();
    let shallow = Repo::at(folder.path("shallow"));
    for revision in ["HEAD~1", "origin/base"] {
        let ran = shallow.cardlint(&["check", "--since", revision]);
        assert_eq!(ran.code, Some(2), "{}", ran.text);
        assert!(ran.text.contains("fetch-depth: 0") && ran.text.contains(revision), "{}", ran.text);
    }
    shallow.git(&["fetch", "-q", "--unshallow"]).ok();
    let ran = shallow.cardlint(&["check", "--since", "origin/base"]);
    assert_eq!(marks(&ran.text), marks("bad-number-2"), "{}", ran.text);
}

#[test]
fn since_understands_what_git_understands() {
    let repo = Repo::init(&[]);
    for mark in ["one", "two"] {
        repo.stage("README.md", bad(mark));
        repo.git(&["commit", "-q", "--no-verify", "-m", mark]).ok();
    }
    for revision in ["HEAD^", "@~1", ":/one", "main@{1}", "HEAD^{/one}"] {
        let ran = repo.cardlint(&["check", "--since", revision]);
        assert_eq!((ran.code, marks(&ran.text)), (Some(1), marks("bad-two")), "{revision}: {}", ran.text);
    }
}
