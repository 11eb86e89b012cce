use crate::card::Card;
use crate::lint::rule::{Check, Findings, rule};

rule! {
    /// A top-level key has the name of something that `huggingface_hub` needs for itself.
    ///
    /// Metadata becomes attributes of a Python object. `self` and `ignore_metadata_errors` raise when the card is loaded;
    /// `get`, `pop`, `to_dict` and `to_yaml` hide the methods that `load_dataset` and `RepoCard` call.
    "reserved-key", Error, predicts: [HuggingfaceHub, Datasets], evidence: "huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Card(check)
}

const RESERVED: [&str; 7] = ["self", "ignore_metadata_errors", "get", "pop", "to_dict", "to_yaml", "_to_dict"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    for entry in card.metadata.entries() {
        let Some(key) = entry.key.as_str().filter(|key| RESERVED.contains(key)) else { continue };
        findings
            .report(entry.key.span, format!("the key `{key}` breaks the card object of `huggingface_hub`"))
            .help("give it another name");
    }
}
