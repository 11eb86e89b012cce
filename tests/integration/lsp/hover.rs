//! Hover: what a key or a value means, and what is wrong with it.

use serde_json::Value as Json;

use super::client::{Client, marked};
use crate::run::folder;

fn hover(text: &str) -> Json {
    let folder = folder(&[]);
    let (card, text, position) = marked(folder.path(), text);
    let mut client = Client::plain();
    client.open(&card, &text);
    client.at("textDocument/hover", &card, position)
}

fn said(text: &str) -> String {
    hover(text)["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_key_says_what_it_means_and_who_checks_it() {
    let text = said("---\nextra_gated_fi¦elds:\n  A: text\n---\n");
    for part in [
        "**extra_gated_fields**",
        "key of the stored answer",
        "```yaml\n",
        "Country: country",
        "`gate-fields-not-a-map` (error; ",
        "[Documentation](https://huggingface.co/docs/hub/datasets-gated)",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(said("---\nlicen¦se: mit\n---\n").contains("(error; the Hub rejects this card)"));
    assert!(said("---\npipeline_tag: translation\ntag¦s: [a]\n---\n").contains("/docs/hub/model-cards)"));
    let range = hover("---\nli¦cense: mit\n---\n")["range"].clone();
    assert_eq!((range["start"]["character"].as_u64(), range["end"]["character"].as_u64()), (Some(0), Some(7)));
}

#[test]
fn a_value_says_what_it_is_called() {
    assert!(said("---\nlicense: m¦it\n---\n").starts_with("**mit**: MIT"));
    assert!(said("---\nlanguage: [en, p¦t]\n---\n").starts_with("**pt**: Portuguese"));
    assert!(said("---\ntask_categories:\n- transl¦ation\n---\n").contains("https://huggingface.co/tasks/translation"));
}

#[test]
fn a_diagnostic_is_explained_by_its_rule() {
    let text = said("---\nlicense: Apach¦e-2.0\n---\n");
    assert!(text.starts_with("**error** `unknown-license`: "), "{text}");
}

#[test]
fn nothing_is_said_of_the_text_below() {
    assert_eq!(hover("---\nlicense: mit\n---\n# Vo¦ices\n"), Json::Null);
}

/// Every key of every kind of card has a description.
#[test]
fn every_key_of_a_card_is_described() {
    for (repo_type, told) in
        [("dataset", "viewer: false"), ("model", "pipeline_tag: translation"), ("space", "sdk: docker")]
    {
        let repo: cardlint::card::RepoType = serde_json::from_value(Json::from(repo_type)).unwrap();
        for key in cardlint::schema::known_keys(repo) {
            let first = if told.starts_with(key) { String::new() } else { format!("{told}\n") };
            let text = said(&format!("---\n{first}¦{key}: x\n---\n"));
            assert!(text.contains(&format!("**{key}**")), "{repo_type} {key}: {text}");
        }
    }
}
