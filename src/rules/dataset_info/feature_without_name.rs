use crate::rule::{Check, rule};

rule! {
    /// A feature has no name, or a name that is no text.
    ///
    /// The datasets library stops with an error. A number, and `no` or `on` in Python, is no text: quote it.
    "feature-without-name", Error, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Schema
}
