//! What is made of the entries of a map: keys that stand twice, and `<<`.

use std::collections::HashSet;

use super::{Entry, Problem, Style, Value};

/// Up to here a map is compared key by key.
const FEW: usize = 12;

/// Reports duplicates and merges what `<<` refers to.
pub(super) fn finish(entries: &mut Vec<Entry>, problems: &mut Vec<Problem>) {
    duplicates(entries, problems);
    merge(entries, problems);
}

fn is_merge(entry: &Entry) -> bool {
    entry.key.style == Style::Plain && entry.key.as_str() == Some("<<")
}

/// The Hub refuses a key that stands twice, Python takes the last value.
fn duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| !is_merge(entry)) {
        let key = entry.key.key();
        let is_new = if entries.len() <= FEW {
            !entries[..index].iter().any(|first| first.key.key() == key)
        } else {
            seen.insert(key.clone())
        };
        if is_new {
            continue;
        }
        let first = entries.iter().find(|first| first.key.key() == key).map_or(entry.key.span, |first| first.key.span);
        problems.push(
            Problem::new(
                "duplicate-key",
                entry.key.span,
                format!("`{key}` stands twice: the Hub refuses the card, Python takes the last value"),
            )
            .label(first, "first here")
            .help("keep one of the two")
            .hub_yaml("duplicated mapping key", entry.key.span.start),
        );
    }
}

/// Puts the entries of the maps behind `<<` in its place; keys of the map itself win.
fn merge(entries: &mut Vec<Entry>, problems: &mut Vec<Problem>) {
    while let Some(index) = entries.iter().position(is_merge) {
        let Entry { value, .. } = entries.remove(index);
        let sources = match value.value {
            Value::Sequence(items) => items,
            _ => vec![value],
        };
        let mut at = index;
        for source in sources {
            let span = source.span;
            let Value::Mapping(merged) = source.value else {
                problems.push(
                    Problem::new("yaml-syntax", span, "`<<` takes the keys of a map, and this is none")
                        .help("refer to a map, or quote the key: `\"<<\"`")
                        .hub_yaml("cannot merge mappings; the provided source object is unacceptable", span.end),
                );
                continue;
            };
            for entry in merged {
                if !entries.iter().any(|own| own.key.key() == entry.key.key()) {
                    entries.insert(at, entry);
                    at += 1;
                }
            }
        }
    }
}
