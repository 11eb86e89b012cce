//! `check --since REV --new-only`: what a change has brought.

use super::{Repo, bad, good, marks};

/// Two mistakes, and lines between them.
fn two(first: &str, second: &str) -> String {
    format!("---\nlicense: bad-{first}\npretty_name: Voices\ntask_ids: [bad-{second}]\n---\n# Voices\n")
}

fn new(repo: &Repo, revision: &str) -> (Option<i32>, String) {
    let ran = repo.cardlint(&["check", "--since", revision, "--new-only", "--format", "concise", "--quiet"]);
    (ran.code, ran.text)
}

#[test]
fn what_was_there_is_not_reported_wherever_its_lines_are_now() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", two("old", "older"));
    repo.commit_unjudged();
    repo.stage("README.md", two("old", "older").replace("license", "# a line more\n\nlicense"));
    repo.commit_unjudged();
    assert_eq!(new(&repo, "HEAD^"), (Some(0), String::new()));
    assert_eq!(repo.cardlint(&["check", "--since", "HEAD^"]).code, Some(1));
}

#[test]
fn another_value_is_another_mistake_and_so_is_a_second_one_like_the_first() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", two("old", "older"));
    repo.commit_unjudged();
    repo.stage("README.md", two("new", "older"));
    repo.commit_unjudged();
    let (code, text) = new(&repo, "HEAD^");
    assert_eq!((code, marks(&text)), (Some(1), marks("bad-new")), "{text}");
    repo.stage("README.md", two("new", "older, bad-older"));
    repo.commit_unjudged();
    let (_, text) = new(&repo, "HEAD^");
    assert_eq!((marks(&text), text.lines().count()), (marks("bad-older"), 1), "{text}");
}

#[test]
fn a_new_card_is_new_and_a_moved_one_is_not() {
    let repo = Repo::init(&[]);
    let long = two("moved", "older") + &"A line of text.\n".repeat(20);
    repo.stage("a/README.md", &long);
    repo.commit_unjudged();
    repo.git(&["mv", "a", "z"]).ok();
    repo.commit_unjudged();
    assert_eq!(new(&repo, "HEAD^"), (Some(0), String::new()));
    repo.stage("z/README.md", long.replace("Voices", "Speech"));
    repo.git(&["mv", "z", "y"]).ok();
    repo.stage("b/README.md", bad("added"));
    repo.commit_unjudged();
    let (code, text) = new(&repo, "HEAD^");
    assert_eq!((code, marks(&text)), (Some(1), marks("bad-added")), "{text}");
}

/// Of a card with more problems than are shown, the others are counted, and compared all the same.
#[test]
fn what_is_only_counted_is_compared_too() {
    let many = |head: &str, end: usize| {
        let tasks: String = (0..end).map(|number| format!("- bad-{number}\n")).collect();
        format!("---\n{head}task_ids:\n{tasks}---\n# Voices\n")
    };
    let repo = Repo::init(&[]);
    repo.stage("README.md", many("license: bad-first\n", 1500));
    repo.commit_unjudged();
    // One less at the top: another one is shown in its place, and none is new.
    repo.stage("README.md", many("", 1500));
    repo.commit_unjudged();
    assert_eq!(new(&repo, "HEAD^"), (Some(0), String::new()));
    repo.stage("README.md", many("license: bad-last\n", 1503));
    repo.commit_unjudged();
    let (code, text) = new(&repo, "HEAD^");
    assert_eq!((code, marks(&text)), (Some(1), marks("bad-last")), "{text}");
    assert!(text.contains("and 3 ") && text.contains(" more in this card, counted but not shown"), "{text}");
}

/// The branch has not brought what the other one has fixed since.
#[test]
fn what_the_branches_have_in_common_is_not_new() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", two("common", "older"));
    repo.commit_unjudged();
    repo.git(&["branch", "side"]).ok();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "side"]).ok();
    repo.stage("README.md", two("common", "older") + "More.\n");
    repo.commit_unjudged();
    assert_eq!(new(&repo, "main"), (Some(0), String::new()));
    repo.stage("README.md", two("common", "newer"));
    repo.commit_unjudged();
    assert_eq!(marks(&new(&repo, "main").1), marks("bad-newer"));
}

#[test]
fn a_card_that_could_not_be_read_before_is_new() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", b"---\nlicense: caf\xe9\n---\n");
    repo.commit_unjudged();
    repo.stage("README.md", bad("readable"));
    repo.commit_unjudged();
    assert_eq!(marks(&new(&repo, "HEAD^").1), marks("bad-readable"));
}
