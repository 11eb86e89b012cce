use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::card::{Card, RepoType};
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::rules::license;
use crate::schema::known_keys;
use crate::yaml::Node;

rule! {
    /// A key is not one that the Hub or its clients know, but close to one.
    ///
    /// Nobody refuses an unknown key, and nobody reads it: what it says is lost.
    "misspelt-key", Warning, predicts: [Hub], evidence: "the Hub accepts unknown keys without a word", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let known: HashSet<_> = known_keys(card.repo_type).collect();
    let is_free = |known: &&str| card.get(known).is_none() && !known.contains("gate");
    let free: Vec<_> = known_keys(card.repo_type).filter(is_free).collect();
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        // The keys of the gate have rules of their own.
        if Card::is_known_key(key) || known.contains(key) || key.contains("gate") {
            continue;
        }
        let Some(known) = spelt(key).or_else(|| nearest(key, free.iter().copied())).map(current) else { continue };
        let message = format!("nobody reads the key `{key}`");
        if card.get(known).is_some() {
            findings.report(entry.key.span, message).help(format!("write what it says under `{known}`"));
            continue;
        }
        if known == "license" && license_is_placeholder(&entry.value) {
            // To rename it would only make an error of it.
            let diagnostic = findings.report(entry.key.span, message);
            diagnostic.help("name the license under `license`, or remove the key").fix = license::remove(card, entry);
            continue;
        }
        findings
            .report(entry.key.span, message)
            .help(format!("did you mean `{known}`?"))
            .fix(edit::rename(&entry.key, known));
    }
}

fn license_is_placeholder(value: &Node) -> bool {
    let texts = value.strings();
    !texts.is_empty() && texts.iter().all(|(text, _)| license::is_placeholder(text))
}

/// The name that a key has today.
fn current(key: &'static str) -> &'static str {
    match key {
        "licenses" => "license",
        "languages" => "language",
        _ => key,
    }
}

/// The known key that a key certainly stands for: the same but for case and dashes, or another word for it.
fn spelt(key: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 4] =
        [("lang", "language"), ("licence", "license"), ("task_category", "task_categories"), ("task_id", "task_ids")];
    static PLAIN: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let words = WORDS.map(|(word, known)| (word.to_owned(), known));
        let known: Vec<_> = [RepoType::Dataset, RepoType::Model].into_iter().flat_map(known_keys).collect();
        // The first of those that are alike counts.
        words.into_iter().chain(known.into_iter().rev().map(|known| (known.replace('-', "_"), known))).collect()
    });
    PLAIN.get(&key.to_lowercase().replace('-', "_")).copied()
}
