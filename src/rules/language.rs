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
struct Tag<'a> {
    text: &'a str,
    node: &'a Node,
    /// Its path as the Hub writes it.
    label: String,
}

/// The values of `language` that are strings and that the configuration does not add. A Space has no such key.
fn tags<'a>(card: &'a Card, context: Context<'_>) -> Vec<Tag<'a>> {
    let Some(language) = card.get("language").filter(|_| card.repo_type != RepoType::Space) else { return Vec::new() };
    let nodes = match &language.value {
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, item)| (format!("language[{at}]"), item)).collect()
        }
        _ => vec![("language".to_owned(), language)],
    };
    let tags = nodes.into_iter().filter_map(|(label, node)| Some(Tag { text: node.as_str()?, node, label }));
    tags.filter(|tag| !tag.text.is_empty() && !context.additional.contains("languages", tag.text)).collect()
}

/// Whether a value has the form of an ISO 639 code.
fn is_code(tag: &str) -> bool {
    matches!(tag.len(), 2 | 3) && tag.chars().all(|letter| letter.is_ascii_lowercase())
}

/// The Hub's answer to a value that it does not accept as a language.
fn rejection(tag: &Tag<'_>) -> String {
    if tag.text.chars().any(char::is_uppercase) {
        return format!("\"{}\" must only contain lowercase characters", tag.label);
    }
    format!(
        "\"{}\" with value \"{}\" is not valid. It must be an ISO 639-1, 639-2 or 639-3 code (two/three letters), or a \
         special value like \"code\", \"multilingual\".",
        tag.label, tag.text
    )
}
