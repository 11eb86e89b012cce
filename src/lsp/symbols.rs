//! The outline of a card: its keys, and below them the fields of the gate form, configs and features.

use gen_lsp_types::{DocumentSymbol, SymbolKind};

use super::documents::Document;
use super::finding::Analysis;
use crate::source::Span;
use crate::yaml::{Entry, Node, Value};

/// How deep the outline goes: configs, their files, a split.
const MAX_DEPTH: usize = 4;

pub(super) fn symbols(document: &Document, analysis: &Analysis) -> Vec<DocumentSymbol> {
    let Some(card) = &analysis.card else { return Vec::new() };
    children(document, &card.metadata, MAX_DEPTH)
}

fn of_entry(document: &Document, entry: &Entry, depth: usize) -> Option<DocumentSymbol> {
    let key = &entry.key;
    let at = Span::new(key.span.start, entry.value.span.end.max(key.span.end));
    symbol(document, key.key_text(), &entry.value, at, key.span, depth)
}

/// A symbol; `None` for a value that is written elsewhere: below an alias.
fn symbol(
    document: &Document,
    name: String,
    value: &Node,
    at: Span,
    name_at: Span,
    depth: usize,
) -> Option<DocumentSymbol> {
    let text = document.text();
    if text.get(at.start..at.end).is_none_or(|_| at.len() < name_at.len()) {
        return None;
    }
    let inside = |child: &DocumentSymbol| {
        let range = document.range(at);
        range.start <= child.range.start && child.range.end <= range.end
    };
    let children: Vec<_> = if depth == 0 { Vec::new() } else { children(document, value, depth - 1) };
    let children: Vec<_> = children.into_iter().filter(inside).collect();
    let (kind, detail) = match &value.value {
        Value::Mapping(_) => (SymbolKind::Object, None),
        Value::Sequence(items) => (SymbolKind::Array, summary(items)),
        Value::Null => (SymbolKind::Null, None),
        Value::Bool(value) => (SymbolKind::Boolean, Some(value.to_string())),
        Value::Int(_) | Value::Float(_) => (SymbolKind::Number, Some(value.key_text())),
        Value::String(_) | Value::Timestamp(_) => (SymbolKind::String, Some(shortened(&value.key_text()))),
    };
    let name = if name.trim().is_empty() { "(no name)".to_owned() } else { name };
    let children = (!children.is_empty()).then_some(children);
    Some(DocumentSymbol::new(name, detail, kind, None, None, document.range(at), document.range(name_at), children))
}

fn children(document: &Document, value: &Node, depth: usize) -> Vec<DocumentSymbol> {
    match &value.value {
        Value::Mapping(entries) => entries.iter().filter_map(|entry| of_entry(document, entry, depth)).collect(),
        Value::Sequence(items) => items
            .iter()
            .filter(|item| matches!(item.value, Value::Mapping(_)))
            .filter_map(|item| {
                let name = ["config_name", "name", "split", "label", "type", "id"].iter().find_map(|key| item.get(key));
                let name = name.or_else(|| item.get("dataset")?.get("id"));
                let name_at = name.map_or(Span::new(item.span.start, item.span.start), |name| name.span);
                let name = name.map_or_else(|| "item".to_owned(), Node::key_text);
                let at = Span::new(item.span.start.min(name_at.start), item.span.end.max(name_at.end));
                symbol(document, name, item, at, name_at, depth)
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The words of a list of words.
fn summary(items: &[Node]) -> Option<String> {
    let words: Option<Vec<&str>> = items.iter().map(Node::as_str).collect();
    words.filter(|words| !words.is_empty()).map(|words| shortened(&words.join(", ")))
}

fn shortened(text: &str) -> String {
    const MAX_NAME_LENGTH: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX_NAME_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.trim_end().len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
