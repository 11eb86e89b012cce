use std::collections::HashSet;

use crate::card::{Card, RepoType};
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::load;
use crate::rules::configs::load::readers::Choice;
use crate::yaml::{Node, Value};

rule! {
    /// `features` has no columns.
    ///
    /// `datasets` takes an empty list, or `{}`, for the columns of the data, and raises `CastError` because the data has others. Without the
    /// key, it takes the columns that the data has.
    "empty-features", Error, predicts: [Datasets], evidence: "datasets 5.2.0 ArrowWriter and table_cast, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    if card.repo_type != RepoType::Dataset {
        return;
    }
    let is_empty = |node: &Node| {
        matches!(node.value, Value::Sequence(_) | Value::Mapping(_))
            && node.items().is_empty()
            && node.entries().is_empty()
    };
    if !super::features(card).any(is_empty) {
        return;
    }
    // Readers of media set their own columns, whatever is described.
    let reader = findings.context.few_paths(load::MAX_FILES).and_then(|paths| load::reader(card, paths));
    let sets_columns = matches!(reader, Some(Choice::Reader(reader)) if reader.sets_columns());
    let configs: HashSet<_> =
        load::configs(card).into_iter().filter_map(|config| config.get("config_name")?.as_str()).collect();
    // What is described under another name is ignored.
    let is_loaded = |info: &&Node| {
        let name = info.get("config_name").map_or(Some("default"), Node::as_str);
        name.is_some_and(|name| configs.contains(name) || configs.is_empty() && name == "default")
    };
    let described = super::infos(card).iter().filter(|_| !sets_columns).filter(is_loaded);
    let reader = reader.or_else(|| load::reader_of(card, None));
    let makes_columns = matches!(reader, Some(Choice::Reader(reader)) if reader.name() == "webdataset");
    // The readers of binary formats and JSON then take the columns of the description.
    let casts = matches!(reader, Some(Choice::Reader(reader)) if matches!(reader.name(), "csv" | "text" | "conll"));
    let names: HashSet<_> = super::infos(card).iter().map(config_name).collect();
    let is_described = |config: &&Node| names.contains(&config_name(config));
    let configured =
        super::configs(card).iter().filter(|_| !makes_columns).filter(|config| casts || !is_described(config));
    for holder in described.chain(configured) {
        let Some(entry) = holder.entry("features").filter(|entry| is_empty(&entry.value)) else { continue };
        findings
            .report(
                entry.value.span,
                "`features` has no columns: `datasets` raises `CastError`, because the data has some",
            )
            .help("list the columns, or remove the key: `datasets` then takes those of the data");
    }
}

fn config_name(holder: &Node) -> Option<&str> {
    holder.get("config_name").and_then(Node::as_str)
}
