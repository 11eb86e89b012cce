use std::path::Path;

use crate::card::{CARD_NAME, Card, is_misnamed};
use crate::rule::{Check, Findings, rule};

rule! {
    /// A card whose file is not named exactly `README.md`, such as `readme.md`.
    ///
    /// The name is case-sensitive: the Hub and `huggingface_hub` read only `README.md`, so a repo with a `readme.md` has no
    /// card, no metadata and no gate form. In a directory walk, and among the files of a commit, other spellings are checked
    /// only at the root of a git repository, and only if their front matter is that of a card.
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
            format!("the Hub ignores a card in `{}`", path.file_name().unwrap_or_default().display()),
        )
        .help(format!("rename the file to `{CARD_NAME}`: the Hub and its clients read no other spelling"));
}
