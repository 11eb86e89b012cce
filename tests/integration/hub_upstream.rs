//! Record and replay: a mock that asks another Hub for what its seed lacks, here a second mock.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use cardlint::hub::{MockHub, Seed, Settings, Upstream};
use serde_json::json;
use tempfile::TempDir;

use crate::hub_client::{Client, start};

/// Looks like a token, and is none.
const SECRET: &str = "hf_aaaaBBBBccccDDDDeeeeFFFF";

/// The Hub that is recorded.
fn other() -> MockHub {
    start(&format!(
        "users:
- {{ name: ana, email: ana@mail.example.org, tokens: [{{ token: hf_upstream }}] }}
- {{ name: cy }}
repos:
- id: ana/voices
  gated: manual
  files:
    README.md: \"---\\nlicense: mit\\nextra_gated_fields:\\n  Company: text\\n---\\nWrite to ana@mail.example.org, not with {SECRET}.\\n\"
    data/a b.csv: \"a,b\\n1,2\\n\"
    data/weights.bin: {{ base64: AAECAw==, lfs: true }}
    empty.txt: \"\"
  access_requests: [{{ user: cy, fields: {{ Company: ACME }} }}]
- {{ id: ana/net, type: model, files: {{ config.json: \"{{}}\" }} }}
- {{ id: ana/hidden, private: true, files: {{ a.txt: a }} }}
"
    ))
}

struct Recording {
    hub: MockHub,
    said: Arc<Mutex<Vec<String>>>,
}

fn record(url: &str, token: Option<&str>, folder: &Path) -> Recording {
    let said = Arc::new(Mutex::new(Vec::new()));
    let lines = said.clone();
    let note = move |line: &str| lines.lock().unwrap().push(line.to_owned());
    let upstream = Some(Upstream::new(url, token.map(str::to_owned), folder, note).unwrap());
    let hub = MockHub::start_with(Seed::read(folder).unwrap(), Settings { upstream, ..Settings::default() }).unwrap();
    Recording { hub, said }
}

/// What clients see of the recorded repos.
fn seen(hub: &MockHub) -> Vec<(u16, String)> {
    let client = Client::new(hub).token("hf_ana");
    let paths = [
        "/api/datasets/ana/voices/tree/main?recursive=true",
        "/datasets/ana/voices/resolve/main/README.md",
        "/datasets/ana/voices/resolve/main/data/a%20b.csv",
        "/datasets/ana/voices/resolve/main/data/weights.bin",
        "/datasets/ana/voices/resolve/main/empty.txt",
        "/ana/net/resolve/main/config.json",
        "/api/models/ana/net/tree/main",
        "/api/datasets/ana/missing",
    ];
    let answers = paths.map(|path| client.get(path));
    answers.into_iter().map(|reply| (reply.status, reply.body.replace(hub.endpoint(), ""))).collect()
}

#[test]
fn what_was_answered_once_is_answered_without_the_other_hub() {
    let folder = TempDir::new().unwrap();
    let top = folder.path().join("new/hub");
    let other = other();
    let recording = record(other.endpoint(), Some("hf_upstream"), &top);
    let online = seen(&recording.hub);
    assert_eq!(online.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [200, 200, 200, 200, 200, 200, 200, 404]);
    assert_eq!(online[2].1, "a,b\n1,2\n");
    assert_eq!(online[3].1.as_bytes(), [0, 1, 2, 3]);
    assert_eq!(recording.said.lock().unwrap()[0], "dataset ana/voices is recorded: 5 files");
    drop((recording, other));
    let replayed = MockHub::start(Seed::read(&top).unwrap()).unwrap();
    assert_eq!(seen(&replayed), online);
}

#[test]
fn the_gate_is_recorded_and_who_asked_is_not() {
    let folder = TempDir::new().unwrap();
    let other = other();
    let Recording { hub, .. } = record(other.endpoint(), Some("hf_upstream"), folder.path());
    let client = Client::new(&hub);
    let reader = client.token("hf_bo");
    assert_eq!(reader.get("/datasets/ana/voices/resolve/main/data/a%20b.csv").error().1, "GatedRepo");
    assert_eq!(reader.post("/datasets/ana/voices/ask-access", &json!({ "Company": "ACME" })).status, 303);
    let pending = client.token("hf_ana").get("/api/datasets/ana/voices/user-access-request/pending");
    assert_eq!(pending.users(), ["bo"]);
}

#[test]
fn no_token_and_no_address_is_written() {
    let folder = TempDir::new().unwrap();
    let other = other();
    let Recording { hub, .. } = record(other.endpoint(), Some("hf_upstream"), folder.path());
    seen(&hub);
    let card = fs::read_to_string(folder.path().join("datasets/ana/voices/README.md")).unwrap();
    assert!(card.ends_with("Write to someone@example.com, not with hf_masked.\n"), "{card}");
    let mut texts = 0;
    let kinds = ["md", "yaml", "csv", "txt", "json"];
    for file in kinds.iter().flat_map(|kind| crate::run::files_below(folder.path(), kind)) {
        let content = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        for secret in ["hf_upstream", SECRET, "mail.example.org"] {
            assert!(!content.contains(secret), "{secret} in {}", file.display());
        }
        texts += 1;
    }
    assert_eq!(texts, 5);
}

#[test]
fn a_seed_comes_first_and_keeps_its_text() {
    let folder = TempDir::new().unwrap();
    let text = "# ours\nusers:\n- name: ana # she\n  tokens: [{ token: hf_ana }]\nrepos:\n- { id: ana/net, type: model, files: { own.txt: own } }\n\n# the end\n";
    fs::write(folder.path().join("hub.yaml"), text).unwrap();
    let other = other();
    let Recording { hub, .. } = record(other.endpoint(), None, folder.path());
    let client = Client::new(&hub).token("hf_ana");
    assert_eq!(client.get("/ana/net/resolve/main/own.txt").body, "own");
    assert_eq!(other.requests().len(), 0, "the seed has it");
    // Without a token the other Hub shows the card and its neighbors, and no gated file.
    let tree = client.get("/api/datasets/ana/voices/tree/main?recursive=true").body;
    assert!(tree.contains("README.md") && !tree.contains("a b.csv"), "{tree}");
    let written = fs::read_to_string(folder.path().join("hub.yaml")).unwrap();
    let line = "- { id: \"ana/voices\", type: dataset, gated: manual, files: \"datasets/ana/voices\" }\n";
    assert_eq!(written, text.replace("own } }\n", &format!("own }} }}\n{line}")));
}

#[test]
fn each_repo_is_asked_for_once_and_a_reset_keeps_what_was_recorded() {
    let folder = TempDir::new().unwrap();
    let other = other();
    let Recording { hub, said } = record(other.endpoint(), Some("hf_upstream"), folder.path());
    let (client, reader) = (Client::new(&hub).token("hf_ana"), Client::new(&hub).token("hf_bo"));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(client.get("/api/datasets/ana/voices").status, 200));
            scope.spawn(|| assert_eq!(reader.get("/api/datasets/ana/missing").status, 404));
        }
    });
    let asked = other.requests().len();
    assert_eq!(asked, 1 + 5 + 1, "{:?}", other.requests());
    client.post("/_mock/reset", &json!({}));
    assert_eq!(client.get("/api/datasets/ana/voices").status, 200);
    assert_eq!((other.requests().len(), said.lock().unwrap().len()), (asked, 1));
}

#[test]
fn a_hub_that_is_not_there_is_said_and_asked_again() {
    let folder = TempDir::new().unwrap();
    let Recording { hub, said } = record("http://127.0.0.1:9", None, folder.path());
    let client = Client::new(&hub).token("hf_bo");
    for _ in 0..2 {
        assert_eq!(client.get("/api/datasets/ana/voices").status, 404);
    }
    let said = said.lock().unwrap();
    assert!(said.len() == 2 && said[0].starts_with("dataset ana/voices is not recorded: curl: (7)"), "{said:?}");
}

#[test]
fn what_cannot_be_recorded_in_is_rejected() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("notes.txt"), "x").unwrap();
    let new = |url: &str, token: Option<&str>, folder: &Path| {
        Upstream::new(url, token.map(str::to_owned), folder, |_| ()).map(|_| ()).unwrap_err()
    };
    assert!(new("https://hf.example", None, folder.path()).contains("has no hub.yaml"));
    assert!(new("https://hf.example", None, Path::new("-")).contains("a folder"));
    assert!(new("hf.example", None, folder.path()).contains("is not the URL of a Hub"));
    assert!(new("https://hf.example", Some("a\nb"), folder.path()).contains("the token"));
}
