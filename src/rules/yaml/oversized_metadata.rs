use crate::rule::{Check, rule};

rule! {
    /// The metadata is endless or too large to read.
    ///
    /// An alias that stands inside its own value has no end, aliases of aliases multiply, and a README.md of many
    /// megabytes is no card. None of them can be stored as metadata.
    "oversized-metadata", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "our own bound",
    since: "0.1.0", Check::Read
}
