use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::rules::dataset_info;
use crate::yaml::Node;

rule! {
    /// A split appears twice in the `data_files` of a config, or in the `splits` of `dataset_info`.
    ///
    /// `datasets` raises an error. List all files of a split under one `path`.
    "duplicate-split", Error, predicts: [Datasets], evidence: "datasets 5.2.0 sanitize_patterns", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        let help = "list the files of both under one `path: [a.csv, b.csv]`";
        report_duplicates(config.get("data_files"), "split", help, findings);
    }
    for info in dataset_info::infos(card) {
        report_duplicates(info.get("splits"), "name", "remove one of them", findings);
    }
}

fn report_duplicates(list: Option<&Node>, key: &str, help: &str, findings: &mut Findings<'_>) {
    let mut seen = HashMap::new();
    for split in list.map(Node::items).unwrap_or_default().iter().filter_map(|item| item.get(key)) {
        let Some(name) = split.as_str() else { continue };
        if let Some(first) = seen.insert(name, split.span) {
            findings.report(split.span, format!("duplicate split `{name}`")).label(first, "first used here").help(help);
        }
    }
}
