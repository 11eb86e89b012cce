use crate::rule::{Check, rule};

rule! {
    /// `colorFrom` or `colorTo` is not one of the eight colors of a Space.
    ///
    /// The Hub rejects the commit.
    "unknown-space-color", Error, predicts: [Hub], evidence: "the Hub's answer captured in 2026; hub-docs spaces-config-reference.md", since: "0.1.0",
    Check::Schema
}
