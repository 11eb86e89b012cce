use crate::rule::{Check, rule};

rule! {
    /// The `short_description` of a Space is longer than 60 characters.
    ///
    /// The Hub rejects the commit.
    "long-short-description", Error, predicts: [Hub], evidence: "captured answer of the Hub", since: "0.1.0",
    Check::Schema
}
