//! Installing the hooks, taking them away, and being killed in between.

use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{Repo, bad, command, good};
use crate::run::executable;

const THEIRS: &str = "#!/bin/sh\necho theirs runs >&2\n";

fn hook(repo: &Repo, name: &str, text: &str) {
    executable(&repo.path(format!(".git/hooks/{name}")), text.as_bytes());
}

/// Name, mode and bytes of every file in the folder of the hooks.
fn snapshot(folder: &Path) -> Vec<(String, u32, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| {
        let entry = entry.expect("an entry");
        let meta = entry.metadata().expect("its metadata");
        let bytes = match std::fs::read_link(entry.path()) {
            Ok(target) => target.into_os_string().into_encoded_bytes(),
            Err(_) => std::fs::read(entry.path()).expect("its bytes"),
        };
        (entry.file_name().into_string().expect("a name"), meta.mode(), bytes)
    });
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

#[test]
fn twice_is_once_and_taking_away_leaves_nothing() {
    let repo = Repo::init(&[]);
    let folder = repo.path(".git/hooks");
    let before = snapshot(&folder);
    repo.cardlint(&["hook", "install", "--pre-push"]).ok();
    let once = snapshot(&folder);
    assert!(repo.cardlint(&["hook", "install", "--pre-push"]).ok().contains("already installed"));
    assert_eq!(once, snapshot(&folder));
    let status = repo.cardlint(&["hook", "status"]);
    assert_eq!(status.text.matches("  installed").count(), 3, "{}", status.text);
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert_eq!(before, snapshot(&folder));
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert_eq!(repo.cardlint(&["hook", "status"]).code, Some(1));
}

#[test]
fn a_hook_that_was_there_runs_first_and_comes_back_byte_for_byte() {
    let repo = Repo::init(&[]);
    hook(&repo, "pre-commit", THEIRS);
    let before = snapshot(&repo.path(".git/hooks"));
    repo.cardlint(&["hook", "install"]).ok();
    repo.cardlint(&["hook", "install"]).ok();
    repo.stage("README.md", bad("chained"));
    let ran = repo.git(&["commit", "-m", "x"]);
    assert!(!ran.success && ran.text.contains("theirs runs") && ran.text.contains("bad-chained"), "{}", ran.text);
    repo.stage("README.md", good());
    assert!(repo.git(&["commit", "-m", "x"]).ok().contains("theirs runs"));
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert_eq!(before, snapshot(&repo.path(".git/hooks")));
}

#[test]
fn a_kept_hook_that_refuses_still_refuses_with_its_own_status() {
    let repo = Repo::init(&[]);
    hook(&repo, "pre-commit", "#!/bin/sh\nexit 7\n");
    repo.cardlint(&["hook", "install"]).ok();
    let ran = super::run(&mut command(".git/hooks/pre-commit", &repo.top), b"");
    assert_eq!(ran.code, Some(7), "{}", ran.text);
}

#[test]
fn a_link_and_a_hook_that_git_would_not_run_come_back_as_they_were() {
    let repo = Repo::init(&[]);
    repo.write("scripts/guard", THEIRS);
    symlink("../../scripts/guard", repo.path(".git/hooks/pre-commit")).expect("a link");
    repo.write(".git/hooks/pre-merge-commit", "exit 1: not executable, so never run");
    let before = snapshot(&repo.path(".git/hooks"));
    repo.cardlint(&["hook", "install"]).ok();
    repo.stage("a.txt", "a");
    repo.git(&["commit", "-q", "-m", "x"]).ok();
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert_eq!(before, snapshot(&repo.path(".git/hooks")));
}

#[test]
fn the_refs_reach_the_kept_pre_push_hook_too() {
    let repo = Repo::init(&[]);
    let server = Repo::init(&["--bare"]);
    hook(&repo, "pre-push", "#!/bin/sh\ncat > seen\necho \"$@\" >> seen\n");
    repo.cardlint(&["hook", "install", "--pre-push"]).ok();
    repo.git(&["remote", "add", "origin", server.top.to_str().expect("a path")]).ok();
    repo.stage("README.md", bad("pushed"));
    repo.commit_unjudged();
    let ran = repo.git(&["push", "origin", "main"]);
    assert!(!ran.success && ran.text.contains("bad-pushed"), "{}", ran.text);
    let seen = std::fs::read_to_string(repo.path("seen")).expect("what it saw");
    assert!(seen.starts_with(&format!("refs/heads/main {} refs/heads/main 0000", repo.head())), "{seen}");
    assert!(seen.ends_with(&format!("origin {}\n", server.top.display())), "{seen}");
}

#[test]
fn a_changed_script_is_neither_overwritten_nor_deleted() {
    let repo = Repo::guarded();
    let path = repo.path(".git/hooks/pre-commit");
    let changed = std::fs::read_to_string(&path).expect("ours") + "# and mine\n";
    std::fs::write(&path, &changed).expect("written");
    for words in [["hook", "install"], ["hook", "uninstall"]] {
        let ran = repo.cardlint(&words);
        assert_eq!(ran.code, Some(2), "{}", ran.text);
        assert!(ran.text.contains("modified since"), "{}", ran.text);
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), changed);
    }
}

#[test]
fn core_hooks_path_is_obeyed() {
    let repo = Repo::init(&[]);
    repo.git(&["config", "core.hooksPath", "team/hooks"]).ok();
    let text = repo.cardlint(&["hook", "install"]).ok();
    assert!(repo.path("team/hooks/pre-commit").exists(), "{text}");
    repo.stage("README.md", bad("team"));
    repo.refused(&["commit", "-m", "x"]);

    let shared = tempfile::tempdir().expect("a folder");
    repo.git(&["config", "core.hooksPath", shared.path().to_str().expect("a path")]).ok();
    let text = repo.cardlint(&["hook", "install"]).ok();
    assert!(text.contains("every repository"), "{text}");
}

#[test]
fn under_a_manager_it_says_what_to_do() {
    let repo = Repo::init(&[]);
    repo.write(".husky/_/pre-commit", "#!/usr/bin/env sh\n. \"$(dirname \"$0\")/h\"\n");
    repo.git(&["config", "core.hooksPath", ".husky/_"]).ok();
    let ran = repo.cardlint(&["hook", "install"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.text.contains("add the line `cardlint hook run pre-commit` to `.husky/pre-commit`"), "{}", ran.text);

    for (script, advice) in [
        ("#!/bin/sh\ncall_lefthook run \"pre-commit\" \"$@\"\n", "lefthook.yml"),
        ("#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n", ".pre-commit-config.yaml"),
    ] {
        let repo = Repo::init(&[]);
        hook(&repo, "pre-commit", script);
        assert!(repo.cardlint(&["hook", "status"]).text.contains(advice));
        let text = repo.cardlint(&["hook", "install"]).ok();
        assert!(text.contains(advice) && text.contains("runs first"), "{text}");
    }
}

#[test]
fn a_bare_repository_wants_pre_receive() {
    let repo = Repo::init(&["--bare"]);
    let ran = repo.cardlint(&["hook", "install"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.text.contains("cardlint hook install --pre-receive"), "{}", ran.text);
    repo.cardlint(&["hook", "install", "--pre-receive"]).ok();
    assert!(repo.path("hooks/pre-receive").exists() && !repo.path("hooks/pre-commit").exists());
}

/// As a program with a window runs git, whose PATH is not that of the shell. The path has what a shell would read
/// otherwise.
#[test]
fn where_the_path_has_no_cardlint_the_one_that_installed_the_hook_runs() {
    let repo = Repo::init(&[]);
    let program = repo.path("it's $HOME `here`/cardlint");
    std::fs::create_dir_all(program.parent().expect("a folder")).expect("a folder");
    executable(&program, &std::fs::read(env!("CARGO_BIN_EXE_cardlint")).expect("the program"));
    let program = program.to_str().expect("a path");
    super::run(command(program, &repo.top).args(["hook", "install"]), b"").ok();
    let commit = || {
        let mut commit = command("git", &repo.top);
        super::run(commit.args(["commit", "-m", "x"]).env("PATH", "/usr/bin:/bin"), b"")
    };
    repo.stage("README.md", bad("without-a-path"));
    let ran = commit();
    assert!(!ran.success && ran.text.contains("bad-without-a-path"), "{}", ran.text);
    assert!(repo.cardlint(&["hook", "status"]).text.contains("pre-commit        installed"));
    std::fs::remove_file(program).expect("removed");
    let ran = commit();
    assert!(!ran.success && ran.text.contains("cardlint is not on the PATH"), "{}", ran.text);
    assert!(ran.text.contains("Install it, or remove this hook: .git/hooks/pre-commit"), "{}", ran.text);
    // Installing again names the program that does it.
    assert!(repo.cardlint(&["hook", "install"]).ok().contains("pre-commit        installed\n"));
    assert!(commit().text.contains("bad-without-a-path"));
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert!(!repo.path(".git/hooks/pre-commit").exists());
}

#[test]
fn outside_a_repository_it_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = Repo::at(folder.path()).cardlint(&["hook", "status"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.text.contains("run this inside a git repository"), "{}", ran.text);
}

/// Whoever stops reading must not let a commit pass.
#[test]
fn output_that_nobody_reads_changes_no_verdict() {
    let repo = Repo::init(&[]);
    repo.stage("README.md", bad("unread"));
    let mut command = command(env!("CARGO_BIN_EXE_cardlint"), &repo.top);
    command.args(["hook", "run", "pre-commit"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("cardlint");
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().expect("its end").code(), Some(1));
}

/// Kills each run at another moment, spread over the time that a whole run takes, and looks at what is left.
fn killed(repo: &Repo, words: &[&str], left: impl Fn()) {
    let begun = Instant::now();
    let _ = repo.cardlint(words);
    let whole = begun.elapsed();
    left();
    for part in 0..25 {
        let mut command = command(env!("CARGO_BIN_EXE_cardlint"), &repo.top);
        let mut child = command.args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("cardlint");
        std::thread::sleep(whole * part / 20);
        let _ = child.kill();
        child.wait().expect("its end");
        left();
    }
}

#[test]
fn killed_in_the_middle_of_installing_the_old_hook_or_ours_is_there() {
    let repo = Repo::init(&[]);
    hook(&repo, "pre-commit", THEIRS);
    let path = repo.path(".git/hooks/pre-commit");
    let program = format!("'{}'", env!("CARGO_BIN_EXE_cardlint"));
    let ours = include_str!("../../../hooks/pre-commit").replace("@CARDLINT@", &program);
    let kept = || std::fs::read_to_string(repo.path(".git/hooks/pre-commit.before-cardlint")).unwrap_or_default();
    let left = || {
        let there = std::fs::read_to_string(&path).expect("a hook");
        assert!(there == THEIRS || there == ours, "{there}");
        assert!(there == THEIRS || kept() == THEIRS, "the old hook is lost");
        assert_eq!(path.metadata().expect("its mode").mode() & 0o111, 0o111);
    };
    for _ in 0..3 {
        killed(&repo, &["hook", "install"], left);
        killed(&repo, &["hook", "uninstall"], left);
    }
    repo.cardlint(&["hook", "install"]).ok();
    left();
    repo.cardlint(&["hook", "uninstall"]).ok();
    assert_eq!(std::fs::read_to_string(&path).expect("a hook"), THEIRS);
    assert_eq!(kept(), "");
}

#[test]
fn killed_in_the_middle_of_mending_the_old_card_or_the_new_one_is_there() {
    let repo = Repo::init(&[]);
    let broken = format!("---\nlicense: MIT\n---\n{}", "text\n".repeat(200_000));
    repo.write("README.md", &broken);
    let fix = ["check", "--fix", "--unsafe-fixes", "README.md"];
    let _ = repo.cardlint(&fix);
    let fixed = std::fs::read_to_string(repo.path("README.md")).expect("a card");
    assert_ne!(broken, fixed, "the test needs a card that can be fixed");
    for part in 0..30 {
        repo.write("README.md", &broken);
        let mut command = command(env!("CARGO_BIN_EXE_cardlint"), &repo.top);
        let mut child = command.args(fix).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("cardlint");
        std::thread::sleep(Duration::from_millis(4 * part));
        let _ = child.kill();
        child.wait().expect("its end");
        let there = std::fs::read_to_string(repo.path("README.md")).expect("a card");
        assert!(there == broken || there == fixed, "{} bytes are left", there.len());
    }
}
