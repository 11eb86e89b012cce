use crate::rule::{Check, rule};

rule! {
    /// `sdk` is not one that a Space can run on.
    ///
    /// The Hub cannot start the Space unless it is `gradio`, `docker` or `static`.
    "unknown-space-sdk", Error, predicts: [Hub], evidence: "hub-docs spaces-config-reference.md", since: "0.1.0",
    Check::Schema
}
