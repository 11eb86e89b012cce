use super::feature_kind_table;
use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Value;

rule! {
    /// The first key of a feature, after its name, is not the one that sets its type.
    ///
    /// `datasets` looks only at the first key: `dtype`, `list`, `struct`, `class_label` and the like. It raises an
    /// error for a description before it. Arrays are spelled `array2_d` to `array5_d`.
    "feature-kind", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in feature_kind_table::all(card) {
        let Some(first) = kind.entries.first() else { continue };
        let key = first.key.key_text();
        if feature_kind_table::WRAPPERS.contains(&key.as_str()) {
            continue;
        }
        if let Some(class) = feature_kind_table::class(&key) {
            if !matches!(first.value.value, Value::Mapping(_)) {
                findings.report(first.key.span, format!("`{key}` must be a mapping of its settings")).help(
                    match class {
                        "ClassLabel" => "write `class_label: {names: [negative, positive]}`".to_owned(),
                        "Translation" => "write `translation: {languages: [en, fr]}`".to_owned(),
                        "Value" => "write `dtype: ` and the name of the type".to_owned(),
                        _ if class.starts_with("Array") => {
                            format!("write `{key}: {{shape: [28, 28], dtype: float32}}`")
                        }
                        _ => format!("write `dtype: {key}`"),
                    },
                );
            }
            continue;
        }
        let later = kind.entries.iter().skip(1).find(|entry| {
            let key = entry.key.key_text();
            feature_kind_table::WRAPPERS.contains(&key.as_str()) || feature_kind_table::class(&key).is_some()
        });
        if let Some(later) = later {
            let other = later.key.key_text();
            findings
                .report(
                    first.key.span,
                    format!("`{key}` is before `{other}`, but the first key of a feature must set its type"),
                )
                .label(later.key.span, "this key should come first")
                .help(format!("move `{key}` below `{other}`, or remove it (it is ignored)"));
            continue;
        }
        let diagnostic = findings.report(first.key.span, format!("unknown feature type `{key}`"));
        match nearest(&key, feature_kind_table::TYPE_KEYS) {
            Some(known) => {
                diagnostic.help(format!("did you mean `{known}`?"));
                diagnostic.fix(edit::rename(&first.key, known));
            }
            None => {
                diagnostic.help("write `dtype`, `list`, `struct` or `class_label` after the name");
            }
        }
    }
}
