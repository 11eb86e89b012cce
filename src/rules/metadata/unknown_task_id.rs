use crate::lint::rule::{Check, rule};

rule! {
    /// A value of `task_ids` is not one of the Hub's subtasks.
    ///
    /// The Hub warns, and no filter finds the dataset by it. A task is no subtask: it belongs in `task_categories`.
    "unknown-task-id", Warning, predicts: [Hub], evidence: "@huggingface/tasks PIPELINE_DATA; mteb#2624", since: "0.1.0",
    Check::Schema
}
