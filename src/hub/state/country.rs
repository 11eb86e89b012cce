//! Where somebody is.

use serde::{Deserialize, Serialize};

use crate::vocabulary;

/// An ISO 3166-1 alpha-2 code in capitals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the country is a member state of the European Union.
    pub fn is_in_the_eu(&self) -> bool {
        vocabulary::in_eu(self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for Country {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_uppercase().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => Ok(Self([*a, *b])),
            _ => Err(format!("`{text}` is not an ISO 3166-1 alpha-2 code such as `PT`")),
        }
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.as_str().to_owned()
    }
}

/// Where a request comes from: a country, and which of its subdivisions where one is known (ISO 3166-2).
///
/// ```
/// use cardlint::hub::state::Location;
///
/// let location: Location = "ua-43".parse()?;
/// assert_eq!(location.country.as_str(), "UA");
/// assert_eq!(String::from(location), "UA-43");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Location {
    /// The country.
    pub country: Country,
    /// What follows the hyphen, with zeros at its end; zeros alone for the country as a whole.
    subdivision: [u8; 3],
}

impl From<Country> for Location {
    fn from(country: Country) -> Self {
        Self { country, subdivision: [0; 3] }
    }
}

impl TryFrom<String> for Location {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((country, part)) = text.split_once('-') else { return Ok(text.parse::<Country>()?.into()) };
        let mut subdivision = [0; 3];
        let fits =
            (1..=subdivision.len()).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !fits {
            return Err(format!("`{text}` is not an ISO 3166-2 code such as `UA-43`"));
        }
        for (place, byte) in subdivision.iter_mut().zip(part.bytes()) {
            *place = byte.to_ascii_uppercase();
        }
        Ok(Self { country: country.parse()?, subdivision })
    }
}

impl From<Location> for String {
    fn from(location: Location) -> Self {
        let part: String =
            location.subdivision.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
        let country = location.country.as_str();
        if part.is_empty() { country.to_owned() } else { format!("{country}-{part}") }
    }
}
