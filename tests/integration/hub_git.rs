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
    assert!(ran.text.contains("[remote rejected] HEAD -> main (pre-receive hook declined)"), "{}", ran.text);
    assert_eq!(state(), before);
    clone.push("---\nlicense: mit\n---\n").ok();
}

// fidelity: eval-yaml
#[test]
fn a_push_of_a_broken_benchmark_is_rejected() {
    let hub = start(SEED);
    let clone = Clone::of(&hub);
    let push = |text: &str| {
        std::fs::write(clone.folder.path().join("eval.yaml"), text).unwrap();
        clone.git(&["add", "-A"]).ok();
        clone.git(&["commit", "-qm", "x"]).ok();
        clone.git(&["push", "origin", "HEAD:main"])
    };
    let ran = push("name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{split: test}]\n");
    assert!(ran.text.contains("[remote rejected] HEAD -> main (pre-receive hook declined)"), "{}", ran.text);
    let said = remarks(&ran).concat();
    assert!(said.contains("eval.yaml: ") && said.contains("at tasks[0].id"), "{}", ran.text);
    push("name: x\ndescription: y\nevaluation_framework: mteb\ntasks: [{id: test}]\n").ok();
}

/// What the Hub says of files that may not lie in git, from one line of dashes to the other.
fn offending(why: &str, see: [&str; 2], files: &[&str]) -> Vec<String> {
    let rule = "-".repeat(73);
    let files = files.iter().map(|file| format!("  - {file}"));
    let head = [rule.clone(), format!("Your push was rejected because it contains {why}."), see[0].to_owned()];
    let next = [format!("See also: {}", see[1]), String::new(), "Offending files:".to_owned()];
    head.into_iter().chain(next).chain(files).chain([rule]).collect()
}

// fidelity: refused-files
#[test]
fn a_push_brings_no_binary_file_and_no_large_one_into_git() {
    let binary = [
        "Please use https://huggingface.co/docs/hub/xet to store binary files.",
        "https://huggingface.co/docs/hub/xet/using-xet-storage#git",
    ];
    let large = [
        "Please use https://git-lfs.github.com/ to store large files.",
        "https://hf.co/docs/hub/repositories-getting-started#terminal",
    ];
    for kind in ["dataset", "model", "space"] {
        let hub = start(&SEED.replace("id: ana/v,", &format!("id: ana/v, type: {kind},")));
        let clone = Clone { folder: TempDir::new().unwrap() };
        let address = hub.endpoint().replace("http://", "http://ana:hf_ana@");
        let at = match kind {
            "dataset" => "datasets/ana/v",
            "space" => "spaces/ana/v",
            _ => "ana/v",
        };
        clone.git(&["clone", "-q", &format!("{address}/{at}"), "."]).ok();
        let commit = |name: &str, bytes: &[u8]| {
            std::fs::write(clone.folder.path().join(name), bytes).unwrap();
            clone.git(&["add", "-A"]).ok();
            clone.git(&["commit", "-qm", name]).ok();
        };
        commit("text.nrrd", "só texto\n".as_bytes());
        clone.git(&["push", "-q", "origin", "HEAD:main"]).ok();
        commit("stack.nrrd", b"a\0b");
        let ran = clone.git(&["push", "origin", "HEAD:main"]);
        assert!(ran.text.contains("[remote rejected] HEAD -> main (pre-receive hook declined)"), "{}", ran.text);
        assert_eq!(remarks(&ran), offending("binary files", binary, &["stack.nrrd (ref: refs/heads/main)"]), "{kind}");
        // Deleting it does not help: the history has it.
        std::fs::remove_file(clone.folder.path().join("stack.nrrd")).unwrap();
        commit("more.txt", b"more");
        let ran = clone.git(&["push", "origin", "HEAD:other"]);
        assert_eq!(remarks(&ran), offending("binary files", binary, &["stack.nrrd (ref: refs/heads/other)"]));
        clone.git(&["reset", "-q", "--hard", "origin/main"]).ok();
        // As large as may be, and a byte more.
        let mut lines = vec![b'a'; 10 << 20];
        commit("most.csv", &lines);
        clone.git(&["push", "-q", "origin", "HEAD:main"]).ok();
        lines.push(b'a');
        commit("more.csv", &lines);
        let ran = clone.git(&["push", "origin", "HEAD:main"]);
        assert_eq!(remarks(&ran), offending("files larger than 10 MiB", large, &["more.csv (ref: refs/heads/main)"]));
    }
}

// fidelity: dangling-pointers
#[test]
fn a_push_brings_no_pointer_to_a_file_that_nobody_uploaded() {
    let hub = start(SEED);
    let clone = Clone::of(&hub);
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 5\n", "a".repeat(64));
    std::fs::write(clone.folder.path().join("x.bin"), pointer).unwrap();
    std::fs::write(clone.folder.path().join(".gitattributes"), "").unwrap();
    clone.git(&["add", "-A"]).ok();
    clone.git(&["commit", "-qm", "A pointer"]).ok();
    let ran = clone.git(&["push", "origin", "HEAD:main"]);
    let said = remarks(&ran);
    assert_eq!(said[1], "Your push was rejected because an LFS pointer pointed to a file that does not exist.");
    assert_eq!(said[4..6], ["Offending file:", "  - x.bin"], "{}", ran.text);
    assert!(ran.text.contains("(pre-receive hook declined)"), "{}", ran.text);
}

// fidelity: push-rights
#[test]
fn who_may_not_push_hears_it_from_the_hook() {
    let hub = start(
        "users:
  - { name: ana, tokens: [{ token: hf_ana, role: write }, { token: hf_ana_read, role: read }] }
  - { name: bo, tokens: [{ token: hf_bo, role: write }] }
  - { name: cy, tokens: [{ token: hf_cy, role: write }] }
repos: [{ id: ana/v, files: { README.md: '# Voices' } }]",
    );
    let clone = Clone::of(&hub);
    std::fs::write(clone.folder.path().join("notes.txt"), "notes\n").unwrap();
    clone.git(&["add", "-A"]).ok();
    clone.git(&["commit", "-qm", "Notes"]).ok();
    let push = |who: &str, to: &str| {
        let address = format!("{}/datasets/ana/v", hub.endpoint().replace("http://", &format!("http://{who}")));
        clone.git(&["-c", "credential.helper=", "push", &address, &format!("HEAD:{to}")])
    };
    let rule = "-".repeat(73);
    let told =
        [&rule, "You are not authorized to push to this repo.", "Make sure that you are properly logged in.", &rule];
    for who in ["bo:hf_bo@", "ana:hf_ana_read@"] {
        for to in ["main", "refs/heads/other", "refs/tags/v1", "refs/pr/1"] {
            let ran = push(who, to);
            assert_eq!((ran.success, &remarks(&ran)[..]), (false, &told[..]), "{who} {to}: {}", ran.text);
            assert!(ran.text.contains("(pre-receive hook declined)"), "{}", ran.text);
        }
    }
    assert_eq!(Client::new(&hub).get("/datasets/ana/v/resolve/main/notes.txt").status, 404);
    assert_eq!(Client::new(&hub).get("/datasets/ana/v.git/info/refs?service=git-receive-pack").status, 401);
    // A pull request is its author's to push to.
    let open = serde_json::json!({ "title": "Notes", "pullRequest": true, "description": "" });
    assert_eq!(Client::new(&hub).token("hf_bo").post("/api/datasets/ana/v/discussions", &open).status, 200);
    assert!(!push("cy:hf_cy@", "refs/pr/1").success);
    push("bo:hf_bo@", "refs/pr/1").ok();
    assert_eq!(Client::new(&hub).get("/datasets/ana/v/resolve/refs%2Fpr%2F1/notes.txt").body, "notes\n");
    push("ana:hf_ana@", "main").ok();
}

// fidelity: bad-credentials
#[test]
fn the_password_of_an_account_is_no_credential_for_git() {
    let hub = start(SEED);
    let folder = TempDir::new().unwrap();
    let clone = |password: &str| {
        let address = hub.endpoint().replace("http://", &format!("http://ana:{password}@"));
        let mut git = command("git", folder.path());
        git.env("GIT_ALLOW_PROTOCOL", "http").env("GIT_TERMINAL_PROMPT", "0");
        run(git.args(["clone", &format!("{address}/datasets/ana/w"), "clone"]), b"")
    };
    let ran = clone("secret");
    let said = "Password authentication in git is no longer supported. You must use a user access token or an SSH key instead.";
    assert!(ran.text.contains(&format!("remote: {said}")), "{}", ran.text);
    assert!(ran.text.contains("fatal: Authentication failed for"), "{}", ran.text);
    assert!(clone("hf_wrong").text.contains("remote: Invalid credentials in Authorization header"));
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

/// A folder for temporary files, and servers that use it.
#[cfg(unix)]
mod copies {
    use std::fs;
    use std::io::{BufRead, BufReader};
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    use tempfile::TempDir;

    use crate::hook::command;
    use crate::hub_client::Client;
    use crate::run::executable;

    struct Server {
        child: Child,
        endpoint: String,
    }

    impl Server {
        /// Starts a server with this folder for temporary files; `path` is where it looks for programs first.
        fn start(temporary: &Path, path: Option<&Path>) -> Self {
            let mut serve = command(env!("CARGO_BIN_EXE_cardlint"), temporary);
            serve.arg("serve").env("TMPDIR", temporary).stdout(Stdio::piped()).stderr(Stdio::null());
            if let Some(path) = path {
                let others = std::env::var("PATH").unwrap_or_default();
                serve.env("PATH", format!("{}:{others}", path.display()));
            }
            let mut child = serve.spawn().unwrap();
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            Self { child, endpoint: line.trim().to_owned() }
        }

        fn clone_voices(&self) {
            let refs = "/datasets/ana/voices.git/info/refs?service=git-upload-pack";
            assert_eq!(Client::at(&self.endpoint).token("hf_ana").get(refs).status, 200);
        }

        fn signal(&mut self, signal: &str) {
            let sent = Command::new("kill").args([format!("-{signal}"), self.child.id().to_string()]).status();
            assert!(sent.unwrap().success());
            self.child.wait().unwrap();
        }
    }

    impl Drop for Server {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn copies(temporary: &Path) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(temporary).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("cardlint-git-")));
        found
    }

    /// Waits until something is so.
    fn until(what: &str, is: impl Fn() -> bool) {
        for _ in 0..2000 {
            if is() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{what}");
    }

    #[test]
    fn a_copy_is_its_owners_alone_and_goes_with_the_server() {
        let temporary = TempDir::new().unwrap();
        let mut server = Server::start(temporary.path(), None);
        server.clone_voices();
        let [copy] = &copies(temporary.path())[..] else { panic!("one copy") };
        assert_eq!(fs::metadata(copy).unwrap().permissions().mode() & 0o777, 0o700);
        let name = copy.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name.starts_with(&format!("cardlint-git-{}-", server.child.id())), "{name}");
        server.signal("TERM");
        assert_eq!(copies(temporary.path()), [""; 0].map(PathBuf::from));
    }

    /// A `git` that writes into the copy until it is killed, and so does what it started itself.
    const BUSY: &str = "#!/bin/sh\n\
        work() { while :; do mkdir -p \"$GIT_PROJECT_ROOT/objects/$1\"; : > \"$GIT_PROJECT_ROOT/objects/$1/$$\"; done; }\n\
        work child &\n: > \"$BUSY\"\nwork parent\n";

    #[test]
    fn a_copy_goes_though_git_is_at_work_in_it() {
        let programs = TempDir::new().unwrap();
        let git = programs.path().join("git");
        executable(&git, BUSY.replace("$BUSY", &programs.path().join("busy").display().to_string()).as_bytes());
        for signal in ["TERM", "INT", "TERM"] {
            let temporary = TempDir::new().unwrap();
            let mut server = Server::start(temporary.path(), Some(programs.path()));
            let client = Client::at(&server.endpoint).token("hf_ana");
            let asked = std::thread::spawn(move || {
                let head = "GET /datasets/ana/voices.git/info/refs?service=git-upload-pack HTTP/1.0\r\n";
                client.raw(format!("{head}Authorization: Bearer hf_ana\r\n\r\n").as_bytes())
            });
            let busy = programs.path().join("busy");
            until("git works", || busy.exists());
            server.signal(signal);
            assert_eq!(copies(temporary.path()), [""; 0].map(PathBuf::from), "{signal}");
            asked.join().unwrap();
            // Whoever were alive would make the folder anew.
            std::thread::sleep(Duration::from_millis(50));
            assert_eq!(copies(temporary.path()), [""; 0].map(PathBuf::from), "{signal}");
            fs::remove_file(busy).unwrap();
        }
    }

    #[test]
    fn what_a_killed_server_left_the_next_one_removes_and_nothing_else() {
        let temporary = TempDir::new().unwrap();
        let alive = Server::start(temporary.path(), None);
        alive.clone_voices();
        let of_the_living = copies(temporary.path());
        let mut killed = Server::start(temporary.path(), None);
        killed.clone_voices();
        assert_eq!(copies(temporary.path()).len(), 2);
        killed.signal("KILL");
        assert_eq!(copies(temporary.path()).len(), 2);
        let foreign = temporary.path().join("cardlint-git-of-somebody");
        fs::create_dir(&foreign).unwrap();
        // Killed before it could say that it lives; no process has that number.
        fs::create_dir(temporary.path().join("cardlint-git-2147483646-abc")).unwrap();
        let next = Server::start(temporary.path(), None);
        until("the leftovers are gone", || copies(temporary.path()).len() == 2);
        next.clone_voices();
        let left = copies(temporary.path());
        assert!(left.contains(&of_the_living[0]) && left.contains(&foreign) && left.len() == 3, "{left:?}");
    }
}
