//! A reader's answers: a posted form checked against the form that was shown.

use indexmap::IndexMap;
use jiff::civil::Date;

use super::{FieldKind, GateField, GateForm};
use crate::vocabulary::{CountryCode, country};

/// The answers that are stored with an access request: label to string, in the order of the form (`fields` of the Hub's
/// `user-access-request` answers). A checked checkbox is `"true"`, a date `YYYY-MM-DD`, a country its alpha-2 code, a
/// choice the `value` of its option.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Answers(pub IndexMap<String, String>);

/// Why a posted form was rejected: every invalid field, in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The fields; at least one.
    pub problems: Vec<FieldProblem>,
}

/// What is wrong with the answer to one field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldProblem {
    /// The label of the field.
    pub label: String,
    /// What is wrong, as the end of a sentence that starts with the label.
    pub message: String,
}

impl std::fmt::Display for FormError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(formatter, "{separator}{:?} {}", problem.label, problem.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for FormError {}

/// What is stored for an unknown location.
const UNKNOWN_LOCATION: &str = "unknown";

impl GateForm {
    /// Checks a posted form against this one. `posted` contains pairs of label and string (of a duplicate label, the
    /// last), `location` is the alpha-2 code of the country that the request comes from, where it is known. Every field
    /// must be answered; pairs that belong to no field are ignored.
    ///
    /// ```
    /// use cardlint::{card::Card, source::SourceFile};
    ///
    /// let text = "---\nextra_gated_fields:\n  Company: text\n  I agree: checkbox\n  geo: ip_location\n---\n";
    /// let form = Card::read(SourceFile::new("README.md", text), None).gate_form();
    ///
    /// let posted = [("Company".into(), " ACME ".into()), ("I agree".into(), "on".into())];
    /// let answers = form.accept(&posted, Some("PT")).unwrap();
    /// assert_eq!(answers.0["Company"], "ACME");
    /// assert_eq!(answers.0["I agree"], "true");
    /// assert_eq!(answers.0["geo"], "PT");
    ///
    /// let rejected = form.accept(&[], None).unwrap_err();
    /// assert_eq!(rejected.problems.len(), 2);
    /// ```
    pub fn accept(&self, posted: &[(String, String)], location: Option<&str>) -> Result<Answers, FormError> {
        let mut answers = Answers::default();
        let mut problems = Vec::new();
        for field in &self.fields {
            let label = &field.label.text;
            let text = posted.iter().rev().find(|(key, _)| key == label).map_or("", |(_, text)| text.trim());
            match field.answer(text, location) {
                Ok(answer) => {
                    answers.0.insert(label.clone(), answer);
                }
                Err(message) => problems.push(FieldProblem { label: label.clone(), message }),
            }
        }
        if problems.is_empty() { Ok(answers) } else { Err(FormError { problems }) }
    }
}

impl GateField {
    /// What is stored for `text`, which is trimmed; or why it is rejected.
    // fidelity: stored-answers
    fn answer(&self, text: &str, location: Option<&str>) -> Result<String, String> {
        match &self.kind {
            FieldKind::IpLocation => Ok(location.unwrap_or(UNKNOWN_LOCATION).to_owned()),
            FieldKind::Checkbox if matches!(text, "" | "false" | "off" | "no" | "0") => {
                Err("must be ticked".to_owned())
            }
            FieldKind::Checkbox => Ok("true".to_owned()),
            _ if text.is_empty() => Err("must be answered".to_owned()),
            FieldKind::Text | FieldKind::Unknown(_) => Ok(text.to_owned()),
            FieldKind::DatePicker => match Date::strptime("%Y-%m-%d", text) {
                // A date input has no year 0 (HTML, valid date string).
                Ok(date) if date.year() > 0 && date.to_string() == text => Ok(text.to_owned()),
                _ => Err(format!("must be a date like 2026-01-31, but is {text:?}")),
            },
            FieldKind::Country if matches!(country(text), CountryCode::Assigned(_)) => Ok(text.to_owned()),
            FieldKind::Country => {
                Err(format!("must be a country's two-letter code (ISO 3166-1 alpha-2) like PT, but is {text:?}"))
            }
            FieldKind::Select(options) => match options.iter().find(|option| option.value.trim() == text) {
                Some(option) => Ok(option.value.clone()),
                None => Err(format!("must be one of its options, but is {text:?}")),
            },
        }
    }
}
