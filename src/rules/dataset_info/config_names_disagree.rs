use std::collections::HashSet;

use crate::card::Card;
use crate::rule::nearest::{affordable, nearest};
use crate::rule::{Check, Findings, rule};
use crate::rules::configs::configs;
use crate::source::{Edit, Fix};

rule! {
    /// `dataset_info` describes a config that `configs` does not have.
    ///
    /// The datasets library matches the two by name. Features and sizes under another name are not used, and nobody is
    /// told. Where a single config is described and the card has no `configs`, `load_dataset` looks for the one that is
    /// described and stops, for there is only `default`.
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
                        "this describes a config `default`, for it has no `config_name`, and `configs` has none",
                    )
                    .label(configs[0].span, "the configs")
                    .help(format!("write which one it describes: `config_name: {}`", names[0]));
            }
            continue;
        };
        let written = card.source.slice(name.span);
        if name.as_str().is_none() && known.contains(written) {
            let quoted = format!("\"{written}\"");
            findings
                .report(name.span, format!("`{written}` is no text here and matches no name in `configs`"))
                .label(configs[0].span, "the configs")
                .help(format!("quote it: `{quoted}`"))
                .fix(Fix::safe("quote it", vec![Edit::replace(name.span, quoted)]));
            continue;
        }
        let Some(text) = name.as_str().filter(|text| !known.contains(text)) else { continue };
        let diagnostic = findings.report(name.span, format!("`configs` has no config `{text}`"));
        diagnostic.label(configs[0].span, "the configs");
        match nearest(text, names.iter().copied().take(affordable(super::infos(card).len()))) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("use one name in both places, or remove the one that is not used"),
        };
    }
}

/// The one described config of a card without `configs`.
fn lone(card: &Card, findings: &mut Findings<'_>) {
    let [info] = super::infos(card) else { return };
    let Some(name) = info.get("config_name").filter(|name| name.as_str() != Some("default")) else { return };
    let written = card.source.slice(name.span);
    findings
        .report(name.span, format!("load_dataset looks for the config `{written}`, and there are no `configs`"))
        .help("add `configs` with this `config_name` and its `data_files`, or remove `config_name`");
}
