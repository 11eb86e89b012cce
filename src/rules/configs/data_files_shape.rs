use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Style, Value};

rule! {
    /// `data_files` is not one of the three forms that `datasets` reads.
    ///
    /// It reads a pattern, a list of patterns, or a list of mappings with exactly `split` and `path`. It rejects a
    /// mapping from splits to paths, as in Python code, and a list that mixes patterns and mappings.
    "data-files-shape", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 MetadataConfigs and sanitize_patterns", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(card: &Card, Located { node, entry, holder }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if node.value == Value::Null {
        // Without the key, the config reads whatever else is in the repo.
        diagnostic.fix = None;
    }
    let is = |entry: Option<&Entry>, key| entry.is_some_and(|entry| entry.key.as_str() == Some(key));
    if is(*entry, "path") && is(*holder, "data_files") {
        return;
    }
    let entries = node.entries();
    let named = |entry: &Entry| {
        let is_path = matches!(entry.value.value, Value::String(_) | Value::Sequence(_));
        is_path && entry.key.as_str().is_some_and(|key| !["split", "path", "paths"].contains(&key))
    };
    // From splits to paths, as in Python code.
    let Some(first) = entries.first().filter(|_| entries.iter().all(named)) else { return };
    let path = if first.value.as_str().is_some() { card.source.slice(first.value.span) } else { "[…]" };
    diagnostic.help(format!("write `- split: {}` and below it `path: {path}`", first.key.key_text()));
    if let Some(edits) = entries.iter().map(|entry| as_split_and_path(card, node, entry)).collect() {
        let splits: Vec<_> = entries.iter().map(|entry| format!("`{}`", entry.key.key_text())).collect();
        diagnostic.fix(Fix::suggested(format!("write {} as `split` and `path`", splits.join(", ")), edits));
    }
}

/// Writes `train: a.csv` as `split: train` and `path: a.csv`, each on a line.
fn as_split_and_path(card: &Card, map: &Node, Entry { key, value }: &Entry) -> Option<Edit> {
    let line = card.source.line_at(key.span.start);
    let before = card.source.slice(Span::new(line.start, key.span.start));
    let one_line = map.style == Style::Block && value.span.end <= line.end && before.is_ascii();
    let word = key.as_str()?.chars().all(|each| each.is_alphanumeric() || each == '_');
    let (dash, indent) = match before.trim() {
        "" => ("- ", "  "),
        "-" if map.entries().len() == 1 => ("", ""),
        _ => return None,
    };
    let (spaces, written) = (" ".repeat(before.len()), card.source.slice(key.span));
    (one_line && word).then(|| Edit::replace(key.span, format!("{dash}split: {written}\n{spaces}{indent}path")))
}
