use super::country_options::{Naming, countries};
use crate::card::Card;
use crate::rule::edit;
use crate::rule::{Check, Findings, rule};
use crate::source::Fix;
use crate::vocabulary::{CountryCode, country, country_called};

rule! {
    /// Among country codes stands one that ISO 3166-1 does not assign, or that is written otherwise than the rest.
    ///
    /// The Hub's own `country` field stores alpha-2 codes: two upper-case letters. `UK` is Great Britain's only by custom
    /// (`GB`), `SU` and `AN` are retired, and `FRA` or a name among such codes is one country counted twice.
    "gate-country-code", Warning, predicts: [Reader], evidence: "ISO 3166-1", since: "0.1.0",
    Check::Card(check)
}

fn check(card: &Card, findings: &mut Findings<'_>) {
    for list in countries(card).into_iter().filter(|list| list.by_code) {
        for (text, node, naming) in list.options {
            let (message, instead) = match naming {
                Naming::Code | Naming::Not => continue,
                Naming::LowerCase => {
                    (format!("`{text}` is a country code in lower case"), Some(text.to_ascii_uppercase()))
                }
                Naming::Called => (
                    format!("`{text}` is no two-letter code, as the other options are"),
                    country_called(text.trim()).map(str::to_owned),
                ),
                Naming::NoCode => match country(text) {
                    CountryCode::Retired { name, until } => {
                        (format!("`{text}` ({name}) is no country code since {until}"), None)
                    }
                    CountryCode::Reserved { name, instead } => {
                        (format!("`{text}` ({name}) is no code of ISO 3166-1"), instead.map(str::to_owned))
                    }
                    _ => (format!("`{text}` is no country code: ISO 3166-1 does not assign it"), None),
                },
            };
            let diagnostic = findings.report(node.span, message);
            match instead {
                Some(code) => {
                    diagnostic.help(format!("write `{code}`, or let the Hub list the countries: `type: country`"));
                    diagnostic.fix(Fix::suggested(format!("write `{code}`"), vec![edit::replace(node, &code)]));
                }
                None => {
                    diagnostic.help("write the code of ISO 3166-1, or let the Hub list the countries: `type: country`");
                }
            }
        }
    }
}
