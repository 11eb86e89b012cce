//! The ids that the Hub and SPDX have for licenses, found by id or by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::vocabulary::{licenses, spdx_licenses};

/// What a value of `license` means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The license with this id of the Hub, in another spelling.
    Id(&'static str),
    /// Perhaps the license with this id, with a typo.
    Typo(&'static str),
    /// A license for which the Hub has no id.
    Other {
        /// What it is called.
        name: Option<String>,
        /// Where its text is.
        link: Option<String>,
    },
    /// A family of licenses: the Hub has these ids.
    Family(Vec<&'static str>),
    /// What a template or a program leaves in place of a license.
    Placeholder,
    /// That there is no license.
    Nothing,
}

/// The words and numbers of a license's name: `Apache License, Version 2.0` is `apache` and `2`.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for character in text.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || character == '+' {
            let goes_on =
                (character.is_alphabetic() && last.is_alphabetic()) || (character.is_numeric() && last.is_numeric());
            if character.is_numeric() && last == 'v' {
                // `GPLv3`
                tokens.last_mut().map(String::pop);
                tokens.retain(|token| !token.is_empty());
            }
            match tokens.last_mut().filter(|_| goes_on) {
                Some(token) => token.push(character),
                None => tokens.push(character.to_string()),
            }
        }
        last = character;
    }
    tokens.retain(|token| !["license", "licence", "the", "v", "version"].contains(&token.as_str()));
    let is_number = |token: &String| token.starts_with(char::is_numeric);
    // 2.0 is 2, but the zero distinguishes MIT-0 from MIT.
    while let [.., before, last] = tokens.as_slice()
        && last == "0"
        && is_number(before)
    {
        tokens.pop();
    }
    tokens
}

pub(super) static HUB: LazyLock<HashMap<Vec<String>, &'static str>> =
    LazyLock::new(|| licenses().keys().map(|id| (tokens(id), id.as_str())).collect());

/// Ids by their tokens, in an order of their own: where several have the same, the first one counts.
static SPDX: LazyLock<HashMap<Vec<String>, &'static str>> = LazyLock::new(|| {
    let mut ids: Vec<_> = spdx_licenses().iter().collect();
    ids.sort();
    let mut by_tokens = HashMap::new();
    for (id, _) in &ids {
        by_tokens.entry(tokens(id)).or_insert(id.as_str());
    }
    for (id, name) in &ids {
        by_tokens.entry(tokens(name)).or_insert(id.as_str());
    }
    by_tokens
});

/// The license with an id of the Hub or of SPDX, or with its name.
pub(super) fn by_id(text: &str) -> Option<Meaning> {
    let tokens = tokens(text);
    if let Some(id) = HUB.get(&tokens) {
        return Some(Meaning::Id(id));
    }
    let id = SPDX.get(&tokens)?;
    // `GPL-3.0-only` is what the Hub calls `gpl-3.0`, `GPL-3.0-or-later` is not.
    let base = id.strip_suffix("-only").and_then(|base| HUB.get(&self::tokens(base)));
    Some(base.map_or_else(
        || Meaning::Other { name: Some((*id).to_owned()), link: Some(format!("https://spdx.org/licenses/{id}.html")) },
        |id| Meaning::Id(id),
    ))
}
