use crate::card::Card;
use crate::gate::FIELD_TYPES;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Style};

rule! {
    /// A field of the gate form has a key without a meaning.
    ///
    /// A field knows `type` and, for a `select`, `options`. The Hub passes over everything else: nothing makes a field
    /// optional, gives it a default or a hint, and a field that is indented into another one is never shown.
    "gate-field-unknown-key", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts; the form requires every field", since: "0.1.0",
    Check::Card(check)
}

const KNOWN: [&str; 2] = ["type", "options"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in super::fields(card) {
        let misnamed = super::gate_select_without_options::misnamed(&field.value);
        let told = [misnamed, super::gate_field_type::misspelt_type(&field.value)];
        for entry in field.value.entries() {
            let key = entry.key.key_text();
            if KNOWN.contains(&key.as_str()) || told.into_iter().flatten().any(|told| told.key.span == entry.key.span) {
                continue;
            }
            let label = field.key.key_text();
            if is_field(&entry.value) {
                let diagnostic = findings
                    .report(entry.key.span, format!("`{key}` is indented into the field `{label}` and is never shown"));
                diagnostic.label(field.key.span, "the field it belongs to now");
                diagnostic.help(format!("indent it like `{label}`"));
                if let Some(edit) = dedent(card, field, entry) {
                    diagnostic.fix(Fix::suggested("make it a field of its own", vec![edit]));
                }
                continue;
            }
            let diagnostic = findings.report(entry.key.span, format!("`{key}` has no meaning in a field of the form"));
            let lower = key.to_lowercase();
            match lower.as_str() {
                "required" | "optional" | "mandatory" => {
                    diagnostic.help("remove it: every field must be answered, and no key changes that");
                }
                _ => match nearest(&key, KNOWN).filter(|known| field.value.get(known).is_none()) {
                    Some(known) => {
                        diagnostic.help(format!("did you mean `{known}`?"));
                        diagnostic.fix(edit::rename(&entry.key, known));
                    }
                    None => {
                        diagnostic.help("remove it; what a reader should know belongs in the label");
                    }
                },
            }
        }
    }
}

/// Whether a value would make a field.
fn is_field(value: &Node) -> bool {
    let kind = value.as_str().or_else(|| value.get("type")?.as_str());
    kind.is_some_and(|kind| FIELD_TYPES.contains(&kind))
}

/// Gives the last entry of a block map the indentation of the field that holds it.
fn dedent(card: &Card, field: &Entry, entry: &Entry) -> Option<Edit> {
    let last = field.value.entries().last()?;
    if field.value.style != Style::Block || last.key.span != entry.key.span || entry.value.as_str().is_none() {
        return None;
    }
    let indentation = |at: usize| {
        let line = card.source.line_at(at);
        let span = Span::new(line.start, at);
        card.source.slice(span).trim().is_empty().then_some(span)
    };
    let wanted = indentation(field.key.span.start)?;
    Some(Edit::replace(indentation(entry.key.span.start)?, card.source.slice(wanted)))
}
