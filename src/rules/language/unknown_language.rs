use super::{Codes, is_code, rejection, tags};
use crate::card::Card;
use crate::rule::{Check, Findings, edit, notation, rule};
use crate::source::{Edit, Fix};
use crate::vocabulary::{Language, language};

rule! {
    /// A value of `language` is not a language code.
    ///
    /// The Hub accepts the codes of ISO 639-1, 639-2 and 639-3 in lowercase, `code` and `multilingual`, and rejects
    /// anything else: names, country codes such as `jp`, words such as `unknown`. A few codes of ISO 639-3, such as `isv`, are not in
    /// the Hub's list.
    "unknown-language", Error, predicts: [Hub], evidence: "the Hub's answers quoted in huggingface_hub#3862; espnet_model_zoo#92, #102", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    let codes = Codes::of(card);
    for tag in tags(card, findings.context) {
        let lower = tag.text.to_lowercase();
        let meant = match language(tag.text) {
            Language::Means(code) => Some(code),
            Language::Unknown if !reported_elsewhere(tag.text, &lower) => None,
            _ => continue,
        };
        // Some codes of ISO 639-3 are not in it.
        let is_like_code = matches!(tag.text.len(), 2 | 3) && tag.text.bytes().all(|each| each.is_ascii_lowercase());
        let what =
            if is_like_code && meant.is_none() { "in the Hub's list of language codes" } else { "a language code" };
        let diagnostic = findings
            .report(tag.node.span, format!("`{}` is not {what}: the Hub rejects it", tag.text))
            .hub(rejection(&tag));
        let is_known = |text: &str| language(text) == Language::Known;
        if notation::help(&card.source, tag.node, is_known, diagnostic) {
            continue;
        }
        let plain = tag.text.trim_matches([',', ';', '，', '"', '“', '”']);
        if meant.is_none() && is_known(plain) {
            diagnostic.help(format!("write `{plain}`"));
            diagnostic.fix(Fix::suggested(format!("write `{plain}`"), vec![Edit::replace(tag.node.span, plain)]));
            continue;
        }
        match meant {
            Some(code) => {
                let (help, edits) = codes.correct(&tag, code);
                diagnostic.help(help.clone()).fix(Fix::safe(help, edits))
            }
            None => match edit::list(tag.text, |tag| language(tag) == Language::Known) {
                Some(list) if tag.index.is_none() => diagnostic
                    .help(format!("write a list: `{list}`"))
                    .fix(Fix::suggested(format!("write `{list}`"), vec![Edit::replace(tag.node.span, list)])),
                _ => diagnostic.help(advice(&lower)),
            },
        };
    }
}

/// Whether another rule reports the value.
fn reported_elsewhere(tag: &str, lower: &str) -> bool {
    let cased = tag != lower && is_code(lower) && !matches!(language(lower), Language::Unknown | Language::Family(_));
    cased || super::language_region::plain(tag).is_some()
}

fn advice(tag: &str) -> &'static str {
    match tag {
        "unknown" | "none" | "noinfo" | "na" | "n/a" | "zxx" | "und" | "null" => "remove it: `language` is optional",
        "protein" | "dna" | "rna" | "chemistry" | "smiles" => "move it to `tags`",
        "python" | "java" | "javascript" | "c++" | "rust" | "go" | "sql" | "lean" | "lean4" | "typescript" => {
            "write `code`, and put the programming language in `tags`"
        }
        _ if tag.contains("more information needed") || tag.contains("{{") => "set a value, or remove the key",
        _ if matches!(tag.len(), 2 | 3) && tag.bytes().all(|each| each.is_ascii_lowercase()) => {
            "write another ISO 639 code, `code` or `multilingual`; if the Hub has come to know it, list it under `[additional]`"
        }
        _ => "write an ISO 639 code, `code` or `multilingual`; other words belong in `tags`",
    }
}
