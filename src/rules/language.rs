//! `language`.

mod language_bibliographic_code;
mod language_case;
mod language_family;
mod language_region;
mod unknown_language;

use std::cell::OnceCell;
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
    /// Which item of the list it is; `None` for a value without a list.
    index: Option<usize>,
}

impl Tag<'_> {
    /// Its path as the Hub writes it.
    fn label(&self) -> String {
        self.index.map_or_else(|| "language".to_owned(), |index| format!("language[{index}]"))
    }
}

/// The values of `language` that are strings and that the configuration does not add. A Space has no such key.
fn tags<'a>(card: &'a Card, context: Context<'_>) -> Vec<Tag<'a>> {
    let Some(language) = card.get("language").filter(|_| card.repo_type != RepoType::Space) else { return Vec::new() };
    let tag = |index, node: &'a Node| Some(Tag { text: node.as_str()?, node, index });
    let tags: Vec<_> = match &language.value {
        Value::Sequence(items) => items.iter().enumerate().filter_map(|(at, item)| tag(Some(at), item)).collect(),
        _ => tag(None, language).into_iter().collect(),
    };
    let is_judged = |tag: &Tag<'_>| !tag.text.is_empty() && !context.additional.contains("languages", tag.text);
    tags.into_iter().filter(is_judged).collect()
}

/// Which value of `language` keeps a code that several of them mean.
struct Codes<'a> {
    card: &'a Card,
    list: &'a [Node],
    /// The index of the value, by the code; looked up only for a value that is reported.
    keeps: OnceCell<HashMap<String, usize>>,
}

impl<'a> Codes<'a> {
    fn of(card: &'a Card) -> Self {
        Self { card, list: card.get("language").map(Node::items).unwrap_or_default(), keeps: OnceCell::new() }
    }

    fn keeps(&self) -> &HashMap<String, usize> {
        self.keeps.get_or_init(|| {
            let mut keeps = HashMap::new();
            for (index, tag) in self.list.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_str()?))) {
                let Some(code) = code(tag) else { continue };
                let is_code = code == tag;
                let kept = keeps.entry(code).or_insert(index);
                if is_code && self.list.get(*kept).and_then(Node::as_str) != Some(tag) {
                    *kept = index;
                }
            }
            keeps
        })
    }

    /// The index of a value that has to go, because another one keeps its code.
    fn surplus(&self, tag: &Tag<'_>, code: &str) -> Option<usize> {
        let kept = self.list.get(*self.keeps().get(code)?)?;
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
        return format!("\"{}\" must only contain lowercase characters", tag.label());
    }
    format!(
        "\"{}\" with value \"{}\" is not valid. It must be an ISO 639-1, 639-2 or 639-3 code (two/three letters), or a \
         special value like \"code\", \"multilingual\".",
        tag.label(),
        tag.text
    )
}
