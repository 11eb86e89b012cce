//! The lists of words that the Hub and ISO know: dated data from `schemas/vocabularies/`, written by
//! `scripts/refresh-vocabularies`.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

/// A list, where it comes from, and its words.
#[derive(Debug, Deserialize, Default)]
pub struct Vocabulary<T = HashMap<String, String>> {
    /// The package or page that the list was read from.
    pub source: String,
    /// The version of that package, or the commit of that page.
    pub version: String,
    /// The day on which that version was published, `YYYY-MM-DD`.
    pub date: String,
    /// The words.
    pub values: T,
}

macro_rules! text {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/vocabularies/", $name, ".json"))
    };
}

/// Every list's name and text, in the order in which they are printed.
const TEXTS: [(&str, &str); 14] = [
    ("licenses", text!("licenses")),
    ("spdx_licenses", text!("spdx_licenses")),
    ("languages", text!("languages")),
    ("languages-iso-639-3", text!("languages-iso-639-3")),
    ("task_categories", text!("task_categories")),
    ("task_ids", text!("task_ids")),
    ("size_categories", text!("size_categories")),
    ("multilinguality", text!("multilinguality")),
    ("annotations_creators", text!("annotations_creators")),
    ("language_creators", text!("language_creators")),
    ("model_libraries", text!("model_libraries")),
    ("dataset_libraries", text!("dataset_libraries")),
    ("evaluation_frameworks", text!("evaluation_frameworks")),
    ("countries", text!("countries")),
];

/// Where a list comes from, and its day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Dated {
    /// The list's name: its file in `schemas/vocabularies/`.
    pub name: &'static str,
    /// The package or page.
    pub source: String,
    /// The version of the package, or the commit of the page.
    pub version: String,
    /// The day on which that version was published, `YYYY-MM-DD`.
    pub date: String,
    /// How many words it has.
    pub count: usize,
}

/// Every list with its day.
///
/// ```
/// let dates = cardlint::vocabulary::dates();
/// assert!(dates.iter().any(|list| list.name == "licenses" && list.count > 80));
/// ```
pub fn dates() -> Vec<Dated> {
    let read = |(name, text): &(&'static str, &'static str)| {
        let Vocabulary { source, version, date, values } = read::<Vocabulary<serde_json::Value>>(text);
        let count = values.as_object().map(serde_json::Map::len).or_else(|| values.as_array().map(Vec::len));
        Dated { name, source, version, date, count: count.unwrap_or_default() }
    };
    TEXTS.iter().map(read).collect()
}

/// The files are part of the program; tests read each of them.
fn read<T: Deserialize<'static> + Default>(text: &'static str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

/// The names of the licenses that the Hub has an id for, by id.
pub fn licenses() -> &'static HashMap<String, String> {
    static LICENSES: LazyLock<Vocabulary> = LazyLock::new(|| read(text!("licenses")));
    &LICENSES.values
}

/// The names of the licenses that SPDX has an id for, by id. The Hub's ids are others.
///
/// ```
/// use cardlint::vocabulary::{licenses, spdx_licenses};
///
/// assert_eq!(spdx_licenses()["0BSD"], "BSD Zero Clause License");
/// assert!(!licenses().contains_key("0bsd"));
/// ```
pub fn spdx_licenses() -> &'static HashMap<String, String> {
    static LICENSES: LazyLock<Vocabulary> = LazyLock::new(|| read(text!("spdx_licenses")));
    &LICENSES.values
}

/// The words of a list, each with what it is called, in the list's order; nothing for a list that is not there.
///
/// ```
/// let licenses = cardlint::vocabulary::words("licenses");
/// assert!(licenses.contains(&("mit".to_owned(), "MIT".to_owned())));
/// ```
pub fn words(list: &str) -> &'static [(String, String)] {
    static LISTS: [OnceLock<Vec<(String, String)>>; TEXTS.len()] = [const { OnceLock::new() }; TEXTS.len()];
    let Some(index) = TEXTS.iter().position(|(name, _)| *name == list) else { return &[] };
    LISTS[index].get_or_init(|| match read::<Vocabulary<serde_json::Value>>(TEXTS[index].1).values {
        serde_json::Value::Object(words) => {
            words.into_iter().map(|(word, about)| (word, called(&about).to_owned())).collect()
        }
        serde_json::Value::Array(words) => {
            words.iter().filter_map(|word| Some((word.as_str()?.to_owned(), String::new()))).collect()
        }
        _ => Vec::new(),
    })
}

/// What a word is called, as a list says it: a name, or a mapping with its names.
fn called(about: &serde_json::Value) -> &str {
    about.as_str().or_else(|| about["names"][0].as_str()).unwrap_or_default()
}

/// The libraries that the Hub shows code for, by the word for `library_name`.
pub fn model_libraries() -> &'static HashMap<String, String> {
    static LIBRARIES: LazyLock<Vocabulary> = LazyLock::new(|| read(text!("model_libraries")));
    &LIBRARIES.values
}

/// The tasks that the Hub groups datasets and models by, each with its name.
pub fn tasks() -> &'static HashMap<String, String> {
    static TASKS: LazyLock<Vocabulary> = LazyLock::new(|| read(text!("task_categories")));
    &TASKS.values
}

/// The values of `multilinguality`, `annotations_creators` and `language_creators` that the Hub's filters know, by key.
pub fn filters() -> &'static [(&'static str, Vec<String>)] {
    static FILTERS: LazyLock<[(&str, Vec<String>); 3]> = LazyLock::new(|| {
        let list = |text| read::<Vocabulary<Vec<String>>>(text).values;
        [
            ("multilinguality", read::<Vocabulary>(text!("multilinguality")).values.into_keys().collect()),
            ("annotations_creators", list(text!("annotations_creators"))),
            ("language_creators", list(text!("language_creators"))),
        ]
    });
    &*FILTERS
}

#[derive(Deserialize, Default)]
struct Languages {
    values: HashMap<String, String>,
    #[serde(default)]
    spellings: HashMap<String, String>,
    #[serde(default)]
    shorter: HashMap<String, String>,
    #[serde(default)]
    bibliographic: HashMap<String, String>,
    #[serde(default)]
    families: HashMap<String, String>,
}

static SHORT_LANGUAGES: LazyLock<Languages> = LazyLock::new(|| read(text!("languages")));
/// Eight thousand of them: read only for a card that has more than two-letter codes.
static LONG_LANGUAGES: LazyLock<Languages> = LazyLock::new(|| read(text!("languages-iso-639-3")));

/// What a word is as a value of `language`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// A code that the Hub knows, or one of its special values.
    Known,
    /// An ISO 639-2/B code; the Hub knows this one instead.
    Bibliographic(&'static str),
    /// A family of languages of this name, with an ISO 639-2 code. The Hub does not know those that only ISO 639-5 has.
    Family(&'static str),
    /// Another spelling, a name or a withdrawn code of this one.
    Means(&'static str),
    /// Nothing.
    Unknown,
}

/// What `word` is as a value of `language`. Case matters, except in names.
///
/// ```
/// use cardlint::vocabulary::{Language, language};
///
/// assert_eq!(language("en"), Language::Known);
/// assert_eq!(language("ger"), Language::Bibliographic("de"));
/// assert_eq!(language("jp"), Language::Means("ja"));
/// assert_eq!(language("sh"), Language::Means("hbs"));
/// assert_eq!(language("French"), Language::Means("fr"));
/// assert_eq!(language("noinfo"), Language::Unknown);
/// ```
pub fn language(word: &str) -> Language {
    let short = &*SHORT_LANGUAGES;
    if short.values.contains_key(word) {
        return Language::Known;
    }
    if let Some(code) = short.spellings.get(word) {
        return Language::Means(code);
    }
    let long = &*LONG_LANGUAGES;
    if long.values.contains_key(word) {
        Language::Known
    } else if let Some(code) = long.bibliographic.get(word) {
        Language::Bibliographic(code)
    } else if let Some(name) = long.families.get(word) {
        Language::Family(name)
    } else {
        language_named(word).map_or(Language::Unknown, Language::Means)
    }
}

/// The code of a language by its English name, the shortest there is.
fn language_named(name: &str) -> Option<&'static str> {
    // Two or three letters are a code, although languages are called En, Ewe and Twi.
    if name.len() < 4 {
        return None;
    }
    let name = name.to_lowercase();
    let code = *SHORT_NAMES.get(&name).or_else(|| LONG_NAMES.get(&name))?;
    Some(SHORT_LANGUAGES.shorter.get(code).map_or(code, String::as_str))
}

/// The codes of two letters by what the languages are called, in lowercase.
static SHORT_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names = by_name(&SHORT_LANGUAGES);
    names.retain(|_, code| code.len() == 2);
    names
});
/// The same with three letters: built only for a card with a word that is nothing else.
static LONG_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| by_name(&LONG_LANGUAGES));

/// The first code of each name: "Spanish, Castilian" and "Greek (modern)" can be found by each of theirs.
fn by_name(languages: &'static Languages) -> HashMap<String, &'static str> {
    let mut codes = HashMap::new();
    for (code, names) in &languages.values {
        for name in names.split(['(', ')', ',', ';', '/']).chain([names.as_str()]) {
            let first = codes.entry(name.trim().to_lowercase()).or_insert(code.as_str());
            *first = (*first).min(code);
        }
    }
    codes
}

#[derive(Deserialize, Default)]
struct Countries<'a> {
    #[serde(borrow)]
    values: HashMap<&'a str, Country<'a>>,
    #[serde(borrow)]
    retired: HashMap<&'a str, Retired<'a>>,
    #[serde(borrow)]
    reserved: HashMap<&'a str, Reserved<'a>>,
    #[serde(borrow)]
    eu: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Country<'a> {
    alpha3: &'a str,
    #[serde(borrow)]
    names: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Retired<'a> {
    name: &'a str,
    until: &'a str,
}

#[derive(Deserialize)]
struct Reserved<'a> {
    name: &'a str,
    instead: Option<&'a str>,
}

static COUNTRIES: LazyLock<Countries<'static>> = LazyLock::new(|| read(text!("countries")));

/// What two letters are in ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryCode {
    /// The code of the country of this name.
    Assigned(&'static str),
    /// The code of a country until that year.
    Retired {
        /// The country.
        name: &'static str,
        /// The last year.
        until: &'static str,
    },
    /// Used by custom, not by the standard.
    Reserved {
        /// What it is used for.
        name: &'static str,
        /// The code of the country that it belongs to.
        instead: Option<&'static str>,
    },
    /// Nothing.
    Unassigned,
}

/// What two uppercase letters are in ISO 3166-1.
///
/// ```
/// use cardlint::vocabulary::{CountryCode, country};
///
/// assert_eq!(country("BO"), CountryCode::Assigned("Bolivia"));
/// assert_eq!(country("UK"), CountryCode::Reserved { name: "United Kingdom", instead: Some("GB") });
/// assert_eq!(country("XX"), CountryCode::Unassigned);
/// ```
pub fn country(code: &str) -> CountryCode {
    let countries = &*COUNTRIES;
    if let Some(country) = countries.values.get(code) {
        CountryCode::Assigned(country.names.first().copied().unwrap_or_default())
    } else if let Some(retired) = countries.retired.get(code) {
        CountryCode::Retired { name: retired.name, until: retired.until }
    } else if let Some(reserved) = countries.reserved.get(code) {
        CountryCode::Reserved { name: reserved.name, instead: reserved.instead }
    } else {
        CountryCode::Unassigned
    }
}

/// The two letters for the country that `word` names: by its alpha-3 code, or by a name in English.
///
/// ```
/// use cardlint::vocabulary::country_called;
///
/// assert_eq!(country_called("FRA"), Some("FR"));
/// assert_eq!(country_called("United States"), Some("US"));
/// ```
pub fn country_called(word: &str) -> Option<&'static str> {
    static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let mut codes = HashMap::new();
        for (code, country) in &COUNTRIES.values {
            codes.insert(country.alpha3.to_owned(), *code);
            for name in &country.names {
                codes.entry(name.to_lowercase()).or_insert(code);
            }
        }
        codes
    });
    CODES.get(word).or_else(|| CODES.get(&word.to_lowercase())).copied()
}

/// Every country's two letters and name, in the order of the names.
///
/// ```
/// assert_eq!(cardlint::vocabulary::countries()[0], ("AF", "Afghanistan"));
/// ```
pub fn countries() -> &'static [(&'static str, &'static str)] {
    static SORTED: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let name = |country: &'static Country<'static>| country.names.first().copied().unwrap_or_default();
        let mut all: Vec<_> = COUNTRIES.values.iter().map(|(code, country)| (*code, name(country))).collect();
        // "Åland Islands" is sorted under A.
        all.sort_by_cached_key(|(_, name)| name.replace('Å', "A").replace('ü', "u").to_lowercase());
        all
    });
    &SORTED
}

/// Whether a country is a member of the European Union.
pub fn in_eu(code: &str) -> bool {
    COUNTRIES.eu.contains(&code)
}
