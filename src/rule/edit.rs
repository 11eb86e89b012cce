//! Edits to YAML that keep every other byte.

use crate::source::{Edit, Fix, SourceFile, Span};
pub(crate) use crate::yaml::write::flow_scalar as scalar;
use crate::yaml::{Node, Style};

/// Writes another text in the place of a scalar.
pub(crate) fn replace(node: &Node, text: &str) -> Edit {
    Edit::replace(node.span, scalar(text))
}

/// The tag of a value, if it has one on its line; an anchor may be between.
pub(crate) fn tag_before(source: &SourceFile, node: &Node) -> Option<Span> {
    let line = source.line_at(node.span.start);
    let before = source.slice(Span::new(line.start, node.span.start));
    let ends_word = |char: char| char.is_whitespace() || matches!(char, '[' | '{' | ',');
    let mut words = before.rsplit(ends_word).filter(|word| !word.is_empty()).skip_while(|word| word.starts_with('&'));
    let tag = words.next().filter(|word| word.starts_with('!') && before.ends_with([' ', '\t']))?;
    let start = line.start + before.rfind(tag)?;
    Some(Span::new(start, start + tag.len()))
}

/// Makes a string of a scalar that is written as something else, without its tag; `None` for an alias, whose value is elsewhere.
pub(crate) fn quote(source: &SourceFile, node: &Node) -> Option<(String, Vec<Edit>)> {
    let written = source.slice(node.span);
    if written.starts_with('*') {
        return None;
    }
    let is_quoted = node.style != Style::Plain;
    let quoted = if is_quoted { written.to_owned() } else { serde_json::Value::from(written).to_string() };
    let Some(tag) = tag_before(source, node) else {
        return Some((format!("quote it: `{quoted}`"), vec![Edit::replace(node.span, quoted)]));
    };
    let behind = source.slice(Span::new(tag.end, node.span.start));
    let mut edits = vec![Edit::delete(Span::new(tag.start, tag.end + behind.len() - behind.trim_start().len()))];
    if is_quoted {
        return Some((format!("remove the tag `{}`", source.slice(tag)), edits));
    }
    edits.push(Edit::replace(node.span, &*quoted));
    Some((format!("remove the tag, and quote it: `{quoted}`"), edits))
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
