//! Builds the tree from the parser's events.

use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle, Tag, options};

use super::odd::Opaque;
use super::{Comment, Entry, Node, Parsed, Problem, Style, Value, mapping, scalar, tag};
use crate::source::Span;

/// The Hub's parser goes no deeper (js-yaml 4.3 `maxDepth`).
pub(super) const MAX_DEPTH: usize = 100;

/// How many levels further the parser looks.
pub(super) const LOOKAHEAD: usize = 28;

/// How many values a document may have once its aliases are written out.
const MAX_NODES: usize = 200_000;

/// PyYAML's limit for a key that is not marked by `?`, in characters.
const MAX_KEY: usize = 1024;

/// What a stretch of text holds.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) parsed: Parsed,
    /// Quoted and block scalars and comments, in order; only where asked for.
    pub(super) opaque: Vec<Opaque>,
    /// Values with a name, for later pieces.
    pub(super) named: HashMap<String, Node>,
}

/// Why a stretch of text cannot be read, and the byte of it where that shows.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) kind: ErrorKind,
    pub(super) at: usize,
}

/// Reads YAML that begins at the byte `base` of `text`; `named` holds values that aliases may refer to.
pub(super) fn read(
    text: &str,
    yaml: &str,
    base: usize,
    named: &HashMap<String, Node>,
    wants_opaque: bool,
) -> Result<Piece, Failure> {
    let mut builder = Builder { text, base, named, wants_opaque, ..Builder::new(named) };
    let mut parser = Parser::new_from_str_with_options(yaml, parser_options());
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => return Err(builder.failure(&error)),
        }
    }
    Ok(builder.finish())
}

fn parser_options() -> Options {
    options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        simple_key_max_lookahead: usize::MAX,
        flow_nesting_limit: MAX_DEPTH + LOOKAHEAD,
        block_nesting_limit: MAX_DEPTH + LOOKAHEAD,
    }
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    named: &'a HashMap<String, Node>,
    wants_opaque: bool,
    opaque: Vec<Opaque>,
    open: Vec<Open>,
    parsed: Parsed,
    anchors: HashMap<usize, Node>,
    anchor_names: HashMap<String, (usize, Span)>,
    nodes: usize,
    documents: usize,
}

struct Open {
    node: Node,
    key: Option<Node>,
    anchor: usize,
    tag: Option<(String, Span)>,
}

impl<'a> Builder<'a> {
    fn new(named: &'a HashMap<String, Node>) -> Self {
        Self {
            text: "",
            base: 0,
            named,
            wants_opaque: false,
            opaque: Vec::new(),
            open: Vec::new(),
            parsed: Parsed::default(),
            anchors: HashMap::new(),
            anchor_names: HashMap::new(),
            nodes: 0,
            documents: 0,
        }
    }

    /// The first thing that js-yaml would stop at: the parser looks a little further than the Hub does.
    fn failure(&self, error: &ScanError) -> Failure {
        let too_deep = self.parsed.problems.iter().find(|problem| problem.rule == "yaml-nesting");
        match too_deep {
            Some(problem) => Failure { kind: ErrorKind::RecursionLimitExceeded, at: problem.at.start - self.base },
            None => Failure { kind: error.kind().clone(), at: error.marker().byte_offset().unwrap_or_default() },
        }
    }

    fn finish(mut self) -> Piece {
        let mut anchors = self.anchors;
        let named =
            self.anchor_names.into_iter().filter_map(|(name, (id, _))| Some((name, anchors.remove(&id)?))).collect();
        self.opaque.sort_unstable_by_key(|stretch| stretch.span);
        Piece { parsed: self.parsed, opaque: self.opaque, named }
    }

    fn report(&mut self, problem: Problem) {
        self.parsed.problems.push(problem);
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span::new(self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) {
        let span = self.span(at);
        match event {
            Event::Comment(text, _) => {
                if self.wants_opaque {
                    self.opaque.push(Opaque { span, style: None });
                }
                self.parsed.comments.push(Comment { span, text: text.into_owned() });
            }
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.report(
                        Problem::new("yaml-syntax", span, "a second YAML document begins here")
                            .help("front matter is one document: remove this line")
                            .hub_yaml("expected a single document in the stream, but found more", span.start),
                    );
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                let node = self.scalar(text.into_owned(), style, span, tag);
                self.place(node, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                self.open(Node::new(span, Value::Sequence(Vec::new()), structure(style)), anchor, tag);
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                self.open(Node::new(span, Value::Mapping(Vec::new()), structure(style)), anchor, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Anchor(id, name) => self.anchor(id, &name, span),
            Event::Alias(id) => match self.anchors.get(&id).cloned() {
                Some(target) => self.alias(target, span),
                None => {
                    self.oversized(span, "this alias stands inside the value that it refers to: the value has no end");
                }
            },
            Event::UnresolvedAlias(name) => match self.named.get(&*name).cloned() {
                Some(target) => self.alias(target, span),
                None => self.unresolved(&name, span),
            },
            _ => {}
        }
    }

    fn tag(
        &self,
        tag: Option<std::borrow::Cow<'_, Tag>>,
        at: &granit_parser::Span,
        node: Span,
    ) -> Option<(String, Span)> {
        let tag = tag?;
        let start = at.tag_start().and_then(|mark| mark.byte_offset()).map_or(node.start, |start| self.base + start);
        let text = self.text.get(start..).unwrap_or_default();
        let length = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
        Some((format!("{}{}", tag.handle(), tag.suffix()), Span::new(start, start + length)))
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span, tag: Option<(String, Span)>) -> Node {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        let is_block = matches!(style, Style::Literal | Style::Folded);
        if self.wants_opaque {
            self.opaque.push(Opaque { span, style: Some(style) });
        }
        let span = if is_block { self.with_header(span) } else { span };
        if let Some((name, at)) = tag {
            let (node, problem) =
                tag::scalar(&name, at, text, Node::new(span, Value::Null, style), self.next_token(span.end));
            self.parsed.problems.extend(problem);
            return node;
        }
        if style != Style::Plain {
            return Node::new(span, Value::String(text), style);
        }
        let value = scalar::hub(&text);
        let python = match scalar::python(&text, &value) {
            Ok(python) => python.map(Box::new),
            Err(refusal) => {
                if !(self.key_is_next() && refusal.is_fine_in_keys()) {
                    self.report(refusal.problem(span, &text));
                }
                None
            }
        };
        Node { span, value, style, python }
    }

    /// The span of a block scalar from its `|` or `>` on.
    fn with_header(&self, content: Span) -> Span {
        let before = self.text.get(..content.start).unwrap_or_default().trim_end();
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let header = before[line..].split(" #").next().unwrap_or_default();
        let start = header.rfind(['|', '>']).map_or(content.start, |at| line + at);
        Span::new(start, content.end)
    }

    /// The first byte behind `from` that is neither blank nor comment.
    fn next_token(&self, from: usize) -> usize {
        let mut rest = self.text.get(from..).unwrap_or_default();
        loop {
            rest = rest.trim_start();
            if !rest.starts_with('#') {
                return self.text.len() - rest.len();
            }
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        }
    }

    fn key_is_next(&self) -> bool {
        self.open.last().is_some_and(|open| open.key.is_none() && matches!(open.node.value, Value::Mapping(_)))
    }

    fn anchor(&mut self, id: usize, name: &str, span: Span) {
        if let Some((_, first)) = self.anchor_names.insert(name.to_owned(), (id, span)) {
            self.report(
                Problem::new(
                    "reused-anchor",
                    span,
                    format!("the name `&{name}` is given twice: Python refuses the card"),
                )
                .label(first, "first here")
                .help("give the second value another name"),
            );
        }
    }

    fn alias(&mut self, mut target: Node, span: Span) {
        self.nodes += target.count();
        if self.nodes > MAX_NODES {
            self.oversized(span, &format!("written out, the aliases of this card are more than {MAX_NODES} values"));
            return;
        }
        target.span = span;
        self.place(target, 0);
    }

    fn oversized(&mut self, span: Span, message: &str) {
        if !self.parsed.problems.iter().any(|problem| problem.rule == "oversized-metadata") {
            self.report(Problem::new("oversized-metadata", span, message).help("write the value itself"));
        }
        self.place(Node::new(span, Value::Null, Style::Plain), 0);
    }

    fn unresolved(&mut self, name: &str, span: Span) {
        let help = if name.contains(['.', '/', '*']) {
            format!("a pattern that begins with `*` has to be quoted: `\"*{name}\"`")
        } else {
            format!("quote the text if it is one (`\"*{name}\"`), or name a value before with `&{name}`")
        };
        let fix =
            crate::source::Fix::suggested("quote it", vec![crate::source::Edit::replace(span, format!("\"*{name}\""))]);
        self.report(
            Problem::new(
                "yaml-syntax",
                span,
                format!("`*{name}` stands for a value named `&{name}`, and there is none"),
            )
            .help(help)
            .fix(fix)
            .hub_yaml(format!("unidentified alias \"{name}\""), span.end),
        );
        self.place(Node::new(span, Value::Null, Style::Plain), 0);
    }

    fn open(&mut self, node: Node, anchor: usize, tag: Option<(String, Span)>) {
        if self.open.len() == MAX_DEPTH && !self.parsed.problems.iter().any(|problem| problem.rule == "yaml-nesting") {
            self.report(too_deep(node.span));
        }
        self.open.push(Open { node, key: None, anchor, tag });
    }

    fn close(&mut self, end: Span) {
        let Some(Open { mut node, anchor, tag, .. }) = self.open.pop() else { return };
        let last = match &node.value {
            Value::Sequence(items) => items.last().map(|item| item.span.end),
            Value::Mapping(entries) => entries.last().map(|entry| entry.value.span.end.max(entry.key.span.end)),
            _ => None,
        };
        node.span.end = match node.style {
            Style::Flow => end.end,
            _ => last.unwrap_or(node.span.end).max(node.span.start),
        };
        if let Value::Mapping(entries) = &mut node.value {
            mapping::finish(entries, &mut self.parsed.problems);
        }
        if let Some((name, at)) = tag {
            self.parsed.problems.extend(tag::collection(&name, at, &node, self.next_token(node.span.end)));
        }
        self.place(node, anchor);
    }

    fn place(&mut self, node: Node, anchor: usize) {
        self.nodes += 1;
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        if self.key_is_next() {
            self.check_key(&node);
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

    fn check_key(&mut self, key: &Node) {
        if key.span.is_empty()
            && key.value == Value::Null
            && self.text.get(key.span.start..).is_some_and(|rest| rest.starts_with(':'))
        {
            let reason =
                "incomplete explicit mapping pair; a key node is missed; or followed by a non-tabulated empty line";
            self.report(
                Problem::new(
                    "yaml-syntax",
                    Span::new(key.span.start, key.span.start + 1),
                    "a key is missing before this colon",
                )
                .help("write the key, or quote a text that begins with a colon")
                .hub_yaml(reason, key.span.start),
            );
        }
        if matches!(key.value, Value::Sequence(_) | Value::Mapping(_)) {
            let written = self.text.get(key.span.start..key.span.end).unwrap_or_default();
            let help = if written.starts_with('{') {
                "text that begins with `{` has to be quoted"
            } else {
                "a key is one word or one text"
            };
            self.report(
                Problem::new("unhashable-key", key.span, "a list or a map is the key here: Python refuses the card")
                    .help(help),
            );
        }
        let marked = self.text.get(..key.span.start).is_some_and(|before| before.trim_end().ends_with('?'));
        if key.span.len() <= MAX_KEY || marked {
            return;
        }
        let rest = self.text.get(key.span.start..).unwrap_or_default();
        let colon = key.span.len() + rest.get(key.span.len()..).and_then(|rest| rest.find(':')).unwrap_or_default();
        let length = rest.get(..colon).map_or(0, |key| key.chars().count());
        if length > MAX_KEY {
            self.report(
                Problem::new(
                    "long-key",
                    key.span,
                    format!("this key has {length} characters: Python refuses keys over {MAX_KEY}"),
                )
                .help("mark it as a key with `? ` before it and `: ` on a line of its own, or shorten it"),
            );
        }
    }
}

fn structure(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Block,
        StructureStyle::Flow => Style::Flow,
    }
}

pub(super) fn too_deep(at: Span) -> Problem {
    Problem::new("yaml-nesting", at, format!("the Hub refuses values nested deeper than {MAX_DEPTH} levels"))
        .help("flatten the value")
        .hub_yaml(format!("nesting exceeded maxDepth ({MAX_DEPTH})"), at.start)
}
