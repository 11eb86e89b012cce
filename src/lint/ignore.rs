//! Adds the comments that suppress a card's diagnostics, and changes nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::suppress::list_end;
use super::{Options, check};
use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rules::suppressions;
use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::{Node, Value};

/// How often a card is linted again: comments are added for the diagnostics that are listed, which are not all of some cards.
const MAX_ROUNDS: usize = 20;

/// A card with comments for its diagnostics.
#[derive(Clone, Debug)]
pub struct Ignored {
    /// The card as it is now.
    pub source: SourceFile,
    /// How many diagnostics the comments suppress.
    pub count: usize,
}

/// Adds a comment for each diagnostic that is `wanted`: on its line where that can have one, else above it, else for the whole
/// card. What no comment can suppress, such as missing front matter, stays.
///
/// ```
/// use cardlint::{lint::{Options, ignore::add_comments}, source::SourceFile};
///
/// let card = SourceFile::new("README.md", "---\nlicense: nosuch\n---\n");
/// let ignored = add_comments(&card, &Options::default(), |_| true);
/// assert_eq!(ignored.source.text, "---\nlicense: nosuch  # cardlint: ignore[unknown-license]\n---\n");
/// ```
pub fn add_comments(source: &SourceFile, options: &Options, wanted: impl Fn(&Diagnostic) -> bool) -> Ignored {
    let mut ignored = Ignored { source: source.clone(), count: 0 };
    // A comment that suppresses nothing is to be removed, not suppressed.
    let wanted = |each: &Diagnostic| !suppressions::RULES.contains(&each.rule) && wanted(each);
    for _ in 0..MAX_ROUNDS {
        let card = Card::read(ignored.source.clone(), options.repo_type);
        let checked = check(&card, options);
        let found: Vec<Diagnostic> = checked.diagnostics.into_iter().filter(|each| wanted(each)).collect();
        let left = found.len() + checked.omitted.total();
        let ways = [comments(&card, &found, true), comments(&card, &found, false)];
        let next = ways.into_iter().find_map(|edits| added(&card, edits, options, &wanted, left));
        let Some((source, suppressed)) = next else { break };
        ignored = Ignored { source, count: ignored.count + suppressed };
    }
    ignored
}

/// The card after the edits, and how many of its diagnostics are gone; `None` where they change something else, or nothing.
fn added(
    card: &Card,
    edits: Vec<Edit>,
    options: &Options,
    wanted: &impl Fn(&Diagnostic) -> bool,
    before: usize,
) -> Option<(SourceFile, usize)> {
    let text = super::edits::apply_one(&card.source.text, &Fix::suggested("ignore", edits))?;
    let after = Card::read(SourceFile::new(card.source.name.clone(), text), options.repo_type);
    let read = |card: &Card| {
        let body = card.source.slice(card.body).to_owned();
        (card.metadata.to_json(), card.gate_form().to_yaml(), card.problems.len(), body)
    };
    let is_same = read(&after) == read(card);
    let checked = check(&after, options);
    let left = checked.diagnostics.iter().filter(|each| wanted(each)).count() + checked.omitted.total();
    (is_same && left < before).then(|| (after.source, before - left))
}

/// The comments for these diagnostics: by line where that is possible, else all for the whole card.
fn comments(card: &Card, found: &[Diagnostic], by_line: bool) -> Vec<Edit> {
    let Some(block) = card.front_matter else { return Vec::new() };
    let mut scalars = Vec::new();
    long_scalars(&card.metadata, card, &mut scalars);
    let mut of_card = BTreeSet::new();
    let mut of_lines: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
    for each in found {
        match place(card, each.at, &scalars).filter(|_| by_line) {
            Some(place) => _ = of_lines.entry(place).or_default().insert(each.rule.id),
            None => _ = of_card.insert(each.rule.id),
        }
    }
    let line_end = if card.source.text.contains("\r\n") { "\r\n" } else { "\n" };
    let names = |rules: &BTreeSet<&str>| rules.iter().copied().collect::<Vec<_>>().join(", ");
    let mut edits = Vec::new();
    if !of_card.is_empty() {
        let first = card.source.after_line(card.source.line_at(block.start).end);
        edits.push(Edit::insert(first, format!("# cardlint: ignore-file[{}]{line_end}", names(&of_card))));
    }
    for (place, rules) in of_lines {
        let rules: BTreeSet<&str> = rules.difference(&of_card).copied().collect();
        if rules.is_empty() {
            continue;
        }
        edits.push(match place {
            Place::List(end) => Edit::insert(end, format!(", {}", names(&rules))),
            Place::End(end) => Edit::insert(end, format!("  # cardlint: ignore[{}]", names(&rules))),
            Place::Above(start, indent) => {
                let indent = card.source.slice(Span::new(start, start + indent));
                Edit::insert(start, format!("{indent}# cardlint: ignore[{}]{line_end}", names(&rules)))
            }
        });
    }
    // Of what is above the first line, a comment for the whole card comes first.
    Edit::joined(edits)
}

/// Where a comment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// On a line of its own before this byte, with so many bytes of indentation.
    Above(usize, usize),
    /// At the end of a line.
    End(usize),
    /// At the end of the list of one that is there.
    List(usize),
}

/// Where a comment suppresses what is found at a span; `None` if only one for the whole card does.
fn place(card: &Card, at: Span, scalars: &[Span]) -> Option<Place> {
    let source = &card.source;
    let line = source.line_at(at.start);
    if line.start < card.block.start || line.end > card.block.end {
        return None;
    }
    let inside = |at: usize| scalars.iter().any(|scalar| scalar.start < at && at < scalar.end);
    let comment = card
        .comments
        .iter()
        .map(|comment| comment.span)
        .find(|span| line.start <= span.start && span.start <= line.end);
    match comment {
        Some(comment) => {
            if let Some(end) = list_end(source.slice(comment)) {
                return Some(Place::List(comment.start + end));
            }
        }
        None if !inside(line.end) => return Some(Place::End(line.end)),
        None => {}
    }
    let text = source.slice(line);
    (!inside(line.start)).then(|| Place::Above(line.start, text.len() - text.trim_start_matches(' ').len()))
}

/// The scalars of several lines.
fn long_scalars(node: &Node, card: &Card, into: &mut Vec<Span>) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| long_scalars(item, card, into)),
        Value::Mapping(entries) => {
            for entry in entries {
                long_scalars(&entry.key, card, into);
                long_scalars(&entry.value, card, into);
            }
        }
        _ if card.source.slice(node.span).contains('\n') => into.push(node.span),
        _ => {}
    }
}
