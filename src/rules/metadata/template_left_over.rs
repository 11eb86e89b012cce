use crate::rule::{Check, rule};

rule! {
    /// A placeholder of the card's template is left in the metadata.
    ///
    /// `license: {license}` is a map in YAML, and the Hub refuses it; `[More Information Needed]` tells nobody anything.
    "template-left-over", Error, predicts: [Hub], evidence: "hub-docs datasetcard.md and modelcard.md; huggingface_hub templates", since: "0.1.0",
    Check::Schema
}
