//! `.eval_results/*.yaml` and `eval.yaml` in an editor: what can be written, what it means, and the outline.

use serde_json::{Value as Json, json};

use super::client::Client;
use crate::run::folder;

/// The answer to a request at the cursor `¦` of a file.
fn ask(method: &str, name: &str, marked: &str) -> Json {
    let folder = folder(&[]);
    let (before, after) = marked.split_once('¦').unwrap();
    let path = folder.path().join(name);
    let mut client = Client::plain();
    client.open(&path, &format!("{before}{after}"));
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().chars().count();
    client.at(method, &path, json!({ "line": line, "character": column }))
}

fn labels(name: &str, marked: &str) -> Vec<String> {
    let list = ask("textDocument/completion", name, marked);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn keys_and_values_are_offered() {
    let keys = labels(".eval_results/a.yaml", "- dataset:\n    id: cais/hle\n    ¦\n");
    assert_eq!(keys, ["task_id", "revision"]);
    let keys = labels(".eval_results/a.yaml", "- dataset: {id: a/b, task_id: c}\n  ¦\n");
    assert_eq!(keys, ["value", "verifyToken", "date", "source", "notes"]);
    assert!(labels("eval.yaml", "evaluation_framework: ¦\n").contains(&"inspect-ai".to_owned()));
    assert_eq!(labels("other.yaml", "evaluation_framework: ¦\n"), Vec::<String>::new());
}

#[test]
fn a_key_is_explained() {
    let hover = ask("textDocument/hover", ".eval_results/a.yaml", "- dataset: {id: a/b, task_id: c}\n  val¦ue: 1\n");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("The score.") && text.contains("docs/hub/eval-results"), "{text}");
}

#[test]
fn the_outline_names_results_and_tasks() {
    let folder = folder(&[]);
    let mut client = Client::plain();
    let path = folder.path().join(".eval_results/a.yaml");
    client.open(&path, "- dataset:\n    id: cais/hle\n    task_id: hle\n  value: 1\n");
    let symbols = client.at("textDocument/documentSymbol", &path, json!({ "line": 0, "character": 0 }));
    assert_eq!(symbols[0]["name"], "cais/hle", "{symbols:#?}");
}
