//! The gate form as the Hub would show it, from the text in the editor: `cardlint/gateForm`.
//!
//! Parameters are those of a hover; the result is `null` for a card without `extra_gated_*` keys.

use gen_lsp_types::Position;
use serde::Serialize;

use super::documents::Document;
use super::finding::Analysis;

/// A form, and the part of it that the cursor is in.
#[derive(Debug, Serialize)]
pub(super) struct Form {
    /// A section of HTML without scripts.
    html: String,
    /// The style sheet of the Hub's pages.
    style: &'static str,
    /// The id of the element for the field, or the heading, at the cursor.
    active: Option<String>,
}

#[cfg(feature = "hub")]
pub(super) fn form(document: &Document, analysis: &Analysis, position: Position) -> Option<Form> {
    use askama::Template;

    use crate::card::RepoType;
    use crate::hub::pages::gate_box::{GateBox, GateReader};

    let card = analysis.card.as_ref()?;
    let keys = card.metadata.entries().iter();
    if !keys.filter_map(|entry| entry.key.as_str()).any(|key| key.starts_with("extra_gated_")) {
        return None;
    }
    let form = card.gate_form();
    let offset = document.offset(position);
    let line_end = document.source.line_at(offset).end;
    let heading =
        form.heading.as_ref().is_some_and(|heading| heading.span.start <= line_end && offset <= heading.span.end);
    let field = form.fields.iter().position(|field| field.label.span.start <= line_end && offset <= field.span.end);
    let in_fields = form.fields.first().is_some_and(|first| first.label.span.start <= line_end);
    let active = match field.filter(|_| in_fields) {
        Some(index) => Some(format!("field-{}", index + 1)),
        None => heading.then(|| "gate-heading".to_owned()),
    };
    let kind = if card.repo_type == RepoType::Model { "model" } else { "dataset" };
    let reader = GateReader::MayAsk { reset: false, posted: &[], problems: &[] };
    let html = GateBox::new(&form, kind, "", false, reader).render().ok()?;
    let style = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/hub/style.css"));
    Some(Form { html, style, active })
}

#[cfg(not(feature = "hub"))]
pub(super) fn form(_document: &Document, _analysis: &Analysis, _position: Position) -> Option<Form> {
    None
}
