//! `.eval_results/*.yaml` and `eval.yaml` are guarded as cards are.

use super::{Repo, good};

const WRONG: &str = "- dataset:\n    id: cais/hle\n  value: 20.9\n";
const RIGHT: &str = "- dataset:\n    id: cais/hle\n    task_id: hle\n  value: 20.9\n";

#[test]
fn a_commit_with_broken_results_is_refused() {
    let repo = Repo::guarded();
    repo.stage("README.md", good());
    repo.stage(".eval_results/hle.yaml", WRONG);
    let ran = repo.git(&["commit", "-m", "x"]);
    assert!(!ran.success && ran.text.contains(".eval_results/hle.yaml"), "{}", ran.text);
    repo.stage(".eval_results/hle.yaml", RIGHT);
    repo.stage("eval.yaml", "seed: 1\n");
    repo.git(&["commit", "-m", "x"]).ok();
    repo.stage("eval.yaml", "evaluation_framework: nothing\n");
    assert!(!repo.git(&["commit", "-m", "x"]).success);
}

#[test]
fn what_commits_change_is_checked_there_too() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", good());
    repo.commit_unjudged();
    repo.stage("sub/.eval_results/hle.yaml", WRONG);
    repo.commit_unjudged();
    let ran = repo.cardlint(&["check", "--since", "HEAD^", "--format", "concise"]);
    assert!(ran.code == Some(1) && ran.text.contains("sub/.eval_results/hle.yaml:1:3"), "{}", ran.text);
    assert_eq!(repo.cardlint(&["check", "--since", "HEAD"]).code, Some(0));
}

#[test]
fn a_server_rejects_a_broken_benchmark() {
    let server = Repo::init(&["--bare"]);
    server.cardlint(&["hook", "install", "--pre-receive"]).ok();
    let repo = Repo::init(&[]);
    repo.git(&["remote", "add", "origin", server.top.to_str().expect("a path")]).ok();
    repo.stage("eval.yaml", "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: []\n");
    repo.commit_unjudged();
    let ran = repo.git(&["push", "origin", "main"]);
    assert!(!ran.success && ran.text.contains("Too small: expected array to have >=1 items"), "{}", ran.text);
    repo.stage("eval.yaml", "name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{id: a}]\n");
    repo.commit_unjudged();
    repo.git(&["push", "origin", "main"]).ok();
}
