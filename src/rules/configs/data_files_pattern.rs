use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};

rule! {
    /// A pattern has `**` within a name.
    ///
    /// `**` matches any number of directories and must be alone between slashes. `datasets` rejects `**.csv`: write
    /// `**/*.csv`.
    "data-files-pattern", Error, predicts: [Datasets], evidence: "fsspec glob_translate", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for config in super::configs(card) {
        for (_, pattern, at) in super::patterns(config) {
            let Some(part) = pattern.split('/').find(|part| part.contains("**") && *part != "**") else { continue };
            let meant = part.strip_prefix("**").filter(|rest| !rest.contains("**")).map(|rest| format!("**/*{rest}"));
            let diagnostic =
                findings.report(at, format!("`{part}` is not a valid pattern: `**` must be alone between slashes"));
            diagnostic.help("write `**/*.csv` for files in any directory, `*.csv` for files in one");
            if let Some((meant, found)) = meant.zip(card.source.slice(at).find(part)) {
                let start = at.start + found;
                let edit = Edit::replace(crate::source::Span::new(start, start + part.len()), &meant);
                diagnostic.fix(Fix::suggested(format!("write `{meant}`"), vec![edit]));
            }
        }
    }
}
