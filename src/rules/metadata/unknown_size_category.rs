use crate::rule::{Check, rule};

rule! {
    /// A value of `size_categories` is not one of the Hub's size ranges.
    ///
    /// The Hub silently accepts it, but the size filter does not find the dataset.
    "unknown-size-category", Warning, predicts: [Reader], evidence: "datasets 5.2.0 size_categories.json; huggingface_hub DatasetCardData", since: "0.1.0",
    Check::Schema
}
