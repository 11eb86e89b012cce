//! The entries of a mapping: looked up by key, told of duplicates, and put in place of `<<`.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::budget::MAX_PROBLEMS;
use super::{Entry, Problem, Style, SyntaxError, Value, YamlProblem};
use crate::source::Span;

/// Up to here a mapping is searched key by key.
const FEW: usize = 32;

/// The entries of a mapping in the order of the text. Duplicate keys are kept.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    entries: Box<[Entry]>,
    lookup: Lookup,
}

/// How keys are found.
#[derive(Clone, Debug)]
enum Lookup {
    /// The marks of the keys: most keys that are looked for are not here, and few of them share a mark.
    Few { marks: u64 },
    /// The last entry of each key: by the key's hash, since the key itself would take as much memory again.
    #[expect(clippy::box_collection, reason = "few mappings have one, and every value would be as large")]
    Many(Box<HashMap<u64, u32>>),
}

impl Default for Lookup {
    fn default() -> Self {
        Self::Few { marks: 0 }
    }
}

impl Deref for Mapping {
    type Target = [Entry];

    fn deref(&self) -> &[Entry] {
        &self.entries
    }
}

impl IntoIterator for Mapping {
    type Item = Entry;
    type IntoIter = std::vec::IntoIter<Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_vec().into_iter()
    }
}

impl<'a> IntoIterator for &'a Mapping {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl PartialEq for Mapping {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl From<Vec<Entry>> for Mapping {
    fn from(entries: Vec<Entry>) -> Self {
        let keys = entries.iter().map(|entry| entry.key.key());
        let lookup = if entries.len() <= FEW {
            Lookup::Few { marks: keys.fold(0, |marks, key| marks | mark(&key)) }
        } else {
            let mut index = HashMap::with_capacity(entries.len());
            for (at, key) in (0..).zip(keys) {
                index.insert(hash(&index, &key), at);
            }
            Lookup::Many(Box::new(index))
        };
        Self { entries: entries.into(), lookup }
    }
}

fn hash(index: &HashMap<u64, u32>, key: &str) -> u64 {
    std::hash::BuildHasher::hash_one(index.hasher(), key)
}

/// One of 64 bits, the same for equal keys. Of a key in the code it is known when that is compiled.
#[inline]
fn mark(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
    let end = bytes.len().wrapping_sub(1);
    1 << ((bytes.len() + 7 * at(0) + 13 * at(end / 2) + 29 * at(end)) % 64)
}

impl Mapping {
    /// The last entry whose key is this string.
    #[inline]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        if self.lacks(key) { None } else { self.find(key, |entry| entry.key.as_str() == Some(key)) }
    }

    /// The last entry whose key the Hub calls so, whatever its type.
    pub(super) fn keyed(&self, key: &str) -> Option<&Entry> {
        if self.lacks(key) { None } else { self.find(key, |entry| entry.key.key() == key) }
    }

    /// Whether no key can be this one.
    #[inline]
    fn lacks(&self, key: &str) -> bool {
        matches!(self.lookup, Lookup::Few { marks } if marks & mark(key) == 0)
    }

    fn find(&self, key: &str, is_it: impl Fn(&Entry) -> bool) -> Option<&Entry> {
        if let Lookup::Many(index) = &self.lookup {
            let entry = self.entries.get(usize::try_from(*index.get(&hash(index, key))?).ok()?)?;
            if is_it(entry) {
                return Some(entry);
            }
        }
        crate::work::done(self.entries.len());
        self.entries.iter().rev().find(|entry| is_it(entry))
    }
}

/// Reports duplicates and merges what `<<` refers to.
pub(super) fn finish(entries: Vec<Entry>, problems: &mut Vec<Problem>) -> Mapping {
    duplicates(&entries, problems);
    Mapping::from(if entries.iter().any(is_merge) { merge(entries, problems) } else { entries })
}

fn is_merge(entry: &Entry) -> bool {
    entry.key.style == Style::Plain && entry.key.as_str() == Some("<<")
}

/// The Hub refuses a key that stands twice, Python takes the last value.
fn duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    if let Some(second) = undashed(entries) {
        let lines = [&entries[0], second].map(|entry| match entry.value.as_str() {
            Some(text) if !text.contains('\n') => format!("- {}: {text}", entry.key.key()),
            _ => format!("- {}:", entry.key.key()),
        });
        let end = entries.last().map_or(second.key.span.end, |last| last.value.span.end);
        let first = entries[0].key.span;
        let kind = YamlProblem::ItemsWithoutDashes { first, all: Span::new(first.start, end), lines };
        problems.push(Problem::new(kind, second.key.span).hub_yaml("duplicated mapping key", second.key.span.start));
        return;
    }
    let (mut marks, mut seen) = (0, HashMap::new());
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| !is_merge(entry)) {
        let key = entry.key.key();
        let is_new = marks & mark(&key) == 0;
        marks |= mark(&key);
        let first = if entries.len() > FEW {
            let first = *seen.entry(key.clone()).or_insert(index);
            (first < index).then(|| entries[first].key.span)
        } else if is_new {
            None
        } else {
            let is_first = |first: &&Entry| !is_merge(first) && first.key.key() == key;
            entries[..index].iter().find(is_first).map(|first| first.key.span)
        };
        let Some(first) = first else { continue };
        if problems.len() > MAX_PROBLEMS {
            return;
        }
        let kind = YamlProblem::DuplicateKey { key: key.into_owned(), first };
        let problem = Problem::new(kind, entry.key.span);
        problems.push(problem.hub_yaml("duplicated mapping key", entry.key.span.start));
    }
}

/// The first entry of the second item, if a mapping is a list whose items lack their dashes: all keys are those of items, and they
/// begin anew.
fn undashed(entries: &[Entry]) -> Option<&Entry> {
    const KEYS: [&str; 19] = [
        "config_name",
        "data_dir",
        "data_files",
        "dataset",
        "default",
        "description",
        "dtype",
        "features",
        "label",
        "list",
        "metrics",
        "name",
        "num_bytes",
        "num_examples",
        "path",
        "split",
        "splits",
        "type",
        "value",
    ];
    let keys = || entries.iter().take(MAX_PROBLEMS).map(|entry| entry.key.as_str());
    let first = keys().next().flatten()?;
    if !keys().skip(1).any(|key| key == Some(first)) || !keys().all(|key| key.is_some_and(|key| KEYS.contains(&key))) {
        return None;
    }
    let keys: Vec<_> = keys().collect();
    let items: Vec<_> = keys.split(|key| *key == Some(first)).skip(1).collect();
    let is_item = |item: &&[Option<&str>]| item.iter().enumerate().all(|(index, key)| !item[..index].contains(key));
    let is_list = items.len() > 1 && items.iter().all(is_item) && items.iter().any(|item| !item.is_empty());
    let second = keys.iter().skip(1).position(|key| *key == Some(first)).filter(|_| is_list)?;
    entries.get(second + 1)
}

/// Puts the entries of the maps behind `<<` in its place; keys of the map itself win.
fn merge(entries: Vec<Entry>, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let own = entries.iter().filter(|entry| !is_merge(entry));
    let mut known: HashSet<String> = own.map(|entry| entry.key.key_text()).collect();
    let mut of_others: HashMap<String, crate::source::Span> = HashMap::new();
    let mut merged = Vec::with_capacity(entries.len());
    for entry in entries {
        if !is_merge(&entry) {
            merged.push(entry);
            continue;
        }
        let sources = match entry.value.value {
            Value::Sequence(items) => items,
            _ => vec![entry.value],
        };
        for source in sources {
            let span = source.span;
            let Value::Mapping(Mapping { entries, .. }) = source.value else {
                let reason = "cannot merge mappings; the provided source object is unacceptable";
                problems.push(Problem::syntax(SyntaxError::MergeOfNoMapping, span).hub_yaml(reason, span.end));
                continue;
            };
            let twice = entries.iter().find_map(|entry| of_others.get_key_value(&entry.key.key_text()));
            // PyYAML compares keys by identity, and there is one object for each string of one letter.
            if let Some((key, first)) = twice.filter(|(key, first)| **first != span && key.len() > 1) {
                let kind = YamlProblem::MergedTwice { key: key.clone(), first: *first };
                problems.push(Problem::new(kind, span));
            }
            for entry in entries {
                let key = entry.key.key_text();
                if known.insert(key.clone()) {
                    of_others.insert(key, span);
                    merged.push(entry);
                }
            }
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::{FEW, mark};
    use crate::source::Span;
    use crate::yaml::{Node, Value, parse};

    fn read(yaml: &str) -> Node {
        parse(yaml, Span::new(0, yaml.len())).root.expect("a mapping")
    }

    #[test]
    fn a_value_takes_no_more_memory_than_its_parts() {
        // A card may have millions.
        assert_eq!((size_of::<Value>(), size_of::<Node>()), (32, 64));
    }

    #[test]
    fn keys_with_the_same_mark_are_told_apart() {
        let keys = (0..1000).map(|number| format!("key{number}")).filter(|key| mark(key) == mark("key0"));
        let keys: Vec<_> = keys.collect();
        let [one, two, absent, ..] = keys.as_slice() else { panic!("{keys:?}") };
        let node = read(&format!("{one}: 1\n{two}: 2\n"));
        let text = |key: &str| node.get(key).map(|value| value.to_json().to_string());
        assert_eq!((text(one), text(two), text(absent)), (Some("1".into()), Some("2".into()), None));
    }

    #[test]
    fn the_last_of_equal_strings_is_found_and_no_number() {
        for size in [3, FEW + 1] {
            let others: String = (3..size).map(|number| format!("other{number}: 0\n")).collect();
            let node = read(&format!("7: 0\nkey: 1\n{others}key: 2\n"));
            assert_eq!(node.get("key").map(|value| value.to_json().to_string()), Some("2".into()), "{size}");
            assert!(node.get("7").is_none(), "{size}");
        }
    }

    #[test]
    fn a_quoted_key_duplicates_no_merge() {
        let same_mark = (0..1000).map(|number| format!("k{number}")).find(|key| mark(key) == mark("<<"));
        let same_mark = same_mark.expect("a key with the mark of `<<`");
        for size in [1, FEW] {
            let others: String = (1..size).map(|number| format!(", other{number}: 1")).collect();
            let yaml = |quoted: &str| format!("{{<<: {{z: 1}}, {same_mark}: 1{others}, {quoted}}}\n");
            let problems = |yaml: &str| parse(yaml, Span::new(0, yaml.len())).problems.len();
            assert_eq!(problems(&yaml("'<<': 2")), 0, "{size}");
            assert_eq!(problems(&yaml("'<<': 2, \"<<\": 3")), 1, "{size}");
        }
    }

    #[test]
    fn every_key_is_found_in_mappings_of_any_size() {
        for size in [1, 2, FEW, FEW + 1, 200] {
            let keys: Vec<_> = (0..size).map(|number| "é".repeat(number % 3) + &"k".repeat(number)).collect();
            let lines: String = keys.iter().enumerate().map(|(at, key)| format!("\"{key}\": {at}\n")).collect();
            let node = read(&lines);
            for (at, key) in keys.iter().enumerate() {
                assert_eq!(node.get(key).map(|value| value.to_json().to_string()), Some(at.to_string()), "{key:?}");
            }
            assert!(node.get("another").is_none());
        }
    }
}
