use crate::rule::{Check, rule};

rule! {
    /// A value has the wrong type for its key, or a required key is missing.
    ///
    /// The Hub checks the type of every key it knows, and rejects the commit. An unquoted year or version number is a
    /// number in YAML: quote it where a string is expected.
    "metadata-shape", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts and api-model.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
