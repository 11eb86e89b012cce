use crate::card::Card;
use crate::gate::FIELD_TYPES;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};
use crate::yaml::{Entry, Node, Style};

rule! {
    /// A field of the gate form has an unknown key.
    ///
    /// A field takes `type` and, for a `select`, `options`. The Hub ignores everything else: no key makes a field
    /// optional or gives it a default or a hint, and a field that is indented under another one is never shown.
    "gate-field-unknown-key", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts; the form requires every field", since: "0.1.0",
    Check::Card(check)
}

/// The keys that the Hub reads in a field.
const FIELD_KEYS: [&str; 2] = ["type", "options"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in super::fields(card) {
        let misnamed = super::gate_select_without_options::misnamed(&field.value);
        let reported = [misnamed, super::gate_field_type::misspelled_type(&field.value)];
        for entry in field.value.entries() {
            let key = entry.key.key_text();
            if FIELD_KEYS.contains(&key.as_str())
                || reported.into_iter().flatten().any(|reported| reported.key.span == entry.key.span)
            {
                continue;
            }
            let label = field.key.key_text();
            if is_field(&entry.value) {
                let diagnostic = findings.report(
                    entry.key.span,
                    format!("`{key}` is indented under the field `{label}`, so it is never shown"),
                );
                diagnostic.label(field.key.span, "the field that contains it");
                diagnostic.help(format!("indent it like `{label}`"));
                if let Some(edit) = dedent(card, field, entry) {
                    diagnostic.fix(Fix::suggested("make it a separate field", vec![edit]));
                }
                continue;
            }
            let diagnostic = findings.report(entry.key.span, format!("unknown key `{key}` in the field `{label}`"));
            let lower = key.to_lowercase();
            match lower.as_str() {
                "required" | "optional" | "mandatory" => {
                    diagnostic.help("remove it: every field is required, and no key changes that");
                }
                _ => match nearest(&key, FIELD_KEYS).filter(|known| field.value.get(known).is_none()) {
                    Some(known) => {
                        diagnostic.help(format!("did you mean `{known}`?"));
                        diagnostic.fix(edit::rename(&entry.key, known));
                    }
                    None => {
                        diagnostic.help("remove it: what a reader should know goes in the label");
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

/// Gives the last entry of a block mapping the indentation of the field that contains it.
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
