use crate::card::{Card, RepoType};
use crate::rule::diagnostic::{Consumer, Severity};
use crate::rule::{Check, Findings, rule};

rule! {
    /// A top-level key with a name that `huggingface_hub` uses itself.
    ///
    /// Metadata becomes attributes of a Python object. `self` and `ignore_metadata_errors` raise when the card is loaded, and
    /// `get` when `load_dataset` asks for configs. `to_dict` and `to_yaml` hide the methods that write a card: once loaded, it
    /// can be neither saved nor pushed.
    "reserved-key", Error, predicts: [HuggingfaceHub, Datasets], evidence: "huggingface_hub 2.4.0 and datasets 5.2.0, run",
    since: "0.1.0", Check::Card(check)
}

const UNREADABLE: [&str; 3] = ["self", "ignore_metadata_errors", "get"];
const UNWRITABLE: [&str; 3] = ["to_dict", "to_yaml", "_to_dict"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        if UNREADABLE.contains(&key) {
            let diagnostic = findings
                .report(entry.key.span, format!("reserved key `{key}`: it breaks the card object of `huggingface_hub`"))
                .help("rename the key");
            // Only `load_dataset` calls it.
            if key == "get" && card.repo_type == RepoType::Dataset {
                diagnostic.predicts(&[Consumer::Datasets]);
            } else if key == "get" {
                diagnostic.severity(Severity::Warning).predicts(&[Consumer::HuggingfaceHub]);
            }
        } else if UNWRITABLE.contains(&key) {
            findings
                .report(entry.key.span, format!("reserved key `{key}`: `huggingface_hub` cannot save the card"))
                .help("rename the key")
                .severity(Severity::Warning)
                .predicts(&[Consumer::HuggingfaceHub]);
        }
    }
}
