//! `cardlint serve` as a program: one line on standard output, a log on standard error, and how it ends.

use std::io::{BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::hub_client::Client;
use crate::run::{finish, folder, program};

/// A server that was started as its users start it.
struct Server {
    child: Child,
    endpoint: String,
}

impl Server {
    fn start(folder: &Path, words: &[&str]) -> Self {
        let mut command = program(folder);
        command.arg("serve").args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = Vec::new();
        let out = child.stdout.as_mut().unwrap();
        // Byte by byte, so that what may come after it is left to be seen.
        while line.last() != Some(&b'\n') {
            let mut byte = [0];
            out.read_exact(&mut byte).unwrap_or_else(|_| panic!("no endpoint: {words:?}"));
            line.push(byte[0]);
        }
        Self { child, endpoint: String::from_utf8(line).unwrap().trim_end().to_owned() }
    }

    fn client(&self) -> Client {
        Client::at(&self.endpoint)
    }

    /// Sends a signal; exit status, and what else stands on standard output and standard error.
    fn end(mut self, signal: &str) -> (Option<i32>, String, String) {
        let sent = Command::new("kill").args([format!("-{signal}"), self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let (mut out, mut err) = (String::new(), String::new());
        BufReader::new(self.child.stdout.take().unwrap()).read_to_string(&mut out).unwrap();
        BufReader::new(self.child.stderr.take().unwrap()).read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap().code(), out, err)
    }
}

#[cfg(unix)]
#[test]
fn one_line_is_the_endpoint_and_a_signal_ends_it() {
    for signal in ["INT", "TERM"] {
        let server = Server::start(Path::new("."), &[]);
        assert!(server.endpoint.starts_with("http://127.0.0.1:"), "{}", server.endpoint);
        let client = server.client();
        assert_eq!(client.token("hf_ana").get("/api/whoami-v2?token=hf_ana").json()["name"], "ana");
        assert_eq!(client.token("hf_bo").get("/api/datasets/ana/voices/auth-check").status, 403);
        assert_eq!(client.get("/no/such/page/here").status, 404);
        let (code, out, err) = server.end(signal);
        assert_eq!((code, out.as_str()), (Some(0), ""), "{signal}");
        let lines: Vec<&str> = err.lines().collect();
        assert_eq!(lines[0], "200 ana GET /api/whoami-v2?token=***");
        assert_eq!(lines[1], "403 bo GET /api/datasets/ana/voices/auth-check");
        assert_eq!(lines[2], "404 - GET /no/such/page/here (no such route in the mock)");
        assert!(!err.contains("hf_"), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn the_log_is_json_for_programs() {
    let server = Server::start(Path::new("."), &["--log-format", "json"]);
    server.client().token("hf_bo").get("/api/datasets/ana/voices/auth-check");
    let (_, _, err) = server.end("TERM");
    let logged: Vec<Value> = err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&logged[0]["status"], &logged[0]["user"]), (&Value::from(403), &Value::from("bo")));
}

#[cfg(unix)]
#[test]
fn a_seed_is_a_file_or_a_folder_and_cards_come_on_top() {
    let folder = folder(&[
        ("hub/hub.yaml", "users: [{ name: cy, tokens: [{ token: hf_cy }] }]\nrepos: [{ id: cy/set, files: set/ }]\n"),
        ("hub/set/README.md", "# Set\n"),
        ("hub/set/.git/config", "not served"),
        ("My cards/README.md", "---\nextra_gated_fields:\n  Company: text\n---\n"),
    ]);
    for seed in ["hub", "hub/hub.yaml"] {
        let server = Server::start(folder.path(), &["--seed", seed, "--card", "My cards/README.md"]);
        let client = server.client();
        assert_eq!(client.get("/datasets/cy/set/raw/main/README.md").body, "# Set\n", "{seed}");
        assert_eq!(client.token("hf_cy").get("/datasets/cy/set/raw/main/.git/config").status, 404);
        assert_eq!(client.get("/api/datasets/ana/My-cards/auth-check").error().1, "GatedRepo");
        let (code, _, err) = server.end("TERM");
        assert_eq!(code, Some(0));
        assert!(err.starts_with("My cards/README.md is served as ana/My-cards\n"), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn other_machines_are_warned_of() {
    let server = Server::start(Path::new("."), &["--host", "0.0.0.0"]);
    let port = server.endpoint.rsplit(':').next().unwrap().to_owned();
    assert_eq!(server.client().get("/_mock/health").status, 200, "the endpoint is one that a client can call");
    let (_, _, err) = server.end("TERM");
    assert!(err.starts_with(&format!("warning: other machines can reach this mock at 0.0.0.0:{port}")), "{err}");
}

// fidelity: exit-status
#[test]
fn what_cannot_be_served_ends_with_exit_status_2() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (words, says) in [
        (["--port", &port], "error: cannot listen on 127.0.0.1:"),
        (["--port", "99999"], "error: invalid value '99999'"),
        (["--host", "example.com"], "error: invalid value 'example.com'"),
        (["--card", "nothing/README.md"], "error: nothing/README.md cannot be read: "),
        (["--seed", "nothing"], "error: nothing cannot be read: "),
        (["--log-format", "xml"], "error: invalid value 'xml'"),
    ] {
        let ran = finish(program(folder(&[]).path()).arg("serve").args(words), b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{words:?}");
        assert!(ran.err.starts_with(says), "{words:?}: {}", ran.err);
        assert_eq!(ran.err.matches("error: ").count(), 1, "one diagnostic: {}", ran.err);
    }
}

/// More than a pipe holds.
#[cfg(unix)]
#[test]
fn a_log_that_nobody_reads_stops_nothing() {
    for closed in [true, false] {
        let mut server = Server::start(Path::new("."), &[]);
        let unread = server.child.stderr.take().filter(|_| !closed);
        let path = format!("/{}", "a".repeat(2000));
        for _ in 0..100 {
            assert_eq!(server.client().get(&path).status, 404);
        }
        assert!(Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap().success());
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        drop(unread);
    }
}
