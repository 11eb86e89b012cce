//! The outline of a card, what can be folded, and what leads somewhere.

use serde_json::{Value as Json, json};

use super::client::{Client, uri};
use crate::run::folder;

const CARD: &str = "---\nlicense: other\nlicense_link: LICENSE\ntask_categories:\n- translation\nextra_gated_prompt: |\n  One.\n\n  Two.\nextra_gated_fields:\n  Company: text\n  Purpose:\n    type: select\n    options: [a, b]\nconfigs:\n- config_name: default\n  data_files:\n  - split: train\n    path: a.csv\n---\n# Voices\n";

fn ask(method: &str) -> (String, Json) {
    let folder = folder(&[("LICENSE", "x")]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, CARD);
    (uri(&card), client.ask(method, json!({ "textDocument": { "uri": uri(&card) } })))
}

/// The names of symbols, those below them in brackets.
fn names(symbols: &Json) -> String {
    let each = symbols.as_array().into_iter().flatten().map(|symbol| {
        let below = names(&symbol["children"]);
        let name = symbol["name"].as_str().unwrap();
        if below.is_empty() { name.to_owned() } else { format!("{name}({below})") }
    });
    each.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_outline_has_the_fields_of_the_gate_and_the_configs() {
    let symbols = ask("textDocument/documentSymbol").1;
    assert_eq!(
        names(&symbols),
        "license license_link task_categories extra_gated_prompt extra_gated_fields(Company Purpose(type options)) \
         configs(default(config_name data_files(train(split path))))"
    );
    assert_eq!((symbols[0]["detail"].as_str(), symbols[3]["detail"].as_str()), (Some("other"), Some("One.…")));
}

#[test]
fn the_block_and_what_is_longer_than_a_line_can_be_folded() {
    let ranges = ask("textDocument/foldingRange").1;
    let lines: Vec<(u64, u64)> = ranges
        .as_array()
        .unwrap()
        .iter()
        .map(|range| (range["startLine"].as_u64().unwrap(), range["endLine"].as_u64().unwrap()))
        .collect();
    assert_eq!(lines[0], (0, 19));
    for range in [(3, 4), (5, 8), (9, 13), (11, 13), (14, 18)] {
        assert!(lines.contains(&range), "{range:?} {lines:?}");
    }
}

#[test]
fn links_lead_to_files_pages_and_repos() {
    let (card, links) = ask("textDocument/documentLink");
    let targets: Vec<&str> = links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    let license = card.replace("README.md", "LICENSE");
    assert_eq!(targets, [license.as_str(), "https://huggingface.co/tasks/translation"]);

    let folder = folder(&[]);
    let path = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(
        &path,
        "---\nbase_model: acme/base\ndatasets: [acme/data, gone]\nlicense_link: https://example.org/l\n---\n",
    );
    let links = client.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri(&path) } }));
    let mut targets: Vec<&str> =
        links.as_array().unwrap().iter().map(|link| link["target"].as_str().unwrap()).collect();
    targets.sort_unstable();
    assert_eq!(
        targets,
        ["https://example.org/l", "https://huggingface.co/acme/base", "https://huggingface.co/datasets/acme/data"]
    );
}

#[test]
fn the_gate_form_is_rendered_from_the_text_and_follows_the_cursor() {
    let folder = folder(&[]);
    let card = folder.path().join("README.md");
    let mut client = Client::plain();
    client.open(&card, CARD);
    let mut active = |line: usize| {
        let position = json!({ "line": line, "character": 4 });
        client.at("cardlint/gateForm", &card, position)["active"].clone()
    };
    assert_eq!([1, 10, 12].map(&mut active), [Json::Null, json!("field-1"), json!("field-2")]);
    let form = client.at("cardlint/gateForm", &card, json!({ "line": 0, "character": 0 }));
    let html = form["html"].as_str().unwrap();
    assert!(html.contains("id=\"field-2\"") && html.contains(">Company<") && !html.contains("<script"), "{html}");
    client.change(&card, 2, json!([{ "text": "---\nlicense: mit\n---\n" }]));
    assert_eq!(client.at("cardlint/gateForm", &card, json!({ "line": 0, "character": 0 })), Json::Null);
}
