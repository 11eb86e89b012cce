use super::country_options::{Countries, Naming, countries};
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};

rule! {
    /// A `select` lists countries by hand.
    ///
    /// The Hub has a field for that: `country` shows all of them and stores the alpha-2 code, so answers can be compared
    /// across datasets, nobody's country is missing, and the list does not age.
    "gate-country-list", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts; hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

/// Fewer may be a choice of countries on purpose.
const LIST: usize = 3;

fn check(card: &Card, findings: &mut Findings<'_>) {
    for list in countries(card) {
        let named = list.options.iter().filter(|(.., naming)| matches!(naming, Naming::Code | Naming::Called)).count();
        // Codes that are wrong are reported one by one.
        let wrong =
            list.by_code && list.options.iter().any(|(.., naming)| !matches!(naming, Naming::Code | Naming::Not));
        if named < LIST || wrong {
            continue;
        }
        let Some(options) = list.field.value.entry("options") else { continue };
        let label = list.field.key.key_text();
        let diagnostic = findings.report(options.key.span, format!("`{label}` lists {named} countries by hand"));
        diagnostic.help(format!("write `{label}: country`, unless these are the only ones that may ask"));
        if let Some(edit) = shorten(card, &list) {
            diagnostic.fix(Fix::suggested("replace `type` and `options` with `country`", vec![edit]));
        }
    }
}

/// Replaces all that stands after the label's colon.
fn shorten(card: &Card, list: &Countries<'_>) -> Option<Edit> {
    let Span { end: start, .. } = list.field.key.span;
    let spec = list.field.value.span;
    let between = card.source.slice(Span::new(start, spec.start));
    let blank = between.strip_prefix(':')?.trim().is_empty();
    blank.then(|| Edit::replace(Span::new(start + 1, spec.end), " country"))
}
