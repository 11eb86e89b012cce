//! `language`.

mod language_bibliographic_code;
mod language_case;
mod language_family;
mod language_region;
mod unknown_language;

use crate::card::{Card, RepoType};
use crate::rule::{Context, Rule};
use crate::yaml::{Node, Value};

pub(super) static RULES: &[&Rule] = &[
    &language_case::RULE,
    &language_region::RULE,
    &language_bibliographic_code::RULE,
    &language_family::RULE,
    &unknown_language::RULE,
];

/// One value of `language`.
struct Word<'a> {
    text: &'a str,
    node: &'a Node,
    /// The place as the Hub writes it.
    label: String,
}

/// The values of `language` that are texts and that the configuration does not add. A Space has no such key.
fn words<'a>(card: &'a Card, context: Context<'_>) -> Vec<Word<'a>> {
    let Some(language) = card.get("language").filter(|_| card.repo_type != RepoType::Space) else { return Vec::new() };
    let nodes = match &language.value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, item)| (format!("language[{at}]"), item)).collect()
        }
        _ => vec![("language".to_owned(), language)],
    };
    let words = nodes.into_iter().filter_map(|(label, node)| Some(Word { text: node.as_str()?, node, label }));
    words.filter(|word| !word.text.is_empty() && !context.additional.contains("languages", word.text)).collect()
}

/// Whether a word has the form of an ISO 639 code.
fn is_code(word: &str) -> bool {
    matches!(word.len(), 2 | 3) && word.chars().all(|letter| letter.is_ascii_lowercase())
}

/// The Hub's answer to a word that it does not take for a language.
fn refusal(word: &Word<'_>) -> String {
    if word.text.chars().any(char::is_uppercase) {
        return format!("\"{}\" must only contain lowercase characters", word.label);
    }
    format!(
        "\"{}\" with value \"{}\" is not valid. It must be an ISO 639-1, 639-2 or 639-3 code (two/three letters), or a \
         special value like \"code\", \"multilingual\".",
        word.label, word.text
    )
}
