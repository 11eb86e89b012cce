//! Diagnostics: pushed, pulled, of every kind of document, and by every configuration.

use std::fs;

use serde_json::{Value as Json, json};

use super::client::{Client, uri};
use crate::run::{GOOD, WRONG, finish, folder, program};

fn codes(diagnostics: &[Json]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap_or("-")).collect()
}

#[test]
fn a_card_is_judged_as_it_is_opened_changed_and_closed() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, WRONG);
    let diagnostics = client.pushed(&card);
    assert_eq!(codes(&diagnostics), ["unknown-license"]);
    let range = json!({ "start": { "line": 1, "character": 9 }, "end": { "line": 1, "character": 19 } });
    assert_eq!(diagnostics[0]["range"], range);
    assert_eq!((diagnostics[0]["severity"].as_u64(), diagnostics[0]["source"].as_str()), (Some(1), Some("cardlint")));

    client.change(&card, 2, json!([{ "range": range, "text": "apache-2.0" }]));
    assert_eq!(client.pushed(&card), Vec::<Json>::new());
    client.change(&card, 3, json!([{ "text": WRONG }]));
    assert_eq!(codes(&client.pushed(&card)), ["unknown-license"]);
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&card) } }));
    assert_eq!(client.pushed(&card), Vec::<Json>::new());
    assert!(client.leave());
}

#[test]
fn a_client_that_pulls_gets_nothing_pushed_and_nothing_twice() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::with(json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    }));
    client.open(&card, WRONG);
    let params = json!({ "textDocument": { "uri": uri(&card) } });
    let report = client.ask("textDocument/diagnostic", params);
    assert_eq!(report["kind"], "full");
    assert_eq!(codes(report["items"].as_array().unwrap()), ["unknown-license"]);
    let again = json!({ "textDocument": { "uri": uri(&card) }, "previousResultId": report["resultId"] });
    assert_eq!(client.ask("textDocument/diagnostic", again.clone())["kind"], "unchanged");
    client.change(&card, 2, json!([{ "text": GOOD }]));
    let report = client.ask("textDocument/diagnostic", again);
    assert_eq!((report["kind"].as_str(), report["items"].as_array().map(Vec::len)), (Some("full"), Some(0)));
    assert!(client.notifications.is_empty(), "{:?}", client.notifications);
}

#[test]
fn a_client_that_cannot_be_told_to_pull_again_is_pushed_to() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::with(json!({ "textDocument": { "diagnostic": {} } }));
    client.open(&card, WRONG);
    assert_eq!(codes(&client.pushed(&card)), ["unknown-license"]);
    fs::write(folder.path().join("cardlint.toml"), "[rules]\nunknown-license = \"off\"\n").unwrap();
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(client.pushed(&card), Vec::<Json>::new());
}

#[test]
fn positions_count_in_what_the_client_knows() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let text = "---\n🎙é: {license: x}\nlicense: { 🎙é: nope }\n---\n";
    for encodings in [json!(["utf-16"]), json!(["utf-8", "utf-16"])] {
        let mut client = Client::with(json!({ "general": { "positionEncodings": encodings } }));
        client.open(&card, text);
        let diagnostics = client.pushed(&card);
        assert_eq!(diagnostics[0]["range"]["start"]["character"], 9, "{diagnostics:#?}");
        let end = diagnostics[0]["range"]["end"]["character"].as_u64().unwrap();
        let utf8 = encodings.as_array().unwrap().len() == 2;
        assert_eq!(end, if utf8 { 25 } else { 22 });
        assert_eq!(client.capabilities["positionEncoding"], if utf8 { "utf-8" } else { "utf-16" });
    }
}

#[test]
fn what_belongs_to_a_diagnostic_is_told_with_it() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, "---\nlicense: mit\nlicense: mit\n---\n");
    let diagnostics = client.pushed(&card);
    assert_eq!(diagnostics[0]["relatedInformation"][0]["location"]["uri"], uri(&card));
    assert!(diagnostics[0]["message"].as_str().unwrap().contains("\nhelp: "), "{diagnostics:#?}");
}

#[test]
fn other_documents_have_diagnostics_of_their_own() {
    let folder = folder(&[]);
    let mut client = Client::plain();
    for (name, text, place) in [
        ("cardlint.toml", "[rules]\nunknown-licence = \"off\"\n", Some((1, 0))),
        ("cardlint.toml", "[rules]\nunknown-license = \"off\"\n", None),
        ("pyproject.toml", "[project]\nname = \"x\"\n", None),
        ("pyproject.toml", "[tool.cardlint]\nexclud = []\n", Some((1, 0))),
        ("hub.yaml", "users:\n  - nmae: ana\n", Some((1, 4))),
        ("hub.yaml", "users:\n  - name: ana\n", None),
        (".eval_results/a.yaml", "- dataset: x\n  value: 1\n", Some((0, 11))),
        (".eval_results/a.yaml", "- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n", None),
        ("eval.yaml", "name: x\ntasks: {}\n", Some((0, 0))),
        ("eval.yaml", "defaults: [x]\n", None),
    ] {
        let path = folder.path().join(name);
        client.open(&path, text);
        let diagnostics = client.pushed(&path);
        let start = diagnostics.first().map(|diagnostic| &diagnostic["range"]["start"]);
        let found = start.map(|start| (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap()));
        assert_eq!(found, place, "{name}: {diagnostics:#?}");
        client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri(&path) } }));
        client.pushed(&path);
    }
}

#[test]
fn a_readme_without_metadata_is_no_card_unless_the_configuration_says_so() {
    let plain = folder(&[]);
    let strict = folder(&[("cardlint.toml", "require-front-matter = true\n"), ("sub/x", "")]);
    let mut client = Client::plain();
    let (readme, required) = (plain.path().join("README.md"), strict.path().join("sub/README.md"));
    client.open(&readme, "# A library\n");
    assert_eq!(client.pushed(&readme), Vec::<Json>::new());
    client.open(&required, "# A card\n");
    let diagnostics = client.pushed(&required);
    assert_eq!((codes(&diagnostics), diagnostics[0]["severity"].as_u64()), (vec!["missing-front-matter"], Some(1)));
}

#[test]
fn files_that_are_none_of_cardlints_are_left_alone() {
    let folder = folder(&[]);
    let mut client = Client::plain();
    let notes = folder.path().join("notes.md");
    client.open(&notes, WRONG);
    let position = json!({ "line": 1, "character": 0 });
    assert_eq!(client.at("textDocument/hover", &notes, position.clone()), Json::Null);
    assert_eq!(client.at("textDocument/completion", &notes, position), Json::Null);
    assert!(client.notifications.is_empty());
}

#[test]
fn a_configuration_is_read_again_when_it_changes() {
    let folder = folder(&[("a/README.md", WRONG), ("b/README.md", WRONG), ("b/cardlint.toml", "")]);
    let cards = ["a/README.md", "b/README.md"].map(|name| folder.path().join(name));
    let watch = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::with(watch);
    for card in &cards {
        client.open(card, WRONG);
        assert_eq!(codes(&client.pushed(card)), ["unknown-license"]);
    }
    assert_eq!(client.asked[0].method, "client/registerCapability");
    let config = folder.path().join("b/cardlint.toml");
    fs::write(&config, "[rules]\nunknown-license = \"warning\"\n").unwrap();
    let changed = json!({ "changes": [{ "uri": uri(&config), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", changed.clone());
    assert_eq!(client.pushed(&cards[0])[0]["severity"], 1);
    assert_eq!(client.pushed(&cards[1])[0]["severity"], 2);

    // One that cannot be used is reported where it is, and the defaults hold.
    fs::write(&config, "[rules]\nunknown-license = \"loud\"\n").unwrap();
    client.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(client.pushed(&cards[1])[0]["severity"], 1);
    client.open(&cards[1], WRONG);
    client.pushed(&cards[1]);
    let shown = client.notifications.iter().find(|shown| shown.method == "window/showMessage").unwrap();
    assert!(shown.params["message"].as_str().unwrap().contains("cardlint.toml:2:"), "{shown:?}");
}

#[test]
fn a_configuration_builds_on_others_and_fetches_nothing_while_it_is_written() {
    let wrong = "[rules]\nunknown-licence = \"off\"\n";
    let folder = folder(&[
        ("shared/lint.toml", "[rules]\nunknown-license = \"off\"\n[[policy]]\nschema = \"x.json\"\n"),
        ("shared/x.json", "{\"required\": [\"contact\"]}"),
        ("shared/wrong.toml", wrong),
        ("a/cardlint.toml", "extend = \"../shared/lint.toml\"\n"),
    ]);
    let (card, config) = (folder.path().join("a/README.md"), folder.path().join("a/cardlint.toml"));
    let mut client = Client::plain();
    client.open(&card, WRONG);
    assert_eq!(codes(&client.pushed(&card)), ["policy"]);
    client.open(&config, "repo-type = \"model\"\nextend = \"../shared/wrong.toml\"\n");
    let found = client.pushed(&config);
    assert!(found[0]["message"].as_str().unwrap().contains("shared/wrong.toml:2:1: unknown rule"), "{found:?}");
    assert_eq!(found[0]["range"]["start"], json!({ "line": 1, "character": 9 }));
    client.change(&config, 2, json!([{ "text": "extend = { git = \"https://127.0.0.1:1/x\", rev = \"v1\" }\n" }]));
    assert_eq!(client.pushed(&config), [Json::Null; 0]);
    client.change(&config, 3, json!([{ "text": "extend = { git = \"https://127.0.0.1:1/x\" }\n" }]));
    assert!(client.pushed(&config)[0]["message"].as_str().unwrap().starts_with("`extend`: missing `rev`"));
}

#[test]
fn what_the_baseline_knows_is_not_shown() {
    let folder = folder(&[("cardlint.toml", "baseline = \"known.json\"\n"), ("README.md", WRONG)]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, WRONG);
    assert_eq!(codes(&client.pushed(&card)), ["unknown-license"]);
    let shown = &client.notifications[0].params["message"];
    assert!(shown.as_str().unwrap().contains("known.json: no such file"), "{shown}");
    let recorded = finish(program(folder.path()).args(["check", "--write-baseline", "."]), b"");
    assert_eq!(recorded.code, 0);
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(codes(&client.pushed(&card)), [""; 0]);
    client.change(&card, 2, json!([{ "text": WRONG.replace("license:", "language: xx\nlicense:") }]));
    assert_eq!(codes(&client.pushed(&card)), ["unknown-language"]);
}

#[test]
fn a_client_that_pulls_is_told_to_pull_again() {
    let folder = folder(&[("README.md", WRONG)]);
    let card = folder.path().join("README.md");
    let mut client = Client::with(json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    }));
    client.open(&card, WRONG);
    fs::write(folder.path().join("cardlint.toml"), "[rules]\nunknown-license = \"off\"\n").unwrap();
    client.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    let report = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&card) } }));
    assert_eq!(report["items"].as_array().unwrap().len(), 0);
    assert_eq!(client.asked[0].method, "workspace/diagnostic/refresh");
}

#[test]
fn files_of_the_repo_are_listed_again_when_they_come_and_go() {
    let text = "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n---\n";
    let folder = folder(&[("README.md", text), (".git/HEAD", "")]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, text);
    assert_eq!(codes(&client.pushed(&card)), ["data-files-no-match"]);
    fs::write(folder.path().join("a.csv"), "x\n1\n").unwrap();
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri(&card) } }));
    assert_eq!(client.pushed(&card), Vec::<Json>::new());
}

#[test]
fn bad_requests_get_an_error_and_the_server_goes_on() {
    let mut client = Client::plain();
    for (method, params, code) in [
        ("textDocument/nonsense", json!({}), -32601),
        ("textDocument/hover", json!({ "textDocument": 1 }), -32602),
        ("workspace/executeCommand", json!({ "command": "rm" }), -32602),
        ("workspace/executeCommand", json!({ "command": "cardlint.explain", "arguments": ["nope"] }), -32602),
        ("initialize", json!({}), -32600),
    ] {
        let response = client.request(method, params);
        assert_eq!(response.response_result.unwrap_err().code, code, "{method}");
    }
    client.ask("shutdown", Json::Null);
    let response = client.request("textDocument/hover", json!({}));
    assert_eq!(response.response_result.unwrap_err().code, -32600);
}

#[test]
fn a_client_that_goes_without_shutdown_ends_the_server() {
    assert!(!Client::plain().vanish());
    let client = Client::plain();
    client.tell("exit", Json::Null);
    assert!(!client.vanish());
}
