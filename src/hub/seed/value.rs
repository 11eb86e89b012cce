//! Values of a seed: read from the spanned tree, each with a place for what is wrong about it.

use super::SeedError;
use crate::source::{SourceFile, Span};
use crate::yaml::{Node, Value};

/// A map of the seed: what it describes, and where.
#[derive(Clone, Copy)]
pub(super) struct Map<'a> {
    source: &'a SourceFile,
    node: &'a Node,
    /// "a user", "a repo" …
    noun: &'static str,
}

impl<'a> Map<'a> {
    /// A map that has only these keys.
    pub(super) fn new(
        source: &'a SourceFile,
        node: &'a Node,
        noun: &'static str,
        keys: &[&str],
    ) -> Result<Self, SeedError> {
        if !matches!(node.value, Value::Mapping(_)) {
            let message = format!("{noun} is a map, but this is {}", what(&node.value));
            return Err(SeedError::at(source, node.span, message).help(format!("its keys are {}", list(keys))));
        }
        for entry in node.entries() {
            let key = entry.key.key_text();
            if !keys.contains(&key.as_str()) {
                let error = SeedError::at(source, entry.key.span, format!("{noun} has no `{key}`"));
                let nearest =
                    keys.iter().max_by(|a, b| strsim::jaro_winkler(a, &key).total_cmp(&strsim::jaro_winkler(b, &key)));
                return Err(match nearest.filter(|near| strsim::jaro_winkler(near, &key) > 0.8) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => error.help(format!("its keys are {}", list(keys))),
                });
            }
        }
        Ok(Self { source, node, noun })
    }

    /// The value of a key; null is none.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key).filter(|node| node.value != Value::Null)
    }

    pub(super) fn span(&self) -> Span {
        self.node.span
    }

    pub(super) fn error(&self, at: Span, message: impl Into<String>) -> SeedError {
        SeedError::at(self.source, at, message)
    }

    /// A map in this one.
    pub(super) fn map(&self, key: &str, noun: &'static str, keys: &[&str]) -> Result<Option<Map<'a>>, SeedError> {
        self.get(key).map(|node| Map::new(self.source, node, noun, keys)).transpose()
    }

    /// A map that lies below this one.
    pub(super) fn item(&self, node: &'a Node, noun: &'static str, keys: &[&str]) -> Result<Map<'a>, SeedError> {
        Map::new(self.source, node, noun, keys)
    }

    /// The maps in a list.
    pub(super) fn maps(&self, key: &str, noun: &'static str, keys: &[&str]) -> Result<Vec<Map<'a>>, SeedError> {
        self.list(key)?.iter().map(|node| Map::new(self.source, node, noun, keys)).collect()
    }

    /// The items of a list; none where the key is absent.
    pub(super) fn list(&self, key: &str) -> Result<&'a [Node], SeedError> {
        match self.get(key) {
            None => Ok(&[]),
            Some(node) if matches!(node.value, Value::Sequence(_)) => Ok(node.items()),
            Some(node) => Err(self.error(node.span, format!("`{key}` is a list, but this is {}", what(&node.value)))),
        }
    }

    /// A text.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, SeedError> {
        let Some(node) = self.get(key) else { return Ok(None) };
        node.as_str().map(Some).ok_or_else(|| {
            self.error(node.span, format!("`{key}` is a text, but this is {}", what(&node.value)))
                .help("put it in quotes")
        })
    }

    /// A text that has to be there, and its place.
    pub(super) fn needed(&self, key: &str) -> Result<(&'a str, Span), SeedError> {
        let missing = || self.error(self.node.span, format!("{} needs `{key}`", self.noun));
        let text = self.text(key)?.ok_or_else(missing)?;
        Ok((text, self.get(key).map(|node| node.span).unwrap_or_default()))
    }

    /// Yes or no; no where the key is absent.
    pub(super) fn flag(&self, key: &str) -> Result<bool, SeedError> {
        match self.get(key) {
            None => Ok(false),
            Some(Node { value: Value::Bool(flag), .. }) => Ok(*flag),
            Some(node) => {
                Err(self.error(node.span, format!("`{key}` is true or false, but this is {}", what(&node.value))))
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, SeedError> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let text = node.key_text();
        let found = choices.iter().find(|(word, _)| *word == text);
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.error(node.span, format!("`{key}` is one of {}", list(&words)))
        })
    }

    /// Anything that is written as a text or a time, such as times and countries.
    pub(super) fn parsed<T: std::str::FromStr>(&self, key: &str, example: &str) -> Result<Option<T>, SeedError> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let text = match &node.value {
            Value::String(text) | Value::Timestamp(text) => text.as_str(),
            _ => "",
        };
        text.parse().map(Some).map_err(|_| self.error(node.span, format!("`{key}` is written like `{example}`")))
    }
}

/// What a value is, for people.
pub(super) fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Int(_) | Value::Float(_) => "a number",
        Value::Timestamp(_) => "a date",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a map",
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
