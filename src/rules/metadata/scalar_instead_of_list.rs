use crate::rule::{Check, rule};

rule! {
    /// A key that takes a list has a single value.
    ///
    /// The Python client accepts both. The Hub's schema accepts only a list for tags, tasks, sizes and creators.
    "scalar-instead-of-list", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts; datasets#5137", since: "0.1.0",
    Check::Schema
}
