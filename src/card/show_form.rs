//! Gives a card the gate form of another: the edits keep every byte but those of the keys and fields that differ.

use std::collections::HashMap;

use super::lines::line_end;
use super::{Card, CardProblem};
use crate::gate::GateForm;
use crate::gate::write::{FORM_KEYS, indented};
use crate::source::{Edit, SourceFile, Span};
use crate::yaml::{Entry, Node, Style};

/// The key whose entries are compared one by one.
const FIELDS: &str = "extra_gated_fields";

impl Card {
    /// The edits after which the card shows this form, and all else is as before; empty if it shows it already. `None` if the
    /// front matter has to be fixed first.
    ///
    /// Of `extra_gated_fields`, only the fields that differ are edited, if the others keep their order.
    pub(crate) fn edits_to_show(&self, form: &GateForm) -> Option<Vec<Edit>> {
        let mine = self.gate_form();
        if mine.shows_the_same(form) {
            return Some(Vec::new());
        }
        if self.front_matter.is_none() {
            return self.new_front_matter(form).filter(|edits| self.shows_after(edits, form));
        }
        let is_blank = |kind: &CardProblem| matches!(kind, CardProblem::BlankFrontMatter);
        if self.problems.iter().any(|problem| !is_blank(&problem.kind) && self.hub_error(problem).is_some()) {
            return None;
        }
        [true, false]
            .into_iter()
            .map(|by_field| self.edits(&mine, form, by_field))
            .find(|edits| self.shows_after(edits, form))
    }

    fn edits(&self, mine: &GateForm, form: &GateForm, by_field: bool) -> Vec<Edit> {
        let (mut edits, mut added) = (Vec::new(), String::new());
        for key in mine.differences(form) {
            match (self.metadata.entry(key), form.lines(key)) {
                (Some(entry), Some(lines)) => {
                    let fields =
                        if by_field && key == FIELDS { self.field_edits(&entry.value, mine, form) } else { None };
                    edits.extend(fields.unwrap_or_else(|| vec![self.rewrite(entry, &lines)]));
                }
                (Some(entry), None) => edits.push(Edit::delete(self.lines_of(entry))),
                (None, Some(lines)) => added.push_str(&lines),
                (None, None) => {}
            }
        }
        if !added.is_empty() {
            edits.push(Edit::insert(self.end_of_form(), self.with_line_ends(&added)));
        }
        // Fields that end the metadata, and keys behind them, are added in one place.
        Edit::joined(edits)
    }

    /// The edits of the fields that differ; `None` unless those that stay are in the same order in both forms.
    fn field_edits(&self, node: &Node, mine: &GateForm, form: &GateForm) -> Option<Vec<Edit>> {
        let (entries, old, new) = (node.entries(), &mine.fields, &form.fields);
        let at: HashMap<&str, usize> =
            old.iter().enumerate().map(|(at, field)| (field.label.text.as_str(), at)).collect();
        let kept: Vec<usize> = new.iter().filter_map(|field| at.get(field.label.text.as_str()).copied()).collect();
        let is_plain = node.style == Style::Block && entries.len() == old.len() && at.len() == old.len();
        if !is_plain || kept.is_empty() || !kept.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let first = entries.first()?.key.span.start;
        let indent = self.source.slice(Span::new(self.source.line_at(first).start, first));
        if !indent.trim_matches(' ').is_empty() {
            return None;
        }
        let mut edits = Vec::new();
        for (at, entry) in entries.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
            debug_assert_eq!(old[at].label.span, entry.key.span);
            edits.push(Edit::delete(self.lines_of(entry)));
        }
        let mut after = self.source.line_at(first).start;
        let mut added: Vec<(usize, String)> = Vec::new();
        for field in new {
            let lines = indented(&field.lines(), indent);
            let Some(at) = at.get(field.label.text.as_str()) else {
                match added.last_mut().filter(|(place, _)| *place == after) {
                    Some((_, text)) => text.push_str(&lines),
                    None => added.push((after, lines)),
                }
                continue;
            };
            if old[*at].lines() != field.lines() {
                edits.push(self.rewrite(&entries[*at], &lines));
            }
            after = self.lines_of(&entries[*at]).end;
        }
        edits.extend(added.into_iter().map(|(place, lines)| Edit::insert(place, self.with_line_ends(&lines))));
        Some(edits)
    }

    /// Writes an entry again, whose first line may be indented; a comment on the line of its key stays.
    fn rewrite(&self, entry: &Entry, lines: &str) -> Edit {
        let start = entry.key.span.start;
        let end = self.end_of(entry);
        let lines = lines.trim_start_matches(' ').trim_end_matches('\n');
        let (first, rest) = lines.split_once('\n').unwrap_or((lines, ""));
        let line = self.source.line_at(start);
        let comment = self
            .comments
            .iter()
            .map(|comment| comment.span)
            .find(|span| line.start <= span.start && span.start < line.end);
        let mut text = first.to_owned();
        let mut span = Span::new(start, end);
        if let Some(comment) = comment {
            let before = self.source.slice(Span::new(start, comment.start));
            // A comment behind a value on one line need not move if the new value is on one line, too.
            if comment.start < end || !rest.is_empty() {
                text.push_str(&before[before.trim_end().len()..]);
                text.push_str(self.source.slice(comment));
                span.end = end.max(comment.end);
            }
        }
        if !rest.is_empty() {
            text.push('\n');
            text.push_str(rest);
        }
        Edit::replace(span, self.with_line_ends(&text))
    }

    /// The lines of an entry, with their line ends.
    fn lines_of(&self, entry: &Entry) -> Span {
        let mut end = self.next_line(self.end_of(entry));
        // Empty lines below a block may be its own.
        let is_block = matches!(entry.value.style, Style::Literal | Style::Folded);
        let text = entry.value.as_str().filter(|_| is_block).unwrap_or_default();
        for _ in 1..text.len() - text.trim_end_matches('\n').len() {
            end = self.next_line(end);
        }
        Span::new(self.source.line_at(entry.key.span.start).start, end)
    }

    /// Where the line after a byte begins.
    fn next_line(&self, at: usize) -> usize {
        self.source.after_line(self.source.line_at(at).end)
    }

    /// Where an entry ends, without the line end after it.
    fn end_of(&self, entry: &Entry) -> usize {
        let written = entry.key.span.end.max(entry.value.span.end);
        let text = &self.source.text[..written];
        text.trim_end_matches(['\n', '\r']).len().max(entry.key.span.end)
    }

    /// Where keys of the form are added: after the last one that is there, else at the end of the metadata.
    fn end_of_form(&self) -> usize {
        let of_form = |entry: &&Entry| entry.key.as_str().is_some_and(|key| FORM_KEYS.contains(&key));
        let last = self.metadata.entries().iter().filter(of_form).map(|entry| self.lines_of(entry).end).max();
        // Empty lines before the fence belong to no value, whatever block is above them.
        last.unwrap_or_else(|| self.next_line(self.block.end))
    }

    /// The front matter of a card that has none, or none between its fences.
    fn new_front_matter(&self, form: &GateForm) -> Option<Vec<Edit>> {
        let yaml = self.with_line_ends(&form.to_yaml());
        match self.problems.iter().map(|problem| (&problem.kind, problem.at)).collect::<Vec<_>>()[..] {
            [(CardProblem::EmptyFrontMatter, at)] => {
                let end = self.source.line_at(at.start).end;
                let next = end + line_end(&self.source.text).len();
                Some(vec![Edit::insert(next, yaml)])
            }
            [(CardProblem::MissingFrontMatter, _)] => {
                let start = if self.source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
                let fence = self.with_line_ends("---\n");
                Some(vec![Edit::insert(start, format!("{fence}{yaml}{fence}"))])
            }
            _ => None,
        }
    }

    fn with_line_ends(&self, text: &str) -> String {
        text.replace('\n', line_end(&self.source.text))
    }

    /// Whether the edits give the card this form, and leave everything else as it was.
    fn shows_after(&self, edits: &[Edit], form: &GateForm) -> bool {
        let mut text = self.source.text.clone();
        for edit in edits.iter().rev() {
            if text.get(edit.span.start..edit.span.end).is_none() {
                return false;
            }
            text.replace_range(edit.span.start..edit.span.end, &edit.text);
        }
        let after = Card::read(SourceFile::new(self.source.name.clone(), text), Some(self.repo_type));
        let others = |card: &Card| {
            let entries = card.metadata.entries().iter();
            let others = entries.filter(|entry| entry.key.as_str().is_none_or(|key| !FORM_KEYS.contains(&key)));
            others.map(|entry| (entry.key.key_text(), entry.value.to_json().to_string())).collect::<Vec<_>>()
        };
        let text = |card: &Card| card.source.slice(card.body).trim_start_matches('\u{feff}').to_owned();
        after.hub_answer().is_none()
            && after.hub_finds_metadata()
            && after.problems.len() <= self.problems.len()
            && after.gate_form().shows_the_same(form)
            && others(self) == others(&after)
            && (self.front_matter.is_none() || text(self) == text(&after))
    }
}
