use std::collections::HashSet;

use crate::card::Card;
use crate::rule::nearest::{affordable, nearest};
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::configs;
use crate::source::{Edit, Fix};

rule! {
    /// `dataset_info` describes a config that `configs` does not have.
    ///
    /// `datasets` matches the two by name, and silently ignores features and sizes under another name. If a single
    /// config is described and the card has no `configs`, `load_dataset` looks for the described config and fails,
    /// because there is only `default`.
    "config-names-disagree", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict and MetadataConfigs", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let configs = configs(card);
    let names: Vec<_> = configs.iter().filter_map(|config| config.get("config_name")?.as_str()).collect();
    if card.get("configs").is_none_or(|configs| configs.items().is_empty()) {
        lone(card, findings);
    }
    if names.is_empty() || names.len() < configs.len() {
        return;
    }
    let known: HashSet<_> = names.iter().copied().collect();
    for info in super::infos(card) {
        let Some(name) = info.get("config_name") else {
            if let Some(first) = info.entries().first().filter(|_| !known.contains("default")) {
                findings
                    .report(
                        first.key.span,
                        "no config `default` in `configs`: without `config_name`, this describes `default`",
                    )
                    .label(configs[0].span, "the configs")
                    .help(format!("add the config it describes: `config_name: {}`", names[0]));
            }
            continue;
        };
        let written = card.source.slice(name.span);
        if name.as_str().is_none() && known.contains(written) {
            let quoted = format!("\"{written}\"");
            findings
                .report(
                    name.span,
                    format!("`{written}` is not a string here, so it does not match the config in `configs`"),
                )
                .label(configs[0].span, "the configs")
                .help(format!("quote it: `{quoted}`"))
                .fix(Fix::safe("quote it", vec![Edit::replace(name.span, quoted)]));
            continue;
        }
        let Some(text) = name.as_str().filter(|text| !known.contains(text)) else { continue };
        let diagnostic = findings.report(name.span, format!("no config `{text}` in `configs`"));
        diagnostic.label(configs[0].span, "the configs");
        match nearest(text, names.iter().copied().take(affordable(super::infos(card).len()))) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("use the same name in both places, or remove the one that is not used"),
        };
    }
}

/// The one described config of a card without `configs`.
fn lone(card: &Card, findings: &mut Findings<'_>) {
    let [info] = super::infos(card) else { return };
    let Some(name) = info.get("config_name").filter(|name| name.as_str() != Some("default")) else { return };
    let written = card.source.slice(name.span);
    findings
        .report(
            name.span,
            format!("`load_dataset` fails: it looks for the config `{written}`, but the card has no `configs`"),
        )
        .help("add `configs` with this `config_name` and its `data_files`, or remove `config_name`");
}
