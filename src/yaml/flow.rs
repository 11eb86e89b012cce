//! Bare texts in brackets that one of the parsers ends earlier than the other.

use super::{Problem, scalar};
use crate::source::Span;

/// Reports what keeps the bare text at `span` from being read as a whole; `value` is what the Hub reads, and `column` that
/// of the list or map around the brackets, where there is one.
pub(super) fn check(text: &str, span: Span, value: &str, column: Option<usize>) -> Vec<Problem> {
    let outdented = column.and_then(|column| outdented(text, span, column));
    scalar::in_brackets(value).map(|refusal| refusal.problem(span, value)).into_iter().chain(outdented).collect()
}

/// A text over several lines, of which one is not indented: js-yaml ends it there, Python does not.
fn outdented(text: &str, span: Span, column: usize) -> Option<Problem> {
    let written = text.get(span.start..span.end)?;
    let mut start = span.start;
    let at = written.split_inclusive('\n').find_map(|line| {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let at = start + blanks;
        start += line.len();
        (at > span.start + blanks && blanks <= column && !line.trim().is_empty()).then_some(at)
    })?;
    let line = text[at..span.end].lines().next().unwrap_or_default();
    Some(
        Problem::new(
            "yaml-syntax",
            Span::new(at, at + line.len()),
            "this line goes on with the text above it and is not indented: the Hub refuses the card",
        )
        .help("put a comma between the two, or indent the line")
        .hub_yaml("missed comma between flow collection entries", at),
    )
}
