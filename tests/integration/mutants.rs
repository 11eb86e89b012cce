//! Cards as people break them: lines that lose their indentation or their value, odd characters, slips of the keyboard.
//!
//! By default the cards are those of `fixtures/`; `CARDLINT_CARDS` names folders of others, separated by `:`. The tests try
//! some hundred mutants from a fixed seed; `PROPTEST_CASES` and `CARDLINT_SEED` ask for more, and for others.

use std::path::Path;

use cardlint::rules;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::run::files_below;

/// What people write where a value belongs.
const VALUES: [&str; 34] = [
    "",
    "LICENSE",
    "license",
    "yes",
    "No",
    "null",
    "~",
    "a: b",
    "a: b: c",
    "[x",
    "[a, b",
    "{x}",
    "1_000",
    "012",
    "12:30",
    "2024-02-30",
    "\"it's",
    "it's",
    "'it's'",
    "foo, bar",
    "a; b",
    "Apache 2.0",
    "gpl-2.1",
    "pt-BR",
    "@me",
    "*star",
    "|",
    ">-",
    "%x",
    "- x",
    "# none",
    "[More Information Needed]",
    "\"C:\\dir\"",
    "https://huggingface.co/a/b/tree/v1",
];

/// Pieces that make YAML and fences go wrong.
const PIECES: [&str; 30] = [
    "---\n", "\n---\n", "\r\n", "\r", "\n", "\t", " ", "  ", ": ", ":", "- ", "-", "? ", " # ", "'", "\"", "[", "]",
    "{", "}", ",", "&a ", "*a", "<<: ", "!!x ", "|", "`", "\\", "\u{a0}", "\u{2028}",
];

#[derive(Clone, Debug)]
enum Change {
    Dedent(usize),
    Indent,
    NoBreakSpaces(usize),
    Delete,
    Repeat,
    Undash,
    Value(&'static str),
    Capitals,
    Dashes,
    Insert(Index, &'static str),
    Swap,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (1..9_usize).prop_map(Change::Dedent),
        2 => Just(Change::Indent),
        2 => (1..9_usize).prop_map(Change::NoBreakSpaces),
        2 => Just(Change::Delete),
        1 => Just(Change::Repeat),
        2 => Just(Change::Undash),
        6 => select(&VALUES[..]).prop_map(Change::Value),
        1 => Just(Change::Capitals),
        1 => Just(Change::Dashes),
        3 => (any::<Index>(), select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        1 => Just(Change::Swap),
    ]
}

fn changed(lines: &mut Vec<String>, at: usize, change: &Change) {
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    match change {
        Change::Dedent(count) => {
            for line in lines.iter_mut().skip(at).take(*count) {
                *line = line.trim_start_matches(' ').to_owned();
            }
        }
        Change::Indent => lines[at].insert_str(0, "  "),
        Change::NoBreakSpaces(count) => {
            for line in lines.iter_mut().skip(at).take(*count) {
                let lead = spaces(line);
                line.replace_range(..lead, &"\u{a0}".repeat(lead));
            }
        }
        Change::Delete => _ = lines.remove(at),
        Change::Repeat => lines.insert(at, lines[at].clone()),
        Change::Undash => lines[at] = lines[at].replacen("- ", "", 1),
        Change::Value(value) => {
            if let Some(colon) = lines[at].find(':') {
                lines[at].truncate(colon + 1);
                lines[at].push(' ');
                lines[at].push_str(value);
            }
        }
        Change::Capitals => {
            let lead = spaces(&lines[at]);
            if let Some(first) = lines[at].get(lead..=lead).map(str::to_uppercase) {
                lines[at].replace_range(lead..=lead, &first);
            }
        }
        Change::Dashes => lines[at] = lines[at].replace('_', "-"),
        Change::Insert(within, piece) => {
            let places: Vec<_> = lines[at].char_indices().map(|(at, _)| at).chain([lines[at].len()]).collect();
            let place = places[within.index(places.len())];
            lines[at].insert_str(place, piece);
        }
        Change::Swap => lines.swap(at, 0),
    }
}

/// Cards with up to five mistakes in their first lines, of which most are metadata.
fn mutants(cards: Vec<String>) -> impl Strategy<Value = String> {
    let changes = prop::collection::vec((any::<Index>(), change()), 1..6);
    (select(cards), changes).prop_map(|(card, changes)| {
        let mut lines: Vec<String> = card.split('\n').map(str::to_owned).collect();
        let end = lines.iter().skip(1).position(|line| line.starts_with("---")).map_or(lines.len(), |end| end + 2);
        for (at, change) in changes {
            let at = at.index(end.min(lines.len()).max(1)).min(lines.len().saturating_sub(1));
            if !lines.is_empty() {
                changed(&mut lines, at, &change);
            }
        }
        lines.join("\n")
    })
}

fn cards() -> Vec<String> {
    let Ok(folders) = std::env::var("CARDLINT_CARDS") else {
        return rules::all().flat_map(|rule| [rule.bad, rule.good]).map(str::to_owned).collect();
    };
    let files = folders.split(':').flat_map(|folder| files_below(Path::new(folder), "md"));
    files.filter_map(|path| std::fs::read_to_string(path).ok()).filter(|text| text.len() < 100_000).collect()
}

/// Fails with the first of those mutants that `wrong` says something about.
pub(crate) fn ask(wrong: impl Fn(&str) -> Option<String>) {
    const SHOWN: usize = 8;
    let seed = std::env::var("CARDLINT_SEED").ok().and_then(|seed| seed.parse::<u64>().ok()).unwrap_or_default();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { failure_persistence: None, ..Config::default() };
    let count = config.cases;
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let strategy = mutants(cards());
    let mut faults = Vec::new();
    for _ in 0..count {
        let text = strategy.new_tree(&mut runner).unwrap().current();
        faults.extend(wrong(&text));
    }
    let shown = faults.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(faults.is_empty(), "seed {seed}: {} of {count} mutants:\n{shown}", faults.len());
}
