use super::{Codes, is_code, rejection, tags};
use crate::card::Card;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{Language, language};

rule! {
    /// A language code has uppercase letters.
    ///
    /// The Hub accepts only lowercase codes and rejects the commit.
    "language-case", Error, predicts: [Hub], evidence: "the Hub's answers quoted in wav2vec2-sprint#11; huggingface_hub#3862; espnet_model_zoo#92, #102", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let codes = Codes::of(card);
    for tag in tags(card, findings.context) {
        let lower = tag.text.to_lowercase();
        if lower == tag.text || !is_code(&lower) {
            continue;
        }
        let code = match language(&lower) {
            Language::Known => lower,
            Language::Bibliographic(code) | Language::Means(code) => code.to_owned(),
            Language::Family(_) | Language::Unknown => continue,
        };
        let (help, edits) = codes.correct(&tag, &code);
        findings
            .report(tag.node.span, format!("`{}` is not in lowercase: the Hub rejects it", tag.text))
            .hub(rejection(&tag))
            .help(help.clone())
            .fix(Fix::safe(help, edits));
    }
}
