use std::collections::HashMap;
use std::sync::LazyLock;

use crate::card::{Card, RepoType};
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::config_key_misplaced;
use crate::rules::license;
use crate::schema::{is_known_key, known_keys};
use crate::yaml::Node;

rule! {
    /// A key is not known to the Hub or its clients, but is close to one that is.
    ///
    /// An unknown key is not an error: it is silently ignored, and what it says is lost.
    "misspelt-key", Warning, predicts: [Hub], evidence: "huggingface_hub 2.4.0 tests push the unknown key `tag`; the Hub's answers captured in 2026 accept unknown keys", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let is_known = |key: &str| Card::is_known_key(key) || is_known_key(card.repo_type, key);
    let is_free = |known: &&str| card.get(known).is_none() && !known.contains("gate");
    let nearest_free = |key: &str| match nearest(key, known_keys(card.repo_type)) {
        Some(taken) if !is_free(&taken) => nearest(key, known_keys(card.repo_type).filter(is_free)),
        nearest => nearest,
    };
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        // The keys of the gate have rules of their own.
        if is_known(key) || key.to_lowercase().contains("gate") {
            continue;
        }
        // It is known, but elsewhere.
        if card.repo_type == RepoType::Dataset && config_key_misplaced::is_of_other_level(key) {
            continue;
        }
        let Some(known) = respelled(key).or_else(|| nearest_free(key)).map(current) else { continue };
        let message = format!("unknown key `{key}` (it is ignored)");
        if card.get(known).is_some() {
            findings.report(entry.key.span, message).help(format!("move its value to `{known}`"));
            continue;
        }
        if known == "license" && license_is_placeholder(&entry.value) {
            // Renamed, it would be an error.
            let diagnostic = findings.report(entry.key.span, message);
            diagnostic.help("set a license under `license`, or remove the key").fix = license::remove(card, entry);
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

/// The current name of a key.
fn current(key: &'static str) -> &'static str {
    match key {
        "licenses" => "license",
        "languages" => "language",
        _ => key,
    }
}

/// The known key that a key certainly means: the same except for case and dashes, or a synonym.
fn respelled(key: &str) -> Option<&'static str> {
    const SYNONYMS: [(&str, &str); 7] = [
        ("dataset_size_category", "size_categories"),
        ("lang", "language"),
        ("licence", "license"),
        ("size_category", "size_categories"),
        ("task_category", "task_categories"),
        ("task_id", "task_ids"),
        ("tasks", "task_categories"),
    ];
    static PLAIN: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let words = SYNONYMS.map(|(word, known)| (word.to_owned(), known));
        let known: Vec<_> = [RepoType::Dataset, RepoType::Model].into_iter().flat_map(known_keys).collect();
        // Of several alike, the first one counts.
        words.into_iter().chain(known.into_iter().rev().map(|known| (known.replace('-', "_"), known))).collect()
    });
    PLAIN.get(&key.to_lowercase().replace('-', "_")).copied()
}
