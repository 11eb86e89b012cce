//! The metadata's YAML as one spanned tree, read as the Hub reads it (js-yaml 4) and, where asked, as Python does (PyYAML).

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};

use crate::source::Span;

mod scalar;

/// A value and the bytes it was written with.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where the value stands in the file. The span of an alias (`*name`) is the alias; its children lie at the anchor.
    pub span: Span,
    /// What the Hub's parser makes of it.
    pub value: Value,
    /// How it was written.
    pub style: Style,
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
    /// A map in the order of the text. Duplicate keys are kept.
    Mapping(Vec<Entry>),
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

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Node,
    /// The value.
    pub value: Node,
}

/// A comment, with its `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line.
    pub span: Span,
    /// The text after `#`.
    pub text: String,
}

/// Why a text is not YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the parser stopped.
    pub span: Span,
    /// What it says.
    pub message: String,
}

/// What a block of YAML holds, as far as it can be read.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The document; `None` when there is none or nothing of it could be read.
    pub root: Option<Node>,
    /// What kept the text from being read as a whole.
    pub errors: Vec<SyntaxError>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
}

impl Node {
    /// An empty map at a place.
    pub fn empty_mapping(at: usize) -> Self {
        Self { span: Span::new(at, at), value: Value::Mapping(Vec::new()), style: Style::Block }
    }

    /// The value under a key; the last one where a key stands twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The key and value under a key; the last one where a key stands twice.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().rev().find(|entry| entry.key.as_str() == Some(key))
    }

    /// The node at a JSON pointer (RFC 6901).
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        pointer.split('/').skip(1).try_fold(self, |node, step| {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &node.value {
                Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
                Value::Mapping(entries) => {
                    entries.iter().rev().find(|entry| entry.key.key_text() == step).map(|entry| &entry.value)
                }
                _ => None,
            }
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

    /// The entries of a map; none of anything else.
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
        match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Float(value) => value.to_string(),
            Value::Timestamp(text) | Value::String(text) => text.clone(),
            Value::Sequence(_) => String::new(),
            Value::Mapping(_) => "[object Object]".to_owned(),
        }
    }

    /// The value as JSON, as the Hub sees it. A timestamp is `{"$date": text}`, for it is neither a string nor a
    /// number there; numbers that JSON lacks are null.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Int(value) => i64::try_from(*value)
                .map(Json::from)
                .or_else(|_| u64::try_from(*value).map(Json::from))
                .unwrap_or_else(|_| Json::from(value.to_string())),
            Value::Float(value) => serde_json::Number::from_f64(*value).map_or(Json::Null, Json::Number),
            Value::Timestamp(text) => serde_json::json!({ "$date": text }),
            Value::String(text) => Json::from(text.as_str()),
            Value::Sequence(items) => items.iter().map(Node::to_json).collect(),
            Value::Mapping(entries) => {
                Json::Object(entries.iter().map(|entry| (entry.key.key_text(), entry.value.to_json())).collect())
            }
        }
    }
}

/// Reads the YAML that stands in `within`; spans are those of the whole text.
pub fn parse(text: &str, within: Span) -> Parsed {
    let mut parsed = Parsed::default();
    let Some(block) = text.get(within.start..within.end) else { return parsed };
    let mut builder = Builder { base: within.start, ..Builder::default() };
    let mut parser = Parser::new_from_str_with_options(block, Options::default());
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::StreamEnd, _)) => break,
            Ok((Event::Comment(comment, _), span)) => {
                parsed.comments.push(Comment { span: builder.span(span), text: comment.into_owned() });
            }
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let at = within.start + error.marker().byte_offset().unwrap_or_default();
                parsed.errors.push(SyntaxError { span: Span::new(at, at), message: error.info() });
                break;
            }
        }
    }
    parsed.root = builder.finish();
    parsed
}

/// Builds the tree from events; what is still open at the end is closed where it stands.
#[derive(Default)]
struct Builder {
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: std::collections::HashMap<usize, Node>,
}

struct Open {
    node: Node,
    key: Option<Node>,
    anchor: usize,
}

impl Builder {
    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) {
        let span = self.span(span);
        match event {
            Event::Scalar(text, style, anchor, _tag) => {
                let (value, style) = match style {
                    ScalarStyle::Plain => (scalar::hub(&text, span), Style::Plain),
                    ScalarStyle::SingleQuoted => (Value::String(text.into_owned()), Style::SingleQuoted),
                    ScalarStyle::DoubleQuoted => (Value::String(text.into_owned()), Style::DoubleQuoted),
                    ScalarStyle::Literal => (Value::String(text.into_owned()), Style::Literal),
                    ScalarStyle::Folded => (Value::String(text.into_owned()), Style::Folded),
                };
                self.place(Node { span, value, style }, anchor);
            }
            Event::SequenceStart(style, anchor, _) => self.open(span, Value::Sequence(Vec::new()), style, anchor),
            Event::MappingStart(style, anchor, _) => self.open(span, Value::Mapping(Vec::new()), style, anchor),
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span)),
            Event::Alias(anchor) => {
                let mut node = self.anchors.get(&anchor).cloned().unwrap_or_else(|| Node::empty_mapping(span.start));
                node.span = span;
                self.place(node, 0);
            }
            _ => {}
        }
    }

    fn open(&mut self, span: Span, value: Value, style: StructureStyle, anchor: usize) {
        let style = match style {
            StructureStyle::Block => Style::Block,
            StructureStyle::Flow => Style::Flow,
        };
        self.open.push(Open { node: Node { span, value, style }, key: None, anchor });
    }

    fn close(&mut self, end: Option<Span>) {
        let Some(Open { mut node, key, anchor }) = self.open.pop() else { return };
        if let (Some(key), Value::Mapping(entries)) = (key, &mut node.value) {
            let value = Node { span: Span::new(key.span.end, key.span.end), value: Value::Null, style: Style::Plain };
            entries.push(Entry { key, value });
        }
        let last = match &node.value {
            Value::Sequence(items) => items.last().map(|item| item.span.end),
            Value::Mapping(entries) => entries.last().map(|entry| entry.value.span.end),
            _ => None,
        };
        node.span.end = match (node.style, end) {
            (Style::Flow, Some(end)) => end.end,
            _ => last.unwrap_or(node.span.end).max(node.span.start),
        };
        self.place(node, anchor);
    }

    fn place(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut parent.node.value {
            Value::Sequence(items) => items.push(node),
            Value::Mapping(entries) => match parent.key.take() {
                None => parent.key = Some(node),
                Some(key) => entries.push(Entry { key, value: node }),
            },
            _ => {}
        }
    }

    fn finish(mut self) -> Option<Node> {
        while !self.open.is_empty() {
            self.close(None);
        }
        self.root
    }
}
