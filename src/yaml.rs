//! The metadata's YAML as one spanned tree, read as the Hub reads it (js-yaml 4) and, where asked, as Python does (PyYAML).

use std::borrow::Cow;

use crate::source::Span;

mod budget;
mod build;
mod colon_spacing;
mod display;
mod flow;
mod key;
mod mapping;
mod problem;
mod read;
mod scalar;
mod special_chars;
mod syntax;
mod tag;
mod timestamp;
pub(crate) mod write;

pub use mapping::Mapping;
pub use problem::{
    CollectionTag, HubAnswer, NoKey, Position, Problem, Reserved, SyntaxError, TagProblem, TooMuch, ValueEnd,
    YamlProblem,
};
pub use read::parse;

/// What begins an item in other texts, as `-` does in YAML.
pub(crate) const BULLETS: [char; 14] = ['*', '+', '•', '◦', '‣', '·', '▪', '●', '○', '–', '—', '−', '‐', '‑'];

/// A value and the bytes it was written with.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value is in the file. The span of an alias (`*name`) is the alias; its children lie at the anchor.
    pub span: Span,
    /// What the Hub's parser makes of it.
    pub value: Value,
    /// How it was written.
    pub style: Style,
    python: Option<Box<Value>>,
}

/// A value as the Hub's parser (js-yaml 4: YAML 1.2 core and timestamps) sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number, infinities and NaN included.
    Float(f64),
    /// A date or time, as written.
    Timestamp(String),
    /// A text.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping.
    Mapping(Mapping),
}

/// How a node was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A bare scalar: the only one whose type depends on the parser.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// A collection by indentation.
    Block,
    /// `[…]` or `{…}`
    Flow,
}

/// How many characters of a key tell it from others on the way to an error of shape.
const MAX_STEP: usize = 200;

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Node,
    /// The value.
    pub value: Node,
}

/// A comment, with its `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line.
    pub span: Span,
}

/// What a block of YAML holds, as far as it can be read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The document; `None` when there is none or nothing of it could be read.
    pub root: Option<Node>,
    /// What kept the text from being read as a whole.
    pub problems: Vec<Problem>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
    /// Whether all was read; if not, a problem says why.
    pub is_whole: bool,
}

impl Default for Parsed {
    fn default() -> Self {
        Self { root: None, problems: Vec::new(), comments: Vec::new(), is_whole: true }
    }
}

/// The keys and indexes on the way that a JSON pointer (RFC 6901) describes.
pub(crate) fn pointer_steps(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|step| match step.contains('~') {
        true => step.replace("~1", "/").replace("~0", "~").into(),
        false => step.into(),
    })
}

impl Node {
    /// An empty map at a place.
    pub fn empty_mapping(at: usize) -> Self {
        Self::new(Span::new(at, at), Value::Mapping(Mapping::default()), Style::Block)
    }

    /// A value that every parser reads alike.
    pub fn new(span: Span, value: Value, style: Style) -> Self {
        Self { span, value, style, python: None }
    }

    /// What PyYAML's `safe_load` makes of a scalar, where that is another value than the Hub's. Both read a
    /// [`Value::Timestamp`], but a date is no text in either, and not the same thing.
    pub fn python(&self) -> Option<&Value> {
        self.python.as_deref()
    }

    /// The value under a key; the last one where a key is repeated.
    #[inline]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key and value under a key; the last one where a key is repeated.
    #[inline]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Mapping(entries) => entries.entry(key),
            _ => None,
        }
    }

    /// The node at a JSON pointer (RFC 6901).
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        pointer_steps(pointer).try_fold(self, |node, step| match &node.value {
            Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            Value::Mapping(entries) => entries.keyed(&step).map(|entry| &entry.value),
            _ => None,
        })
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The strings of a list of strings, or the one string.
    pub fn strings(&self) -> Vec<(&str, Span)> {
        match &self.value {
            Value::String(text) => vec![(text, self.span)],
            Value::Sequence(items) => {
                items.iter().filter_map(|item| item.as_str().map(|text| (text, item.span))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What the Hub calls this node when it is a key: JavaScript's text of the value.
    pub fn key_text(&self) -> String {
        self.key().into_owned()
    }

    fn key(&self) -> Cow<'_, str> {
        match &self.value {
            Value::Null => "null".into(),
            Value::Bool(value) => value.to_string().into(),
            Value::Int(value) => value.to_string().into(),
            Value::Float(value) => scalar::javascript_number(*value).into(),
            Value::Timestamp(text) | Value::String(text) => text.into(),
            Value::Sequence(items) => items.iter().map(|item| item.key()).collect::<Vec<_>>().join(",").into(),
            Value::Mapping(_) => "[object Object]".into(),
        }
    }

    /// The value as JSON, as the Hub sees it. A timestamp is `{"$date": text}`, for it is neither a string nor a
    /// number there; numbers that JSON lacks are null.
    pub fn to_json(&self) -> serde_json::Value {
        self.json(&serde_json::Value::Null, |_, key| key)
    }

    /// As [`Node::to_json`], to check types by: `.inf` and `.nan` are numbers, for which JSON has no word, and of a key that
    /// is longer than any should the beginning stands for it, with its place in the mapping ([`Node::at_step`]).
    pub(crate) fn to_typed_json(&self) -> serde_json::Value {
        self.json(&serde_json::Value::from(0), |index, key| {
            if key.len() < MAX_STEP && !key.as_bytes().contains(&b'\0') {
                return key;
            }
            let mut ends = key.char_indices().enumerate().filter(|(at, (_, each))| *at == MAX_STEP || *each == '\0');
            match ends.next() {
                Some((_, (end, _))) => format!("{}\0{index}", &key[..end]),
                None => key,
            }
        })
    }

    /// The entry that is called so in [`Node::to_typed_json`].
    pub(crate) fn at_step(&self, step: &str) -> Option<&Entry> {
        let Value::Mapping(entries) = &self.value else { return None };
        match step.split_once('\0') {
            Some((_, index)) => entries.get(index.parse::<usize>().ok()?),
            None => entries.keyed(step),
        }
    }

    fn json(&self, no_word: &serde_json::Value, name: fn(usize, String) -> String) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Int(value) => i64::try_from(*value)
                .map(Json::from)
                .or_else(|_| u64::try_from(*value).map(Json::from))
                .unwrap_or_else(|_| Json::from(value.to_string())),
            Value::Float(value) => serde_json::Number::from_f64(*value).map_or_else(|| no_word.clone(), Json::Number),
            Value::Timestamp(text) => serde_json::json!({ "$date": text }),
            Value::String(text) => Json::from(text.as_str()),
            Value::Sequence(items) => items.iter().map(|item| item.json(no_word, name)).collect(),
            Value::Mapping(entries) => {
                let named = entries
                    .iter()
                    .enumerate()
                    .map(|(index, entry)| (name(index, entry.key.key_text()), entry.value.json(no_word, name)));
                Json::Object(named.collect())
            }
        }
    }
}
