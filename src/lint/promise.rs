//! Holds a fix to its promise: nothing but what it edits is lost, and nothing that was readable breaks.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::mem::{Discriminant, discriminant};

use super::edits::apply;
use super::omitted::Keep;
use super::{Checked, Options, filtered};
use crate::card::{Card, CardProblem, Problem};
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rule::places::Places;
use crate::rules::organization::gate_drift;
use crate::rules::yaml::{lost_indentation, yaml_syntax};
use crate::source::{Edit, Fix, SourceFile, Span};
use crate::yaml::{Node, SyntaxError, Value, YamlProblem};

/// How many fixes of a card are tried one by one, if all of them together break the promise.
const MAX_TRIED_ALONE: usize = 12;

/// How many bytes are linted for that.
const MAX_TRIED_BYTES: usize = 1024 * 1024;

/// How much a fix promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Where it edits, no error remains except those that were there, or that a safe fix removes.
    Safe,
    /// Where nothing was an error, nothing is.
    Suggested,
}

/// A card and what is wrong with it.
pub(super) struct LintedCard {
    pub(super) card: Card,
    pub(super) checked: Checked,
    /// The card after all of its safe fixes, which was read and linted to see whether they keep their promise.
    fixed: Cell<Option<Trial>>,
}

/// A card after fixes, and what its rules report.
type Trial = Box<(Card, Checked)>;

impl LintedCard {
    /// Reads and lints a card, and keeps every fix.
    pub(super) fn of(source: SourceFile, options: &Options) -> Self {
        let card = Card::read(source, options.repo_type);
        let checked = filtered(&card, options, Keep::Fixes);
        Self::held(card, checked, options)
    }

    /// The same for this card with another text.
    pub(super) fn rewritten(&self, text: String, options: &Options) -> Self {
        match self.fixed.take().map(|trial| *trial) {
            Some((card, checked)) if card.source.text == text => Self::held(card, checked, options),
            _ => Self::of(SourceFile::new(self.card.source.name.clone(), text), options),
        }
    }

    fn held(card: Card, mut checked: Checked, options: &Options) -> Self {
        let fixed = hold(&card, options, Keep::Fixes, &mut checked.diagnostics);
        Self { card, checked, fixed: Cell::new(fixed) }
    }

    /// The indexes of the safe fixes, with `all` also of the others: first those of diagnostics, then those of omitted ones.
    pub(super) fn offered(&self, all: bool) -> Vec<usize> {
        let count = self.checked.diagnostics.len() + self.checked.omitted.fixes.len();
        (0..count).filter(|at| self.fix(*at).is_some_and(|(_, fix)| all || fix.safe)).collect()
    }

    /// The fix with this index, and the id of the rule that offers it.
    pub(super) fn fix(&self, at: usize) -> Option<(&'static str, &Fix)> {
        let Checked { diagnostics, omitted, .. } = &self.checked;
        match diagnostics.get(at) {
            Some(diagnostic) => Some((diagnostic.rule.id, diagnostic.fix.as_ref()?)),
            None => omitted.fixes.get(at - diagnostics.len()).map(|(rule, fix)| (*rule, fix)),
        }
    }

    /// Whether `after`, made from this card by the edits, which are in order, is as good in everything else.
    pub(super) fn keeps(&self, after: &Self, edits: &[&Edit], trust: Trust) -> bool {
        keeps((&self.card, &self.checked.diagnostics), (&after.card, &after.checked.diagnostics), edits, trust)
    }
}

/// Turns the safe fixes that break the promise on this card into suggestions; the card after all of them, if they keep it.
pub(super) fn hold(card: &Card, options: &Options, keep: Keep, diagnostics: &mut [Diagnostic]) -> Option<Trial> {
    let safe: Vec<_> = diagnostics
        .iter()
        .enumerate()
        .filter(|(_, each)| each.fix.as_ref().is_some_and(|fix| fix.safe))
        .map(|(at, _)| at)
        .collect();
    let kept = |which: &[usize], diagnostics: &[Diagnostic]| {
        let fixes = which.iter().filter_map(|at| Some((*at, diagnostics[*at].fix.as_ref()?)));
        let (text, edits, _) = apply(&card.source.text, fixes);
        let after = Card::read(SourceFile::new(card.source.name.clone(), text), options.repo_type);
        let left = filtered(&after, options, keep);
        keeps((card, diagnostics), (&after, &left.diagnostics), &edits, Trust::Safe).then(|| Box::new((after, left)))
    };
    if safe.is_empty() {
        return None;
    }
    let all = kept(&safe, diagnostics);
    if all.is_some() {
        return all;
    }
    let tried = MAX_TRIED_ALONE.min(MAX_TRIED_BYTES / card.source.text.len().max(1));
    for (index, at) in safe.into_iter().enumerate() {
        if index >= tried || kept(&[at], diagnostics).is_none() {
            diagnostics[at].fix.iter_mut().for_each(|fix| fix.safe = false);
        }
    }
    None
}

fn keeps(
    (before, was): (&Card, &[Diagnostic]),
    (after, is): (&Card, &[Diagnostic]),
    edits: &[&Edit],
    trust: Trust,
) -> bool {
    let written = Places::of(written(after, edits).into_iter());
    let errors = |card: &Card| card.problems.iter().filter(|problem| problem.is_yaml_syntax()).count();
    let lost = |found: &[Diagnostic]| found.iter().filter(|each| each.rule == &lost_indentation::RULE).count();
    let is_read = |card: &Card| card.hub_finds_metadata() && card.hub_answer().is_none();
    if errors(after) > errors(before)
        || errors(after) + lost(is) > errors(before) + lost(was)
        || (is_read(before) && !is_read(after))
        || !keeps_markdown(before, after, edits)
        || !keeps_values(before, after, edits, writes_form(was, is))
        || swallows_key(before, was, edits)
    {
        return false;
    }
    let wrong = |each: &&Diagnostic| each.severity == Severity::Error;
    let stays = |each: &&Diagnostic| wrong(each) && each.fix.as_ref().is_none_or(|fix| !fix.safe);
    // What is not read hides its own problems.
    let all_read = before.problems.is_empty() && was.iter().all(|each| each.rule != &lost_indentation::RULE);
    if all_read && is.iter().filter(stays).count() > was.iter().filter(wrong).count() {
        return false;
    }
    let left = is.iter().filter(wrong).filter(|each| written.touch(each.at));
    match trust {
        Trust::Safe => {
            let known: HashSet<_> = was.iter().map(|each| (each.rule.id, each.message.as_str())).collect();
            left.into_iter().all(|each| !stays(&each) || known.contains(&(each.rule.id, each.message.as_str())))
                && syntax(after).is_subset(&syntax(before))
        }
        Trust::Suggested => {
            let mut left = left.filter(stays);
            let mut lines = edits.iter().map(|edit| lines(before, edit.span));
            left.next().is_none() || was.iter().filter(wrong).any(|each| lines.any(|span| span.touches(each.at)))
        }
    }
}

/// How the YAML of a card is broken.
fn syntax(card: &Card) -> HashSet<Discriminant<SyntaxError>> {
    let error = |problem: &Problem| match &problem.kind {
        CardProblem::Yaml(YamlProblem::Syntax(error)) => Some(discriminant(error)),
        _ => None,
    };
    card.problems.iter().filter_map(error).collect()
}

/// The lines that edits have written, in the card after them.
fn written(after: &Card, edits: &[&Edit]) -> Vec<Span> {
    let (mut grown, mut shrunk) = (0, 0);
    let spans = edits.iter().map(|edit| {
        let start = edit.span.start + grown - shrunk;
        grown += edit.text.len();
        shrunk += edit.span.len();
        let span = Span::new(start, start + edit.text.len());
        if edit.text.is_empty() { span } else { lines(after, span) }
    });
    spans.collect()
}

fn lines(card: &Card, span: Span) -> Span {
    Span::new(card.source.line_at(span.start).start, card.source.line_at(span.end).end)
}

/// Whether no line of the metadata becomes Markdown, as it does where a line is added behind a fence that `\r` alone precedes.
fn keeps_markdown(before: &Card, after: &Card, edits: &[&Edit]) -> bool {
    before.front_matter.is_none()
        || edits.last().is_some_and(|edit| edit.span.end > before.body.start)
        || before.source.slice(before.body).ends_with(after.source.slice(after.body))
}

/// Whether a value that is put in quotes contains another key of the card, whose line break is lost.
fn swallows_key(before: &Card, was: &[Diagnostic], edits: &[&Edit]) -> bool {
    let broken = Places::of(was.iter().filter(|each| each.rule == &yaml_syntax::RULE).map(|each| each.at));
    edits.iter().filter(|edit| edit.text.starts_with('"') && broken.touch(edit.span)).any(|edit| {
        let words: Vec<_> = before.source.slice(edit.span).split_whitespace().collect();
        words.iter().skip(1).any(|word| word.strip_suffix(':').is_some_and(Card::is_known_key))
    })
}

/// Whether every value that no edit touches is still there, under its key, for the Hub and for Python.
fn keeps_values(before: &Card, after: &Card, edits: &[&Edit], writes_form: bool) -> bool {
    // A string of several lines continues on the line below it.
    let text = &before.source.text;
    let spans: Vec<_> =
        edits.iter().map(|edit| Span::new(text[..edit.span.start].trim_end().len(), edit.span.end)).collect();
    let touched = |span: Span| {
        let next = spans.partition_point(|edit| edit.end < span.start);
        spans.get(next).is_some_and(|edit| edit.touches(span))
    };
    let mut values = HashMap::new();
    each_value(&before.metadata, &mut |node| {
        if node.value != Value::Null && !touched(node.span) {
            *values.entry(read_as(node)).or_insert(0) += 1;
        }
    });
    each_value(&after.metadata, &mut |node| {
        if let Some(count) = values.get_mut(&read_as(node)) {
            *count -= 1;
        }
    });
    let keys: HashSet<_> = after.metadata.entries().iter().map(|entry| entry.key.key_text()).collect();
    let mut entries = before.metadata.entries().iter().filter(|entry| !touched(entry.key.span));
    values.values().all(|count| *count <= 0)
        && entries.all(|entry| keys.contains(&entry.key.key_text()))
        && (writes_form || after.gate_form().fields.len() >= before.gate_form().fields.len())
}

/// Whether the card has got the form that is required of it, which may have fewer fields than its own.
fn writes_form(was: &[Diagnostic], is: &[Diagnostic]) -> bool {
    let drifts = |found: &[Diagnostic]| found.iter().any(|each| each.rule == &gate_drift::RULE);
    drifts(was) && !drifts(is)
}

/// What the Hub and PyYAML read a scalar as.
fn read_as(node: &Node) -> (Scalar<'_>, Option<Scalar<'_>>) {
    (Scalar::of(&node.value), node.python().map(Scalar::of))
}

/// A scalar to look up.
#[derive(PartialEq, Eq, Hash)]
enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i128),
    /// The bits of the number.
    Float(u64),
    Timestamp(&'a str),
    String(&'a str),
    /// A list or a mapping as a key.
    Collection,
}

impl<'a> Scalar<'a> {
    fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Float(value) => Self::Float(value.to_bits()),
            Value::Timestamp(text) => Self::Timestamp(text),
            Value::String(text) => Self::String(text),
            Value::Sequence(_) | Value::Mapping(_) => Self::Collection,
        }
    }
}

fn each_value<'a>(node: &'a Node, visit: &mut impl FnMut(&'a Node)) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| each_value(item, visit)),
        Value::Mapping(entries) => {
            for entry in entries {
                visit(&entry.key);
                each_value(&entry.value, visit);
            }
        }
        _ => visit(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the promise is kept where, in metadata, one text is replaced by another.
    fn kept(metadata: &str, from: &str, to: &str, trust: Trust) -> bool {
        let options = Options::default();
        let before = LintedCard::of(SourceFile::new("README.md", format!("---\n{metadata}\n---\n")), &options);
        let text = &before.card.source.text;
        let start = text.find(from).expect("the text");
        let edit = Edit::replace(Span::new(start, start + from.len()), to);
        let after = before.rewritten(text.replacen(from, to, 1), &options);
        before.keeps(&after, &[&edit], trust)
    }

    #[test]
    fn a_safe_fix_loses_nothing_and_breaks_nothing() {
        for (metadata, from, to, expected) in [
            ("license: MIT\ntags: [mit, a, a]\nlanguage: en", "MIT", "mit", true),
            ("tags: [x, a]", "x", "y", true),
            // What is broken elsewhere stays.
            ("license: MIT\ntags: [a", "MIT", "mit", true),
            // A value, a key, and the second of two equal values.
            ("tags: [x, a]", "x", "x] #", false),
            ("{tags: x, my_key: }", "x", "x} #", false),
            ("tags: [a, x, a]", "x", "x] #", false),
            ("my_key: {x: 1, y: 2}", "1", "1} #", false),
            // What the Hub reads, no longer.
            ("license: mit\nlicence: mit", "licence", "license", false),
            ("tags: [x]", "[x]", "[x", false),
            // Another mistake in its place.
            ("  a: *\nb: c", "*", "\"*\"", false),
            // A comment that becomes Markdown.
            ("license: MIT\n# why", "MIT", "mit\n---", false),
            // A field of the form.
            ("extra_gated_fields: {A: text, B: text}", ", B: text", "", false),
            // A new error in the lines that are written.
            ("license: MIT", "MIT", "mit\nlanguage: xx", false),
        ] {
            assert_eq!(kept(metadata, from, to, Trust::Safe), expected, "{metadata}: {from} becomes {to}");
        }
    }

    #[test]
    fn a_suggested_fix_may_leave_an_error_only_where_there_was_one() {
        assert!(kept("license: [MIT]", "MIT", "apache", Trust::Suggested));
        assert!(!kept("license: [mit]", "mit", "apache", Trust::Suggested));
        assert!(!kept("licenses: mit\nlicense: mit", "licenses", "license", Trust::Suggested));
    }
}
