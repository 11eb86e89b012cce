use std::collections::BTreeSet;

use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::edit;
use crate::rule::{Check, Located, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Node, Style};

rule! {
    /// `extra_gated_fields` is not a map from labels to field types.
    ///
    /// A list of one-key maps looks alike and stands in some of the Hub's own documents, but its published types know
    /// only the map: likely the Hub refuses the card, and a mock or a client that reads the map shows no field at all.
    "gate-fields-not-a-map", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi; hub-docs datasets-gated.md", since: "0.1.0",
    Check::SchemaWith(mend)
}

fn mend(card: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    diagnostic.help("write a map: one `label: type` a line, without `- ` before it");
    if let Some(edits) = unlisted(card, node) {
        diagnostic.fix(Fix::safe("make it a map", edits));
    } else if let Some(edits) = spelt_out(card, node) {
        let name = node.items().iter().find_map(|item| item.entries().first()).map(|entry| entry.key.key_text());
        let title = format!("make it a map, without `{}` and `type`", name.unwrap_or_default());
        diagnostic.fix(Fix::suggested(title, edits));
    }
}

/// What authors call the label where they write each field as a map of its own.
const LABELS: [&str; 5] = ["name", "label", "title", "field", "question"];

/// Writes `- name: Company`, `type: text` as `Company: text`.
fn spelt_out(card: &Card, list: &Node) -> Option<Vec<Edit>> {
    if list.style != Style::Block || list.items().is_empty() {
        return None;
    }
    let field = |item: &Node| {
        let [label, kind] = item.entries() else { return None };
        let is_field = LABELS.contains(&label.key.as_str()?) && kind.key.as_str()? == "type";
        let before = card.source.slice(Span::new(card.source.line_at(item.span.start).start, item.span.start));
        let dash = item.span.start - before.len() + before.find('-')?;
        let text = format!("  {}: {}", edit::scalar(label.value.as_str()?), edit::scalar(kind.value.as_str()?));
        (is_field && before.trim() == "-").then(|| Edit::replace(Span::new(dash, item.span.end), text))
    };
    list.items().iter().map(field).collect()
}

/// Blanks the `- ` before each item: what follows keeps its column, so the entries become those of one map.
fn unlisted(card: &Card, list: &Node) -> Option<Vec<Edit>> {
    if list.style != Style::Block || list.items().is_empty() {
        return None;
    }
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
