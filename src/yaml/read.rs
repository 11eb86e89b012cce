//! Reads a block: as a whole where it is YAML, else piece by piece.

use std::mem::discriminant;
use std::ops::Range;

use granit_parser::ErrorKind as Kind;

use super::budget::{Budget, Excess, MAX_PROBLEMS};
use super::build::{self, Failure, Piece};
use super::special_chars::{Opaque, SpecialChars};
use super::{Entry, Node, Parsed, Problem, Style, Value, flow, mapping, syntax};
use crate::source::{Repair, Span};

/// How many levels of a broken value are taken apart.
const MAX_LEVELS: usize = 12;

/// How many stretches are blanked that the Hub's parser reads and this one does not.
const MAX_BLANKED: usize = 64;

/// How many brackets before a tab may be the one that it is in.
const MAX_BRACKETS: usize = 64;

/// Reads the YAML that is in `within`; spans are those of the whole text.
///
/// What is not YAML is read piece by piece: each broken entry is a problem of its own, and the others are in the tree.
pub fn parse(text: &str, within: Span) -> Parsed {
    let Some(block) = text.get(within.start..within.end) else { return Parsed::default() };
    let odd = SpecialChars::find(block);
    let mut reader = Reader {
        text,
        base: within.start,
        wants_opaque: !odd.is_empty(),
        piece: Piece::default(),
        budget: Budget::of(block),
        fixed: 0,
    };
    let mut yaml = odd.without_controls(block);
    let mut whole = reader.read(&yaml, 0..yaml.len());
    for _ in 0..MAX_BLANKED {
        let Err(failure) = &whole else { break };
        if reader.budget.excess.is_some() {
            break;
        }
        let Some(blanked) = without_what_others_read(&yaml, failure) else { break };
        yaml = blanked.into();
        whole = reader.read(&yaml, 0..yaml.len());
    }
    match whole {
        Ok(piece) => reader.piece = piece,
        Err(_) if reader.budget.excess.is_some() => {}
        Err(error) => {
            let first = syntax::problem(&error.kind, &yaml, error.at, within.start, None);
            let mut yaml = yaml.into_owned();
            let length = yaml.len();
            reader.piece.parsed.root = reader.take_apart(&mut yaml, 0..length, &error, 0);
            hub_stops_at(first, within.start + error.at, &mut reader.piece.parsed.problems);
        }
    }
    let Piece { mut parsed, opaque, .. } = reader.piece;
    if !odd.is_empty() {
        odd.report(block, within.start, &opaque, &mut parsed.problems);
    }
    if parsed.problems.len() > MAX_PROBLEMS {
        parsed.problems.truncate(MAX_PROBLEMS);
        reader.budget.exceed(Excess::Errors, parsed.problems.last().map_or(within.start, |last| last.at.end));
    }
    if let Some((excess, at)) = reader.budget.excess {
        parsed.is_whole = false;
        parsed.problems.push(excess.problem(at.min(within.end)));
    }
    parsed
}

/// The text with spaces in the place of what the parser stumbles over, where the Hub and Python do not.
fn without_what_others_read(yaml: &str, failure: &Failure) -> Option<String> {
    match failure.kind {
        Kind::TabInBlockIndentation | Kind::TabNotAllowed => without_flow_tabs(yaml, failure.at),
        Kind::CommentNotSeparated => without_comment(yaml, failure.at),
        Kind::TooManyComments => without_comment_lines(yaml, failure.at),
        _ => None,
    }
}

/// The text without the comment at `at` that follows a bracket or a quote without a space.
fn without_comment(yaml: &str, at: usize) -> Option<String> {
    let (before, rest) = yaml.split_at_checked(at)?;
    if !before.ends_with(['[', '{', ',', ']', '}', '"', '\'']) {
        return None;
    }
    let comment = rest.lines().next().filter(|line| line.starts_with('#'))?;
    let mut blanked = yaml.to_owned();
    blanked.replace_range(at..at + comment.len(), &" ".repeat(comment.len()));
    Some(blanked)
}

/// The text without the lines around `at` that are comments and nothing else.
fn without_comment_lines(yaml: &str, at: usize) -> Option<String> {
    let is_comment = |line: &&str| line.trim_start().starts_with('#') || line.trim().is_empty();
    let (before, behind) = yaml.split_at_checked(at)?;
    let above: usize = before.split_inclusive('\n').rev().take_while(is_comment).map(str::len).sum();
    let below: usize = behind.split_inclusive('\n').take_while(is_comment).map(str::len).sum();
    let lines = at - above..at + below;
    let blank: String = yaml[lines.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    let mut blanked = yaml.to_owned();
    blanked.replace_range(lines, &blank);
    (blanked != yaml).then_some(blanked)
}

/// The text with spaces for the tabs that begin the lines of the flow collection around the tab at `at`; `None` where it
/// is in none. js-yaml takes them as spaces there, and what Python says of them is told apart from the syntax.
fn without_flow_tabs(yaml: &str, at: usize) -> Option<String> {
    let before = yaml.get(..at)?;
    let line = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    before.rmatch_indices(['[', '{']).take(MAX_BRACKETS).find_map(|(open, _)| {
        let tabs = flow::collection(yaml.get(open..)?)?.leading_tabs;
        tabs.iter().any(|tab| (line..=at).contains(&(open + tab))).then(|| {
            let mut blanked = yaml.to_owned();
            for tab in tabs {
                blanked.replace_range(open + tab..=open + tab, " ");
            }
            blanked
        })
    })
}

/// Leaves the Hub's words with what it meets first: it says one thing only.
fn hub_stops_at(first: Problem, at: usize, problems: &mut [Problem]) {
    for problem in problems.iter_mut().filter(|problem| problem.at.start > at || problem.is_syntax()) {
        problem.hub = None;
    }
    let is_alike = |problem: &&mut Problem| discriminant(&problem.kind) == discriminant(&first.kind);
    if let Some(problem) = problems.iter_mut().filter(is_alike).min_by_key(|problem| problem.at) {
        problem.hub = first.hub;
    }
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    wants_opaque: bool,
    piece: Piece,
    budget: Budget,
    /// Up to this byte of the block a fix of an earlier problem has put its lines right.
    fixed: usize,
}

impl Reader<'_> {
    fn read(&mut self, yaml: &str, range: Range<usize>) -> Result<Piece, Failure> {
        let base = self.base + range.start;
        build::read(self.text, &yaml[range], base, &self.piece.named, self.wants_opaque, &mut self.budget)
    }

    fn absorb(&mut self, piece: Piece) -> Option<Node> {
        let Piece { parsed, opaque, named, values } = piece;
        self.budget.values = self.budget.values.saturating_sub(values);
        self.piece.parsed.problems.extend(parsed.problems);
        self.piece.parsed.comments.extend(parsed.comments);
        self.piece.opaque.extend(opaque);
        self.piece.named.extend(named);
        parsed.root
    }

    fn give_up(&mut self, yaml: &str, range: Range<usize>, error: &Failure) {
        let span = Span::new(self.base + range.start, self.base + range.end);
        self.budget.break_at(span.start);
        self.piece.opaque.push(Opaque { span, style: Some(Style::Literal) });
        let at = range.start + error.at;
        // What puts several lines right belongs to the first of them.
        let end = if at < self.fixed { range.end } else { yaml.len() };
        let mut problem = syntax::problem(&error.kind, &yaml[..end], at, self.base, Some(range.end));
        if let Some(last) = problem.repair.as_ref().and_then(|repair| repair.edits.get(1..)?.last()) {
            self.fixed = last.span.end - self.base;
        }
        let rest = range.len().saturating_sub(error.at);
        problem.repair = problem.repair.and_then(|repair| match self.rest_after(&repair, yaml, range) {
            Some(after) if after >= rest => None,
            // Something else is wrong with it, too.
            Some(after) if after > 0 => Some(Repair { safe: false, ..repair }),
            _ => Some(repair),
        });
        self.piece.parsed.problems.push(problem);
    }

    /// How much of a stretch the parser leaves unread after edits; `None` where they are made elsewhere.
    fn rest_after(&mut self, repair: &Repair, yaml: &str, range: Range<usize>) -> Option<usize> {
        let mut stretch = yaml[range.clone()].to_owned();
        for edit in repair.edits.iter().rev() {
            let at = |offset: usize| offset.checked_sub(self.base + range.start);
            let span = at(edit.span.start)?..at(edit.span.end)?;
            stretch.get(span.clone())?;
            stretch.replace_range(span, &edit.text);
        }
        let read = build::read(&stretch, &stretch, 0, &self.piece.named, false, &mut self.budget);
        Some(read.map_or_else(|error| stretch.len().saturating_sub(error.at), |_| 0))
    }

    /// Reads what can be read of a broken stretch of lines.
    fn take_apart(&mut self, yaml: &mut String, range: Range<usize>, error: &Failure, level: usize) -> Option<Node> {
        let pieces = entries(&yaml[range.clone()], range.start);
        if level == MAX_LEVELS || pieces.is_empty() {
            self.give_up(yaml, range, error);
            return None;
        }
        if let [only] = pieces.as_slice() {
            let error = Failure { at: error.at.saturating_sub(only.start - range.start), ..error.clone() };
            return self.open_entry(yaml, only.clone(), &error, level);
        }
        let problems = self.piece.parsed.problems.len();
        let mut whole = Whole::default();
        let mut broken = false;
        for piece in pieces {
            if self.budget.excess.is_some() {
                break;
            }
            let keyed =
                yaml[piece.clone()].lines().next().is_some_and(|line| line.contains(": ") || line.ends_with(':'));
            match self.read(yaml, piece.clone()) {
                Ok(read) if read.parsed.root.as_ref().is_none_or(|root| whole.takes(root)) => {
                    if let Some(root) = self.absorb(read) {
                        whole.add(root);
                    }
                    broken = false;
                }
                Ok(_) => {
                    if !broken {
                        let start = piece.start + (piece.len() - yaml[piece.clone()].trim_start().len());
                        self.budget.break_at(self.base + start);
                        self.piece.parsed.problems.push(syntax::no_colon(yaml, start, self.base, piece.end));
                    }
                    broken = true;
                }
                Err(error) if !broken || keyed => {
                    if let Some(root) = self.take_apart(yaml, piece, &error, level + 1) {
                        whole.add(root);
                    }
                    broken = true;
                }
                Err(_) => {}
            }
        }
        if !self.piece.parsed.problems[problems..].iter().any(Problem::is_syntax) {
            self.give_up(yaml, range, error);
        }
        whole.finish(&mut self.piece.parsed.problems)
    }

    /// Reads one broken entry: `key:` with lines below, or an item of a list.
    fn open_entry(&mut self, yaml: &mut String, range: Range<usize>, error: &Failure, level: usize) -> Option<Node> {
        let text = &yaml[range.clone()];
        let content = text.len() - text.trim_start_matches([' ', '\n', '\r']).len();
        let line = text[content..].lines().next().unwrap_or_default();
        if line.starts_with("- ") && text[content..].trim_end() != line {
            let dash = range.start + content;
            yaml.replace_range(dash..=dash, " ");
            let start = dash - text_indent(&yaml[..dash]);
            let inner = match self.read(yaml, start..range.end) {
                Ok(piece) => self.absorb(piece),
                Err(error) => self.take_apart(yaml, start..range.end, &error, level + 1),
            };
            return inner.map(|inner| Node::new(inner.span, Value::Sequence(vec![inner]), Style::Block));
        }
        let below = content + line.len();
        if !line.trim_end().ends_with(':') || text[below..].trim().is_empty() {
            self.give_up(yaml, range, error);
            return None;
        }
        let (head, rest) = (range.start..range.start + below, range.start + below..range.end);
        let key = self.read(yaml, head).ok().and_then(|piece| piece.parsed.root);
        let Some(Node { span: Span { start, .. }, value: Value::Mapping(entries), .. }) = key else {
            self.give_up(yaml, range, error);
            return None;
        };
        let value = match self.read(yaml, rest.clone()) {
            Ok(_) => {
                self.give_up(yaml, range, error);
                return None;
            }
            Err(error) => self.take_apart(yaml, rest, &error, level + 1)?,
        };
        let mut entries = entries.into_iter();
        let entry = entries.next().filter(|_| entries.len() == 0)?;
        let span = Span::new(start, value.span.end);
        Some(Node::new(span, Value::Mapping(vec![Entry { key: entry.key, value }].into()), Style::Block))
    }
}

fn text_indent(before: &str) -> usize {
    before.len() - before.trim_end_matches(' ').len()
}

/// The parts of a stretch of lines that are at its first line's indentation, as byte ranges.
fn entries(yaml: &str, base: usize) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let (mut indent, mut is_list) = (None, false);
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let depth = line.len() - content.len();
        let is_item = content.starts_with("- ") || content.trim_end() == "-";
        if !content.trim().is_empty() && !content.starts_with('#') {
            let first = *indent.get_or_insert_with(|| {
                is_list = is_item;
                depth
            });
            let continues = content.starts_with([']', '}', ',']) || (is_item && !is_list);
            if depth <= first && !(continues && !starts.is_empty()) {
                starts.push(at);
            }
        }
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([yaml.len()]);
    starts.iter().zip(ends).map(|(start, end)| base + start..base + end).collect()
}

/// Entries or items gathered from pieces.
#[derive(Default)]
struct Whole {
    node: Option<Node>,
    /// Those of a mapping, before it is one.
    entries: Vec<Entry>,
}

impl Whole {
    fn takes(&self, root: &Node) -> bool {
        match (&self.node, &root.value) {
            (_, Value::Null) | (None, Value::Mapping(_) | Value::Sequence(_)) => true,
            (Some(node), value) => std::mem::discriminant(&node.value) == std::mem::discriminant(value),
            _ => false,
        }
    }

    fn add(&mut self, mut root: Node) {
        match (&mut root.value, self.node.as_mut().map(|node| &mut node.value)) {
            (Value::Null, _) => return,
            (Value::Mapping(more), None | Some(Value::Mapping(_))) => self.entries.extend(std::mem::take(more)),
            (Value::Sequence(more), Some(Value::Sequence(items))) => items.append(more),
            _ => {}
        }
        match &mut self.node {
            Some(node) => node.span.end = root.span.end,
            None => self.node = Some(root),
        }
    }

    fn finish(self, problems: &mut Vec<Problem>) -> Option<Node> {
        let mut node = self.node?;
        if matches!(node.value, Value::Mapping(_)) {
            node.value = Value::Mapping(mapping::finish(self.entries, problems));
        }
        Some(node)
    }
}
