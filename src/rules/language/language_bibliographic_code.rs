use super::words;
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{Language, language};

rule! {
    /// A language has its ISO 639-2 code of libraries, such as `ger` for German.
    ///
    /// Twenty languages have two codes of three letters. The Hub's list holds only the other one, and the code of two
    /// letters; it likely refuses this one.
    "language-bibliographic-code", Warning, predicts: [Hub], evidence: "@huggingface/languages lacks all twenty codes", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for word in words(card, findings.context) {
        if let Language::Bibliographic(code) = language(word.text) {
            findings
                .report(word.node.span, format!("`{}` is likely not among the Hub's codes", word.text))
                .likely()
                .help(format!("write `{code}`"))
                .fix(Fix::safe(format!("write `{code}`"), vec![edit::replace(word.node, code)]));
        }
    }
}
