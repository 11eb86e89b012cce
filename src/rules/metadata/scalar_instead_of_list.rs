use crate::rule::{Check, rule};

rule! {
    /// A key that takes a list has a single value.
    ///
    /// The Python client accepts both. The Hub rejects a single value for tags and tasks (`"tags" must be an array`), and likely for
    /// sizes, sources and creators. For `multilinguality` its types have a list, too, but it took a single value in December 2022, and
    /// what it does today is not known: that is a warning.
    "scalar-instead-of-list", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts; datasets#5137; the Hub's answers captured in 2022 and 2026", since: "0.1.0",
    Check::Schema
}
