use crate::rule::{Check, rule};

rule! {
    /// `features` is not a list of columns.
    ///
    /// Each column is a map with `name` and the key that says what it holds. A map from names to types, as in Python
    /// code, stops the datasets library with an error.
    "features-not-a-list", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Schema
}
