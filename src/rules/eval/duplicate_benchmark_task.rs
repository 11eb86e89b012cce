use std::collections::HashMap;

use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::yaml::Node;

rule! {
    /// Two tasks of a benchmark have the same id.
    ///
    /// Results name a task by its `id`, and each task has a leaderboard of its own: it cannot be told which of the two is meant.
    "duplicate-benchmark-task", Warning, predicts: [Reader], evidence: "hub-docs eval-results.md of 2026-08-22: a unique identifier",
    since: "0.1.0", Check::Benchmark(check), document: "eval.yaml"
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let mut seen: HashMap<&str, &Node> = HashMap::new();
    let tasks = card.get("tasks").map(Node::items).unwrap_or_default();
    for id in tasks.iter().filter_map(|task| task.get("id")) {
        let Some(name) = id.as_str() else { continue };
        match seen.get(name) {
            Some(first) => {
                findings
                    .report(id.span, format!("duplicate task `{name}`"))
                    .label(first.span, "the first one")
                    .help("rename one of them");
            }
            None => {
                seen.insert(name, id);
            }
        }
    }
}
