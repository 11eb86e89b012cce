//! Who may use whom: the outer parts know the inner ones, never the other way round.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::run::files_below;

/// Each part with the parts it may name: none knows one that comes later.
const ALLOWED: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("vocabulary", &[]),
    ("words", &[]),
    ("printable", &[]),
    ("work", &[]),
    ("yaml", &["source", "printable", "work"]),
    ("gate", &["source", "vocabulary", "yaml"]),
    ("card", &["source", "vocabulary", "yaml", "gate"]),
    ("schema", &["card"]),
    ("rule", &["source", "yaml", "gate", "card", "work"]),
    ("rules", &["source", "vocabulary", "yaml", "gate", "card", "schema", "rule", "work"]),
    ("lint", &["source", "vocabulary", "printable", "yaml", "gate", "card", "schema", "rule", "rules", "work"]),
    ("report", &["source", "words", "printable", "rule", "rules", "lint"]),
    ("walk", &["source", "printable", "card"]),
    ("git", &["source", "card", "rule", "lint"]),
    ("hub", &["source", "vocabulary", "words", "printable", "yaml", "gate", "card", "rule", "lint", "walk"]),
    (
        "lsp",
        &[
            "source",
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
            "hub",
            "lsp",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// The names after each `crate::` in code, those in `crate::{…}` too.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let name = |text: &str| text.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect::<String>();
    let mut names = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split('}').next().unwrap_or_default();
                names.extend(list.split(',').map(|item| name(item.trim())));
            }
            None => {
                names.insert(name(rest));
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn parts_use_only_what_they_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (at, (part, allowed)) in ALLOWED.iter().enumerate() {
        for other in *allowed {
            assert!(
                ALLOWED[..at].iter().any(|(before, _)| before == other),
                "{part} may not know {other}, which comes later"
            );
        }
    }
    let mut wrong = Vec::new();
    for file in files_below(&root, "rs") {
        let path = file.strip_prefix(&root).unwrap();
        let part = path.iter().next().and_then(|first| first.to_str()).unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == part) else {
            panic!("{part} is not in the table of parts");
        };
        for name in named(&fs::read_to_string(&file).unwrap()) {
            if name != part && !allowed.contains(&name.as_str()) && ALLOWED.iter().any(|(part, _)| *part == name) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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

/// The rooms that a file of the mock names, as `crate::hub::room` or, from a room's own file, as `super::room`.
fn rooms_named(text: &str, is_room_file: bool) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    // Tests of a room may look at the whole.
    let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let heads: &[&str] = if is_room_file { &["crate::hub::", "super::"] } else { &["crate::hub::"] };
    let mut rooms = BTreeSet::new();
    for rest in heads.iter().flat_map(|head| code.split(head).skip(1)) {
        let list = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or_default());
        let names = if list.len() == rest.len() { vec![rest] } else { list.split(',').map(str::trim).collect() };
        for name in names {
            rooms.insert(name.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect());
        }
    }
    rooms
}

#[test]
fn the_rooms_of_the_hub_know_each_other_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hub");
    for (at, (room, allowed)) in HUB.iter().enumerate() {
        for other in *allowed {
            assert!(
                HUB[..at].iter().any(|(before, _)| before == other),
                "{room} may not know {other}, which comes later"
            );
        }
    }
    let mut wrong = Vec::new();
    for file in files_below(&root, "rs") {
        let path = file.strip_prefix(&root).unwrap();
        let room = path.iter().next().and_then(|first| first.to_str()).unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = HUB.iter().find(|(name, _)| *name == room) else {
            panic!("{room} is not in the table of rooms");
        };
        let is_room_file = path.iter().count() == 1;
        for name in rooms_named(&fs::read_to_string(&file).unwrap(), is_room_file) {
            if name != room && !allowed.contains(&name.as_str()) && HUB.iter().any(|(other, _)| *other == name) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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
