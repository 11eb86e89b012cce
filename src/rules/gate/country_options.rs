//! Fields of the gate form that ask for a country by options of their own.

use crate::card::Card;
use crate::vocabulary::{CountryCode, country, country_called};
use crate::yaml::{Entry, Node};

/// A `select` whose options name countries.
pub(super) struct Countries<'a> {
    /// The field.
    pub(super) field: &'a Entry,
    /// What each option stores, and how it names a country.
    pub(super) options: Vec<(&'a str, &'a Node, Naming)>,
    /// Whether most options are codes of two letters.
    pub(super) by_code: bool,
}

/// How a text names a country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// An assigned alpha-2 code.
    Code,
    /// An assigned alpha-2 code but for its case.
    LowerCase,
    /// Two upper-case letters that are not assigned.
    NoCode,
    /// An alpha-3 code or a name.
    Called,
    /// Not at all.
    Not,
}

/// The fields that ask for a country.
pub(super) fn countries(card: &Card) -> Vec<Countries<'_>> {
    super::fields(card).iter().filter_map(read).collect()
}

fn read(field: &Entry) -> Option<Countries<'_>> {
    if field.value.get("type")?.as_str() != Some("select") {
        return None;
    }
    let label = field.key.key_text().to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let asked = label == "land" || about(&["countr", "nationalit", "citizen", "residen", "pays", "país", "国"]);
    // Two letters are also languages and states.
    if !asked && about(&["language", "lang", "idioma", "locale", "state", "province", "currency"]) {
        return None;
    }
    let options: Vec<_> =
        field.value.get("options")?.items().iter().filter_map(|option| named(option, asked)).collect();
    let count = |wanted: &[Naming]| options.iter().filter(|(.., naming)| wanted.contains(naming)).count();
    let codes = count(&[Naming::Code, Naming::LowerCase]);
    let called = count(&[Naming::Called]);
    let letters = codes + count(&[Naming::NoCode]);
    let all = options.len();
    let enough = if asked {
        codes + called >= 2 && (letters + called) * 2 > all
    } else {
        codes + called >= 5 && (codes + called) * 4 >= all * 3
    };
    enough.then_some(Countries { field, by_code: codes >= called, options })
}

fn named(option: &Node, asked: bool) -> Option<(&str, &Node, Naming)> {
    let node = option.get("value").unwrap_or(option);
    let text = node.as_str()?;
    let two = |case: fn(&u8) -> bool| text.len() == 2 && text.as_bytes().iter().all(case);
    let naming = if two(u8::is_ascii_uppercase) {
        if matches!(country(text), CountryCode::Assigned(_)) { Naming::Code } else { Naming::NoCode }
    } else if two(u8::is_ascii_alphabetic) {
        let assigned = asked && matches!(country(&text.to_ascii_uppercase()), CountryCode::Assigned(_));
        if assigned { Naming::LowerCase } else { Naming::Not }
    } else if country_called(text.trim()).is_some() {
        Naming::Called
    } else {
        Naming::Not
    };
    Some((text, node, naming))
}
