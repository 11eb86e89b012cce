//! What holds for any text: the property tests and the fuzz target ask it of theirs.

use cardlint::card::Card;
use cardlint::lint::{Options, fix::fix, lint};
use cardlint::report::{Format, Style};
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
        let _ = format.render(&source, &diagnostics, Style { color: true, width: 80, warnings_fail: false });
    }
    let card = Card::read(source.clone(), None);
    assert!(nodes_lie_in(text, &card.metadata), "{text:?}");
    let _ = (card.hub_answer(), card.gate_form());
    for all in [false, true] {
        let fixed = fix(&source, &Options::default(), all);
        let again = fix(&fixed.source, &Options::default(), all);
        assert_eq!(again.source.text, fixed.source.text, "mended twice: {text:?}");
        let left = fixed.remaining.iter().find(|each| each.fix.as_ref().is_some_and(|fix| all || fix.safe));
        assert!(left.is_none(), "{left:?} is left of {text:?} in {:?}", fixed.source.text);
        let mended = Card::read(fixed.source, None);
        if card.front_matter.is_some() && card.problems.is_empty() {
            // Only what a person looks at afterwards may move the closing fence down.
            let (body, kept) = (source.slice(card.body), mended.source.slice(mended.body));
            assert!(kept == body || (all && body.ends_with(kept)), "the Markdown of {text:?} is now {kept:?}");
            let valued = |card: &Card| {
                card.metadata.entries().iter().filter(|entry| !matches!(entry.value.value, Value::Null)).count()
            };
            let (keys, kept) = (valued(&card), valued(&mended));
            assert!(all || kept >= keys, "{text:?} has fewer keys in {:?}", mended.source.text);
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
