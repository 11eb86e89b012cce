//! Reads a card whose front matter at least one consumer finds.

use std::path::Path;

use super::front_matter::{self, Block};
use super::{
    Card, CardProblem, Document, Loser, MalformedFence, Problem, RepoType, conflict, misplaced_end,
    missing_front_matter,
};
use crate::source::{Edit, Repair, SourceFile, Span};
use crate::yaml::{self, HubAnswer, Node, Style, Value};

/// More than any card holds; what is larger is no card but a mistake.
const MAX_BYTES: usize = 10 * 1024 * 1024;

const NOT_VALID: &str = "The YAML metadata of your README.md is invalid.";

/// Reads a file that is metadata from its first byte to its last.
pub(super) fn read_metadata(source: SourceFile) -> Card {
    let mut card = nothing(source);
    let text = std::mem::take(&mut card.source.text);
    let whole = card.body;
    (card.front_matter, card.block, card.body) = (Some(whole), whole, Span::new(whole.end, whole.end));
    card.take_yaml(&text, whole);
    card.source.text = text;
    card
}

/// A card of which nothing is read yet.
fn nothing(source: SourceFile) -> Card {
    Card {
        document: Document::of(Path::new(source.path())),
        repo_type: RepoType::default(),
        front_matter: None,
        block: Span::default(),
        metadata: Node::empty_mapping(0),
        comments: Vec::new(),
        body: Span::new(0, source.text.len()),
        problems: Vec::new(),
        is_whole: true,
        source,
    }
}

pub(super) fn read(source: SourceFile) -> Card {
    let end = source.text.len();
    let mut card = nothing(source);
    if end > MAX_BYTES {
        card.is_whole = false;
        let kind = CardProblem::TooLarge { megabytes: end / 1_000_000, limit: MAX_BYTES / 1_000_000 };
        card.problems.push(Problem::new(kind, Span::default()));
        return card;
    }
    let text = std::mem::take(&mut card.source.text);
    if card.document.is_yaml() {
        card.take_file(&text);
        card.source.text = text;
        return card;
    }
    let (hub, python) = (front_matter::hub(&text), front_matter::python(&text));
    card.compare(&text, hub, python);
    match hub.or(python) {
        Some(block) => card.take_block(&text, block),
        None => missing_front_matter::explain(&text, &mut card),
    }
    if hub.is_none() {
        for (index, problem) in card.problems.iter_mut().enumerate() {
            problem.hub = (index == 0).then_some(HubAnswer::NoMetadata);
        }
    }
    card.source.text = text;
    card
}

impl Card {
    /// Reads the metadata of a block.
    pub(super) fn take_block(&mut self, text: &str, block: Block) {
        self.front_matter = Some(block.span());
        self.block = block.content;
        self.body = Span::new(block.body, text.len());
        let before = self.problems.len();
        self.take_yaml(text, block.content);
        let broken = self.problems[before..].iter().any(Problem::is_yaml_syntax);
        // Without a broken line, what is behind `...` is blank or a comment to the parsers.
        if let Some((mut problem, content)) =
            misplaced_end::false_close(text, block).filter(|_| broken || self.problems.len() == before)
        {
            problem.hub = self.problems.drain(before..).find_map(|problem| problem.hub);
            match self.problems.iter_mut().find(|told| told.at == problem.at) {
                // Only the spaces behind the dashes keep the line from being a fence.
                Some(told) => told.hub = problem.hub,
                None => self.problems.push(problem),
            }
            self.block = content;
            self.body = Span::new(content.end, text.len());
            self.take_yaml(text, content);
            return;
        }
        if self.problems[before..].iter().any(Problem::is_yaml_syntax)
            && let Some((mut problem, content)) = misplaced_end::swallowed_markdown(text, block)
        {
            problem.hub = self.problems.drain(before..).find_map(|problem| problem.hub);
            self.problems.push(problem);
            self.block = content;
            self.body = Span::new(content.end, text.len());
            self.take_yaml(text, content);
        } else if self.problems.is_empty() {
            misplaced_end::lost_metadata(text, block, self);
        }
    }

    /// Reads a file that is YAML as a whole. A byte order mark, or the mark of a document, may come before it.
    fn take_file(&mut self, text: &str) {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let start = text[start..].strip_prefix("---").map_or(start, |rest| {
            let line_break = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            if line_break == 0 { start } else { text.len() - rest.len() + line_break }
        });
        self.block = Span::new(start, text.len());
        self.body = Span::new(text.len(), text.len());
        self.take_yaml(text, self.block);
    }

    /// Reads the metadata that is between the fences.
    pub(super) fn take_yaml(&mut self, text: &str, content: Span) {
        let parsed = match conflict::one_side(text, content) {
            Some((side, problems)) => {
                self.problems.extend(problems);
                yaml::parse(&side, content)
            }
            None => yaml::parse(text, content),
        };
        self.comments = parsed.comments;
        self.is_whole = parsed.is_whole;
        self.problems.extend(parsed.problems.into_iter().map(Problem::from));
        // What only Python rejects, the Hub reads.
        let readable = self.is_whole && self.problems.iter().all(|problem| problem.hub.is_none());
        match parsed.root {
            root if self.document.is_yaml() => {
                let nothing = || Node::new(Span::new(content.start, content.start), Value::Null, Style::Plain);
                self.metadata = root.unwrap_or_else(nothing);
            }
            Some(root) if matches!(root.value, Value::Mapping(_)) => self.metadata = root,
            None | Some(Node { value: Value::Null, style: Style::Plain, .. }) => {
                if readable {
                    let block = self.front_matter.unwrap_or(content);
                    self.problems.push(Problem::new(CardProblem::BlankFrontMatter, block).hub_message(NOT_VALID));
                }
            }
            Some(root) => {
                if readable {
                    let is_list = matches!(root.value, Value::Sequence(_));
                    let answer = if is_list { "\"value\" must be of type object" } else { NOT_VALID };
                    let signs = if is_list { Vec::new() } else { signs_for_colons(text, root.span) };
                    let line = signs.first().map(|sign| {
                        let before = text[..sign.start].rsplit('\n').next().unwrap_or_default();
                        let rest = text[sign.end..].lines().next().unwrap_or_default();
                        let written = text[sign.start..sign.end].trim_start().chars().next().unwrap_or(':');
                        (written, format!("{}: {}", before.trim_start(), rest.trim_end()))
                    });
                    let mut problem = Problem::new(CardProblem::NotAMapping { is_list, line }, root.span);
                    if !signs.is_empty() {
                        let edits = signs.into_iter().map(|sign| Edit::replace(sign, ": "));
                        problem = problem.repair(Repair::suggested(edits.collect()));
                    }
                    self.problems.push(problem.hub_message(answer));
                }
            }
        }
    }

    /// Reports where the two consumers do not find the same block, or find it where others will not.
    fn compare(&mut self, text: &str, hub: Option<Block>, python: Option<Block>) {
        let Some(first) = hub.or(python) else { return };
        let before = &text[..first.open.start];
        let lead = Span::new(0, first.open.start);
        let remove = || Repair::safe(vec![Edit::delete(lead)]);
        match (hub, python) {
            (Some(hub), Some(python)) if hub.close != python.close => self.problems.push(match python.close.len() {
                3 => Problem::new(CardProblem::EmptyForPython, python.close),
                _ => trailing_spaces(MalformedFence::SpacesReadOn, python.close),
            }),
            (None, Some(python)) if python.close.len() > 3 => {
                self.problems.push(trailing_spaces(MalformedFence::Spaces, python.close));
            }
            _ => {}
        }
        let is_odd = |c: &char| !(front_matter::hub_space(*c) && front_matter::python_space(*c));
        if let Some(character) = before.chars().find(is_odd) {
            let loser = if front_matter::hub_space(character) { Loser::Python } else { Loser::Hub };
            let kind = CardProblem::InvisibleBefore { character, loser };
            self.problems.push(Problem::new(kind, lead).repair(remove()));
        } else if !before.is_empty() {
            self.problems.push(Problem::new(CardProblem::SpaceBefore, lead).repair(remove()));
        }
    }
}

fn trailing_spaces(which: MalformedFence, close: Span) -> Problem {
    let spaces = Span::new(close.start + 3, close.end);
    Problem::new(CardProblem::MalformedFence(which), close).repair(Repair::safe(vec![Edit::delete(spaces)]))
}

/// What stands for a colon and a space on each line of a text that is one string: `:` alone, `：` or `=`.
fn signs_for_colons(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let mut signs = Vec::new();
    for line in text.get(span.start..span.end).unwrap_or_default().split_inclusive('\n') {
        let is_in_key = |each: char| each.is_ascii_alphanumeric() || matches!(each, '_' | '-');
        let key = line.len() - line.trim_start().trim_start_matches(is_in_key).len();
        let rest = line[key..].trim_start_matches(' ');
        if !line.trim().is_empty() {
            let value = ["：", "=", ":"].iter().find_map(|sign| rest.strip_prefix(sign));
            let is_entry = line[..key].ends_with(is_in_key) && !rest.starts_with("://");
            let Some(value) = value.filter(|value| is_entry && !value.trim().is_empty()) else { return Vec::new() };
            let at = line.len() - value.trim_start_matches(' ').len();
            // A colon and a space are there on some of the lines.
            if line[key..at].trim() != ":" || !value.starts_with([' ', '\t']) {
                signs.push(Span::new(start + key, start + at));
            }
        }
        start += line.len();
    }
    signs
}
