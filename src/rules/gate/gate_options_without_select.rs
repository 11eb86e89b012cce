use crate::card::Card;
use crate::gate::FIELD_TYPES;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};

rule! {
    /// A field of the gate form has `options`, but is not a `select`.
    ///
    /// Only a `select` shows options; the Hub ignores them on every other type.
    "gate-options-without-select", Warning, predicts: [Reader], evidence: "huggingface.js api-dataset.ts", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for field in super::fields(card) {
        let (Some(kind), Some(options)) = (field.value.get("type"), field.value.entry("options")) else { continue };
        // An unknown type is reported by another rule.
        let Some(name) = kind.as_str().filter(|name| *name != "select" && FIELD_TYPES.contains(name)) else { continue };
        findings
            .report(options.key.span, format!("`options` is ignored: the field is a `{name}`, not a `select`"))
            .label(kind.span, "the field's type")
            .help("write `type: select`, or remove `options`")
            .fix(Fix::suggested("make it a `select`", vec![Edit::replace(kind.span, "select")]));
    }
}
