use crate::rule::{Check, rule};

rule! {
    /// `features` is not a list of columns.
    ///
    /// Each column is a mapping with `name` and a key that sets its type. For a mapping from names to types, as in
    /// Python code, `datasets` raises an error.
    "features-not-a-list", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Schema
}
