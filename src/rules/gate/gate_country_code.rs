use super::country_options::{Naming, called, countries, renamed};
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{CountryCode, country};

rule! {
    /// An option in a list of country codes is not an assigned ISO 3166-1 code, or is written differently from the
    /// others.
    ///
    /// The Hub's own `country` field stores alpha-2 codes: two uppercase letters. `UK` means Great Britain only by
    /// custom (the code is `GB`), `SU` and `AN` are retired, and `FRA` or a country name among two-letter codes counts
    /// one country twice.
    "gate-country-code", Warning, predicts: [Reader], evidence: "ISO 3166-1, in pycountry 26.2.16", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for list in countries(card).into_iter().filter(|list| list.by_code) {
        for (text, node, naming) in list.options {
            let (message, instead) = match naming {
                Naming::Code | Naming::Not => continue,
                Naming::LowerCase => {
                    (format!("`{text}` is a country code in lowercase"), Some(text.to_ascii_uppercase()))
                }
                Naming::Name => (
                    format!("`{text}` is not a two-letter code, unlike the other options"),
                    called(text).map(str::to_owned),
                ),
                Naming::Unassigned => match country(text) {
                    CountryCode::Retired { name, until } => {
                        let message = match renamed(text).map(|code| (code, country(code))) {
                            Some((code, CountryCode::Assigned(today))) => {
                                format!(
                                    "`{text}` ({name}) has not been a valid country code since {until}: it is `{code}` ({today}) today"
                                )
                            }
                            _ => format!("`{text}` ({name}) has not been a valid country code since {until}"),
                        };
                        (message, renamed(text).map(str::to_owned))
                    }
                    CountryCode::Reserved { name, instead } => {
                        (format!("`{text}` ({name}) is not an ISO 3166-1 country code"), instead.map(str::to_owned))
                    }
                    _ => (format!("`{text}` is not an assigned ISO 3166-1 country code"), None),
                },
            };
            let diagnostic = findings.report(node.span, message);
            match instead {
                Some(code) => {
                    diagnostic.help(format!("write `{code}`, or let the Hub list the countries: `type: country`"));
                    diagnostic.fix(Fix::suggested(format!("write `{code}`"), vec![edit::replace(node, &code)]));
                }
                None => {
                    diagnostic.help("write an ISO 3166-1 code, or let the Hub list the countries: `type: country`");
                }
            }
        }
    }
}
