//! Whole cards: what is read of odd ones, and what must hold for any text.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use cardlint::card::Card;
use cardlint::lint::{Options, lint};
use cardlint::rules;
use cardlint::source::SourceFile;
use proptest::prelude::*;

use crate::mutants;
use crate::properties::{harm_of_fixes, hold};

#[test]
fn odd_cards_are_read_as_far_as_they_can_be() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cards"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _scope = settings.bind_to_scope();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cards");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    assert!(paths.len() >= 20);
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), told(&text));
    }
}

fn told(text: &str) -> String {
    let card = Card::read(SourceFile::new("README.md", text), None);
    let mut out = format!("repo type: {:?}\nblock: {:?}\n", card.repo_type, card.source.slice(card.block));
    let _ = writeln!(out, "metadata: {:#}", card.metadata.to_json());
    for problem in &card.problems {
        let place = card.source.position(problem.at.start);
        let (rule, words) = rules::explain(problem);
        let _ = writeln!(out, "{}:{} {}: {}", place.line, place.column, rule.id, words.sentence());
        let _ = writeln!(out, "  at: {:?}", card.source.slice(problem.at));
        for (at, label) in &words.labels {
            let _ = writeln!(out, "  {:?}: {label}", card.source.slice(*at));
        }
        let _ = words.help.as_ref().map(|help| writeln!(out, "  help: {help}"));
        if let Some(repair) = &problem.repair {
            let _ = writeln!(out, "  fix: {} (safe: {})", words.fix_title(), repair.safe);
        }
        if let Some(answer) = card.hub_error(problem) {
            let _ = writeln!(out, "  the Hub: {}", answer.text().lines().next().unwrap_or_default());
        }
    }
    out
}

#[test]
fn the_tree_equals_an_independent_reader_where_the_dialects_agree() {
    for rule in rules::all() {
        let card = Card::read(SourceFile::new("README.md", rule.good), None);
        let disagrees = lint(&card.source, &Options::default()).iter().any(|d| d.rule.id == "yaml-dialects-disagree");
        if card.front_matter.is_none() || disagrees || !card.problems.is_empty() {
            continue;
        }
        let expected: serde_json::Value = serde_yaml::from_str(card.source.slice(card.block)).unwrap();
        let read = card.metadata.to_json();
        assert_eq!(read, expected, "{}", rule.id);
    }
}

#[test]
fn a_card_of_many_megabytes_is_refused() {
    let text = format!("---\nlicense: mit\n---\n{}", "Ten speakers.\n".repeat(4_000_000));
    let found = lint(&SourceFile::new("README.md", text), &Options::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "this README.md has 56 MB: a file over 10 MB is not checked");
}

#[test]
fn deep_and_wide_texts_are_read_in_linear_time() {
    for text in [
        "\n".repeat(200_000),
        format!("---\n{}", "\n".repeat(20_000)),
        format!("---\n{}", "---x\n".repeat(40_000)),
        format!("---\na: {}\n---\n", "[".repeat(20_000)),
        format!("---\n{}\n---\n", "a: [\n".repeat(500)),
        format!("---\n{}\n---\n", "- ".repeat(5_000)),
        format!("---\n{}: x\n---\n", "k".repeat(100_000)),
        format!("---\n{}\n---\n", (0..2_000).map(|n| format!("k{n}: {n}")).collect::<Vec<_>>().join("\n")),
    ] {
        let start: String = text.chars().take(20).collect();
        let clock = Instant::now();
        lint(&SourceFile::new("README.md", text), &Options::default());
        // A second or two, unoptimized; in quadratic time it would be many minutes.
        assert!(clock.elapsed() < Duration::from_secs(60), "{start:?}");
    }
}

/// Pieces that make YAML and fences go wrong.
const PIECES: [&str; 48] = [
    "---\n",
    "---",
    "\n---\n",
    "\r\n",
    "\r",
    "\n",
    "\t",
    " ",
    "  ",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "#",
    " # ",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "!!x ",
    "!!int ",
    "|",
    ">",
    "|2\n",
    "%",
    "@",
    "`",
    "\\",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\u{1}",
    "\u{fffe}",
    "é",
    "🎙️",
    "no",
    "012",
    "1:30",
    "2024-02-30",
    "<<<<<<< HEAD\n",
];

fn mutated() -> impl Strategy<Value = String> {
    let cards: Vec<&'static str> = rules::all().flat_map(|rule| [rule.bad, rule.good]).collect();
    let edits =
        prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, prop::sample::select(&PIECES[..])), 0..8);
    (prop::sample::select(cards), edits).prop_map(|(card, edits)| {
        let mut characters: Vec<char> = card.chars().collect();
        for (index, removed, piece) in edits {
            let at = index.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, piece.chars());
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_linter_panic_or_point_outside(text in mutated()) {
        hold(&text);
    }

    #[test]
    fn no_sequence_of_pieces_makes_the_linter_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        hold(&pieces.concat());
        hold(&format!("---\n{}\n---\n", pieces.concat()));
    }
}

#[test]
fn fixes_keep_what_the_author_meant() {
    mutants::ask(harm_of_fixes);
}
