//! The form as a card writes it.

use serde_json::{Map, Value as Json, json};

use super::{FieldKind, GateField, GateForm, Text};
use crate::yaml::write;

/// The keys of a card that make its form, in the order in which they are written.
pub(crate) const FORM_KEYS: [&str; 6] = [
    "extra_gated_heading",
    "extra_gated_description",
    "extra_gated_prompt",
    "extra_gated_fields",
    "extra_gated_button_content",
    "extra_gated_eu_disallowed",
];

/// The indentation of what is below a key.
const INDENT: &str = "  ";

impl GateForm {
    /// The form as YAML, as `gate show` prints it and `gate apply` writes it; `{}` without a form.
    ///
    /// ```
    /// use cardlint::{card::Card, source::SourceFile};
    ///
    /// let text = "---\nextra_gated_fields: {Company: text}\nextra_gated_prompt: \"One:\\ntwo\"\n---\n";
    /// let form = Card::read(SourceFile::new("README.md", text), None).gate_form();
    /// assert_eq!(form.to_yaml(), "extra_gated_prompt: |-\n  One:\n  two\nextra_gated_fields:\n  Company: text\n");
    /// ```
    pub fn to_yaml(&self) -> String {
        let yaml: String = FORM_KEYS.iter().filter_map(|key| self.lines(key)).collect();
        if yaml.is_empty() { "{}\n".to_owned() } else { yaml }
    }

    /// The form as JSON, with the keys of a card. Of a duplicate label, the last field.
    pub fn to_json(&self) -> Json {
        let text = |text: &Option<Text>| text.as_ref().map(|text| json!(text.text));
        let values = FORM_KEYS.into_iter().filter_map(|key| {
            let value = match key {
                "extra_gated_heading" => text(&self.heading),
                "extra_gated_description" => text(&self.description),
                "extra_gated_prompt" => text(&self.prompt),
                "extra_gated_button_content" => text(&self.button),
                "extra_gated_eu_disallowed" => self.eu_disallowed.then_some(json!(true)),
                _ => (!self.fields.is_empty()).then(|| {
                    self.fields
                        .iter()
                        .map(|field| (field.label.text.clone(), field.to_json()))
                        .collect::<Map<_, _>>()
                        .into()
                }),
            };
            Some((key.to_owned(), value?))
        });
        Json::Object(values.collect())
    }

    /// The lines of one of the [`FORM_KEYS`]; `None` where the form does not need it.
    pub(crate) fn lines(&self, key: &str) -> Option<String> {
        let text = |text: &Option<Text>| Some(write::value(&text.as_ref()?.text, INDENT));
        let value = match key {
            "extra_gated_heading" => text(&self.heading)?,
            "extra_gated_description" => text(&self.description)?,
            "extra_gated_prompt" => text(&self.prompt)?,
            "extra_gated_button_content" => text(&self.button)?,
            "extra_gated_eu_disallowed" if self.eu_disallowed => " true".to_owned(),
            "extra_gated_fields" if !self.fields.is_empty() => {
                let fields: String = self.fields.iter().map(|field| indented(&field.lines(), INDENT)).collect();
                format!("\n{fields}")
            }
            _ => return None,
        };
        let end = if value.ends_with('\n') { "" } else { "\n" };
        Some(format!("{key}:{value}{end}"))
    }

    /// The keys in which two forms differ, by what the Hub shows.
    pub(crate) fn differences<'a>(&'a self, other: &'a GateForm) -> impl Iterator<Item = &'static str> + 'a {
        FORM_KEYS.into_iter().filter(|key| self.lines(key) != other.lines(key))
    }

    /// Whether two forms are the same to a reader, however and wherever they are written.
    pub fn shows_the_same(&self, other: &GateForm) -> bool {
        self.differences(other).next().is_none()
    }
}

impl GateField {
    /// The lines of the field, without indentation.
    pub(crate) fn lines(&self) -> String {
        let label = write::scalar(&self.label.text);
        let FieldKind::Select(options) = &self.kind else {
            return format!("{label}: {}\n", write::scalar(self.kind.name()));
        };
        if options.is_empty() {
            return format!("{label}:\n{INDENT}type: select\n");
        }
        let options = options.iter().map(|option| {
            let (label, value) = (write::scalar(&option.label), write::scalar(&option.value));
            match option.label == option.value {
                true => format!("    - {value}\n"),
                false => format!("    - label: {label}\n      value: {value}\n"),
            }
        });
        format!("{label}:\n{INDENT}type: select\n{INDENT}options:\n{}", options.collect::<String>())
    }

    fn to_json(&self) -> Json {
        let FieldKind::Select(options) = &self.kind else { return json!(self.kind.name()) };
        let options = options.iter().map(|option| match option.label == option.value {
            true => json!(option.value),
            false => json!({ "label": option.label, "value": option.value }),
        });
        json!({ "type": "select", "options": options.collect::<Vec<_>>() })
    }
}

/// Lines behind an indentation.
pub(crate) fn indented(lines: &str, indent: &str) -> String {
    lines.split_inclusive('\n').map(|line| format!("{indent}{line}")).collect()
}
