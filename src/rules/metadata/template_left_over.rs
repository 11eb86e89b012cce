use crate::rule::{Check, rule};

rule! {
    /// A placeholder of the card's template is left in the metadata.
    ///
    /// `license: {license}` is a mapping in YAML, and the Hub rejects it; `[More Information Needed]` tells readers
    /// nothing.
    "template-left-over", Error, predicts: [Hub], evidence: "hub-docs datasetcard.md and modelcard.md; huggingface_hub templates", since: "0.1.0",
    Check::Schema
}
