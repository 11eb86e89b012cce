use crate::card::Card;
use crate::rule::diagnostic::Diagnostic;
use crate::rule::{Check, Located, rule};
use crate::vocabulary::tasks;

rule! {
    /// A value of `task_ids` is not one of the Hub's subtasks.
    ///
    /// The Hub shows a warning, and no filter finds the dataset by it. A task is not a subtask: it belongs in
    /// `task_categories`.
    "unknown-task-id", Warning, predicts: [Hub], evidence: "@huggingface/tasks 0.21.54 PIPELINE_DATA; mteb#2624", since: "0.1.0",
    Check::SchemaWith(advise)
}

fn advise(_: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    if let Some(task) = node.as_str().filter(|text| tasks().contains_key(*text)) {
        diagnostic.help(format!("`{task}` is a task: move it to `task_categories`"));
        diagnostic.fix = None;
    }
}
