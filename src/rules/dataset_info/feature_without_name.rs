use crate::rule::{Check, rule};

rule! {
    /// A feature has no name, or a name that is not a string.
    ///
    /// `datasets` raises an error. A number, and to PyYAML also `no` or `on`, is not a string: quote it.
    "feature-without-name", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Schema
}
