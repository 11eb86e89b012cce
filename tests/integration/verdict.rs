//! The Hub's words: what its validator answers to a value stands in the diagnostic, word by word.

use std::collections::BTreeSet;

use cardlint::card::{Card, RepoType};
use cardlint::lint::{Options, lint, verdict};
use cardlint::rule::diagnostic::{Consumer, Severity};
use cardlint::rules;
use cardlint::source::SourceFile;
use serde_json::Value;

#[derive(serde::Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

/// A value and what the Hub's validator says about it; nothing where it takes the value.
#[derive(serde::Deserialize)]
struct Case {
    card: RepoType,
    metadata: Value,
    hub: Vec<String>,
}

/// Values about which the validator's types and other evidence disagree.
const EXCEPTIONS: [(&str, &str); 1] = [(
    r#"{"language_details":["en-US"]}"#,
    "the types say text, but the Hub's own template of a card shows a list, and such cards are online",
)];

/// Whether the Hub's words are the recorded ones, in which `…` stands for anything.
fn same(words: &str, recorded: &str) -> bool {
    match recorded.split_once('…') {
        Some((start, end)) => words.starts_with(start) && words.ends_with(end),
        None => words == recorded,
    }
}

#[test]
fn the_words_are_those_of_the_validator() {
    let Cases { cases } = serde_json::from_str(include_str!("data/joi-cases.json")).unwrap();
    assert!(cases.len() > 70);
    let mut wrong = Vec::new();
    for Case { card: repo_type, metadata, hub } in &cases {
        let text = format!("---\n{metadata}\n---\n");
        let card = Card::read(SourceFile::new("README.md", text), Some(*repo_type));
        let said: Vec<_> = verdict(&card).errors.into_iter().map(|error| error.message).collect();
        let agree = said.len() == hub.len() && said.iter().zip(hub).all(|(said, hub)| same(said, hub));
        let written = metadata.to_string();
        let excepted = EXCEPTIONS.iter().any(|(value, _)| *value == written);
        if agree == excepted {
            wrong.push(format!("{metadata}\n  the Hub  {hub:?}\n  cardlint {said:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Errors of which nobody knows what the Hub says.
const WORDLESS: [(&str, &str); 2] = [
    ("front-matter-cut-short", "the Hub takes what is left of the metadata without a word"),
    ("oversized-metadata", "a value without end passes the parser; what happens then was never seen"),
];

#[test]
fn an_error_of_the_hub_carries_its_words() {
    let mut silent = BTreeSet::new();
    for rule in rules::all() {
        for diagnostic in lint(&SourceFile::new(rule.good_name, rule.bad), &Options::default()) {
            let refused = diagnostic.severity == Severity::Error && diagnostic.predicts.contains(&Consumer::Hub);
            if refused && diagnostic.hub.is_none() {
                silent.insert(diagnostic.rule.id);
            }
        }
    }
    assert_eq!(silent, WORDLESS.into_iter().map(|(rule, _)| rule).collect());
}

#[test]
fn errors_are_told_from_warnings() {
    let answer = |text: &str| verdict(&Card::read(SourceFile::new("README.md", text), None));
    let errors = answer("---\nlicense: x\nlanguage: xx\n---\n").errors;
    assert_eq!(errors.iter().map(|error| error.kind).collect::<Vec<_>>(), [Some("error"); 2]);
    let warnings = answer("# Voices\n").warnings;
    assert_eq!(warnings.iter().map(|warning| warning.kind).collect::<Vec<_>>(), [None]);
}
