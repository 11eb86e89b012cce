use crate::rule::{Check, rule};

rule! {
    /// A key has its name from before 2022.
    ///
    /// `licenses` and `languages` became `license` and `language`; the Hub rejects dataset cards with the old names.
    "renamed-key", Error, predicts: [Hub], evidence: "huggingface.js api-dataset.ts; datasets#4607", since: "0.1.0",
    Check::Schema
}
