//! Pushing to the mock with the real git: what it prints of the card, and what becomes of a push that is refused.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use cardlint::hub::MockHub;
use tempfile::TempDir;

use crate::hook::{Ran, command, run};
use crate::hub_client::{Client, start};

const SEED: &str = r"
users: [{ name: ana, tokens: [{ token: hf_ana, role: write }] }]
repos: [{ id: ana/v, files: { README.md: '# Voices' } }]
";

/// A clone of `ana/v` in which commits are made.
struct Clone {
    folder: TempDir,
}

impl Clone {
    fn of(hub: &MockHub) -> Self {
        let clone = Self { folder: TempDir::new().unwrap() };
        let address = hub.endpoint().replace("http://", "http://ana:hf_ana@");
        clone.git(&["clone", "-q", &format!("{address}/datasets/ana/v"), "."]).ok();
        clone
    }

    fn git(&self, words: &[&str]) -> Ran {
        run(command("git", self.folder.path()).env("GIT_ALLOW_PROTOCOL", "http").args(words), b"")
    }

    fn push(&self, card: &str) -> Ran {
        std::fs::write(self.folder.path().join("README.md"), card).unwrap();
        self.git(&["commit", "-qam", "The card"]).ok();
        self.git(&["push", "origin", "HEAD:main"])
    }
}

/// What the remote says, without the blanks that git adds.
fn remarks(ran: &Ran) -> Vec<&str> {
    ran.text.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim_end).collect()
}

#[test]
fn a_push_prints_what_the_hub_warns_of_and_is_taken() {
    let hub = start(SEED);
    let ran = Clone::of(&hub).push("# Voices, without metadata\n");
    assert!(ran.success, "{}", ran.text);
    assert_eq!(remarks(&ran), ["Warning: empty or missing yaml metadata in repo card"]);
    let card = Client::new(&hub).get("/datasets/ana/v/resolve/main/README.md");
    assert_eq!(card.body, "# Voices, without metadata\n");
}

#[test]
fn a_push_of_a_card_without_faults_prints_nothing() {
    let hub = start(SEED);
    let ran = Clone::of(&hub).push("---\nlicense: mit\n---\n# Voices\n");
    assert!(ran.success, "{}", ran.text);
    assert_eq!(remarks(&ran), [""; 0]);
}

#[test]
fn a_push_of_a_broken_card_says_why_and_changes_nothing() {
    let hub = start(SEED);
    let clone = Clone::of(&hub);
    let state = || hub.with(|state| state.repos.values().next().unwrap().files.clone());
    let before = state();
    let ran = clone.push("---\nlicense: no-such\n---\n");
    assert!(!ran.success, "{}", ran.text);
    assert!(remarks(&ran).iter().any(|line| line.contains("\"license\" must be one of")), "{}", ran.text);
    assert!(ran.text.contains("[remote rejected] HEAD -> main (refused by the Hub)"), "{}", ran.text);
    assert_eq!(state(), before);
    clone.push("---\nlicense: mit\n---\n").ok();
}

/// `cardlint serve` on a machine of which it knows no programs.
struct Bare {
    server: Child,
    _empty: TempDir,
    endpoint: String,
}

impl Bare {
    fn start() -> Self {
        let empty = TempDir::new().unwrap();
        let mut serve = command(env!("CARGO_BIN_EXE_cardlint"), empty.path());
        serve.env("PATH", empty.path()).args(["serve"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = serve.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { server, _empty: empty, endpoint: line.trim().to_owned() }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn without_the_program_git_the_mock_says_so_and_serves_the_rest() {
    let bare = Bare::start();
    let client = Client::at(&bare.endpoint).token("hf_ana");
    let refs = client.get("/datasets/ana/voices.git/info/refs?service=git-upload-pack");
    assert_eq!(refs.status, 501);
    assert!(refs.body.ends_with("there is no `git` on this machine"), "{refs:?}");
    assert_eq!(client.get("/datasets/ana/voices/resolve/main/README.md").status, 200);
}
