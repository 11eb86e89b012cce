//! Edits to YAML that keep every other byte.

use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::Node;
pub(crate) use crate::yaml::write::flow_scalar as scalar;

/// Writes another text in the place of a scalar.
pub(crate) fn replace(node: &Node, text: &str) -> Edit {
    Edit::replace(node.span, scalar(text))
}

/// The fix that renames a key, as a suggestion: its value may have been meant for another key.
pub(crate) fn rename(key: &Node, name: &str) -> Fix {
    Fix::suggested(rename_title(key, name), vec![Edit::replace(key.span, name)])
}

/// The title of such a fix, with the old key.
pub(crate) fn rename_title(key: &Node, name: &str) -> String {
    format!("rename `{}` to `{name}`", key.key_text())
}

/// Several words in one string as a YAML list, if each of them is `known`.
pub(crate) fn list(text: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let words: Vec<_> = text.split([',', ';', '/', '|']).map(str::trim).collect();
    let items = words.iter().copied().map(scalar).collect::<Vec<_>>().join(", ");
    (words.len() > 1 && words.iter().all(|word| known(word))).then(|| format!("[{items}]"))
}

/// Removes the lines that `span` touches, with their line ends. The span must have its lines to itself.
pub(crate) fn delete_lines(source: &SourceFile, span: Span) -> Edit {
    let start = source.line_at(span.start).start;
    let end = source.after_line(source.line_at(span.end).end);
    Edit::delete(Span::new(start, end))
}
