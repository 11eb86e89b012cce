//! Code actions: fixes, suggestions, comments that silence a rule, explanations.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::client::{Client, edited, uri};
use crate::run::{WRONG, folder};

/// The actions of some kinds for the whole of a card.
fn actions(client: &mut Client, card: &Path, text: &str, only: Json) -> Vec<Json> {
    client.open(card, text);
    let end = json!({ "line": text.lines().count(), "character": 0 });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let context =
        if only.is_null() { json!({ "diagnostics": [] }) } else { json!({ "diagnostics": [], "only": only }) };
    let params = json!({ "textDocument": { "uri": uri(card) }, "range": range, "context": context });
    client.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn titles(actions: &[Json]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

fn applied(text: &str, action: &Json, card: &Path) -> String {
    edited(text, &action["edit"]["changes"][uri(card)])
}

#[test]
fn a_safe_fix_is_preferred() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    let actions = actions(&mut client, &card, WRONG, json!(["quickfix"]));
    assert_eq!(titles(&actions), ["Write `apache-2.0`", "Ignore `unknown-license` here", "Explain `unknown-license`"]);
    assert_eq!(actions[0]["isPreferred"], true);
    assert_eq!(actions[0]["diagnostics"][0]["code"], "unknown-license");
    assert_eq!(applied(WRONG, &actions[0], &card), WRONG.replace("Apache-2.0", "apache-2.0"));
}

#[test]
fn a_client_may_ask_about_a_diagnostic_beside_its_cursor() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, WRONG);
    let diagnostics = client.pushed(&card);
    let cursor = json!({ "line": 1, "character": 0 });
    let mut ask = |diagnostics: Json| {
        let context = json!({ "diagnostics": diagnostics, "only": ["quickfix"] });
        let range = json!({ "start": cursor, "end": cursor });
        let params = json!({ "textDocument": { "uri": uri(&card) }, "range": range, "context": context });
        client.ask("textDocument/codeAction", params).as_array().unwrap().len()
    };
    assert_eq!((ask(json!([])), ask(Json::from(diagnostics))), (0, 3));
}

#[test]
fn a_suggestion_is_not_preferred() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let text = "---\nlicense: mit\nlanguge: en\ntags: [a]\n---\n";
    let actions = actions(&mut Client::plain(), &card, text, json!(["quickfix"]));
    assert_eq!(actions[0]["title"], "Rename `languge` to `language`");
    assert_eq!(actions[0]["isPreferred"], Json::Null);
    assert_eq!(applied(text, &actions[0], &card), text.replace("languge", "language"));
}

#[test]
fn all_safe_fixes_are_one_action() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let text = "---\r\nlicense: MIT\r\nlanguage: EN\r\n---\r\n# T\r\n";
    let mut client = Client::plain();
    let found = actions(&mut client, &card, text, json!(["source.fixAll"]));
    assert_eq!((found.len(), found[0]["kind"].as_str()), (1, Some("source.fixAll.cardlint")));
    assert_eq!(applied(text, &found[0], &card), text.replace("MIT", "mit").replace("EN", "en"));
    assert_eq!(actions(&mut client, &card, "---\nlicense: mit\n---\n", json!(["source.fixAll"])), Vec::<Json>::new());
    assert_eq!(actions(&mut client, &card, text, json!(["refactor"])), Vec::<Json>::new());
}

#[test]
fn edits_name_the_version_they_belong_to_where_the_client_knows_versions() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::with(json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } }));
    let actions = actions(&mut client, &card, WRONG, json!(["quickfix"]));
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri(&card), "version": 1 }));
    assert_eq!(edited(WRONG, &change["edits"]), WRONG.replace("Apache-2.0", "apache-2.0"));
}

/// "Ignore here" silences what it names and nothing else, wherever a comment can stand.
#[test]
fn a_rule_is_ignored_where_it_reports() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    for (text, title, expected) in [
        (
            "---\nlicense: nope\n---\n",
            "Ignore `unknown-license` here",
            "---\nlicense: nope # cardlint: ignore[unknown-license]\n---\n",
        ),
        (
            "---\nlicense: nope # cardlint: ignore[null-value] no\n---\n",
            "Ignore `unknown-license` here",
            "---\nlicense: nope # cardlint: ignore[null-value, unknown-license] no\n---\n",
        ),
        (
            "---\nextra_gated_prompt: |\n  By pressing the button you agree.\n---\n",
            "Ignore `gate-consent-in-prose` in this card",
            "---\n# cardlint: ignore-file[gate-consent-in-prose]\nextra_gated_prompt: |\n  By pressing the button you agree.\n---\n",
        ),
    ] {
        let found = actions(&mut client, &card, text, json!(["quickfix"]));
        let Some(action) = found.iter().find(|action| action["title"] == title) else {
            panic!("{text}{:?}", titles(&found));
        };
        assert_eq!(applied(text, action, &card), expected);
    }
    // Where there is no front matter no comment can stand.
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    let found = actions(&mut client, &card, pointer, json!(["quickfix"]));
    assert_eq!(titles(&found), ["Explain `lfs-pointer`"]);
}

#[test]
fn a_rule_is_explained_in_the_editor_that_can_show_a_page_and_in_a_message_elsewhere() {
    let explain = json!({ "command": "cardlint.explain", "arguments": ["unknown-license"] });
    let mut client = Client::with(json!({ "window": { "showDocument": { "support": true } } }));
    let page = client.ask("workspace/executeCommand", explain.clone());
    assert!(page.as_str().unwrap().starts_with("# unknown-license\n"));
    let shown = client.asked.iter().find(|request| request.method == "window/showDocument").unwrap();
    let path = shown.params["uri"].as_str().unwrap().strip_prefix("file://").unwrap().to_owned();
    assert_eq!(Json::from(std::fs::read_to_string(&path).unwrap()), page);
    assert!(client.leave());
    assert!(!Path::new(&path).exists(), "the pages go with the server");

    let mut client = Client::plain();
    client.ask("workspace/executeCommand", explain);
    assert!(client.notifications.iter().any(|shown| shown.method == "window/showMessage"));
}
