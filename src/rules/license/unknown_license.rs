use crate::lint::rule::{Check, rule};

rule! {
    /// The license is not one of the ids that the Hub knows.
    ///
    /// The list is closed, lower case and not that of SPDX: `Apache-2.0` and `GPL-3.0-or-later` are refused. A license
    /// without an id is `other`, with `license_name` and `license_link`.
    "unknown-license", Error, predicts: [Hub], evidence: "hub-docs repositories-licenses.md; huggingface_hub#4218", since: "0.1.0",
    Check::Schema
}
