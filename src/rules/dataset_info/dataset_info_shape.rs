use crate::rule::{Check, rule};

rule! {
    /// A part of `dataset_info` has a type that `datasets` does not expect.
    ///
    /// It raises an error that names neither the file nor the line.
    "dataset-info-shape", Error, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict", since: "0.1.0",
    Check::Schema
}
