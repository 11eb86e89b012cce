use crate::card::Card;
use crate::lint::nearest::nearest;
use crate::lint::rule::{Check, Findings, rule};
use crate::rules::configs::configs;
use crate::source::{Edit, Fix};

rule! {
    /// `dataset_info` describes a config that `configs` does not have.
    ///
    /// The datasets library matches the two by name. Features and sizes under another name are not used, and nobody is
    /// told.
    "config-names-disagree", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 DatasetInfosDict and MetadataConfigs", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let configs = configs(card);
    let names: Vec<_> = configs.iter().filter_map(|config| config.get("config_name")?.as_str()).collect();
    if names.is_empty() || names.len() < configs.len() {
        return;
    }
    for info in super::infos(card) {
        let Some(name) = info.get("config_name") else {
            if let Some(first) = info.entries().first().filter(|_| !names.contains(&"default")) {
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
        if name.as_str().is_none() && names.contains(&written) {
            let quoted = format!("\"{written}\"");
            findings
                .report(name.span, format!("`{written}` is no text here and matches no name in `configs`"))
                .label(configs[0].span, "the configs")
                .help(format!("quote it: `{quoted}`"))
                .fix(Fix::safe("quote it", vec![Edit::replace(name.span, quoted)]));
            continue;
        }
        let Some(text) = name.as_str().filter(|text| !names.contains(text)) else { continue };
        let diagnostic = findings.report(name.span, format!("`configs` has no config `{text}`"));
        diagnostic.label(configs[0].span, "the configs");
        match nearest(text, names.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("use one name in both places, or remove the one that is not used"),
        };
    }
}
