use crate::rule::{Check, rule};

rule! {
    /// `pipeline_tag` is not one of the Hub's tasks.
    ///
    /// The Hub shows a warning and no widget, and no filter finds the model by its task.
    "unknown-pipeline-tag", Warning, predicts: [Hub], evidence: "@huggingface/tasks 0.21.54 PIPELINE_DATA; hub-docs model-cards.md", since: "0.1.0",
    Check::Schema
}
