use crate::card::Card;
use crate::rule::places::Places;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Entry;

rule! {
    /// A top-level key that is not a string to PyYAML.
    ///
    /// `huggingface_hub` passes the keys as keyword arguments: a number, a date, a null or a word such as `no` raises
    /// `TypeError: keywords must be strings`, and so does `load_dataset`. The Hub reads every key as a string.
    "non-string-key", Error, predicts: [HuggingfaceHub, Datasets], evidence: "huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Yaml(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    // That a key is missing before a colon, the reader of the card reports.
    let problems = Places::of(card.problems.iter().map(|problem| problem.at));
    let told = |entry: &Entry| entry.key.span.is_empty() && problems.touch(entry.key.span);
    for entry in card.metadata.entries().iter().filter(|entry| entry.key.differs(true) && !told(entry)) {
        let written = card.source.slice(entry.key.span);
        if written.is_empty() {
            findings
                .report(entry.key.span, "missing key: PyYAML reads null, but keys must be strings")
                .help("write a key after the `?`, or remove it");
            continue;
        }
        findings
            .report(
                entry.key.span,
                format!(
                    "PyYAML reads the key `{written}` as {}, but keys must be strings",
                    entry.key.shown_by_python(written)
                ),
            )
            .help(format!("quote it: `\"{written}\"`"))
            .fix(Fix::safe(
                format!("quote it: `\"{written}\"`"),
                vec![Edit::replace(entry.key.span, format!("\"{written}\""))],
            ));
    }
}
