use std::path::Path;

use crate::card::{CARD_NAME, Card, is_misnamed};
use crate::rule::{Check, Findings, rule};

rule! {
    /// A card lies in a file that is called otherwise than `README.md`, such as `readme.md`.
    ///
    /// The Hub looks for `README.md`, letter by letter, and `huggingface_hub` checks and loads no other file: a repo with
    /// a `readme.md` has no card, no metadata and no gate form. In a walk over folders, and among the files of a
    /// commit, other spellings are met at the top of a git repository only, and only where their front matter is that of
    /// a card.
    "misnamed-card", Warning, predicts: [Hub, HuggingfaceHub, Datasets], outcome: Lost,
    evidence: "huggingface_hub 2.4.0 hf_api.py and constants.py", since: "0.1.0",
    Check::Card(check), bad_name: "readme.md",
}

/// Keys that the front matter of many other kinds of pages has.
const COMMONPLACE: [&str; 4] = ["title", "description", "tags", "thumbnail"];

fn check(card: &Card, findings: &mut Findings<'_>) {
    let path = Path::new(card.source.path());
    if !is_misnamed(path) {
        return;
    }
    let is_card = |key: &str| Card::is_known_key(key) && !COMMONPLACE.contains(&key);
    let Some(key) = card.metadata.entries().iter().find(|entry| entry.key.as_str().is_some_and(is_card)) else {
        return;
    };
    findings
        .report(
            card.front_matter.unwrap_or(key.key.span),
            format!("nobody reads a card in `{}`", path.file_name().unwrap_or_default().display()),
        )
        .help(format!("rename the file to `{CARD_NAME}`: the Hub and its clients look for no other spelling"));
}
