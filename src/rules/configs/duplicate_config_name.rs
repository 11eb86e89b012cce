use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::rules::dataset_info;
use crate::source::Span;

rule! {
    /// Two configs have the same name.
    ///
    /// `datasets` silently keeps only the last one.
    "duplicate-config-name", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let configs = super::configs(card).iter().filter_map(|config| {
        let name = config.get("config_name")?;
        Some((name.as_str()?, name.span))
    });
    report_duplicates(configs, "config", findings);
    // An entry of `dataset_info` without a name describes the config `default`.
    let infos = dataset_info::infos(card).iter().filter_map(|info| match info.get("config_name") {
        Some(name) => Some((name.as_str()?, name.span)),
        None => Some(("default", info.entries().first()?.key.span)),
    });
    report_duplicates(infos, "`dataset_info` for config", findings);
}

fn report_duplicates<'a>(names: impl Iterator<Item = (&'a str, Span)>, what: &str, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for (name, at) in names {
        if let Some(first) = seen.insert(name, at) {
            findings
                .report(at, format!("duplicate {what} `{name}`: only the last one is read"))
                .label(first, "this one is ignored")
                .help("rename or remove one of them");
        }
    }
}
