//! The gate form: what a reader fills in before the Hub shows the files of a gated repo.

mod answers;
pub(crate) mod write;

pub use answers::{Answers, FieldProblem, FormError};

use crate::source::Span;
use crate::yaml::{Node, Value};

/// The form that the `extra_gated_*` keys of a card describe (hub-docs datasets-gated.md).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GateForm {
    /// `extra_gated_heading`
    pub heading: Option<Text>,
    /// `extra_gated_description`, Markdown.
    pub description: Option<Text>,
    /// `extra_gated_prompt`, Markdown.
    pub prompt: Option<Text>,
    /// `extra_gated_button_content`
    pub button: Option<Text>,
    /// `extra_gated_eu_disallowed`
    pub eu_disallowed: bool,
    /// `extra_gated_fields`, in the order of the card.
    pub fields: Vec<GateField>,
}

/// A string of the card, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// One question of the form.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GateField {
    /// What the reader sees, and the key of the stored answer.
    pub label: Text,
    /// What can be answered.
    pub kind: FieldKind,
    /// Where the value of the field is written.
    pub span: Span,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum FieldKind {
    /// `text`
    Text,
    /// `checkbox`
    Checkbox,
    /// `date_picker`
    DatePicker,
    /// `country`
    Country,
    /// `ip_location`: shows no input; the requester's country is stored.
    IpLocation,
    /// `select` with its options
    Select(Vec<SelectOption>),
    /// Anything else, as it is written.
    Unknown(Text),
}

/// One option of a `select`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What the reader sees.
    pub label: String,
    /// What is stored.
    pub value: String,
    /// Where the option is written.
    pub span: Span,
}

/// The names of the field types in the Hub's order, `select` last.
pub const FIELD_TYPES: [&str; 6] = ["text", "checkbox", "date_picker", "country", "ip_location", "select"];

impl GateForm {
    /// Reads the form out of a card's metadata. Never fails: wrong shapes are absent or [`FieldKind::Unknown`]. As on the
    /// Hub, `extra_gated_fields` is a mapping; a list has no fields.
    ///
    /// ```
    /// use cardlint::{card::Card, gate::FieldKind, source::SourceFile};
    ///
    /// let card = Card::read(SourceFile::new("README.md", "---\nextra_gated_fields:\n  Company: text\n---\n"), None);
    /// let form = card.gate_form();
    /// assert_eq!(form.fields[0].label.text, "Company");
    /// assert_eq!(form.fields[0].kind, FieldKind::Text);
    /// ```
    pub fn read(metadata: &Node) -> GateForm {
        let text = |key: &str| {
            let node = metadata.get(key)?;
            Some(Text { text: node.as_str()?.to_owned(), span: node.span })
        };
        GateForm {
            heading: text("extra_gated_heading"),
            description: text("extra_gated_description"),
            prompt: text("extra_gated_prompt"),
            button: text("extra_gated_button_content"),
            eu_disallowed: metadata
                .get("extra_gated_eu_disallowed")
                .is_some_and(|node| node.value == Value::Bool(true)),
            fields: metadata
                .get("extra_gated_fields")
                .map(|fields| fields.entries().iter().map(|entry| GateField::read(&entry.key, &entry.value)).collect())
                .unwrap_or_default(),
        }
    }
}

impl GateField {
    fn read(label: &Node, spec: &Node) -> GateField {
        let kind = match &spec.value {
            Value::String(name) => FieldKind::named(name, spec),
            Value::Mapping(_) => match spec.get("type") {
                Some(kind) => match kind.as_str() {
                    Some("select") => FieldKind::Select(
                        spec.get("options")
                            .map(|options| options.items().iter().filter_map(option).collect())
                            .unwrap_or_default(),
                    ),
                    Some(name) => FieldKind::named(name, kind),
                    None => FieldKind::unknown(kind),
                },
                None => FieldKind::unknown(spec),
            },
            _ => FieldKind::unknown(spec),
        };
        GateField { label: Text { text: label.key_text(), span: label.span }, kind, span: spec.span }
    }
}

impl FieldKind {
    /// The name of the type as a card writes it; of an unknown type, what the card says.
    pub fn name(&self) -> &str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Checkbox => "checkbox",
            FieldKind::DatePicker => "date_picker",
            FieldKind::Country => "country",
            FieldKind::IpLocation => "ip_location",
            FieldKind::Select(_) => "select",
            FieldKind::Unknown(text) => &text.text,
        }
    }

    fn named(name: &str, at: &Node) -> FieldKind {
        match name {
            "text" => FieldKind::Text,
            "checkbox" => FieldKind::Checkbox,
            "date_picker" => FieldKind::DatePicker,
            "country" => FieldKind::Country,
            "ip_location" => FieldKind::IpLocation,
            _ => FieldKind::Unknown(Text { text: name.to_owned(), span: at.span }),
        }
    }

    fn unknown(at: &Node) -> FieldKind {
        FieldKind::Unknown(Text { text: at.key_text(), span: at.span })
    }
}

fn option(node: &Node) -> Option<SelectOption> {
    match &node.value {
        Value::String(text) => Some(SelectOption { label: text.clone(), value: text.clone(), span: node.span }),
        Value::Mapping(_) => Some(SelectOption {
            label: node.get("label")?.as_str()?.to_owned(),
            value: node.get("value")?.as_str()?.to_owned(),
            span: node.span,
        }),
        _ => None,
    }
}
