use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::configs;
use crate::yaml::Node;

rule! {
    /// `dataset_info` and `configs` name different splits for the same config.
    ///
    /// `datasets` reads the splits of `configs` and compares them with those of `dataset_info`. It raises
    /// `ExpectedMoreSplitsError` for a described split without files, and `UnexpectedSplitsError` for a split with
    /// files that is not described.
    "splits-disagree", Error, predicts: [Datasets], evidence: "datasets 5.2.0 verify_splits, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    // Of two with the same name, the last one counts.
    let configs: HashMap<_, _> = configs(card).iter().map(|config| (name(config), config)).collect();
    let infos: IndexMap<_, _> = super::infos(card).iter().map(|info| (name(info).or(Some("default")), info)).collect();
    for (name, info) in infos {
        let described: Vec<_> = named(info.get("splits"), "name");
        let read: Vec<_> = named(configs.get(&name).and_then(|config| config.get("data_files")), "split");
        let (Some(first_described), Some(first_read)) = (described.first(), read.first()) else { continue };
        let names =
            |splits: &[(&str, &Node)]| splits.iter().map(|(name, _)| (*name).to_owned()).collect::<HashSet<_>>();
        let (known_described, known_read) = (names(&described), names(&read));
        for (split, at) in &described {
            if !known_read.contains(*split) {
                findings
                    .report(
                        at.span,
                        format!(
                            "no files for the split `{split}` in `configs`: `datasets` raises `ExpectedMoreSplitsError`"
                        ),
                    )
                    .label(first_read.1.span, "the splits that have files")
                    .help("remove it here, or add its files to `data_files`");
            }
        }
        for (split, at) in &read {
            if !known_described.contains(*split) {
                findings
                    .report(
                        at.span,
                        format!("no split `{split}` in `dataset_info`: `datasets` raises `UnexpectedSplitsError`"),
                    )
                    .label(first_described.1.span, "the splits that it describes")
                    .help("add it to `splits` with its `num_bytes` and `num_examples`, or remove `splits`");
            }
        }
    }
}

fn name(config: &Node) -> Option<&str> {
    config.get("config_name").and_then(Node::as_str)
}

fn named<'a>(list: Option<&'a Node>, key: &str) -> Vec<(&'a str, &'a Node)> {
    let items = list.map(Node::items).unwrap_or_default().iter();
    let names: Option<_> = items.map(|item| item.get(key).and_then(|name| Some((name.as_str()?, name)))).collect();
    names.unwrap_or_default()
}
