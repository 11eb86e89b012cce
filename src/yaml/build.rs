//! Builds the tree from the parser's events.

mod anchors;
mod around;

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, StructureStyle, Tag, options};

use self::anchors::copy;
use super::budget::{Budget, COPIES, Excess, Size};
use super::colon_spacing::Spaced;
use super::special_chars::Opaque;
use super::{
    Comment, Entry, Mapping, Node, Parsed, Position, Problem, Style, SyntaxError, TooMuch, Value, YamlProblem, flow,
    key, mapping, scalar, tag,
};
use crate::source::Span;

/// The Hub's parser goes no deeper (js-yaml 4.3 `maxDepth`).
pub(super) const MAX_DEPTH: usize = 100;

/// How many levels further the parser looks.
pub(super) const LOOKAHEAD: usize = 28;

/// How many characters the parser looks ahead for the colon of a key: it keeps what it has read until then.
const MAX_KEY: usize = 64 * 1024;

/// How many comments may follow each other: the parser keeps them until something else comes.
const MAX_COMMENTS: usize = 64 * 1024;

/// A value with a name, and how much it is; `None` where that was too much to copy.
type Named = Option<(Node, Size)>;

/// What a stretch of text holds.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) parsed: Parsed,
    /// Quoted and block scalars and comments, in order; only where asked for.
    pub(super) opaque: Vec<Opaque>,
    /// Values with a name, for later pieces.
    pub(super) named: HashMap<String, Named>,
    /// How many values the tree has.
    pub(super) values: usize,
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
    named: &HashMap<String, Named>,
    wants_opaque: bool,
    budget: &mut Budget,
) -> Result<Piece, Failure> {
    let mut yaml = Spaced::new(yaml);
    loop {
        let read = Builder::new(text, base, yaml.clone(), named, wants_opaque, budget).read();
        budget.parse(read.as_ref().map_or_else(|failure| failure.at, |_| yaml.as_str().len()), base);
        match read {
            Err(failure)
                if failure.kind == ErrorKind::FlowMappingValueAdjacentCollection && budget.excess.is_none() =>
            {
                yaml = yaml.after_colon(failure.at).ok_or(failure)?;
            }
            read => return read,
        }
    }
}

fn parser_options() -> Options {
    options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        bom_inside_document_as_content: true,
        max_buffered_comment_events: MAX_COMMENTS,
        simple_key_max_lookahead: MAX_KEY,
        flow_nesting_limit: MAX_DEPTH + LOOKAHEAD,
        block_nesting_limit: MAX_DEPTH + LOOKAHEAD,
    }
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    yaml: Spaced<'a>,
    named: &'a HashMap<String, Named>,
    wants_opaque: bool,
    budget: &'a mut Budget,
    opaque: Vec<Opaque>,
    open: Vec<Open>,
    /// The items of all lists that are open, each behind those of the list around it.
    items: Vec<Node>,
    /// The entries of all mappings that are open.
    entries: Vec<Entry>,
    parsed: Parsed,
    anchors: HashMap<usize, Named>,
    anchor_names: HashMap<String, (usize, Span)>,
    /// How much was read so far.
    size: Size,
    documents: usize,
    /// A stretch of text without a space.
    word: Span,
    is_too_deep: bool,
}

/// A list or a mapping whose end has not come yet.
struct Open {
    node: Node,
    /// Where its own items or entries begin.
    first: usize,
    key: Option<Node>,
    anchor: usize,
    tag: Option<(String, Span)>,
    /// How much came before it.
    before: Size,
    /// The column where a list or a mapping by indentation begins.
    column: Option<usize>,
}

impl<'a> Builder<'a> {
    fn new(
        text: &'a str,
        base: usize,
        yaml: Spaced<'a>,
        named: &'a HashMap<String, Named>,
        wants_opaque: bool,
        budget: &'a mut Budget,
    ) -> Self {
        Self {
            text,
            base,
            yaml,
            named,
            wants_opaque,
            budget,
            opaque: Vec::new(),
            open: Vec::new(),
            items: Vec::new(),
            entries: Vec::new(),
            parsed: Parsed::default(),
            anchors: HashMap::new(),
            anchor_names: HashMap::new(),
            size: Size::default(),
            documents: 0,
            word: Span::default(),
            is_too_deep: false,
        }
    }

    fn read(mut self) -> Result<Piece, Failure> {
        let yaml = self.yaml.clone();
        let mut parser = Parser::new_from_str_with_options(yaml.as_str(), parser_options());
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.failure(&error))?;
            self.event(event, &span);
            if self.size.values > self.budget.values {
                let at = self.yaml.place(span.start.byte_offset().unwrap_or_default());
                self.budget.exceed(Excess::Values, self.base + at);
                return Err(Failure { kind: ErrorKind::RecursionLimitExceeded, at });
            }
        }
        Ok(self.finish())
    }

    /// The first thing that js-yaml would stop at: the parser looks a little further than the Hub does.
    fn failure(&self, error: &ScanError) -> Failure {
        let too_deep = self.parsed.problems.iter().find(|problem| matches!(problem.kind, YamlProblem::TooDeep { .. }));
        match too_deep {
            Some(problem) => Failure { kind: ErrorKind::RecursionLimitExceeded, at: problem.at.start - self.base },
            None => Failure {
                kind: error.kind().clone(),
                at: self.yaml.place(error.marker().byte_offset().unwrap_or_default()),
            },
        }
    }

    fn finish(mut self) -> Piece {
        let mut anchors = self.anchors;
        let named =
            self.anchor_names.into_iter().filter_map(|(name, (id, _))| Some((name, anchors.remove(&id)?))).collect();
        self.opaque.sort_unstable_by_key(|stretch| stretch.span);
        Piece { parsed: self.parsed, opaque: self.opaque, named, values: self.size.values }
    }

    fn report(&mut self, problem: Problem) {
        self.parsed.problems.push(problem);
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        Span::new(self.base + self.yaml.place(range.start), self.base + self.yaml.place(range.end))
    }

    fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) {
        let span = self.span(at);
        match event {
            Event::Comment(..) => {
                if self.wants_opaque {
                    self.opaque.push(Opaque { span, style: None });
                }
                self.parsed.comments.push(Comment { span });
            }
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    let reason = "expected a single document in the stream, but found more";
                    let problem = Problem::syntax(SyntaxError::SecondDocument, span);
                    self.report(problem.hub_yaml_at(reason, span.start, Position::None));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                let size = Size { values: 1, bytes: text.len() };
                let node = self.scalar(text, style, span, tag);
                self.size = self.size.plus(size);
                self.place(node, anchor, size);
            }
            Event::SequenceStart(style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                self.open(Node::new(span, Value::Sequence(Vec::new()), structure(style)), anchor, tag);
            }
            Event::MappingStart(style, anchor, tag) => {
                let tag = self.tag(tag, at, span);
                self.open(Node::new(span, Value::Mapping(Mapping::default()), structure(style)), anchor, tag);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Anchor(id, name) => self.anchor(id, &name, span),
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(target) => match copy(target.as_ref(), self.budget) {
                    Some(copy) => self.alias(copy, span),
                    None => self.too_much(COPIES, span),
                },
                None => self.too_much(TooMuch::EndlessAlias, span),
            },
            Event::UnresolvedAlias(name) => match self.named.get(&*name) {
                Some(target) => match copy(target.as_ref(), self.budget) {
                    Some(copy) => self.alias(copy, span),
                    None => self.too_much(COPIES, span),
                },
                None => self.unresolved(&name, span),
            },
            _ => {}
        }
    }

    /// The name of a tag and its place, where a space ends it.
    fn tag(&mut self, tag: Option<Cow<'_, Tag>>, at: &granit_parser::Span, node: Span) -> Option<(String, Span)> {
        let tag = tag?;
        let start = at
            .tag_start()
            .and_then(|mark| mark.byte_offset())
            .map_or(node.start, |start| self.base + self.yaml.place(start));
        let text = self.text.get(start..).unwrap_or_default();
        if !(self.word.start..self.word.end).contains(&start) {
            let length = text.find(char::is_whitespace).unwrap_or(text.len());
            crate::work::done(length);
            self.word = Span::new(start, start + length);
        }
        let length = self.word.end - start;
        let (span, verbatim) = (Span::new(start, start + length), text.starts_with("!<"));
        if !verbatim && let Some(bracket) = text[..length].find([',', '[', ']', '{', '}']) {
            let span = Span::new(start, start + bracket);
            self.report(tag::not_apart(&text[..bracket], span, start + length));
            return None;
        }
        Some((format!("{}{}", tag.handle(), tag.suffix()), span))
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, span: Span, tag: Option<(String, Span)>) -> Node {
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
        if style == Style::Plain && self.in_flow() {
            self.parsed.problems.extend(flow::check(self.text, span, &text, self.column()));
        }
        if let Some((name, at)) = tag {
            let (node, problem) = tag::scalar(
                &name,
                at,
                text.into_owned(),
                Node::new(span, Value::Null, style),
                self.next_token(span.end),
            );
            self.parsed.problems.extend(problem);
            return node;
        }
        if style != Style::Plain {
            return Node::new(span, Value::String(text.into_owned()), style);
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

    fn open(&mut self, node: Node, anchor: usize, tag: Option<(String, Span)>) {
        if self.open.len() == MAX_DEPTH && !std::mem::replace(&mut self.is_too_deep, true) {
            self.report(too_deep(node.span));
        }
        let column = (node.style == Style::Block).then(|| {
            let before = self.text.as_bytes().get(..node.span.start).unwrap_or_default();
            let column = before.iter().rev().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
            crate::work::done(column);
            column
        });
        let first = if matches!(node.value, Value::Sequence(_)) { self.items.len() } else { self.entries.len() };
        let open = Open { node, first, key: None, anchor, tag, before: self.size, column };
        self.open.push(open);
    }

    fn close(&mut self, end: Span) {
        let Some(Open { mut node, first, anchor, tag, before, .. }) = self.open.pop() else { return };
        let last = match &mut node.value {
            Value::Sequence(items) => {
                *items = own(&mut self.items, first);
                items.shrink_to_fit();
                items.last().map(|item| item.span.end)
            }
            _ => self.entries[first..].last().map(|entry| entry.value.span.end.max(entry.key.span.end)),
        };
        node.span.end = match node.style {
            Style::Flow => end.end,
            _ => last.unwrap_or(node.span.end).max(node.span.start),
        };
        if let Value::Mapping(mapping) = &mut node.value {
            *mapping = mapping::finish(own(&mut self.entries, first), &mut self.parsed.problems);
        }
        if let Some((name, at)) = tag {
            self.parsed.problems.extend(tag::collection(&name, at, &node, self.next_token(node.span.end)));
        }
        self.size.values += 1;
        self.place(node, anchor, self.size.since(before));
    }

    /// Puts a value of this size into the list or mapping that is open.
    fn place(&mut self, node: Node, anchor: usize, size: Size) {
        if anchor != 0 {
            let copy = self.budget.copy(size).then(|| (node.clone(), size));
            self.anchors.insert(anchor, copy);
        }
        if self.key_is_next() {
            key::check(self.text, &node, self.in_flow(), &mut self.parsed.problems);
        }
        let Some(parent) = self.open.last_mut() else {
            self.parsed.root.get_or_insert(node);
            return;
        };
        match (&parent.node.value, parent.key.take()) {
            (Value::Sequence(_), _) => self.items.push(node),
            (_, None) => parent.key = Some(node),
            (_, Some(key)) => self.entries.push(Entry { key, value: node }),
        }
    }
}

/// Takes what a list or a mapping has from what all that are open have.
fn own<T>(all: &mut Vec<T>, first: usize) -> Vec<T> {
    const MANY: usize = 1000;
    // A second copy of many would take as much memory again.
    if first == 0 && all.len() > MANY { std::mem::take(all) } else { all.drain(first..).collect() }
}

fn structure(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Block,
        StructureStyle::Flow => Style::Flow,
    }
}

pub(super) fn too_deep(at: Span) -> Problem {
    Problem::new(YamlProblem::TooDeep { limit: MAX_DEPTH }, at)
        .hub_yaml(format!("nesting exceeded maxDepth ({MAX_DEPTH})"), at.start)
}
