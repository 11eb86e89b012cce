use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::load;
use crate::source::Span;
use crate::yaml::Node;

rule! {
    /// `dataset_info` describes other splits of a config than there are files for.
    ///
    /// `datasets` reads the splits that `data_files` names, `train` where it names none, or without `data_files` those that it
    /// finds by the names of files, and compares them with those of `dataset_info`. It raises `ExpectedMoreSplitsError` for a
    /// described split without files, and `UnexpectedSplitsError` for a split with files that is not described.
    "splits-disagree", Error, predicts: [Datasets], evidence: "datasets 5.2.0 verify_splits, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let configs = load::configs(card);
    let by_name: HashMap<_, _> = configs.iter().filter_map(|config| Some((name(config)?, *config))).collect();
    // Of two with the same name, the last one counts.
    let infos: IndexMap<_, _> = super::infos(card).iter().filter_map(|info| Some((name(info)?, info))).collect();
    for (name, info) in infos {
        let config = by_name.get(name).copied();
        // Without any, there is one config that is called so.
        if config.is_none() && (!configs.is_empty() || name != "default") {
            continue;
        }
        let described: Vec<_> = named(info.get("splits"), "name");
        let Some((first, first_at)) = described.first().copied() else { continue };
        match config.and_then(load::declared) {
            Some(read) => compare(&described, &read, first_at, findings),
            None => {
                let directory = config.map(load::directory).unwrap_or_default();
                let found = findings
                    .context
                    .few_paths(load::MAX_FILES)
                    .and_then(|paths| load::splits(config, directory, paths))
                    .unwrap_or_default();
                let read: Vec<_> = found.iter().map(|split| split.name).collect();
                let missing = described.iter().find(|(split, _)| !read.contains(split)).filter(|_| !read.is_empty());
                if let Some((split, at)) = missing {
                    findings
                        .report(
                            at.span,
                            format!("no files for the split `{split}`: `datasets` raises `ExpectedMoreSplitsError`"),
                        )
                        .help(format!(
                            "by the names of files, there is {}: add `data_files`, or remove the split here",
                            list(&read)
                        ));
                } else if let Some(other) = read.iter().find(|split| !described.iter().any(|(name, _)| name == *split))
                {
                    findings
                        .report(
                            first_at.span,
                            format!("no split `{other}` in `dataset_info`, but files for it: `datasets` raises `UnexpectedSplitsError`"),
                        )
                        .help(format!("add it beside `{first}`, or name the files of each split with `data_files`"));
                }
            }
        }
    }
}

/// Compares described splits with those that `data_files` names.
fn compare(described: &[(&str, &Node)], read: &[load::Declared<'_>], first: &Node, findings: &mut Findings<'_>) {
    let Some(first_read) = read.first() else { return };
    let described_names: HashSet<_> = described.iter().map(|(name, _)| *name).collect();
    let read_names: HashSet<_> = read.iter().map(|split| split.name).collect();
    let is_named = |at: Span| {
        if read.len() == 1
            && read[0].patterns.iter().any(|pattern| at.start <= pattern.at.start && pattern.at.end <= at.end)
        {
            "without `split`, these files are the split `train`"
        } else {
            "the splits that have files"
        }
    };
    for (split, at) in described {
        if !read_names.contains(*split) {
            findings
                .report(
                    at.span,
                    format!(
                        "no files for the split `{split}` in `configs`: `datasets` raises `ExpectedMoreSplitsError`"
                    ),
                )
                .label(first_read.at, is_named(first_read.at))
                .help("remove it here, or add its files to `data_files`");
        }
    }
    for split in read {
        if !described_names.contains(split.name) {
            findings
                .report(
                    split.at,
                    format!("no split `{}` in `dataset_info`: `datasets` raises `UnexpectedSplitsError`", split.name),
                )
                .label(first.span, "the splits that it describes")
                .help("add it to `splits` with its `num_bytes` and `num_examples`, or remove `splits`");
        }
    }
}

fn list(names: &[&str]) -> String {
    names.iter().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The name of a config, which is `default` if none is written; `None` for one that is not a string, which matches no other.
fn name(config: &Node) -> Option<&str> {
    config.get("config_name").map_or(Some("default"), Node::as_str)
}

fn named<'a>(list: Option<&'a Node>, key: &str) -> Vec<(&'a str, &'a Node)> {
    let items = list.map(Node::items).unwrap_or_default().iter();
    let names: Option<_> = items.map(|item| item.get(key).and_then(|name| Some((name.as_str()?, name)))).collect();
    names.unwrap_or_default()
}
