use super::kinds;
use crate::card::Card;
use crate::lint::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// A feature lacks a setting that it needs, or a list has one that it does not know.
    ///
    /// Arrays need `shape` and `dtype`, translations `languages`. Beside a list only `length` and `id` may stand. The
    /// datasets library stops with an error.
    "feature-arguments", Error, predicts: [Datasets], evidence: "datasets 5.2.0 feature classes", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in kinds::all(card) {
        let Some(first) = kind.entries.first() else { continue };
        let key = first.key.key_text();
        if ["list", "large_list", "sequence"].contains(&key.as_str()) {
            for extra in &kind.entries[1..] {
                let name = extra.key.key_text();
                // A large list has no length.
                if name != "id" && (name != "length" || key == "large_list") {
                    findings
                        .report(extra.key.span, format!("`{name}` has no place beside `{key}`"))
                        .help("remove it; beside a list only `length` may stand");
                }
            }
            continue;
        }
        if !matches!(first.value.value, Value::Mapping(_)) {
            continue;
        }
        let needed: &[&str] = match kinds::class(&key) {
            Some("Array2D" | "Array3D" | "Array4D" | "Array5D") => &["shape", "dtype"],
            Some("Translation") => &["languages"],
            Some("Value") => &["dtype"],
            _ => continue,
        };
        for name in needed.iter().filter(|name| first.value.get(name).is_none()) {
            findings.report(first.key.span, format!("`{key}` needs `{name}`")).help(match *name {
                "shape" => "write the length of each dimension: `shape: [28, 28]`",
                "languages" => "list the languages: `languages: [en, fr]`",
                _ => "write what a value is: `dtype: float32`",
            });
        }
        if let Some(shape) = first
            .value
            .get("shape")
            .filter(|shape| matches!(shape.value, Value::Int(_) | Value::Null | Value::Bool(_) | Value::Float(_)))
        {
            findings
                .report(shape.span, "`shape` must be a list of lengths")
                .help("write the length of each dimension: `shape: [28, 28]`");
        }
    }
}
