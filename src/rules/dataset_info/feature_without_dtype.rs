use super::feature_kind_table;
use crate::card::Card;
use crate::rule::{Check, Findings, rule};

rule! {
    /// A feature has a name, but no type.
    ///
    /// `datasets` reads it as a struct without columns, which does not match any data.
    "feature-without-dtype", Warning, predicts: [Datasets], evidence: "datasets 5.2.0 Features._from_yaml_list", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for kind in feature_kind_table::all(card) {
        let Some(name) = kind.map.get("name") else { continue };
        if kind.entries.is_empty() {
            let text = name.key_text();
            findings
                .report(name.span, format!("the feature `{text}` has no type"))
                .help("add its type, such as `dtype: string`");
        }
    }
}
