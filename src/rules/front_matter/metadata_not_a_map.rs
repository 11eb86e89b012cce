use crate::rule::{Check, Wording, rule};

rule! {
    /// Metadata that is a list or a single value instead of a mapping.
    ///
    /// The Hub rejects the card, and `RepoCard` raises `ValueError: repo card metadata block should be a dict`.
    "metadata-not-a-map", Error, predicts: [Hub, HuggingfaceHub, Datasets],
    evidence: "huggingface_hub repocard.py; the Hub's answer captured in 2026",
    since: "0.1.0", Check::Read
}

pub(crate) fn words(is_list: bool, line: Option<&(char, String)>) -> Wording {
    if let Some((sign, line)) = line {
        let (message, help, fix) = match sign {
            ':' => (
                "missing space after each colon: without it, the lines are one string".to_owned(),
                "add a space after each colon",
                "add the spaces",
            ),
            sign => (
                format!("`{sign}` in place of each colon makes the lines one string"),
                "write a colon and a space",
                "write colons",
            ),
        };
        return Wording::new(message).effect("the Hub rejects the card").help(format!("{help}: `{line}`")).fix(fix);
    }
    let found = if is_list { "a list" } else { "a single value" };
    Wording::new(format!("the metadata must be a mapping, found {found}"))
        .effect("the Hub rejects the card")
        .help("write lines such as `license: mit`")
}
