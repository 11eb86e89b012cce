use crate::rule::{Check, rule};

rule! {
    /// A value of `task_categories` is not one of the Hub's tasks.
    ///
    /// The Hub shows a warning, and no filter finds the dataset by it. Other words belong in `tags`.
    "unknown-task-category", Warning, predicts: [Hub], evidence: "@huggingface/tasks 0.21.54 PIPELINE_DATA; mteb#2624", since: "0.1.0",
    Check::Schema
}
