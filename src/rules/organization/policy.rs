use crate::rule::{Check, rule};

rule! {
    /// A card does not do what the organization's policy requires.
    ///
    /// A policy is a JSON Schema (2020-12) of the organization's own, which `[[policy]]` in `cardlint.toml` names. It is
    /// checked over the metadata of each card; `x-sections` lists the sections that the text must have. What is reported
    /// is said by the schema: `x-message` is the message, and `x-fix` or `description` the help. Without them, the message is
    /// made from the keyword and the `title`. The files `gate.schema.json`, `common.schema.json`, `dataset-card.schema.json` and
    /// the like are cardlint's own, and may be referred to.
    "policy", Error, predicts: [], evidence: "the configuration", since: "0.1.0",
    Check::Lint
}
