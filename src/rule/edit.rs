//! Edits to YAML that keep every other byte.

use crate::source::{Edit, Fix, SourceFile, Span};
pub(crate) use crate::yaml::write::flow_scalar as scalar;
use crate::yaml::{Node, Style};

/// Writes another text in the place of a scalar.
pub(crate) fn replace(node: &Node, text: &str) -> Edit {
    Edit::replace(node.span, scalar(text))
}

/// The tag of a value, on its line or above; an anchor may be between.
pub(crate) fn tag_before(source: &SourceFile, node: &Node) -> Option<Span> {
    let mut before = source.text.get(..node.span.start)?;
    loop {
        let spaced = before.trim_end();
        // Nothing but spaces may be between, and no value ends with them: `[hey !, 5]` has no tag.
        if spaced.len() == before.len() {
            return None;
        }
        let word = spaced.rsplit(|char: char| char.is_whitespace() || matches!(char, '[' | '{' | ',')).next()?;
        before = &spaced[..spaced.len() - word.len()];
        if !word.starts_with('&') {
            // `wow !: 5` has a key that ends so.
            let is_tag = word.starts_with('!') && !word.ends_with(':');
            return is_tag.then(|| Span::new(before.len(), spaced.len()));
        }
    }
}

/// Makes a string of a scalar that is written as something else, without its tag; `None` for an alias, whose value is elsewhere,
/// and where it is in quotes already.
pub(crate) fn quote(source: &SourceFile, node: &Node) -> Option<(String, Vec<Edit>)> {
    let written = source.slice(node.span);
    if written.starts_with('*') {
        return None;
    }
    let tag = tag_before(source, node);
    let mut edits = Vec::new();
    if let Some(tag) = tag {
        let behind = source.slice(Span::new(tag.end, node.span.start));
        edits.push(Edit::delete(Span::new(tag.start, tag.end + behind.len() - behind.trim_start().len())));
    }
    if node.style != Style::Plain {
        return Some((format!("remove the tag `{}`", source.slice(tag?)), edits));
    }
    let quoted = serde_json::Value::from(written).to_string();
    let title = format!("{}quote it: `{quoted}`", if tag.is_some() { "remove the tag, and " } else { "" });
    edits.push(Edit::replace(node.span, quoted));
    Some((title, edits))
}

/// The fix that renames a key, as a suggestion: its value may have been meant for another key.
pub(crate) fn rename(key: &Node, name: &str) -> Fix {
    Fix::suggested(rename_title(key, name), vec![Edit::replace(key.span, name)])
}

/// The title of such a fix, with the old key.
pub(crate) fn rename_title(key: &Node, name: &str) -> String {
    format!("rename `{}` to `{name}`", key.key_text())
}

/// What separates words in Chinese and Japanese.
pub(crate) const WIDE_COMMAS: [char; 3] = ['，', '、', '；'];

/// Several words in one string as a YAML list, if each of them is `known`.
pub(crate) fn list(text: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let words: Vec<_> =
        text.split([',', ';', '/', '|']).flat_map(|word| word.split(WIDE_COMMAS)).map(str::trim).collect();
    let items = words.iter().copied().map(scalar).collect::<Vec<_>>().join(", ");
    (words.len() > 1 && words.iter().all(|word| known(word))).then(|| format!("[{items}]"))
}

/// Removes the lines that `span` touches, with their line ends. The span must have its lines to itself.
pub(crate) fn delete_lines(source: &SourceFile, span: Span) -> Edit {
    let start = source.line_at(span.start).start;
    let end = source.after_line(source.line_at(span.end).end);
    Edit::delete(Span::new(start, end))
}

/// Removes items of a list, by their ascending indexes; `None` where an item has its lines not to itself, or none would be left.
pub(crate) fn remove_items(source: &SourceFile, list: &Node, indexes: &[usize]) -> Option<Vec<Edit>> {
    let items = list.items();
    if indexes.len() >= items.len() {
        return None;
    }
    if list.style != Style::Flow {
        let is_alone = |item: &Node| {
            let (first, last) = (source.line_at(item.span.start), source.line_at(item.span.end));
            let before = source.slice(Span::new(first.start, item.span.start)).trim();
            let behind = source.slice(Span::new(item.span.end, last.end)).trim_start();
            before == "-" && (behind.is_empty() || behind.starts_with('#'))
        };
        let lines = indexes.iter().map(|index| items.get(*index).filter(|item| is_alone(item)));
        return lines.map(|item| item.map(|item| delete_lines(source, item.span))).collect();
    }
    // Neighbors go together: each with the comma before it, the first ones with the comma behind.
    let runs = indexes.chunk_by(|one, next| one + 1 == *next).filter_map(|run| Some((*run.first()?, *run.last()?)));
    let edits = runs.map(|(first, last)| match first.checked_sub(1) {
        Some(before) => Some(Span::new(items.get(before)?.span.end, items.get(last)?.span.end)),
        None => Some(Span::new(items.first()?.span.start, items.get(last + 1)?.span.start)),
    });
    edits.map(|span| span.map(Edit::delete)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Value;

    #[test]
    fn only_what_is_before_a_value_is_its_tag() {
        for (text, tag) in [
            ("a: !!int 5", Some("!!int")),
            ("a: !!int &b 5", Some("!!int")),
            ("a: &b !!int\n  5", Some("!!int")),
            ("[!!int 5", Some("!!int")),
            ("[hey !, 5", None),
            ("wow !: 5", None),
            ("!!map\na: 5", None),
            ("5", None),
        ] {
            let source = SourceFile::new("README.md", text);
            let node = Node::new(Span::new(text.len() - 1, text.len()), Value::Int(5), Style::Plain);
            assert_eq!(tag_before(&source, &node).map(|tag| source.slice(tag)), tag, "{text}");
        }
    }
}
