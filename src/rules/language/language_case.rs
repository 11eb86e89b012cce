use super::{is_code, refusal, words};
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{Language, language};

rule! {
    /// A language code has upper-case letters.
    ///
    /// The Hub takes codes in lower case only and refuses the commit.
    "language-case", Error, predicts: [Hub], evidence: "wav2vec2-sprint#11; huggingface_hub#3862; espnet_model_zoo#92, #102", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for word in words(card, findings.context) {
        let lower = word.text.to_lowercase();
        if lower == word.text || !is_code(&lower) {
            continue;
        }
        let code = match language(&lower) {
            Language::Known => lower,
            Language::Bibliographic(code) | Language::Means(code) => code.to_owned(),
            Language::Family(_) | Language::Unknown => continue,
        };
        findings
            .report(word.node.span, format!("`{}` is not in lower case: the Hub refuses it", word.text))
            .hub(refusal(&word))
            .help(format!("write `{code}`"))
            .fix(Fix::safe(format!("write `{code}`"), vec![edit::replace(word.node, &code)]));
    }
}
