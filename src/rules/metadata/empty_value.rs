use crate::rule::{Check, rule};

rule! {
    /// A value is an empty string.
    ///
    /// The Hub rejects empty strings. Remove the key instead.
    "empty-value", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts, run through Joi, whose strings must not be empty", since: "0.1.0",
    Check::Schema
}
