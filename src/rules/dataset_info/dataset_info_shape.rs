use crate::rule::{Check, rule};

rule! {
    /// A part of `dataset_info` has another type than the datasets library reads.
    ///
    /// It stops with an error that names neither the file nor the line.
    "dataset-info-shape", Error, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict", since: "0.1.0",
    Check::Schema
}
