//! Every way of making a commit.

use super::{Repo, bad, good};

#[test]
fn the_first_commit() {
    let repo = Repo::guarded();
    repo.stage("README.md", bad("first"));
    repo.stage("data/README.md", bad("second"));
    repo.refused(&["commit", "-m", "x"]);
}

#[test]
fn the_staged_text_counts_not_the_working_tree() {
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.write("README.md", bad("tree"));
    repo.git(&["commit", "-m", "x"]).ok();
    repo.stage("README.md", bad("index"));
    repo.write("README.md", good());
    repo.refused(&["commit", "-m", "x"]);
    repo.git(&["commit", "-a", "-m", "fixed"]).ok();
}

#[test]
fn nothing_is_said_of_good_and_of_untouched_cards() {
    let repo = Repo::guarded();
    repo.stage("old/README.md", bad("old"));
    repo.commit_unjudged();
    repo.stage("README.md", good());
    repo.write("untracked/README.md", bad("untracked"));
    let text = repo.git(&["commit", "-q", "-m", "x"]).ok();
    assert_eq!(text, "");
}

#[test]
fn commit_all() {
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.write("README.md", bad("all"));
    repo.refused(&["commit", "-a", "-m", "x"]);
}

#[test]
fn commit_in_parts() {
    let repo = Repo::guarded();
    let body = "text\n".repeat(20);
    repo.stage("README.md", format!("{}{body}", good()));
    repo.commit_unjudged();
    repo.write("README.md", format!("{}{body}last\n", bad("patch")));
    repo.git_with(&["commit", "-p", "-m", "the last line"], b"n\ny\n").ok();
    repo.refused_with(&["commit", "-p", "-m", "the licence"], b"y\n", || ());
}

#[test]
fn amend() {
    let repo = Repo::guarded();
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.stage("README.md", bad("amended"));
    repo.refused(&["commit", "--amend", "--no-edit"]);
    repo.stage("README.md", good());
    repo.git(&["commit", "--amend", "--no-edit"]).ok();
}

#[test]
fn some_files_only() {
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.stage("b/README.md", good());
    repo.commit_unjudged();
    repo.stage("b/README.md", bad("staged-and-left-out"));
    repo.write("README.md", bad("named"));
    repo.refused(&["commit", "-m", "x", "README.md"]);
    repo.write("a.txt", "a");
    repo.git(&["add", "a.txt"]).ok();
    repo.git(&["commit", "-m", "the bad card stays in the index", "a.txt"]).ok();
}

#[test]
fn from_a_folder_below() {
    let repo = Repo::guarded();
    repo.stage("README.md", bad("top"));
    let below = Repo::at(repo.path("data"));
    repo.stage("data/README.md", bad("below"));
    below.refused(&["commit", "-m", "x"]);
}

#[test]
fn a_merge_without_conflicts() {
    let repo = diverged("bad");
    repo.refused_with(&["merge", "--no-edit", "side"], b"", || {
        repo.git(&["merge", "--abort"]).ok();
    });
    let repo = diverged("good");
    repo.git(&["merge", "--no-edit", "side"]).ok();
}

#[test]
fn a_merge_with_conflicts() {
    let repo = diverged("bad");
    repo.stage("a.txt", "main");
    repo.commit_unjudged();
    assert!(!repo.git(&["merge", "--no-edit", "side"]).success);
    repo.stage("a.txt", "both");
    repo.refused(&["commit", "--no-edit"]);
}

/// `main` and `side`, each with a commit of its own; side brings cards and `a.txt`.
fn diverged(kind: &str) -> Repo {
    let text = |mark: &str| if kind == "bad" { bad(mark) } else { good().to_owned() };
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "-b", "side"]).ok();
    repo.stage("README.md", text("side"));
    repo.stage("deep/er/README.md", text("deep"));
    repo.stage("a.txt", "side");
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.stage("b.txt", "main");
    repo.commit_unjudged();
    repo
}

/// A pick or a rebase that git commits by itself runs no hook that could stop it: `push` shows where those are judged.
#[test]
fn cherry_pick() {
    let repo = diverged("bad");
    repo.stage("a.txt", "main");
    repo.commit_unjudged();
    assert!(!repo.git(&["cherry-pick", "side"]).success);
    repo.stage("a.txt", "both");
    repo.refused(&["commit", "--no-edit"]);

    repo.git(&["reset", "-q", "--hard", "HEAD^^"]).ok();
    repo.git(&["cherry-pick", "-n", "side"]).ok();
    repo.refused(&["commit", "-m", "picked"]);
}

#[test]
fn rebase() {
    let repo = diverged("bad");
    repo.stage("a.txt", "main");
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "side"]).ok();
    assert!(!repo.git(&["rebase", "main"]).success);
    repo.stage("a.txt", "both");
    repo.refused(&["commit", "--no-edit"]);
    repo.git(&["rebase", "--continue"]).ok();
}

#[test]
fn a_linked_worktree() {
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["worktree", "add", "-q", "../linked"]).ok();
    repo.stage("README.md", bad("of-the-main-worktree"));
    let linked = Repo::at(repo.path("../linked"));
    linked.write("a.txt", "a");
    linked.git(&["add", "."]).ok();
    linked.git(&["commit", "-m", "x"]).ok();
    linked.stage("README.md", bad("linked"));
    linked.refused(&["commit", "-m", "x"]);
    assert!(linked.cardlint(&["hook", "status"]).ok().contains("pre-commit        installed"));
}

#[test]
fn a_submodule() {
    let inner = Repo::init(&[]);
    inner.stage("README.md", good());
    inner.commit_unjudged();
    let repo = Repo::guarded();
    repo.git(&["submodule", "add", "-q", inner.top.to_str().expect("a path"), "README.md"]).ok();
    repo.git(&["commit", "-q", "-m", "a submodule where a card could be"]).ok();
    let sub = Repo::at(repo.path("README.md"));
    sub.cardlint(&["hook", "install"]).ok();
    sub.stage("README.md", bad("submodule"));
    sub.refused(&["commit", "-m", "x"]);
    repo.git(&["commit", "-a", "-m", "the new commit of the submodule"]).ok();
}

#[test]
fn a_sparse_checkout() {
    let repo = Repo::guarded();
    repo.stage("in/README.md", good());
    repo.stage("out/README.md", good());
    repo.stage("out/er/README.md", good());
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "-b", "side"]).ok();
    repo.stage("out/er/README.md", bad("outside"));
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "main"]).ok();
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.git(&["sparse-checkout", "set", "--sparse-index", "in"]).ok();
    assert!(repo.git(&["ls-files", "--sparse"]).text.contains("out/\n"), "the index is sparse");
    repo.stage("in/README.md", bad("inside"));
    repo.refused(&["commit", "-m", "x"]);
    repo.git(&["merge", "-q", "--no-commit", "side"]).ok();
    repo.refused(&["commit", "-m", "x"]);
}

#[test]
fn a_folder_that_is_one_entry_of_a_sparse_index() {
    let repo = Repo::guarded();
    repo.stage("in/a.txt", "a");
    repo.stage("out/er/README.md", good());
    repo.stage("out/README.md", bad("untouched"));
    repo.commit_unjudged();
    repo.stage("out/er/README.md", bad("outside"));
    repo.commit_unjudged();
    repo.git(&["sparse-checkout", "set", "--sparse-index", "in"]).ok();
    repo.git(&["reset", "-q", "--soft", "HEAD^"]).ok();
    assert!(repo.git(&["ls-files", "--sparse"]).text.contains("out/\n"), "the index is sparse");
    repo.refused(&["commit", "-m", "x"]);
}

#[test]
fn a_repository_of_sha256() {
    let repo = Repo::init(&["--object-format=sha256"]);
    repo.cardlint(&["hook", "install"]).ok();
    repo.stage("README.md", bad("sha"));
    repo.refused(&["commit", "-m", "x"]);
    repo.stage("README.md", good());
    repo.git(&["commit", "-m", "x"]).ok();
}

#[test]
fn other_shapes_of_the_index() {
    let repo = Repo::guarded();
    repo.stage("one/README.md", good());
    repo.stage("two/README.md", good());
    repo.commit_unjudged();
    for (shape, mark) in [("--split-index", "split"), ("--index-version=4", "four"), ("--untracked-cache", "cached")] {
        repo.git(&["update-index", shape]).ok();
        repo.stage("one/README.md", bad(mark));
        repo.refused(&["commit", "-m", "x"]);
    }
}

#[test]
fn check_staged_is_what_the_hook_does() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", bad("staged"));
    repo.write("README.md", good());
    let ran = repo.cardlint(&["check", "--staged"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text);
    assert!(ran.text.contains("README.md (staged)") && ran.text.contains("bad-staged"), "{}", ran.text);
    let ran = repo.cardlint(&["check", "--staged", "--format", "json"]);
    assert!(ran.text.contains("\"README.md\""), "programs get the path alone: {}", ran.text);
}

#[test]
fn check_since_a_revision() {
    let repo = Repo::init(&[]);
    repo.stage("old/README.md", bad("old"));
    repo.commit_unjudged();
    repo.git(&["branch", "base"]).ok();
    repo.stage("new/README.md", bad("new"));
    repo.commit_unjudged();
    let ran = repo.cardlint(&["check", "--since", "base"]);
    assert_eq!(ran.code, Some(1), "{}", ran.text);
    assert_eq!(super::marks(&ran.text), super::marks("bad-new"), "{}", ran.text);
    let ran = repo.cardlint(&["check", "--since", "nowhere"]);
    assert_eq!(ran.code, Some(2), "{}", ran.text);
    assert!(ran.text.contains("cannot find the revision `nowhere`"), "{}", ran.text);
}
