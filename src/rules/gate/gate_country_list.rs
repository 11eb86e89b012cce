use super::country_options::{CountrySelect, Naming, countries};
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix, Span};

rule! {
    /// A `select` lists countries by hand.
    ///
    /// The Hub has a field type for this: `country` offers all of them and stores the alpha-2 code, so answers can be
    /// compared across datasets, nobody's country is missing, and the list does not go out of date.
    "gate-country-list", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts; hub-docs datasets-gated.md", since: "0.1.0",
    Check::Card(check)
}

/// Fewer countries may be a deliberate choice.
const MIN_COUNTRIES: usize = 3;

fn check(card: &Card, findings: &mut Findings<'_>) {
    for list in countries(card) {
        let named = list.options.iter().filter(|(.., naming)| matches!(naming, Naming::Code | Naming::Name)).count();
        // Codes that are wrong are reported one by one.
        let wrong =
            list.by_code && list.options.iter().any(|(.., naming)| !matches!(naming, Naming::Code | Naming::Not));
        if named < MIN_COUNTRIES || wrong {
            continue;
        }
        let Some(options) = list.field.value.entry("options") else { continue };
        let label = list.field.key.key_text();
        let diagnostic = findings.report(options.key.span, format!("`{label}` lists {named} countries by hand"));
        diagnostic.help(format!("write `{label}: country`, unless only these countries may request access"));
        if let Some(edit) = shorten(card, &list) {
            diagnostic.fix(Fix::suggested("replace `type` and `options` with `country`", vec![edit]));
        }
    }
}

/// Replaces everything after the label's colon.
fn shorten(card: &Card, list: &CountrySelect<'_>) -> Option<Edit> {
    let Span { end: start, .. } = list.field.key.span;
    let spec = list.field.value.span;
    let between = card.source.slice(Span::new(start, spec.start));
    let is_plain = between.strip_prefix(':')?.trim().is_empty();
    is_plain.then(|| Edit::replace(Span::new(start + 1, spec.end), " country"))
}
