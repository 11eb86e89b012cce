use crate::card::Card;
use crate::rule::places::Places;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::yaml::Entry;

rule! {
    /// A top-level key is not text in Python.
    ///
    /// `huggingface_hub` passes the keys as keyword arguments: a number, a date, a null or a word such as `no` raises
    /// `TypeError: keywords must be strings`, and `load_dataset` with it. The Hub makes text of every key.
    "non-string-key", Error, predicts: [HuggingfaceHub, Datasets], evidence: "huggingface_hub 2.4.0, run",
    since: "0.1.0", Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    // That no key stands before a colon is told by the reader of the card.
    let problems = Places::of(card.problems.iter().map(|problem| problem.at));
    let told = |entry: &Entry| entry.key.span.is_empty() && problems.touch(entry.key.span);
    for entry in card.metadata.entries().iter().filter(|entry| entry.key.differs(true) && !told(entry)) {
        let written = card.source.slice(entry.key.span);
        if written.is_empty() {
            findings
                .report(entry.key.span, "a key is missing here: Python reads null, and keys have to be text")
                .help("write a key behind the `?`, or remove it");
            continue;
        }
        findings
            .report(
                entry.key.span,
                format!(
                    "Python reads the key `{written}` as {}, and keys have to be text",
                    entry.key.shown_by_python(written)
                ),
            )
            .help(format!("quote it: `\"{written}\"`"))
            .fix(Fix::safe("quote it", vec![Edit::replace(entry.key.span, format!("\"{written}\""))]));
    }
}
