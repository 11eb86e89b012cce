use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// Two features have the same name.
    ///
    /// `datasets` silently keeps only the last one.
    "duplicate-feature", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for features in super::features(card) {
        let mut seen = HashMap::new();
        for column in features.items() {
            let Some(name) = column.get("name") else { continue };
            let Some(text) = name.as_str() else { continue };
            if let Some(first) = seen.insert(text, name.span) {
                findings
                    .report(name.span, format!("duplicate feature `{text}`: only the last one is read"))
                    .label(first, "this one is ignored")
                    .help("remove one of them");
            }
        }
    }
}
