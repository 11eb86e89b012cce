use std::collections::HashMap;

use crate::card::Card;
use crate::lint::rule::{Check, Findings, rule};

rule! {
    /// Two configs have the same name.
    ///
    /// The datasets library keeps the last one and forgets the others without a word.
    "duplicate-config-name", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for config in super::configs(card) {
        let Some(name) = config.get("config_name") else { continue };
        let Some(text) = name.as_str() else { continue };
        if let Some(first) = seen.insert(text, name.span) {
            findings
                .report(name.span, format!("the config `{text}` is there twice; only the last one is read"))
                .label(first, "this one is lost")
                .help("give each config a name of its own");
        }
    }
}
