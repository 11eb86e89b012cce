use crate::rule::{Check, rule};

rule! {
    /// The name of a config is not a string.
    ///
    /// A year such as `2023` is a number in YAML: quote it. The Hub rejects other types, and a config without a name
    /// cannot be loaded.
    "config-name", Error, predicts: [Hub, Datasets], evidence: "huggingface.js api-dataset.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
