use crate::card::Card;
use crate::rule::edit;
use crate::rule::nearest::nearest;
use crate::rule::{Check, Findings, rule};

rule! {
    /// `dataset_info` has a key that the datasets library does not know, but that was meant to be read.
    ///
    /// The library passes over it without a word: the features below `feature:` are lost. So are those of a config that
    /// stands below its name, as in `dataset_infos.json`; in a card each config is an item of a list, with `config_name`.
    "unknown-info-key", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfo._from_yaml_dict", since: "0.1.0",
    Check::Card(check)
}

/// What `dataset_info` can say in datasets 5.2.0, and before.
const KNOWN: [&str; 18] = [
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
            if KNOWN.contains(&key.as_str()) {
                continue;
            }
            if key == "configs" {
                findings
                    .report(entry.key.span, "`configs` is inside `dataset_info`, where nobody reads it")
                    .help("move it, and what belongs to it, to the left margin");
            } else if ["features", "splits", "dataset_size"].iter().any(|known| entry.value.get(known).is_some()) {
                findings
                    .report(
                        entry.key.span,
                        format!("`{key}` is no key of `dataset_info`: what stands below it is not read"),
                    )
                    .help(format!("write an item of a list: `- config_name: {key}`, and beside it what stands below"));
            } else if let Some(known) = nearest(&key, KNOWN) {
                let diagnostic = findings
                    .report(entry.key.span, format!("the datasets library does not know `{key}` in `dataset_info`"));
                diagnostic.help(format!("did you mean `{known}`?"));
                if info.get(known).is_none() {
                    diagnostic.fix(edit::rename(&entry.key, known));
                }
            }
        }
    }
}
