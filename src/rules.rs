//! The rules, by what they check. The order here is the order everywhere: from the file to its finest part.

pub(crate) mod configs;
pub(crate) mod dataset_info;
mod eval;
pub(crate) mod front_matter;
mod gate;
pub(crate) mod hub;
mod language;
pub(crate) mod license;
pub(crate) mod metadata;
pub(crate) mod model;
pub(crate) mod organization;
mod problems;
pub(crate) mod suppressions;
pub(crate) mod yaml;

use std::sync::LazyLock;

use crate::card::{CARD_NAME, Card, Document};
use crate::rule::{Check, Findings, Rule};

pub use problems::explain;
pub(crate) use problems::{rule_of, with_words};

/// Rules that check the same part of a card.
#[derive(Debug)]
pub struct Group {
    /// Their name in options and configurations.
    pub name: &'static str,
    /// The rules in order.
    pub rules: &'static [&'static Rule],
}

static GROUPS: [Group; 13] = [
    Group { name: "front-matter", rules: front_matter::RULES },
    Group { name: "yaml", rules: yaml::RULES },
    Group { name: "gate", rules: gate::RULES },
    Group { name: "license", rules: license::RULES },
    Group { name: "language", rules: language::RULES },
    Group { name: "metadata", rules: metadata::RULES },
    Group { name: "configs", rules: configs::RULES },
    Group { name: "dataset-info", rules: dataset_info::RULES },
    Group { name: "model", rules: model::RULES },
    Group { name: "eval", rules: eval::RULES },
    Group { name: "organization", rules: organization::RULES },
    Group { name: "hub", rules: hub::RULES },
    Group { name: "suppressions", rules: suppressions::RULES },
];

/// Every group in order.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// Every rule in order.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}

/// A function over a card.
type CheckCard = fn(&Card, &mut Findings<'_>);

/// The rules that are functions over documents of this kind, in order.
pub(crate) fn checks(document: Document) -> &'static [(&'static Rule, CheckCard)] {
    fn of(document: Document) -> Vec<(&'static Rule, CheckCard)> {
        let check = |rule: &'static Rule| match rule.check {
            Check::Card(check) if document == Document::Card => Some((rule, check)),
            Check::Benchmark(check) if document == Document::Benchmark => Some((rule, check)),
            Check::Yaml(check) => Some((rule, check)),
            _ => None,
        };
        all().filter_map(check).collect()
    }
    static CARD: LazyLock<Vec<(&Rule, CheckCard)>> = LazyLock::new(|| of(Document::Card));
    static EVAL_RESULTS: LazyLock<Vec<(&Rule, CheckCard)>> = LazyLock::new(|| of(Document::EvalResults));
    static BENCHMARK: LazyLock<Vec<(&Rule, CheckCard)>> = LazyLock::new(|| of(Document::Benchmark));
    match document {
        Document::Card => &CARD,
        Document::EvalResults => &EVAL_RESULTS,
        Document::Benchmark => &BENCHMARK,
    }
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The group with this name.
pub fn group(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.name == name)
}

/// The group of a rule.
pub fn group_of(rule: &Rule) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.rules.iter().any(|each| each.id == rule.id))
}

/// What a rule's evidence was read in, where it does not say the version itself.
fn versions(evidence: &str) -> Option<String> {
    const READ: [(&str, &str); 6] = [
        ("huggingface.js api-", "huggingface.js at fe42e680"),
        ("through Joi", "Joi 17.13.9"),
        ("hub-docs ", "hub-docs at 242f4a1e"),
        ("huggingface_hub ", "huggingface_hub 2.4.0"),
        ("fsspec ", "fsspec 2026.9.0"),
        ("front-matter pattern", "huggingface_hub 2.4.0"),
    ];
    let parts = evidence.split("; ").filter(|part| !part.contains(" of 2026-") && !part.contains("2.4.0"));
    let found =
        parts.flat_map(|part| READ.iter().filter(move |(name, _)| part.contains(name)).map(|(_, version)| *version));
    let mut found: Vec<_> = found.collect();
    found.dedup();
    (!found.is_empty()).then(|| found.join(", "))
}

/// What a rule rests on, and in which versions that was read.
pub fn evidence(rule: &Rule) -> String {
    let evidence = rule.evidence.trim_end_matches('.');
    match versions(evidence) {
        Some(versions) => format!("{evidence}. Read in {versions}, on 2026-11-23"),
        None => evidence.to_owned(),
    }
}

/// The page of a rule in docs/rules, in Markdown.
pub fn page(rule: &Rule) -> String {
    // Whatever fences a card has itself.
    let language = if rule.good_name == CARD_NAME { "markdown" } else { "yaml" };
    let card = |text: &str| format!("~~~~{language}\n{}\n~~~~", text.trim_end());
    format!(
        "# {}\n\n{}, group `{}`.\n\n{}\n\nEvidence: {}.\n\n## Example\n\n{}{}\n\n## Use instead\n\n{}\n",
        rule.id,
        rule.severity,
        group_of(rule).map_or("", |group| group.name),
        rule.markdown(),
        evidence(rule),
        if rule.bad_name == CARD_NAME { String::new() } else { format!("`{}`:\n\n", rule.bad_name) },
        card(rule.bad),
        card(rule.good),
    )
}

/// The address of a rule's page, where the documentation is published.
///
/// That is below `homepage` in Cargo.toml; without it, the program refers to `cardlint explain` alone.
pub fn address(rule: &Rule) -> Option<String> {
    address_below(env!("CARGO_PKG_HOMEPAGE"), rule.id)
}

fn address_below(homepage: &str, id: &str) -> Option<String> {
    (!homepage.is_empty()).then(|| format!("{}/rules/{id}.html", homepage.trim_end_matches('/')))
}

/// The rules that a name means: the one with this id, or those of the group with this name.
///
/// ```
/// use cardlint::rules;
///
/// assert_eq!(rules::named("unknown-license").map(|rules| rules.len()), Some(1));
/// assert!(rules::named("license").is_some_and(|rules| rules.iter().any(|rule| rule.id == "unknown-license")));
/// assert!(rules::named("licence").is_none());
/// ```
pub fn named(word: &str) -> Option<Vec<&'static Rule>> {
    find(word).map(|rule| vec![rule]).or_else(|| group(word).map(|group| group.rules.to_vec()))
}

/// Every name of a rule or a group.
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|rule| rule.id).chain(GROUPS.iter().map(|group| group.name))
}

#[cfg(test)]
mod tests {
    use super::address_below;

    #[test]
    fn a_page_has_an_address_once_there_is_a_site() {
        assert_eq!(address_below("", "unknown-license"), None);
        for homepage in ["https://docs.example/cardlint", "https://docs.example/cardlint/"] {
            let address = address_below(homepage, "unknown-license");
            assert_eq!(address.as_deref(), Some("https://docs.example/cardlint/rules/unknown-license.html"));
        }
    }
}
