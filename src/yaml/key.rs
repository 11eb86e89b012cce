//! What keeps a value from being a key.

use super::{Node, Problem, SyntaxError, Value, YamlProblem};
use crate::source::Span;

/// PyYAML's limit for a key that is not marked by `?`, in characters up to its colon.
const MAX_LENGTH: usize = 1024;

/// Reports what one of the parsers rejects about a key; `in_flow` where its mapping is in brackets.
pub(super) fn check(text: &str, key: &Node, in_flow: bool, problems: &mut Vec<Problem>) {
    let behind = text.get(key.span.end..).unwrap_or_default();
    let marked = || is_marked(text, key);
    problems.extend(missing(key, behind).filter(|_| !marked()));
    problems.extend(unhashable(text, key));
    // Nearly every key is short and its colon follows at once; half is left for a name and a tag before it.
    if key.span.len() <= MAX_LENGTH / 2 && behind.starts_with(':') && !in_flow {
        return;
    }
    if !marked()
        && let Some(colon) = colon(behind)
    {
        let written = text.get(key.span.start..key.span.end + colon).unwrap_or_default();
        if in_flow && written.contains('\n') {
            problems.push(over_lines(key, key.span.end + colon));
        }
        problems.extend(long(text, key, key.span.end + colon));
    }
}

/// Whether `? ` is before a key.
fn is_marked(text: &str, key: &Node) -> bool {
    let before = text.get(..key.span.start).unwrap_or_default().trim_end();
    before.strip_suffix('?').is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '?'))
}

/// How many bytes of spaces and line breaks are before the colon of a key.
fn colon(behind: &str) -> Option<usize> {
    let rest = behind.trim_start();
    rest.starts_with(':').then(|| behind.len() - rest.len())
}

fn missing(key: &Node, behind: &str) -> Option<Problem> {
    if !(key.span.is_empty() && key.value == Value::Null && behind.starts_with(':')) {
        return None;
    }
    let reason = "incomplete explicit mapping pair; a key node is missed; or followed by a non-tabulated empty line";
    let at = Span::new(key.span.start, key.span.start + 1);
    Some(Problem::syntax(SyntaxError::MissingKey, at).hub_yaml(reason, key.span.start))
}

fn unhashable(text: &str, key: &Node) -> Option<Problem> {
    if !matches!(key.value, Value::Sequence(_) | Value::Mapping(_)) {
        return None;
    }
    let written = text.get(key.span.start..key.span.end).unwrap_or_default();
    let before = text.get(..key.span.start).unwrap_or_default();
    // The mapping within is reported.
    if written.starts_with("{{") {
        return None;
    }
    let is_template = written.starts_with('{') && before.ends_with('{');
    Some(Problem::new(YamlProblem::UnhashableKey { is_template }, key.span))
}

fn over_lines(key: &Node, colon: usize) -> Problem {
    Problem::syntax(SyntaxError::KeyOverLines, key.span).hub_yaml("missed comma between flow collection entries", colon)
}

fn long(text: &str, key: &Node, colon: usize) -> Option<Problem> {
    let start = with_properties(text, key.span.start);
    let length = text.get(start..colon)?.chars().count();
    let kind = YamlProblem::LongKey { length, limit: MAX_LENGTH };
    (length > MAX_LENGTH).then(|| Problem::new(kind, key.span))
}

/// Where a key begins with the names and tags before it (`&name !!str key`).
fn with_properties(text: &str, key: usize) -> usize {
    let mut start = key;
    loop {
        let before = text[..start].trim_end_matches([' ', '\t']);
        let word =
            before.rsplit(|c: char| c.is_whitespace() || matches!(c, '[' | '{' | ',')).next().unwrap_or_default();
        if !word.starts_with(['&', '!']) {
            return start;
        }
        start = before.len() - word.len();
    }
}
