use crate::rule::{Check, rule};

rule! {
    /// A key that takes a list has a single value.
    ///
    /// The Python client accepts both. The Hub rejects a single value for tags and tasks (`"tags" must be an array`), and likely for
    /// creators. For `multilinguality`, `source_datasets` and `size_categories` its types have a list, too, but it took a single
    /// value: from authors in 2022, and from distilabel and argilla, which write the size so and push it. That is a warning.
    "scalar-instead-of-list", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts; datasets#5137; distilabel 1.5.3 distiset.py; the Hub's answers captured in 2022 and 2026", since: "0.1.0",
    Check::Schema
}
