use crate::card::{Card, RepoType};
use crate::rule::{Check, Findings, edit, rule};
use crate::rules::dataset_info;
use crate::source::Span;
use crate::yaml::{Node, Value};

rule! {
    /// A key of `configs` or `dataset_info` is at another level than the one where it is read.
    ///
    /// `config_name`, `data_files` and `data_dir` belong to an item of `configs`, `split` and `path` to an item of its `data_files`,
    /// and `features`, `splits` and sizes to `dataset_info`. Elsewhere they are silently ignored: the splits of a config are
    /// then others than the card says.
    "config-key-misplaced", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 MetadataConfigs and DatasetInfosDict, run", since: "0.1.0",
    Check::Card(check)
}

/// The keys of a config that no other part of a card has.
const OF_CONFIGS: [&str; 5] = ["config_name", "data_files", "data_dir", "drop_labels", "drop_metadata"];
/// The keys of `dataset_info` that no other part of a card has.
const OF_INFO: [&str; 4] = ["features", "splits", "dataset_size", "download_size"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    if card.repo_type != RepoType::Dataset {
        return;
    }
    for entry in card.metadata.entries() {
        let key = entry.key.key_text();
        if OF_CONFIGS.contains(&key.as_str()) {
            let lines = match (key.as_str(), &entry.value.value) {
                ("data_files" | "data_dir", Value::String(text)) => {
                    format!("\n- config_name: default\n  {key}: {}", edit::scalar(text))
                }
                ("config_name", Value::String(text)) => format!("\n- config_name: {}", edit::scalar(text)),
                _ => format!("\n- config_name: default\n  {key}: …"),
            };
            report(entry.key.span, &key, "a config", findings)
                .help(format!("move it into an item of `configs`:\nconfigs:{lines}"));
        } else if OF_INFO.contains(&key.as_str()) {
            report(entry.key.span, &key, "`dataset_info`", findings)
                .help(format!("indent it under `dataset_info`:\ndataset_info:\n  {key}: …"));
        }
    }
    for info in dataset_info::infos(card) {
        for entry in info.entries() {
            let key = entry.key.key_text();
            if matches!(key.as_str(), "data_files" | "data_dir") {
                report(entry.key.span, &key, "a config", findings)
                    .help("move it to the item of `configs` with the same `config_name`");
            }
        }
    }
    for config in super::configs(card) {
        for entry in config.entries() {
            let key = entry.key.key_text();
            // A path goes where its split goes.
            if !is_misplaced(config, &key) || key == "path" {
                continue;
            }
            let of_files = matches!(key.as_str(), "split" | "path" | "splits");
            let diagnostic = report(
                entry.key.span,
                &key,
                if of_files { "an item of `data_files`" } else { "`dataset_info`" },
                findings,
            );
            match lines(config).filter(|_| of_files) {
                Some(lines) => diagnostic.help(format!("write the files of each split:\n{lines}")),
                None if of_files => diagnostic.help("write `- split: ` and `path: ` for each split under `data_files`"),
                None => diagnostic.help("move it to `dataset_info`"),
            };
        }
    }
}

/// Whether a key at the top of a card is one of `configs` or `dataset_info`.
pub(in crate::rules) fn is_of_other_level(key: &str) -> bool {
    OF_CONFIGS.contains(&key) || OF_INFO.contains(&key)
}

/// Whether a key of a config belongs elsewhere.
pub(super) fn is_misplaced(config: &Node, key: &str) -> bool {
    match key {
        "split" | "splits" | "num_bytes" | "num_examples" | "dataset_size" | "download_size" => true,
        "path" => config.get("split").is_some(),
        _ => false,
    }
}

fn report<'a>(
    at: Span,
    key: &str,
    home: &str,
    findings: &'a mut Findings<'_>,
) -> &'a mut crate::rule::diagnostic::Diagnostic {
    findings.report(at, format!("`{key}` is a key of {home}; here it is ignored"))
}

/// The `data_files` that a config with `split`, `path` or `splits` means.
fn lines(config: &Node) -> Option<String> {
    let line = |split: &str, path: &str| format!("- split: {}\n  path: {}", edit::scalar(split), edit::scalar(path));
    let text = |node: &Node, keys: [&str; 2]| keys.iter().find_map(|key| node.get(key)?.as_str().map(str::to_owned));
    let items = match config.get("split").and_then(Node::as_str) {
        Some(split) => vec![line(split, &text(config, ["path", "data_files"])?)],
        None => {
            let items = config.get("splits")?.items().iter();
            items
                .map(|item| Some(line(&text(item, ["split", "name"])?, &text(item, ["path", "data_files"])?)))
                .collect::<Option<_>>()?
        }
    };
    Some(format!("data_files:\n{}", items.join("\n")))
}
