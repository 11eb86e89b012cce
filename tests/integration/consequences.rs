//! What a value is good for, one row a value: which rules it breaks, and how much that weighs. `told` is empty where the Hub
//! and its clients take the value as it stands.

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::source::SourceFile;

#[derive(serde::Deserialize)]
struct Row {
    /// What is looked at.
    about: String,
    card: String,
    /// `severity rule`, in the order of the card.
    told: Vec<String>,
    #[serde(rename = "type", default)]
    repo_type: RepoType,
}

fn rows() -> Vec<Row> {
    serde_json::from_str(include_str!("data/consequences.json")).unwrap()
}

#[test]
fn each_value_has_the_consequence_that_the_facts_give_it() {
    let mut wrong = Vec::new();
    for Row { about, card, told, repo_type } in rows() {
        let options = Options { repo_type: Some(repo_type), ..Options::default() };
        let found = lint(&SourceFile::new("README.md", card), &options);
        let found: Vec<_> = found.iter().map(|each| format!("{} {}", each.severity, each.rule.id)).collect();
        if found != told {
            wrong.push(format!("{about}\n  should be {told:?}\n  is        {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
