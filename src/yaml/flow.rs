//! What is in brackets: where it ends, and bare texts that one of the parsers ends earlier than the other.

use super::{Problem, SyntaxError, scalar};
use crate::source::Span;

/// Reports what keeps the bare text at `span` from being read as a whole; `value` is what the Hub reads, and `column` that
/// of the list or mapping around the brackets, where there is one.
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
    let problem = Problem::syntax(SyntaxError::UnindentedContinuation, Span::new(at, at + line.len()));
    Some(problem.hub_yaml("missed comma between flow collection entries", at))
}

/// A list or mapping in brackets, as it is written.
pub(super) struct Collection {
    /// How many bytes it has, both brackets included.
    pub(super) length: usize,
    /// Where tabs begin its lines.
    pub(super) leading_tabs: Vec<usize>,
}

/// The list or mapping with whose bracket `yaml` begins; `None` where it begins with none, or that is not closed.
pub(super) fn collection(yaml: &str) -> Option<Collection> {
    let (mut depth, mut quote, mut leads, mut leading_tabs) = (0_usize, None, false, Vec::new());
    // A quote within a bare text is a part of it.
    let mut begins = true;
    for (at, byte) in yaml.bytes().enumerate() {
        match (byte, quote) {
            (b'\t', None) if leads => leading_tabs.push(at),
            (b'\n' | b'\r', _) => leads = true,
            (b' ', _) => {}
            (end, Some(open)) if end == open => quote = None,
            (_, Some(_)) => {}
            (now, None) => {
                leads = false;
                let begun = std::mem::replace(&mut begins, matches!(now, b'[' | b'{' | b',' | b':'));
                match now {
                    b'"' | b'\'' if begun => quote = Some(now),
                    b'[' | b'{' => depth += 1,
                    b']' | b'}' if depth == 1 => return Some(Collection { length: at + 1, leading_tabs }),
                    _ if depth == 0 => return None,
                    b']' | b'}' => depth -= 1,
                    _ => {}
                }
            }
        }
    }
    None
}
