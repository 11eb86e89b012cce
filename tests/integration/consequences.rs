//! What a value is good for, one row a value: which rules it breaks, and how much that weighs. `told` is empty where the Hub
//! and its clients take the value as it stands.

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rules;
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

/// Rules that no single card can break, and why.
const ELSEWHERE: [(&str, &str); 6] = [
    ("misnamed-card", "it is about the name of the file"),
    ("oversized-metadata", "its card has many megabytes, or no end"),
    ("dead-license-link", "it needs the files of the repo"),
    ("data-files-no-match", "it needs the files of the repo"),
    ("missing-configs", "it needs the files of the repo"),
    ("gate-drift", "it needs a form in the configuration"),
];

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

#[test]
fn each_rule_has_a_row() {
    let told: Vec<_> = rows().into_iter().flat_map(|row| row.told).collect();
    let without: Vec<_> =
        rules::all().filter(|rule| !told.iter().any(|each| each.ends_with(&format!(" {}", rule.id)))).collect();
    let without: Vec<_> = without.iter().map(|rule| rule.id).collect();
    assert_eq!(without, ELSEWHERE.map(|(rule, _)| rule));
}
