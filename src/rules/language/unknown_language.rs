use super::{is_code, refusal, words};
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::{Edit, Fix};
use crate::vocabulary::{Language, language};

rule! {
    /// A value of `language` is no language code.
    ///
    /// The Hub takes the codes of ISO 639-1, 639-2 and 639-3 in lower case, `code` and `multilingual`, and refuses anything
    /// else: names, country codes such as `jp`, words such as `unknown`.
    "unknown-language", Error, predicts: [Hub], evidence: "huggingface_hub#3862; espnet_model_zoo#92, #102", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for word in words(card, findings.context) {
        let lower = word.text.to_lowercase();
        let meant = match language(word.text) {
            Language::Means(code) => Some(code),
            Language::Unknown if !told_elsewhere(word.text, &lower) => None,
            _ => continue,
        };
        let diagnostic = findings
            .report(word.node.span, format!("`{}` is no language code: the Hub refuses it", word.text))
            .hub(refusal(&word));
        match meant {
            Some(code) => diagnostic
                .help(format!("write `{code}`"))
                .fix(Fix::safe(format!("write `{code}`"), vec![edit::replace(word.node, code)])),
            None => match edit::list(word.text, |word| language(word) == Language::Known) {
                Some(list) if word.label == "language" => diagnostic
                    .help(format!("write a list: `{list}`"))
                    .fix(Fix::suggested(format!("write `{list}`"), vec![Edit::replace(word.node.span, list)])),
                _ => diagnostic.help(advice(&lower)),
            },
        };
    }
}

/// Whether another rule speaks about the word.
fn told_elsewhere(word: &str, lower: &str) -> bool {
    let cased = word != lower && is_code(lower) && !matches!(language(lower), Language::Unknown | Language::Family(_));
    cased || super::language_region::plain(word).is_some()
}

fn advice(word: &str) -> &'static str {
    match word {
        "unknown" | "none" | "noinfo" | "na" | "n/a" | "zxx" | "und" | "null" => "leave `language` away",
        "protein" | "dna" | "rna" | "chemistry" | "smiles" => "leave `language` away and write it in `tags`",
        "python" | "java" | "javascript" | "c++" | "rust" | "go" | "sql" | "lean" | "lean4" | "typescript" => {
            "write `code`, and the programming language in `tags`"
        }
        _ if word.contains("more information needed") || word.contains("{{") => "fill it in, or remove the key",
        _ => "write an ISO 639 code, `code` or `multilingual`; words of your own belong in `tags`",
    }
}
