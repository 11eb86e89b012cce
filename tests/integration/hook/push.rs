//! Pushing with the pre-push hook.

use super::{Repo, bad, good, marks};

/// A clone with the hook for pushes, and the bare repository it came from.
fn cloned() -> (Repo, Repo) {
    let server = Repo::init(&["--bare"]);
    let seed = Repo::init(&[]);
    seed.stage("README.md", good());
    seed.stage("old/README.md", bad("old"));
    seed.commit_unjudged();
    let address = server.top.to_str().expect("a path");
    seed.git(&["push", "-q", address, "main"]).ok();
    seed.git(&["remote", "add", "origin", address]).ok();
    seed.git(&["fetch", "-q"]).ok();
    seed.cardlint(&["hook", "install", "--pre-push"]).ok();
    (seed, server)
}

/// The push is refused for exactly these cards, and the server has nothing of it.
fn refused(repo: &Repo, server: &Repo, words: &[&str], why: &str) {
    let before = server.git(&["for-each-ref"]).text;
    let ran = repo.git(&[&["push"], words].concat());
    assert!(!ran.success, "not refused: {words:?}\n{}", ran.text);
    assert_eq!(marks(&ran.text), marks(why), "{words:?}\n{}", ran.text);
    assert_eq!(before, server.git(&["for-each-ref"]).text);
}

#[test]
fn the_cards_that_the_pushed_commits_change() {
    let (repo, server) = cloned();
    repo.stage("data/README.md", bad("pushed"));
    repo.commit_unjudged();
    repo.write("old/README.md", bad("only-in-the-working-tree"));
    refused(&repo, &server, &["origin", "main"], "bad-pushed");
    let text = repo.git(&["push", "origin", "main"]).text;
    assert!(text.contains("data/README.md (main)"), "{text}");
    let place = format!("(commit {}, main)", repo.head());
    let is_told = |line: &str| line.contains("data/README.md:2:10: error[unknown-license] ") && line.ends_with(&place);
    assert!(text.lines().any(is_told), "{place} in {text}");
    repo.git(&["push", "-q", "--no-verify", "origin", "main"]).ok();
}

#[test]
fn a_card_that_a_later_commit_mends_passes() {
    let (repo, _server) = cloned();
    repo.stage("README.md", bad("fixed"));
    repo.commit_unjudged();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
}

#[test]
fn new_branches_and_tags() {
    let (repo, server) = cloned();
    repo.git(&["push", "-q", "origin", "main:same"]).ok();
    repo.git(&["checkout", "-q", "-b", "topic"]).ok();
    repo.stage("README.md", bad("topic"));
    repo.commit_unjudged();
    refused(&repo, &server, &["origin", "topic"], "bad-topic");
    repo.git(&["tag", "-a", "-m", "a tag", "v1"]).ok();
    refused(&repo, &server, &["origin", "v1"], "bad-topic");
    repo.git(&["tag", "of-a-blob", "HEAD:README.md"]).ok();
    repo.git(&["push", "-q", "origin", "of-a-blob", "HEAD^:refs/heads/before"]).ok();
    refused(&repo, &server, &["origin", "--all"], "bad-topic");
}

#[test]
fn deleted_and_rewound_branches() {
    let (repo, _server) = cloned();
    repo.stage("README.md", bad("there-already"));
    repo.commit_unjudged();
    repo.git(&["push", "-q", "--no-verify", "origin", "main", "main:gone"]).ok();
    repo.git(&["push", "-q", "origin", "--delete", "gone"]).ok();
    repo.git(&["reset", "-q", "--hard", "HEAD^"]).ok();
    repo.git(&["push", "-q", "--force", "origin", "main"]).ok();
}

#[test]
fn rewritten_branches() {
    let (repo, server) = cloned();
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
    repo.stage("README.md", bad("rewritten"));
    repo.git(&["commit", "-q", "--amend", "--no-verify", "--no-edit"]).ok();
    refused(&repo, &server, &["--force", "origin", "main"], "bad-rewritten");
}

#[test]
fn a_merge_brings_no_card_that_the_remote_has() {
    let (repo, server) = cloned();
    repo.git(&["checkout", "-q", "-b", "topic"]).ok();
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.stage("theirs/README.md", bad("theirs"));
    repo.commit_unjudged();
    repo.git(&["push", "-q", "--no-verify", "origin", "main"]).ok();
    repo.git(&["checkout", "-q", "topic"]).ok();
    repo.git(&["merge", "-q", "--no-verify", "--no-edit", "main"]).ok();
    repo.git(&["push", "-q", "origin", "topic"]).ok();
    repo.stage("ours/README.md", bad("ours"));
    repo.commit_unjudged();
    refused(&repo, &server, &["origin", "topic"], "bad-ours");
}

#[test]
fn picked_commits_are_judged_at_the_latest_when_they_are_pushed() {
    let (repo, server) = cloned();
    repo.git(&["checkout", "-q", "-b", "side"]).ok();
    repo.stage("README.md", bad("picked"));
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.git(&["cherry-pick", "side"]).ok();
    refused(&repo, &server, &["origin", "main"], "bad-picked");
}

#[test]
fn a_remote_without_a_name_is_taken_to_have_nothing() {
    let (repo, _server) = cloned();
    let other = Repo::init(&["--bare"]);
    refused(&repo, &other, &[other.top.to_str().expect("a path"), "main"], "bad-old");
}

#[test]
fn a_shallow_clone() {
    let (_repo, server) = cloned();
    let address = format!("file://{}", server.top.display());
    let folder = Repo::init(&[]);
    folder.git(&["clone", "-q", "--depth", "1", &address, "shallow"]).ok();
    let shallow = Repo::at(folder.path("shallow"));
    shallow.cardlint(&["hook", "install", "--pre-push"]).ok();
    shallow.stage("data/README.md", bad("shallow"));
    shallow.commit_unjudged();
    refused(&shallow, &server, &["origin", "main"], "bad-shallow");
    shallow.stage("data/README.md", good());
    shallow.commit_unjudged();
    shallow.git(&["push", "-q", "origin", "main"]).ok();
}

#[test]
fn lines_that_are_not_gits_are_an_error() {
    let repo = Repo::init(&[]);
    let ran = super::run(
        super::command(env!("CARGO_BIN_EXE_cardlint"), &repo.top).args(["hook", "run", "pre-push"]),
        b"what is this\n",
    );
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("`what is this` is not a line that git passes to a hook"), "{}", ran.text);
}
