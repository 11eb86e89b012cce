use crate::rule::{Check, rule};

rule! {
    /// `gated` is not one of the Hub's access modes.
    ///
    /// A repo is gated with automatic approval (`auto`), with manual approval (`manual`), or not at all (`false`). In
    /// the card, the key is only a note for readers; the repo's settings decide.
    "gated-value", Warning, predicts: [Reader], evidence: "huggingface_hub update_repo_settings", since: "0.1.0",
    Check::Schema
}
