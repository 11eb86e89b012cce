//! `language`.

mod language_bibliographic_code;
mod language_case;
mod language_family;
mod language_region;
mod unknown_language;

use std::collections::HashMap;

use crate::card::{Card, RepoType};
use crate::rule::{Context, Rule, edit};
use crate::source::Edit;
use crate::vocabulary::{Language, language};
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

/// Which value of `language` keeps a code that several of them mean.
struct Codes<'a> {
    card: &'a Card,
    list: &'a [Node],
    /// The index of the value, by the code.
    keeps: HashMap<String, usize>,
}

impl<'a> Codes<'a> {
    fn of(card: &'a Card) -> Self {
        let list = card.get("language").map(Node::items).unwrap_or_default();
        let mut keeps = HashMap::new();
        for (index, tag) in list.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_str()?))) {
            let Some(code) = code(tag) else { continue };
            let is_code = code == tag;
            let kept = keeps.entry(code).or_insert(index);
            if is_code && list.get(*kept).and_then(Node::as_str) != Some(tag) {
                *kept = index;
            }
        }
        Self { card, list, keeps }
    }

    /// The index of a value that has to go, because another one keeps its code.
    fn surplus(&self, tag: &Tag<'_>, code: &str) -> Option<usize> {
        let kept = self.list.get(*self.keeps.get(code)?)?;
        let index = self.list.partition_point(|item| item.span.start < tag.node.span.start);
        (kept.span != tag.node.span).then_some(index)
    }

    /// Writes the code in place of a value, or removes the value, and says so.
    fn correct(&self, tag: &Tag<'_>, code: &str) -> (String, Vec<Edit>) {
        let index = self.surplus(tag, code);
        let removed = index
            .zip(self.card.get("language"))
            .and_then(|(index, list)| edit::remove_items(&self.card.source, list, &[index]));
        match removed {
            Some(edits) => (format!("remove it: `{code}` is already in the list"), edits),
            None => (format!("write `{code}`"), vec![edit::replace(tag.node, code)]),
        }
    }
}

/// The code that a value of `language` is or certainly means.
fn code(tag: &str) -> Option<String> {
    let lower = tag.to_lowercase();
    match language(&lower) {
        Language::Known => Some(lower),
        Language::Bibliographic(code) | Language::Means(code) => Some(code.to_owned()),
        Language::Family(_) | Language::Unknown => language_region::plain(tag),
    }
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
