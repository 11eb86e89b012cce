use crate::rule::{Check, rule};

rule! {
    /// The `short_description` of a Space is longer than 60 characters.
    ///
    /// The Hub rejects the commit.
    "long-short-description", Error, predicts: [Hub], evidence: "the Hub's answer, quoted in espnet#6709", since: "0.1.0",
    Check::Schema
}
