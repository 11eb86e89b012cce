use crate::rule::{Check, rule};

rule! {
    /// A value has another type than its key takes, or a key that must be there is missing.
    ///
    /// The Hub checks the type of every key it knows and refuses the commit. A year or a version number that is not
    /// quoted is a number in YAML; quote it where text is expected.
    "metadata-shape", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts and api-model.ts, run through Joi", since: "0.1.0",
    Check::Schema
}
