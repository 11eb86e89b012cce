//! Fields of the gate form that ask for a country with hand-written options.

use crate::card::Card;
use crate::vocabulary::{CountryCode, country, country_called};
use crate::yaml::{Entry, Node};

/// A `select` whose options name countries.
pub(super) struct CountrySelect<'a> {
    /// The field.
    pub(super) field: &'a Entry,
    /// What each option stores, and how it names a country.
    pub(super) options: Vec<(&'a str, &'a Node, Naming)>,
    /// Whether most options are codes of two letters.
    pub(super) by_code: bool,
}

/// How a string names a country.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// An assigned alpha-2 code.
    Code,
    /// An assigned alpha-2 code, but not in uppercase.
    LowerCase,
    /// Two uppercase letters that are not assigned.
    Unassigned,
    /// An alpha-3 code or a name.
    Name,
    /// Not at all.
    Not,
}

/// The fields that ask for a country.
pub(super) fn countries(card: &Card) -> Vec<CountrySelect<'_>> {
    super::fields(card).iter().filter_map(read).collect()
}

fn read(field: &Entry) -> Option<CountrySelect<'_>> {
    if field.value.get("type")?.as_str() != Some("select") {
        return None;
    }
    let label = field.key.key_text().to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let label_asks = label == "land" || about(&["countr", "nationalit", "citizen", "residen", "pays", "país", "国"]);
    // Two letters are also languages and states.
    if !label_asks && about(&["language", "lang", "idioma", "locale", "state", "province", "currency"]) {
        return None;
    }
    let options: Vec<_> =
        field.value.get("options")?.items().iter().filter_map(|option| named(option, label_asks)).collect();
    let count = |wanted: &[Naming]| options.iter().filter(|(.., naming)| wanted.contains(naming)).count();
    let codes = count(&[Naming::Code, Naming::LowerCase]);
    let names = count(&[Naming::Name]);
    let letters = codes + count(&[Naming::Unassigned]);
    let all = options.len();
    let enough = if label_asks {
        codes + names >= 2 && (letters + names) * 2 > all
    } else {
        codes + names >= 5 && (codes + names) * 4 >= all * 3
    };
    enough.then_some(CountrySelect { field, by_code: codes >= names, options })
}

fn named(option: &Node, label_asks: bool) -> Option<(&str, &Node, Naming)> {
    let node = option.get("value").unwrap_or(option);
    let text = node.as_str()?;
    let two = |case: fn(&u8) -> bool| text.len() == 2 && text.as_bytes().iter().all(case);
    let naming = if two(u8::is_ascii_uppercase) {
        if matches!(country(text), CountryCode::Assigned(_)) { Naming::Code } else { Naming::Unassigned }
    } else if two(u8::is_ascii_alphabetic) {
        let assigned = label_asks && matches!(country(&text.to_ascii_uppercase()), CountryCode::Assigned(_));
        if assigned { Naming::LowerCase } else { Naming::Not }
    } else if country_called(text.trim()).is_some() {
        Naming::Name
    } else {
        Naming::Not
    };
    Some((text, node, naming))
}
