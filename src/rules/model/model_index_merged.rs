use std::collections::HashMap;

use crate::card::{Card, RepoType};
use crate::rule::{Check, Findings, rule};
use crate::source::Span;
use crate::yaml::Node;

rule! {
    /// Results in `model-index` that `huggingface_hub` makes one of.
    ///
    /// Whoever writes the card back with it, such as a trainer that pushes, puts results together by the type of the task, and the
    /// type, config, split and revision of the dataset: of two that differ in `dataset.name`, `task.name` or `source` alone, the
    /// second one's are lost. Of several models, only the last name is left, with the results of all.
    "model-index-merged", Warning, predicts: [HuggingfaceHub], outcome: Lost,
    evidence: "huggingface_hub 2.4.0 model_index_to_eval_results and eval_results_to_model_index, run", since: "0.1.0",
    Check::Card(check)
}

/// By what results are put together.
const TOGETHER: [&str; 5] = ["/task/type", "/dataset/type", "/dataset/config", "/dataset/split", "/dataset/revision"];
/// What is lost of the second one.
const LOST: [(&str, &str); 5] = [
    ("/dataset/name", "dataset.name"),
    ("/task/name", "task.name"),
    ("/source/url", "source"),
    ("/source/name", "source"),
    ("/dataset/args", "dataset.args"),
];

fn check(card: &Card, findings: &mut Findings<'_>) {
    let Some(index) = card.get("model-index").filter(|_| card.repo_type == RepoType::Model) else { return };
    let models = index.items();
    let names: Vec<_> = models.iter().filter_map(|model| model.get("name")).collect();
    if let Some(last) = names.last().and_then(|name| name.as_str()) {
        for name in names.iter().filter(|name| name.as_str().is_some_and(|name| name != last)) {
            findings
                .report(
                    name.span,
                    format!("`huggingface_hub` gives these results to `{last}` when it writes the card back"),
                )
                .help("write one model per card: the results of another one belong in its own card");
        }
    }
    let results = models.iter().filter_map(|model| model.get("results")).flat_map(Node::items);
    let mut groups: Vec<Vec<&Node>> = Vec::new();
    let mut known: HashMap<[Option<String>; 5], usize> = HashMap::new();
    for result in results {
        let texts = TOGETHER.map(|pointer| result.pointer(pointer).map(Node::key_text));
        if let [Some(_), Some(_), ..] = texts {
            let group = *known.entry(texts).or_insert(groups.len());
            match groups.get_mut(group) {
                Some(group) => group.push(result),
                None => groups.push(vec![result]),
            }
        }
    }
    for group in groups {
        let Some((first, others)) = group.split_first() else { continue };
        let differing = |(pointer, what): &(&str, &'static str)| {
            let text = |node: &Node| node.pointer(pointer).map(Node::key_text);
            let other = others.iter().find(|other| text(first) != text(other))?;
            Some((other.pointer(pointer).map_or_else(|| start(other), |node| node.span), *what))
        };
        let Some((at, what)) = LOST.iter().find_map(differing) else { continue };
        let message = format!(
            "`huggingface_hub` makes one of {} results that differ in `{what}` when it writes the card back",
            group.len()
        );
        findings
            .report(at, message)
            .label(start(first), "the first of them")
            .help("give them a `dataset.config` or `dataset.split` each: what else they are called is not compared");
    }
}

/// The first key of a result.
fn start(result: &Node) -> Span {
    result.entries().first().map_or(result.span, |entry| entry.key.span)
}
