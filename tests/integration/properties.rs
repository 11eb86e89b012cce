//! What holds for any text: the property tests and the fuzz target ask it of theirs.

use std::collections::HashMap;

use cardlint::card::Card;
use cardlint::lint::fix::{Fixed, fix};
use cardlint::lint::{Options, lint};
use cardlint::report::{Format, RenderStyle};
use cardlint::rule::diagnostic::{Diagnostic, Severity};
use cardlint::source::{SourceFile, Span};
use cardlint::yaml::{Node, Value};

/// Fails unless every place lies in the text, every format can show what is wrong with it, and fixes end, leave nothing to
/// fix, and lose neither Markdown nor metadata.
pub(crate) fn hold(text: &str) {
    let source = SourceFile::new("README.md", text);
    let inside = |span: Span| text.get(span.start..span.end).is_some();
    let diagnostics = lint(&source, &Options::default());
    for diagnostic in &diagnostics {
        let labels = diagnostic.labels.iter().map(|label| label.at);
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in labels.chain(edits).chain([diagnostic.at]) {
            assert!(inside(span), "{} points to {span:?} of {text:?}", diagnostic.rule.id);
        }
    }
    for format in [Format::Full, Format::Concise, Format::JsonLines, Format::Sarif, Format::Junit] {
        let _ = format.render(&source, &diagnostics, RenderStyle { color: true, width: 80, warnings_fail: false });
    }
    let card = Card::read(source.clone(), None);
    assert!(nodes_lie_in(text, &card.metadata), "{text:?}");
    let _ = (card.hub_answer(), card.gate_form());
    for all in [false, true] {
        let fixed = fix(&source, &Options::default(), all);
        let again = fix(&fixed.source, &Options::default(), all);
        assert_eq!(again.source.text, fixed.source.text, "fixed twice: {text:?}");
        let left = fixed.remaining.iter().find(|each| each.fix.as_ref().is_some_and(|fix| all || fix.safe));
        assert!(left.is_none(), "{left:?} is left of {text:?} in {:?}", fixed.source.text);
        let fixed = Card::read(fixed.source, None);
        if card.front_matter.is_some() && card.problems.is_empty() {
            // Only what a person looks at afterwards may move the closing fence down.
            let (body, kept) = (source.slice(card.body), fixed.source.slice(fixed.body));
            assert!(kept == body || (all && body.ends_with(kept)), "the Markdown of {text:?} is now {kept:?}");
            let valued = |card: &Card| {
                card.metadata.entries().iter().filter(|entry| !matches!(entry.value.value, Value::Null)).count()
            };
            let (keys, kept) = (valued(&card), valued(&fixed));
            assert!(all || kept >= keys, "{text:?} has fewer keys in {:?}", fixed.source.text);
        }
    }
}

fn nodes_lie_in(text: &str, node: &Node) -> bool {
    text.get(node.span.start..node.span.end).is_some()
        && match &node.value {
            Value::Sequence(items) => items.iter().all(|item| nodes_lie_in(text, item)),
            Value::Mapping(entries) => {
                entries.iter().all(|entry| nodes_lie_in(text, &entry.key) && nodes_lie_in(text, &entry.value))
            }
            _ => true,
        }
}

/// What fixes do to a card that its author did not mean: who reads the card, reads every key and field that was read before,
/// but for those that a fix says it removes or renames; nothing that was right is an error; and a second run changes nothing.
pub(crate) fn harm_of_fixes(text: &str) -> Option<String> {
    let source = SourceFile::new("README.md", text);
    let (before, was) = (Card::read(source.clone(), None), lint(&source, &Options::default()));
    [false, true].into_iter().find_map(|all| {
        let fixed = fix(&source, &Options::default(), all);
        let after = Card::read(fixed.source.clone(), None);
        let again = fix(&fixed.source, &Options::default(), all);
        let fields = |card: &Card| card.gate_form().fields.len();
        let harm = if again.source.text != fixed.source.text {
            Some(format!("a second run makes {:?} of it", again.source.text))
        } else if fields(&after) < fields(&before) {
            Some("the form has fewer fields".to_owned())
        } else {
            lost_key(&before, &after, &fixed).or_else(|| new_error(&before, &was, &fixed))
        };
        harm.map(|harm| format!("{harm}\n{text:?}\n{:?}\n{:?}", fixed.source.text, fixed.fixes))
    })
}

fn lost_key(before: &Card, after: &Card, fixed: &Fixed) -> Option<String> {
    let is_read = |card: &Card| card.hub_finds_metadata() && card.hub_answer().is_none();
    if !is_read(before) {
        return None;
    }
    if !is_read(after) {
        return Some("the Hub reads it no more".to_owned());
    }
    let mut keys = HashMap::new();
    count_keys(&before.metadata, &mut |key| *keys.entry(key).or_insert(0) += 1);
    count_keys(&after.metadata, &mut |key| *keys.entry(key).or_insert(0) -= 1);
    let said: String = fixed.fixes.iter().map(|fix| format!("{}\n", fix.title)).collect();
    // A title shortens a long key.
    // What was taken for a key may be a line of a text.
    let is_text = |key: &str| now_says(&after.metadata, key);
    let is_said = |key: &str| {
        said.contains(&key.split_whitespace().next().unwrap_or_default().chars().take(20).collect::<String>())
    };
    let lost = keys.into_iter().find(|(key, lost)| *lost > 0 && !is_said(key) && !is_text(key));
    lost.map(|(key, _)| format!("`{key}` is lost, and no fix says so"))
}

fn now_says(node: &Node, key: &str) -> bool {
    match &node.value {
        Value::String(text) => text.contains(&format!("{key}:")),
        Value::Sequence(items) => items.iter().any(|item| now_says(item, key)),
        Value::Mapping(entries) => entries.iter().any(|entry| now_says(&entry.value, key)),
        _ => false,
    }
}

/// Counts each key, without the odd spaces that make it another one.
fn count_keys(node: &Node, count: &mut impl FnMut(String)) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| count_keys(item, count)),
        Value::Mapping(entries) => {
            for entry in entries {
                let key = entry.key.key_text();
                let plain = key.trim_start_matches(['-', ' ', '\u{a0}', '{', '[']).trim_matches(['\'', '"']);
                count(plain.split_whitespace().collect::<Vec<_>>().join(" "));
                count_keys(&entry.value, count);
            }
        }
        _ => {}
    }
}

fn new_error(before: &Card, was: &[Diagnostic], fixed: &Fixed) -> Option<String> {
    let errors = |diagnostics: &[Diagnostic]| -> Vec<String> {
        let errors = diagnostics.iter().filter(|each| each.severity == Severity::Error);
        errors.map(|each| format!("{}: {}", each.rule.id, each.message)).collect()
    };
    let unread = |error: &String| ["yaml-syntax", "lost-indentation"].iter().any(|rule| error.starts_with(rule));
    let syntax = |errors: &[String]| errors.iter().filter(|error| unread(error)).count();
    let (were, are) = (errors(was), errors(&fixed.remaining));
    // What is not read hides what is wrong with it.
    let all_read = before.problems.is_empty() && before.front_matter.is_some() && syntax(&were) == 0;
    let more = syntax(&are) > syntax(&were) || (all_read && are.len() > were.len());
    more.then(|| format!("more errors: {were:?} became {are:?}"))
}
