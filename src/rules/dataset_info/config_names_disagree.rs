use std::collections::HashSet;

use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::nearest::{affordable, nearest};
use crate::rule::{Check, Findings, edit, rule};
use crate::rules::configs::configs;
use crate::rules::configs::several_default_configs::truthy;
use crate::source::Fix;
use crate::yaml::{Node, Value};

rule! {
    /// `dataset_info` describes a config that `configs` does not have.
    ///
    /// `datasets` matches the two by name, and silently ignores features and sizes under another name. Without `configs`, there is
    /// only the config `default`: `load_dataset` does not find the others that are described. If a single config is described and no
    /// config is the default, it is the one that `load_dataset` looks for.
    "config-names-disagree", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict and MetadataConfigs, run", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    nameless(card, findings);
    let configs = configs(card);
    let names: Vec<_> = configs.iter().filter_map(|config| config.get("config_name")?.as_str()).collect();
    if card.get("configs").is_none_or(|configs| configs.items().is_empty()) {
        without_configs(card, findings);
    }
    if names.is_empty() || names.len() < configs.len() {
        return;
    }
    // Described alone, it is the default where no other is.
    let is_sought = super::infos(card).len() == 1 && !has_default(configs, &names);
    let severity = if is_sought { Severity::Error } else { Severity::Warning };
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
                    .help(format!("add the config it describes: `config_name: {}`", names[0]))
                    .severity(severity);
            }
            continue;
        };
        if matches!(name.value, Value::Null | Value::Sequence(_) | Value::Mapping(_)) {
            continue;
        }
        let written = card.source.slice(name.span);
        if name.as_str().is_none() && known.contains(written) {
            let Some((title, edits)) = edit::quote(&card.source, name) else { continue };
            findings
                .report(
                    name.span,
                    format!("`{written}` is not a string here, so it does not match the config in `configs`"),
                )
                .label(configs[0].span, "the configs")
                .help(&*title)
                .severity(severity)
                .fix(Fix::safe(title, edits));
            continue;
        }
        let text = name.as_str().unwrap_or(written);
        if known.contains(text) {
            continue;
        }
        let message = if is_sought {
            format!(
                "no config `{text}` in `configs`, but it is the one that `load_dataset` looks for: no other is the default"
            )
        } else {
            format!("no config `{text}` in `configs`")
        };
        let diagnostic = findings.report(name.span, message);
        diagnostic.label(configs[0].span, "the configs").severity(severity);
        match nearest(text, names.iter().copied().take(affordable(super::infos(card).len()))) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("use the same name in both places, or remove the one that is not used"),
        };
    }
}

/// Reports descriptions whose name is null, which no config has.
fn nameless(card: &Card, findings: &mut Findings<'_>) {
    let names = super::infos(card).iter().filter_map(|info| info.entry("config_name"));
    for name in names.filter(|name| name.value.value == Value::Null) {
        findings
            .report(name.key.span, "`config_name` has no value: `datasets` ignores what is described here")
            .help("write the name of the config, or remove the key: without it, this describes `default`");
    }
}

/// Whether one of the configs is the default.
fn has_default(configs: &[Node], names: &[&str]) -> bool {
    let differ = names.iter().any(|name| *name != names[0]);
    !differ || names.contains(&"default") || configs.iter().any(|config| config.get("default").is_some_and(truthy))
}

/// The described configs of a card without `configs`.
fn without_configs(card: &Card, findings: &mut Findings<'_>) {
    let infos = super::infos(card);
    let named = infos.iter().filter_map(|info| info.get("config_name"));
    let others: Vec<_> = named.filter(|name| name.as_str() != Some("default") && name.value != Value::Null).collect();
    let Some(first) = others.first() else { return };
    let written = card.source.slice(first.span);
    let message = match (infos.len(), others.len()) {
        (1, _) => format!("`load_dataset` fails: it looks for the config `{written}`, but the card has no `configs`"),
        (_, 1) => {
            format!("`load_dataset` does not find the config `{written}`: the card has no `configs`, only `default`")
        }
        (_, count) => format!(
            "`load_dataset` does not find `{written}` and {} other described configs: the card has no `configs`, only `default`",
            count - 1
        ),
    };
    findings.report(first.span, message).severity(Severity::Error).help(if infos.len() == 1 {
        "add `configs` with this `config_name` and its `data_files`, or remove `config_name`"
    } else {
        "add `configs`: for each described config, its `config_name` and its `data_files`"
    });
}
