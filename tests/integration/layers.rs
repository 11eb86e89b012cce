//! Who may use whom: the outer parts know the inner ones, never the other way round.

use std::fs;
use std::path::Path;

use crate::modules::{Module, graph};
use crate::run::files_below;

/// Each part with the parts it may name: none knows one that comes later.
const ALLOWED: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diff", &["source"]),
    ("vocabulary", &[]),
    ("words", &[]),
    ("printable", &[]),
    ("work", &[]),
    ("folders", &[]),
    ("process_folder", &[]),
    ("revision", &["folders"]),
    ("yaml", &["source", "printable", "work"]),
    ("gate", &["source", "vocabulary", "yaml"]),
    ("card", &["source", "vocabulary", "yaml", "gate"]),
    ("schema", &["card"]),
    ("rule", &["source", "yaml", "gate", "card", "work"]),
    ("rules", &["source", "vocabulary", "yaml", "gate", "card", "schema", "rule", "work"]),
    (
        "lint",
        &["source", "vocabulary", "printable", "revision", "yaml", "gate", "card", "schema", "rule", "rules", "work"],
    ),
    ("report", &["source", "words", "printable", "card", "rule", "rules", "lint"]),
    ("walk", &["source", "printable", "card"]),
    ("git", &["source", "diff", "revision", "card", "rule", "lint"]),
    ("remote", &["source", "words", "printable", "folders", "process_folder", "card", "rule", "walk"]),
    (
        "hub",
        &[
            "source",
            "vocabulary",
            "words",
            "printable",
            "process_folder",
            "yaml",
            "gate",
            "card",
            "rule",
            "rules",
            "lint",
            "walk",
        ],
    ),
    (
        "lsp",
        &[
            "source",
            "diff",
            "vocabulary",
            "words",
            "printable",
            "yaml",
            "gate",
            "card",
            "schema",
            "rule",
            "rules",
            "lint",
            "report",
            "walk",
            "hub",
        ],
    ),
    (
        "cli",
        &[
            "source",
            "diff",
            "vocabulary",
            "words",
            "printable",
            "work",
            "yaml",
            "gate",
            "card",
            "schema",
            "rule",
            "rules",
            "lint",
            "report",
            "walk",
            "git",
            "remote",
            "hub",
            "lsp",
        ],
    ),
];

/// Asserts that no part names one that is not in its row, nor one that comes later in the table; `part` is the name of a
/// module's part.
fn holds(table: &[(&str, &[&str])], part: impl Fn(&Module) -> Option<&str>) {
    for (at, (part, allowed)) in table.iter().enumerate() {
        for other in *allowed {
            assert!(
                table[..at].iter().any(|(before, _)| before == other),
                "{part} may not know {other}, which comes later"
            );
        }
    }
    let mut wrong = Vec::new();
    for (module, named) in graph() {
        let Some(own) = part(&module) else { continue };
        let Some((_, allowed)) = table.iter().find(|(name, _)| *name == own) else {
            panic!("{own} is not in the table");
        };
        for other in &named {
            if part(other).is_some_and(|other| other != own && !allowed.contains(&other)) {
                wrong.push(format!("{} uses {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn parts_use_only_what_they_may() {
    holds(ALLOWED, |module| module.first().map(String::as_str));
}

/// The rooms of the mock Hub with the rooms that each may name; none knows one that knows it.
const HUB: &[(&str, &[&str])] = &[
    ("state", &[]),
    ("clock", &["state"]),
    ("seed", &["state", "clock"]),
    ("app", &["state", "clock", "seed"]),
    ("web", &["state", "clock", "app"]),
    ("api", &["state", "clock", "app", "web"]),
    ("pages", &["state", "app", "web"]),
    ("router", &["app", "web", "api", "pages"]),
    ("upstream", &["state", "seed", "app", "web"]),
    ("service", &["state", "app", "web", "pages", "router", "upstream"]),
];

#[test]
fn the_rooms_of_the_hub_know_each_other_one_way() {
    holds(HUB, |module| module.get(1).filter(|_| module[0] == "hub").map(String::as_str));
}

/// What keeps the mock's state a value: no HTTP, no clock.
#[test]
fn the_state_of_the_hub_knows_neither_http_nor_time() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hub");
    for file in std::iter::once(root.join("state.rs")).chain(files_below(&root.join("state"), "rs")) {
        let text = fs::read_to_string(&file).unwrap();
        for word in
            ["axum", "tokio", "hyper", "SystemTime::now", "Timestamp::now", "hub::web", "hub::api", "hub::pages"]
        {
            let used = text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains(word));
            assert!(!used, "{} names {word}", file.display());
        }
    }
}
