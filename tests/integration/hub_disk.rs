//! Seeds from what is on the disk, and back to it: caches, clones, downloads, state dumps.

use std::fs;
use std::path::Path;

use cardlint::hub::state::Gated;
use cardlint::hub::{MockHub, Seed};
use serde_json::Value;

use crate::hub_client::{Client, reply};
use crate::run::{finish, folder, program};

const CARD: &str = "---\nextra_gated_fields:\n  Company: text\n---\n# Voices\n";

/// A cache as `huggingface_hub` leaves it: blobs, and a snapshot of links to them.
fn cache(root: &Path) {
    let repo = root.join("datasets--acme--voices");
    let (old, new) = (repo.join("snapshots/0123old"), repo.join("snapshots/4567new"));
    for snapshot in [&old, &new] {
        fs::create_dir_all(snapshot.join("data")).unwrap();
    }
    for folder in ["blobs", "refs"] {
        fs::create_dir_all(repo.join(folder)).unwrap();
    }
    fs::write(repo.join("blobs/a"), CARD).unwrap();
    fs::write(repo.join("blobs/b"), "text\nla\n").unwrap();
    fs::write(old.join("README.md"), "# Old\n").unwrap();
    #[cfg(unix)]
    for (blob, path) in
        [("../../blobs/a", "README.md"), ("../../../blobs/b", "data/train.csv"), ("../../blobs/none", "part.csv")]
    {
        std::os::unix::fs::symlink(blob, new.join(path)).unwrap();
    }
    #[cfg(not(unix))]
    for (blob, path) in [("a", "README.md"), ("b", "data/train.csv")] {
        fs::copy(repo.join("blobs").join(blob), new.join(path)).unwrap();
    }
    fs::write(repo.join("refs/main"), "4567new").unwrap();
    let model = root.join("models--gpt2/snapshots/89ab");
    fs::create_dir_all(&model).unwrap();
    fs::write(model.join("config.json"), "{}").unwrap();
}

#[cfg(unix)]
#[test]
fn a_cache_is_served() {
    for below in ["", "hub"] {
        let home = folder(&[]);
        cache(&home.path().join(below));
        let seed = Seed::read(home.path()).unwrap();
        assert_eq!(seed.notes.len(), 2, "{:?}", seed.notes);
        assert!(seed.notes[0].contains("acme/voices") && seed.notes[0].contains("hf_acme"), "{:?}", seed.notes);
        assert!(seed.warnings[0].contains("1 file is not on the disk"), "{:?}", seed.warnings);
        let hub = MockHub::start(seed).unwrap();
        let client = Client::new(&hub);
        let file = "/datasets/acme/voices/resolve/main/data/train.csv";
        assert_eq!(client.get("/datasets/acme/voices/resolve/main/README.md").body, CARD, "what main is at");
        assert_eq!(client.token("hf_bo").get(file).status, 403, "its card has a gate form");
        assert_eq!(client.token("hf_acme").get(file).body, "text\nla\n");
        assert_eq!(client.get("/gpt2/resolve/main/config.json").body, "{}");
    }
    let home = folder(&[]);
    cache(home.path());
    let one = Seed::read(&home.path().join("datasets--acme--voices")).unwrap();
    assert_eq!(one.hub.repos.len(), 1, "the folder of one repo");
}

#[test]
fn a_clone_is_served_under_the_name_of_its_remote() {
    for (url, id) in [
        ("https://huggingface.co/datasets/acme/voices", "datasets/acme/voices"),
        ("https://user:hf_secret@huggingface.co/datasets/acme/voices.git", "datasets/acme/voices"),
        ("git@hf.co:spaces/acme/voices", "spaces/acme/voices"),
        ("https://hf.co/acme/voices", "models/acme/voices"),
        ("http://127.0.0.1:8080/datasets/acme/voices", "datasets/acme/voices"),
        ("https://github.com/acme/voices.git", "datasets/acme/voices"),
    ] {
        let config = format!(
            "[core]\n\tbare = false\n[remote \"other\"]\n\turl = x\n[remote \"origin\"]\n\turl = {url}\n\tfetch = y\n"
        );
        let oid = "a".repeat(64);
        let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 5\n");
        let clone = folder(&[
            (".git/config", &config),
            (&format!(".git/lfs/objects/aa/aa/{oid}"), "large"),
            (".gitignore", "ignored/\n"),
            (".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n"),
            ("README.md", CARD),
            ("data/train.bin", &pointer),
            ("ignored/x.txt", "no"),
        ]);
        let seed = Seed::read(clone.path()).unwrap();
        assert!(!seed.notes[0].contains("hf_secret"), "{:?}", seed.notes);
        let hub = MockHub::start(seed).unwrap();
        let client = Client::new(&hub);
        let info = client.get(&format!("/api/{id}")).json();
        let files: Vec<&str> =
            info["siblings"].as_array().unwrap().iter().map(|file| file["rfilename"].as_str().unwrap()).collect();
        assert_eq!(files, [".gitattributes", ".gitignore", "README.md", "data/train.bin"], "{url}");
        let prefix = id.strip_prefix("models/").unwrap_or(id);
        let large = client.token("hf_acme").get(&format!("/{prefix}/resolve/main/data/train.bin"));
        assert_eq!(large.body, "large", "{url}");
    }
}

#[test]
fn a_download_is_served_under_the_name_of_its_folder() {
    let download = folder(&[
        ("My voices/.cache/huggingface/download/README.md.metadata", "x"),
        ("My voices/README.md", "# Voices\n"),
    ]);
    let seed = Seed::read(&download.path().join("My voices")).unwrap();
    let (id, repo) = seed.hub.repos.iter().next().unwrap();
    assert_eq!((id.to_string().as_str(), repo.gate.mode), ("ana/My-voices", Gated::No));
    let hub = MockHub::start(seed).unwrap();
    let client = Client::new(&hub);
    assert_eq!(client.get("/datasets/ana/My-voices/resolve/main/README.md").body, "# Voices\n");
    assert_eq!(
        client.get("/api/datasets/ana/My-voices").json()["siblings"].as_array().unwrap().len(),
        2,
        "and .gitattributes"
    );
}

#[test]
fn a_folder_with_nothing_to_serve_says_what_was_expected() {
    let empty = folder(&[("notes.txt", "x")]);
    let error = Seed::read(empty.path()).unwrap_err();
    assert!(error.to_string().contains("has no hub.yaml"), "{error}");
    assert!(error.help.unwrap().contains(".cache/huggingface"));
}

#[test]
fn a_state_is_dumped_and_served_again() {
    let hub = MockHub::start(Seed::default()).unwrap();
    let client = Client::new(&hub);
    hub.clock().advance(std::time::Duration::from_secs(60));
    client
        .token("hf_bo")
        .post("/api/datasets/ana/voices/discussions", &serde_json::json!({ "title": "x", "description": "y" }));
    let here = folder(&[]);
    let path = here.path().join("state.json");
    fs::write(&path, hub.dump()).unwrap();
    let again = MockHub::start(Seed::read(&path).unwrap()).unwrap();
    let other = Client::new(&again);
    let state = |client: &Client| client.get("/_mock/state?tokens=true").body;
    assert_eq!(state(&client), state(&other));
    assert_eq!(again.clock().now(), hub.clock().now());
    other.post("/_mock/reset", &Value::Null);
    assert_eq!(state(&client), state(&other), "which is its seed");

    fs::write(&path, client.get("/_mock/state").body).unwrap();
    let masked = Seed::read(&path).unwrap();
    assert!(masked.warnings[0].contains("?tokens=true"), "{:?}", masked.warnings);
}

#[cfg(unix)]
#[test]
fn what_was_done_is_saved_at_the_end() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let here = folder(&[("state.json", "old")]);
    let mut child = program(here.path())
        .args(["serve", "--save", "state.json", "--allow-host", "huggingface.co"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        let mut byte = [0];
        child.stdout.as_mut().unwrap().read_exact(&mut byte).unwrap();
        line.push(byte[0]);
    }
    let client = Client::at(String::from_utf8(line).unwrap().trim_end());
    client.token("hf_ana").post("/api/repos/create", &serde_json::json!({ "name": "one", "type": "dataset" }));
    for (host, status) in [("huggingface.co", 200), ("HuggingFace.co:443", 200), ("example.com", 403)] {
        let request = format!("GET /api/datasets/ana/one HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(reply(&client.raw(request.as_bytes())).unwrap().status, status, "{host}");
    }
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert!(child.wait().unwrap().success());
    let saved = Seed::read(&here.path().join("state.json")).unwrap();
    assert!(saved.hub.repos.keys().any(|id| id.to_string() == "ana/one"));
    let ran = finish(program(here.path()).args(["seed", "validate", "state.json"]), b"");
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "state.json: 4 users, 1 organization, 2 repos, 0 collections\n"),
        "{}",
        ran.err
    );
}

#[test]
fn seeds_are_validated_without_serving_them() {
    let here = folder(&[
        ("good.yaml", "users: [{ name: ana }]\n"),
        ("bad.yaml", "users:\n  - nmae: ana\n"),
        ("long.json", &format!("{{\"users\": [{{\"name\": \"ana\"}}], \"x\": \"{}\"}}", "y".repeat(30_000))),
        ("state.json", "{\"users\": {}, \"repos\": 5}"),
    ]);
    for (paths, code, out, err) in [
        (&["good.yaml"][..], 0, "good.yaml: 1 user, 0 organizations, 0 repos, 0 collections\n", ""),
        (
            &["bad.yaml", "good.yaml"],
            1,
            "good.yaml: 1 user, 0 organizations, 0 repos, 0 collections\n",
            "unknown key `nmae`",
        ),
        (&["nothing.yaml"], 2, "", "nothing.yaml cannot be read"),
        (&["state.json"], 2, "", "state.json is not a state of this version of the mock"),
        (&["long.json"], 1, "", "long.json:1:30: unknown key `x` in a seed"),
    ] {
        let ran = finish(program(here.path()).args(["seed", "validate"]).args(paths), b"");
        assert_eq!((ran.code, ran.out.as_str()), (code, out), "{paths:?}: {}", ran.err);
        assert!(ran.err.contains(err) && ran.err.len() < 1000, "{paths:?}: {} bytes: {:.1000}", ran.err.len(), ran.err);
    }
}
