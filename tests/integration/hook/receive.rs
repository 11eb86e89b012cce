//! A server with the pre-receive hook.

use super::{Repo, bad, good};

/// A bare repository with the hook, and a repository to push from.
fn served(options: &[&str]) -> (Repo, Repo) {
    let server = Repo::init(&[options, &["--bare"]].concat());
    server.cardlint(&["hook", "install", "--pre-receive"]).ok();
    let repo = Repo::init(options);
    repo.git(&["remote", "add", "origin", server.top.to_str().expect("a path")]).ok();
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
    (repo, server)
}

/// The push is refused, and nothing of it arrives: no ref and no object.
fn refused(repo: &Repo, server: &Repo, words: &[&str]) -> String {
    let state = || server.git(&["for-each-ref"]).text + &server.git(&["count-objects", "-v"]).text;
    let before = state();
    let ran = repo.git(&[&["push", "origin"], words].concat());
    assert!(!ran.success, "not refused: {words:?}\n{}", ran.text);
    assert!(ran.text.contains("remote: - Error: "), "{words:?}\n{}", ran.text);
    assert_eq!(before, state());
    ran.text
}

#[test]
fn a_push_is_refused_in_the_hubs_words_and_layout() {
    let (repo, server) = served(&[]);
    repo.stage("README.md", "---\nlicense: 7\n---\n");
    repo.commit_unjudged();
    let text = refused(&repo, &server, &["main"]);
    let said: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim_end).collect();
    assert_eq!(said[0], "Sorry, your push was rejected during YAML metadata verification:", "{text}");
    assert!(said[1].starts_with("- Error: \"license\" "), "{text}");
    assert!(said[2].chars().all(|char| char == '-'), "{text}");
    assert!(said.contains(&"https://huggingface.co/docs/hub/model-cards#model-card-metadata"), "{text}");
    assert!(text.contains("! [remote rejected] main -> main (pre-receive hook declined)"), "{text}");
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
}

/// A line for each error: the pusher sees which card of which commit, and so does whoever reads the log.
#[test]
fn each_error_is_named_with_its_place_and_commit_to_the_pusher_and_in_the_log() {
    let (repo, server) = served(&[]);
    server.git(&["config", "cardlint.log", "cards.log"]).ok();
    repo.stage("data/README.md", "---\nlicense: 7\n---\n");
    repo.commit_unjudged();
    let culprit = repo.head();
    repo.stage("README.md", "---\nlicense: mit\ntags:\n- a\n- 7\n---\n");
    repo.commit_unjudged();
    let text = refused(&repo, &server, &["main"]);
    let log = std::fs::read_to_string(server.path("cards.log")).expect("a log");
    for (place, commit) in [("data/README.md:2:10: error[", &culprit), ("README.md:5:3: error[", &repo.head())] {
        let end = format!("(commit {commit}, main)");
        let is_told = |line: &str| line.contains(place) && line.trim_end().ends_with(&end);
        assert!(text.lines().any(is_told), "{place} {end} in {text}");
        assert!(log.lines().any(is_told), "{place} {end} in {log}");
    }
}

/// The hook runs within `.git`, and `GIT_DIR` is `.`.
#[test]
fn a_server_that_is_not_bare() {
    let server = Repo::init(&[]);
    server.cardlint(&["hook", "install", "--pre-receive"]).ok();
    server.git(&["config", "receive.denyCurrentBranch", "updateInstead"]).ok();
    server.write("cardlint.toml", "exclude = [\"drafts/**\"]\n");
    let repo = Repo::init(&[]);
    repo.git(&["remote", "add", "origin", server.top.to_str().expect("a path")]).ok();
    repo.stage("README.md", good());
    repo.stage("drafts/README.md", bad("draft"));
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
    repo.stage("README.md", bad("pushed"));
    repo.commit_unjudged();
    let text = refused(&repo, &server, &["main"]);
    assert!(text.contains("README.md:2:10: error[unknown-license]") && text.contains(&repo.head()), "{text}");
}

#[test]
fn all_refs_or_none() {
    let (repo, server) = served(&[]);
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.git(&["checkout", "-q", "-b", "side"]).ok();
    repo.stage("data/README.md", "---\nlicense: 7\n---\n");
    repo.commit_unjudged();
    let text = refused(&repo, &server, &["main", "side"]);
    assert!(text.contains("- Error: data/README.md: "), "{text}");
    repo.git(&["push", "-q", "origin", "main"]).ok();
}

#[test]
fn new_deleted_and_rewound_refs() {
    let (repo, server) = served(&[]);
    repo.git(&["push", "-q", "origin", "main:other"]).ok();
    repo.git(&["push", "-q", "origin", "--delete", "other"]).ok();
    repo.git(&["checkout", "-q", "-b", "topic"]).ok();
    repo.stage("README.md", bad("new"));
    repo.commit_unjudged();
    refused(&repo, &server, &["topic"]);
    repo.git(&["tag", "-a", "-m", "a tag", "v1"]).ok();
    refused(&repo, &server, &["v1"]);
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "topic"]).ok();
    // The commit is on the server now, but no ref may come to rest on its broken card.
    refused(&repo, &server, &["--force", "topic^:topic"]);
    refused(&repo, &server, &["topic^:main"]);
    repo.git(&["push", "-q", "--force", "origin", "topic^^:topic"]).ok();
}

#[test]
fn an_old_broken_card_stops_only_those_who_change_it() {
    let (repo, server) = served(&[]);
    std::fs::rename(server.path("hooks/pre-receive"), server.path("hooks/off")).expect("moved");
    repo.stage("README.md", bad("old"));
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
    std::fs::rename(server.path("hooks/off"), server.path("hooks/pre-receive")).expect("moved");
    repo.stage("a.txt", "a");
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main", "main:topic"]).ok();
    repo.stage("README.md", bad("changed"));
    repo.commit_unjudged();
    refused(&repo, &server, &["main"]);
}

#[test]
fn a_repository_of_sha256() {
    let (repo, server) = served(&["--object-format=sha256"]);
    repo.stage("README.md", bad("sha"));
    repo.commit_unjudged();
    refused(&repo, &server, &["main"]);
}

#[test]
fn packs_and_deltas_in_quarantine() {
    let (repo, server) = served(&[]);
    server.git(&["config", "receive.unpackLimit", "1"]).ok();
    let body = "A line of the card's text.\n".repeat(2000);
    repo.stage("README.md", format!("{}{body}", good()));
    repo.commit_unjudged();
    repo.git(&["push", "-q", "origin", "main"]).ok();
    repo.stage("README.md", format!("---\nlicense: 7\n---\n{body}"));
    repo.commit_unjudged();
    refused(&repo, &server, &["main"]);
}
