//! The countries of the gate form's dropdown.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A country of ISO 3166-1.
pub(super) struct Country {
    /// The code that is stored.
    pub(super) alpha2: String,
    /// The name that is shown.
    pub(super) name: String,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Vocabulary {
        values: BTreeMap<String, Names>,
    }
    #[derive(Deserialize)]
    struct Names {
        names: Vec<String>,
    }
    let text = include_str!("../../../schemas/vocabularies/countries.json");
    let Ok(vocabulary) = serde_json::from_str::<Vocabulary>(text) else { return Vec::new() };
    let named = |(alpha2, names): (String, Names)| Some(Country { name: names.names.into_iter().next()?, alpha2 });
    let mut countries: Vec<Country> = vocabulary.values.into_iter().filter_map(named).collect();
    // "Åland Islands" stands under A.
    countries.sort_by_key(|country| country.name.replace('Å', "A").replace('ü', "u").to_lowercase());
    countries
});

/// Every country, by name.
pub(super) fn countries() -> &'static [Country] {
    &COUNTRIES
}
