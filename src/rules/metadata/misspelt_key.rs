use crate::card::{Card, RepoType};
use crate::lint::edit;
use crate::lint::nearest::nearest;
use crate::lint::rule::{Check, Findings, rule};
use crate::lint::schema::known_keys;
use crate::rules::license;
use crate::yaml::Node;

rule! {
    /// A key is not one that the Hub or its clients know, but close to one.
    ///
    /// Nobody refuses an unknown key, and nobody reads it: what it says is lost.
    "misspelt-key", Warning, predicts: [Hub], evidence: "the Hub accepts unknown keys without a word", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        // The keys of the gate have rules of their own.
        if Card::is_known_key(key) || known_keys(card.repo_type).any(|known| known == key) || key.contains("gate") {
            continue;
        }
        let message = format!("nobody reads the key `{key}`");
        let free = known_keys(card.repo_type).filter(|known| card.get(known).is_none() && !known.contains("gate"));
        let Some(known) = spelt(key).or_else(|| nearest(key, free)).map(current) else { continue };
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
    let plain = key.to_lowercase().replace('-', "_");
    let known = [RepoType::Dataset, RepoType::Model].into_iter().flat_map(known_keys);
    known
        .filter(|known| plain == known.replace('-', "_"))
        .chain(WORDS.iter().filter(|(word, _)| plain == *word).map(|(_, known)| *known))
        .next()
}
