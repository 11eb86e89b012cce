//! Builds the tree from the parser's events.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag, options};

use super::scalar::{self, Refusal};
use super::{Comment, Entry, Node, Parsed, Problem, Style, Value};
use crate::source::Span;

/// The Hub's parser goes no deeper (js-yaml 4.3 `maxDepth`).
const MAX_DEPTH: usize = 100;

/// How many nodes a document may have once its aliases are written out.
const MAX_NODES: usize = 200_000;

const CORE: &str = "tag:yaml.org,2002:";

/// Reads the YAML that stands in `within`; spans are those of the whole text.
pub fn parse(text: &str, within: Span) -> Parsed {
    let mut builder = Builder { text, base: within.start, ..Builder::default() };
    if let Some(block) = text.get(within.start..within.end)
        && let Err(error) = builder.read(block)
    {
        let at = within.start + error.marker().byte_offset().unwrap_or_default();
        let at = Span::new(at.min(within.end), at.min(within.end));
        builder.parsed.problems.push(Problem::new("yaml-syntax", at, error.info()));
    }
    builder.finish()
}

#[derive(Default)]
struct Builder<'a> {
    text: &'a str,
    base: usize,
    open: Vec<Open>,
    parsed: Parsed,
    anchors: HashMap<usize, Node>,
    anchor_names: HashMap<String, Span>,
    nodes: usize,
    documents: usize,
    too_deep: bool,
}

struct Open {
    node: Node,
    key: Option<Node>,
    anchor: usize,
    tag: Option<(String, Span)>,
}

impl Builder<'_> {
    fn read(&mut self, block: &str) -> Result<(), ScanError> {
        let options = options! {
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            max_buffered_comment_events: 100_000,
            simple_key_max_lookahead: 1 << 20,
            flow_nesting_limit: 128,
            block_nesting_limit: 128,
        };
        let mut parser = Parser::new_from_str_with_options(block, options);
        while let Some(event) = parser.next_event() {
            let (event, span) = event?;
            self.event(event, &span);
        }
        Ok(())
    }

    fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.close(None);
        }
        self.parsed
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) {
        let span = self.span(at);
        match event {
            Event::Comment(text, _) => self.parsed.comments.push(Comment { span, text: text.into_owned() }),
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.parsed.problems.push(
                        Problem::new("yaml-syntax", span, "a second YAML document begins here")
                            .help("front matter is one document: remove this line")
                            .hub_yaml("expected a single document in the stream, but found more", span.start),
                    );
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| (tag_name(&tag), self.tag_span(at, span)));
                let node = self.scalar(text.into_owned(), style, span, tag);
                self.place(node, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(
                    span,
                    Value::Sequence(Vec::new()),
                    style,
                    anchor,
                    tag.map(|tag| (tag_name(&tag), self.tag_span(at, span))),
                );
            }
            Event::MappingStart(style, anchor, tag) => {
                self.open(
                    span,
                    Value::Mapping(Vec::new()),
                    style,
                    anchor,
                    tag.map(|tag| (tag_name(&tag), self.tag_span(at, span))),
                );
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span)),
            Event::Anchor(_, name) => self.anchor(&name, span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                let name = name.into_owned();
                let help = if name.contains(['.', '/', '*']) {
                    "quote a pattern: `\"*…\"`"
                } else {
                    "quote the text, or name a value before with `&`"
                };
                self.parsed.problems.push(
                    Problem::new(
                        "yaml-syntax",
                        span,
                        format!("`*{name}` refers to a value that has no name before this line"),
                    )
                    .help(help)
                    .hub_yaml(format!("unidentified alias \"{name}\""), span.end),
                );
                self.place(Node::new(span, Value::Null, Style::Plain), 0);
            }
            _ => {}
        }
    }

    fn tag_span(&self, at: &granit_parser::Span, node: Span) -> Span {
        let start = at.tag_start().and_then(|mark| mark.byte_offset()).map_or(node.start, |start| self.base + start);
        let text = self.text.get(start..).unwrap_or_default();
        let length = text.find(char::is_whitespace).unwrap_or(text.len());
        Span::new(start, start + length)
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span, tag: Option<(String, Span)>) -> Node {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        if let Some((name, at)) = tag {
            return self.tagged_scalar(text, style, span, &name, at);
        }
        if style != Style::Plain {
            return Node::new(span, Value::String(text), style);
        }
        let value = scalar::hub(&text);
        let python = match scalar::python(&text, &value) {
            Ok(python) => python.map(Box::new),
            Err(refusal) => {
                let key = self
                    .open
                    .last()
                    .is_some_and(|open| open.key.is_none() && matches!(open.node.value, Value::Mapping(_)));
                if !(key && matches!(refusal, Refusal::Default | Refusal::Merge)) {
                    self.refused(refusal, span, &text);
                }
                None
            }
        };
        Node { span, value, style, python }
    }

    fn refused(&mut self, refusal: Refusal, span: Span, text: &str) {
        let (rule, message) = match refusal {
            Refusal::Date => ("impossible-date", format!("no calendar has the date `{text}`: Python refuses the card")),
            Refusal::Default | Refusal::Merge => (
                "yaml-reserved-value",
                format!("`{text}` has a meaning of its own in Python's YAML, which refuses it as a value"),
            ),
            Refusal::Number => {
                ("yaml-reserved-value", format!("Python takes `{text}` for a number without digits and refuses it"))
            }
        };
        let fix = crate::source::Fix::safe(
            "quote the value",
            vec![crate::source::Edit::replace(span, format!("\"{text}\""))],
        );
        self.parsed.problems.push(Problem::new(rule, span, message).help(format!("quote it: `\"{text}\"`")).fix(fix));
    }

    fn tagged_scalar(&mut self, text: String, style: Style, span: Span, name: &str, at: Span) -> Node {
        let value = match name.strip_prefix(CORE) {
            Some("str") | Some("binary") => Value::String(text),
            Some("int" | "float" | "bool" | "null" | "timestamp") => scalar::hub(&text),
            _ => {
                self.unknown_tag(name, at, span.end);
                Value::String(text)
            }
        };
        Node::new(span, value, style)
    }

    fn unknown_tag(&mut self, name: &str, at: Span, end: usize) {
        let written = self.text.get(at.start..at.end).unwrap_or(name).to_owned();
        self.parsed.problems.push(
            Problem::new("unknown-tag", at, format!("the Hub and Python refuse the tag `{written}`"))
                .help("write the value plainly, without a tag")
                .hub_yaml(format!("unknown tag !<{name}>"), end),
        );
    }

    fn anchor(&mut self, name: &str, span: Span) {
        match self.anchor_names.insert(name.to_owned(), span) {
            Some(first) => self.parsed.problems.push(
                Problem::new(
                    "reused-anchor",
                    span,
                    format!("the name `&{name}` is given twice: Python refuses the card"),
                )
                .label(first, "first here")
                .help("give the second value another name"),
            ),
            None => {}
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let Some(target) = self.anchors.get(&anchor) else {
            self.parsed.problems.push(Problem::new(
                "endless-alias",
                span,
                "this alias stands inside the value that it refers to: the value has no end",
            ));
            self.place(Node::new(span, Value::Null, Style::Plain), 0);
            return;
        };
        let size = count(target);
        if self.nodes + size > MAX_NODES {
            if !self.parsed.problems.iter().any(|problem| problem.rule == "endless-alias") {
                self.parsed.problems.push(Problem::new(
                    "endless-alias",
                    span,
                    format!("written out, the aliases of this card are more than {MAX_NODES} values"),
                ));
            }
            self.place(Node::new(span, Value::Null, Style::Plain), 0);
            return;
        }
        self.nodes += size;
        let mut node = target.clone();
        node.span = span;
        self.place(node, 0);
    }

    fn open(&mut self, span: Span, value: Value, style: StructureStyle, anchor: usize, tag: Option<(String, Span)>) {
        let style = match style {
            StructureStyle::Block => Style::Block,
            StructureStyle::Flow => Style::Flow,
        };
        if self.open.len() == MAX_DEPTH && !self.too_deep {
            self.too_deep = true;
            self.parsed.problems.push(
                Problem::new(
                    "yaml-nesting",
                    span,
                    format!("the Hub refuses values nested deeper than {MAX_DEPTH} levels"),
                )
                .hub_yaml(format!("nesting exceeded maxDepth ({MAX_DEPTH})"), span.start),
            );
        }
        self.open.push(Open { node: Node::new(span, value, style), key: None, anchor, tag });
    }

    fn close(&mut self, end: Option<Span>) {
        let Some(Open { mut node, key, anchor, tag }) = self.open.pop() else { return };
        if let (Some(key), Value::Mapping(entries)) = (key, &mut node.value) {
            let value = Node::new(Span::new(key.span.end, key.span.end), Value::Null, Style::Plain);
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
        if let Value::Mapping(entries) = &mut node.value {
            duplicates(entries, &mut self.parsed.problems);
            merge(entries, &mut self.parsed.problems);
        }
        if let Some((name, at)) = tag
            && !matches!(name.strip_prefix(CORE), Some("map" | "seq" | "set" | "omap" | "pairs"))
        {
            self.unknown_tag(&name, at, node.span.end);
        }
        self.place(node, anchor);
    }

    fn place(&mut self, node: Node, anchor: usize) {
        self.nodes += 1;
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(parent) = self.open.last_mut() else {
            self.parsed.root.get_or_insert(node);
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
}

fn tag_name(tag: &Tag) -> String {
    format!("{}{}", tag.handle(), tag.suffix())
}

fn count(node: &Node) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(count).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| count(&entry.key) + count(&entry.value)).sum(),
        _ => 0,
    }
}

fn is_merge(entry: &Entry) -> bool {
    entry.key.style == Style::Plain && entry.key.as_str() == Some("<<")
}

/// Reports keys that stand twice: the Hub refuses them, Python takes the last.
fn duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    let mut seen = HashSet::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !is_merge(entry)) {
        let key = entry.key.key();
        if seen.contains(&key) {
            let first =
                entries.iter().find(|first| first.key.key() == key).map_or(entry.key.span, |first| first.key.span);
            problems.push(
                Problem::new(
                    "duplicate-key",
                    entry.key.span,
                    format!("`{key}` is already set: the Hub refuses the card, Python takes the last value"),
                )
                .label(first, "first here")
                .help("keep one of the two")
                .hub_yaml("duplicated mapping key", entry.key.span.start),
            );
        } else {
            seen.insert(key);
        }
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
                        .help("put a map there, or quote the key: `\"<<\"`")
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
