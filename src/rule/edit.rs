//! Edits to YAML that keep every other byte.

use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::Node;

/// Words that one of the parsers takes for something else than text.
const NOT_STRINGS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// A text as a YAML scalar that both parsers read as this text: bare where that is safe, else in double quotes.
pub(crate) fn scalar(text: &str) -> String {
    let bare = text
        .starts_with(|first: char| first.is_ascii_alphabetic() || (first.is_ascii_digit() && text.contains('<')))
        && text.chars().all(|each| each.is_ascii_alphanumeric() || "._/<>+- ".contains(each))
        && !text.ends_with(' ')
        && !NOT_STRINGS.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

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
    let end = after_line(source, source.line_at(span.end).end);
    Edit::delete(Span::new(start, end))
}

/// Where the next line begins after a line that ends at `end`.
pub(crate) fn after_line(source: &SourceFile, end: usize) -> usize {
    let rest = source.text.get(end..).unwrap_or_default();
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}
