use std::collections::BTreeSet;

use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Node, Style};

rule! {
    /// `extra_gated_fields` is not a mapping from labels to field types.
    ///
    /// A list of one-key mappings looks similar and appears in some of the Hub's own documents, but the Hub's published
    /// types allow only the mapping: the Hub likely rejects the card, and a mock or a client that expects a mapping
    /// shows no fields.
    "gate-fields-not-a-map", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi; hub-docs datasets-gated.md", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(card: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    diagnostic.help("write a mapping: one `label: type` per line, without `- ` before it");
    let rest = card.source.slice(Span::new(node.span.end, card.source.line_at(node.span.end).end));
    if node.as_str().is_some() && rest.trim_start().starts_with('#') {
        diagnostic.help("` #` starts a comment: put the label in quotes, such as `\"Company #1\": text`");
    }
    if let Some(edits) = wide_colons(card, node) {
        diagnostic.help("write a colon and a space in place of each `：`");
        diagnostic.fix(Fix::suggested("write colons", edits));
    } else if let Some(edits) = without_dashes(card, node) {
        diagnostic.fix(Fix::safe("make it a mapping", edits));
    } else if let Some(edits) = without_label_keys(card, node) {
        let name = node.items().iter().find_map(|item| item.entries().first()).map(|entry| entry.key.key_text());
        let title = format!("make it a mapping, without `{}` and `type`", name.unwrap_or_default());
        diagnostic.fix(Fix::suggested(title, edits));
    }
}

/// Replaces the full-width colon of each line of a string.
fn wide_colons(card: &Card, node: &Node) -> Option<Vec<Edit>> {
    let mut start = node.span.start;
    let colon = |line: &str| {
        let (label, kind) = line.split_once('：')?;
        let at = start + label.len();
        let spaces = kind.len() - kind.trim_start_matches(' ').len();
        start += line.len();
        Some(Edit::replace(Span::new(at, at + '：'.len_utf8() + spaces), ": "))
    };
    node.as_str()?;
    card.source.slice(node.span).split_inclusive('\n').map(colon).collect()
}

/// What authors call the label where each field is a separate mapping.
const LABEL_ALIASES: [&str; 5] = ["name", "label", "title", "field", "question"];

/// Writes `- name: Company`, `type: text` as `Company: text`.
fn without_label_keys(card: &Card, list: &Node) -> Option<Vec<Edit>> {
    list.items().first()?;
    let field = |item: &Node| {
        let [label, kind] = item.entries() else { return None };
        let is_field = LABEL_ALIASES.contains(&label.key.as_str()?) && kind.key.as_str()? == "type";
        let before = card.source.slice(Span::new(card.source.line_at(item.span.start).start, item.span.start));
        let dash = item.span.start - before.len() + before.find('-')?;
        let text = format!("  {}: {}", edit::scalar(label.value.as_str()?), edit::scalar(kind.value.as_str()?));
        (is_field && before.trim() == "-").then(|| Edit::replace(Span::new(dash, item.span.end), text))
    };
    list.items().iter().map(field).collect()
}

/// Replaces the `- ` before each item with spaces: the rest keeps its column, so the entries form one mapping.
fn without_dashes(card: &Card, list: &Node) -> Option<Vec<Edit>> {
    let mut labels = BTreeSet::new();
    let mut columns = BTreeSet::new();
    let mut edits = Vec::new();
    for item in list.items() {
        let entries = item.entries();
        let first = entries.first()?.key.span.start;
        let line = card.source.line_at(first);
        let before = card.source.slice(Span::new(line.start, first));
        let dash = line.start + before.find('-')?;
        let indented_dash = before.trim_end().trim_start() == if item.style == Style::Flow { "- {" } else { "-" };
        if !indented_dash || !entries.iter().all(|entry| labels.insert(entry.key.key_text())) {
            return None;
        }
        if item.style == Style::Flow {
            // `- {Company: text}`: one entry on one line can lose its braces.
            let end = item.span.end.checked_sub(1)?;
            if entries.len() > 1 || end > line.end {
                return None;
            }
            columns.insert(dash - line.start + 2);
            edits.push(Edit::replace(Span::new(dash, first), "  "));
            edits.push(Edit::delete(Span::new(end, item.span.end)));
        } else {
            columns.insert(first - line.start);
            edits.push(Edit::replace(Span::new(dash, dash + 1), " "));
        }
    }
    (columns.len() == 1 && !labels.contains("type")).then_some(edits)
}
