//! Values of a seed: read from the spanned tree, each with a place for what is wrong about it.

use super::SeedError;
use super::shape::Shape;
use crate::rule::nearest::nearest;
use crate::source::{SourceFile, Span};
use crate::words;
use crate::yaml::{Entry, Node, Value};

/// The most words that a message lists.
const LISTED: usize = 5;

/// A mapping of the seed: what it describes, and where.
#[derive(Clone, Copy)]
pub(super) struct Map<'a> {
    source: &'a SourceFile,
    node: &'a Node,
    shape: &'static Shape,
}

impl<'a> Map<'a> {
    /// A mapping that has only the keys of its kind.
    pub(super) fn new(source: &'a SourceFile, node: &'a Node, shape: &'static Shape) -> Result<Self, SeedError> {
        let Shape { noun, keys, .. } = shape;
        if !matches!(node.value, Value::Mapping(_)) {
            let message = format!("expected a mapping for {noun}, found {}", what(&node.value));
            return Err(SeedError::at(source, node.span, message).help(format!("its keys are {}", list(keys))));
        }
        for entry in node.entries() {
            let key = entry.key.key_text();
            if !keys.contains(&key.as_str()) {
                let error = SeedError::at(source, entry.key.span, format!("unknown key `{key}` in {noun}"));
                return Err(error.help(match nearest(&key, keys.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its keys are {}", list(keys)),
                }));
            }
        }
        Ok(Self { source, node, shape })
    }

    /// The value of a key; null is none.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.node.get(key).filter(|node| node.value != Value::Null)
    }

    /// A key and its value; null is none.
    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.node.entry(key).filter(|entry| entry.value.value != Value::Null)
    }

    /// Where the value of a key is.
    pub(super) fn span_of(&self, key: &str) -> Span {
        self.node.get(key).map_or(self.node.span, |node| node.span)
    }

    /// The error for a key that has to be there.
    pub(super) fn missing(&self, key: &str) -> SeedError {
        self.error(self.node.span, format!("missing key `{key}` in {}", self.shape.noun))
    }

    pub(super) fn span(&self) -> Span {
        self.node.span
    }

    pub(super) fn error(&self, at: Span, message: impl Into<String>) -> SeedError {
        SeedError::at(self.source, at, message)
    }

    /// A mapping in this one.
    pub(super) fn map(&self, key: &str, shape: &'static Shape) -> Result<Option<Map<'a>>, SeedError> {
        self.get(key).map(|node| Map::new(self.source, node, shape)).transpose()
    }

    /// A mapping that is nested in this one.
    pub(super) fn item(&self, node: &'a Node, shape: &'static Shape) -> Result<Map<'a>, SeedError> {
        Map::new(self.source, node, shape)
    }

    /// The mappings in a list.
    pub(super) fn maps(&self, key: &str, shape: &'static Shape) -> Result<Vec<Map<'a>>, SeedError> {
        self.list(key)?.iter().map(|node| Map::new(self.source, node, shape)).collect()
    }

    /// The items of a list; none where the key is absent.
    pub(super) fn list(&self, key: &str) -> Result<&'a [Node], SeedError> {
        match self.get(key) {
            None => Ok(&[]),
            Some(node) if matches!(node.value, Value::Sequence(_)) => Ok(node.items()),
            Some(node) => {
                Err(self.error(node.span, format!("expected a list in `{key}`, found {}", what(&node.value))))
            }
        }
    }

    /// A string.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'a str>, SeedError> {
        let Some(node) = self.get(key) else { return Ok(None) };
        node.as_str().map(Some).ok_or_else(|| self.not_a_string(key, node))
    }

    /// A list of strings.
    pub(super) fn texts(&self, key: &str) -> Result<Vec<String>, SeedError> {
        let text = |node: &Node| node.as_str().map(str::to_owned).ok_or_else(|| self.not_a_string(key, node));
        self.list(key)?.iter().map(text).collect()
    }

    fn not_a_string(&self, key: &str, node: &Node) -> SeedError {
        let error = self.error(node.span, format!("expected a string in `{key}`, found {}", what(&node.value)));
        match &node.value {
            Value::Sequence(_) | Value::Mapping(_) => error,
            _ => error.help("put it in quotes"),
        }
    }

    /// A string that has to be there, and its place.
    pub(super) fn needed(&self, key: &str) -> Result<(&'a str, Span), SeedError> {
        let text = self.text(key)?.ok_or_else(|| self.missing(key))?;
        Ok((text, self.span_of(key)))
    }

    /// A boolean; `false` where the key is absent.
    pub(super) fn flag(&self, key: &str) -> Result<bool, SeedError> {
        match self.get(key) {
            None => Ok(false),
            Some(Node { value: Value::Bool(flag), .. }) => Ok(*flag),
            Some(node) => {
                Err(self
                    .error(node.span, format!("expected `true` or `false` in `{key}`, found {}", what(&node.value))))
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
            let error = self.error(node.span, format!("`{key}` must be one of {}", list(&words)));
            match nearest(&text, words) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    }

    /// Anything that is written as a string or a time, such as times and countries.
    pub(super) fn parsed<T: std::str::FromStr>(&self, key: &str, example: &str) -> Result<Option<T>, SeedError> {
        let Some(node) = self.get(key) else { return Ok(None) };
        let text = match &node.value {
            Value::String(text) | Value::Timestamp(text) => text.as_str(),
            _ => "",
        };
        text.parse().map(Some).map_err(|_| self.error(node.span, format!("`{key}` must be written like `{example}`")))
    }
}

/// What a value is, for people.
pub(super) fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Int(_) | Value::Float(_) => "a number",
        Value::Timestamp(_) => "a date",
        Value::String(_) => "a string",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
    }
}

/// "`a`, `b` and `c`"; of many the first.
fn list(words: &[&str]) -> String {
    let shown: Vec<String> = words.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
    match words.len().saturating_sub(LISTED) {
        0 => words::list(&shown),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
