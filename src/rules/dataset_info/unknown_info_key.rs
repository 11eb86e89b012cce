use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `dataset_info` has an unknown key that was meant to be read.
    ///
    /// `datasets` silently ignores it: the features below `feature:` are lost. So are those of a config below its name,
    /// as in `dataset_infos.json`; in a card, each config is an item of a list, with `config_name`.
    "unknown-info-key", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfo._from_yaml_dict", since: "0.1.0",
    Check::Card(check)
}

/// The keys of `dataset_info` that datasets 5.2.0 knows, or once knew.
const INFO_KEYS: [&str; 18] = [
    "builder_name",
    "citation",
    "config_name",
    "dataset_name",
    "dataset_size",
    "description",
    "download_checksums",
    "download_size",
    "features",
    "homepage",
    "license",
    "post_processed",
    "post_processing_size",
    "size_in_bytes",
    "splits",
    "supervised_keys",
    "task_templates",
    "version",
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for info in super::infos(card) {
        for entry in info.entries() {
            let key = entry.key.key_text();
            if INFO_KEYS.contains(&key.as_str()) {
                continue;
            }
            if key == "configs" {
                findings
                    .report(entry.key.span, "`configs` is nested under `dataset_info`, where it is ignored")
                    .help("move it, with everything below it, to the left margin");
            } else if ["features", "splits", "dataset_size"].iter().any(|known| entry.value.get(known).is_some()) {
                findings
                    .report(
                        entry.key.span,
                        format!("unknown key `{key}` in `dataset_info`: everything below it is ignored"),
                    )
                    .help(format!("write a list item: `- config_name: {key}`, followed by what is below the key"));
            } else if let Some(known) = nearest(&key, INFO_KEYS) {
                let diagnostic =
                    findings.report(entry.key.span, format!("unknown key `{key}` in `dataset_info` (it is ignored)"));
                diagnostic.help(format!("did you mean `{known}`?"));
                if info.get(known).is_none() {
                    diagnostic.fix(edit::rename(&entry.key, known));
                }
            }
        }
    }
}
