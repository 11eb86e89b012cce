use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::configs;
use crate::yaml::Node;

rule! {
    /// `dataset_info` and `configs` name other splits for the same config.
    ///
    /// The datasets library reads the splits of `configs` and compares them with those of `dataset_info`. It stops with
    /// `ExpectedMoreSplitsError` where one is described that has no files, and with `UnexpectedSplitsError` where one has
    /// files that is not described.
    "splits-disagree", Error, predicts: [Datasets], evidence: "datasets 5.2.0 verify_splits, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    // Of two with one name the last one counts.
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
                        format!("`{split}` has no files in `configs`: the datasets library expects it and stops"),
                    )
                    .label(first_read.1.span, "the splits with files")
                    .help("remove it here, or name its files in `data_files`");
            }
        }
        for (split, at) in &read {
            if !known_described.contains(*split) {
                findings
                    .report(at.span, format!("`dataset_info` lacks the split `{split}`: the datasets library does not expect it and stops"))
                    .label(first_described.1.span, "the splits that it knows")
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
