use crate::rule::{Check, Located, rule};

rule! {
    /// The name of a split is not a word.
    ///
    /// It may contain letters, digits, `_`, and dots between words, but no dash, space, bracket or line break. A number, or `no`,
    /// is not a string to PyYAML, and `all` means every split. `datasets` raises an error in `data_files`, and expects a split in
    /// vain that `dataset_info` names so; the Hub rejects only names that are not strings.
    "split-name", Error, predicts: [Hub, Datasets], evidence: "datasets 5.2.0 naming._split_re and verify_splits, run", since: "0.1.0",
    Check::SchemaWith(advise)
}

use crate::card::Card;
use crate::rule::diagnostic::{Diagnostic, Severity};
use crate::rule::edit;
use crate::rules::dataset_info;
use crate::source::Fix;
use crate::yaml::Node;

fn advise(card: &Card, Located { node, .. }: &Located<'_>, diagnostic: &mut Diagnostic) {
    // What is described under a name that no config has is ignored.
    let names: Vec<_> = super::configs(card).iter().filter_map(|config| config.get("config_name")?.as_str()).collect();
    let holds = |info: &&Node| info.span.start <= node.span.start && node.span.end <= info.span.end;
    let info = dataset_info::infos(card).iter().find(holds);
    let name = info.map(|info| info.get("config_name").and_then(Node::as_str).unwrap_or("default"));
    if name.is_some_and(|name| !names.is_empty() && !names.contains(&name)) {
        diagnostic.severity(Severity::Warning);
    }
    let Some(name) = node.as_str() else { return };
    if name == "all" {
        "`all` is not a valid split name: it means all splits together".clone_into(&mut diagnostic.message);
        diagnostic.help("write `train`, or another name").fix = None;
        return;
    }
    let word: String =
        name.trim().chars().map(|each| if each.is_alphanumeric() || each == '.' { each } else { '_' }).collect();
    let word = word.trim_matches(['_', '.']);
    if !word.is_empty() && !name.contains(['[', '%', '*']) {
        diagnostic.help(format!("write `{word}`: `_` can replace other characters"));
        diagnostic.fix(Fix::suggested(format!("write `{word}`"), vec![edit::replace(node, word)]));
    }
}
