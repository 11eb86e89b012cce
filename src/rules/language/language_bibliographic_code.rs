use super::{Codes, tags};
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{Language, language};

rule! {
    /// A language has its bibliographic code (ISO 639-2/B), such as `ger` for German.
    ///
    /// Twenty languages have two three-letter codes. The Hub's list has only the other one, and the two-letter code; it
    /// likely rejects this one.
    "language-bibliographic-code", Warning, predicts: [Hub], evidence: "@huggingface/languages 1.0.0 lacks all twenty codes", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let codes = Codes::of(card);
    for tag in tags(card, findings.context) {
        if let Language::Bibliographic(code) = language(tag.text) {
            let (help, edits) = codes.correct(&tag, code);
            findings
                .report(
                    tag.node.span,
                    format!("`{}` is a bibliographic code (ISO 639-2/B): the Hub likely rejects it", tag.text),
                )
                .likely()
                .help(help.clone())
                .fix(Fix::safe(help, edits));
        }
    }
}
