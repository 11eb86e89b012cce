//! The box above the card of a gated repo: what the reader is told, and the form to ask for access.

use std::fmt::Write as _;

use askama::Template;

use crate::gate::{FieldKind, FieldProblem, GateField, GateForm};
use crate::hub::pages::markdown;
use crate::vocabulary::countries;

/// The box above the card of a gated repo (hub-docs datasets-gated.md, and the Hub's own pages).
#[derive(Template)]
#[template(path = "hub/gate_box.html")]
pub struct GateBox {
    kind: &'static str,
    path: String,
    heading: String,
    description: String,
    prompt: Option<String>,
    state: GateState,
}

/// What a reader is to the gate.
enum GateState {
    LoggedOut,
    Form(AskForm),
    Barred(String),
    Pending,
    Granted,
    Rejected(Option<String>),
}

struct AskForm {
    reset: bool,
    controls: Vec<Control>,
    button: String,
    mistakes: Vec<Mistake>,
}

struct Mistake {
    label: String,
    message: String,
    control: Option<String>,
}

/// What one reader has to do with a gated repo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateReader<'a> {
    /// Nobody is logged in.
    LoggedOut,
    /// May ask.
    MayAsk {
        /// An earlier request was reset by the authors.
        reset: bool,
        /// What a form that was not taken held.
        posted: &'a [(String, String)],
        /// What was wrong with it.
        problems: &'a [FieldProblem],
    },
    /// May not even ask; why.
    Barred(&'a str),
    /// Asked, not reviewed.
    Pending,
    /// Reads the files.
    Granted,
    /// Was rejected, with the authors' reason.
    Rejected(Option<&'a str>),
}

impl GateBox {
    /// The box of the repo at `path` (`/datasets/ana/voices`), a `kind` (`dataset`, `model`); `auto` where access is
    /// granted at once.
    // fidelity: form-by-state
    pub fn new(form: &GateForm, kind: &'static str, path: &str, auto: bool, reader: GateReader<'_>) -> Self {
        let given = |text: &Option<crate::gate::Text>| {
            text.as_ref().map(|text| text.text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self {
            kind,
            path: path.to_owned(),
            heading: given(&form.heading).unwrap_or_else(|| {
                format!("You need to agree to share your contact information to access this {kind}")
            }),
            description: markdown::text(&given(&form.description).unwrap_or_else(|| {
                "This repository is publicly accessible, but you have to accept the conditions to access its files and content.".into()
            })),
            prompt: given(&form.prompt).map(|prompt| markdown::text(&prompt)),
            state: match reader {
                GateReader::LoggedOut => GateState::LoggedOut,
                GateReader::MayAsk { reset, posted, problems } => GateState::Form(AskForm {
                    reset,
                    controls: controls(&form.fields, posted, problems),
                    button: given(&form.button).unwrap_or_else(|| {
                        let words = if auto { "Agree and access repository" } else { "Agree and send request to access repo" };
                        words.to_owned()
                    }),
                    mistakes: mistakes(&form.fields, problems),
                }),
                GateReader::Barred(why) => GateState::Barred(why.to_owned()),
                GateReader::Pending => GateState::Pending,
                GateReader::Granted => GateState::Granted,
                GateReader::Rejected(reason) => GateState::Rejected(reason.map(str::to_owned)),
            },
        }
    }
}

/// One field as it is drawn.
#[derive(Template)]
#[template(path = "hub/control.html")]
struct Control {
    id: String,
    label: String,
    shape: ControlShape,
    note: Option<String>,
    mistake: Option<String>,
}

enum ControlShape {
    Checkbox { ticked: bool },
    Line { value: String },
    Date { value: String },
    Choice { empty: &'static str, options: Vec<Choice> },
}

struct Choice {
    label: String,
    value: String,
    chosen: bool,
}

impl Control {
    /// The attributes that tie a control to its note and its mistake.
    fn describes(&self) -> String {
        let mut ids = String::new();
        if self.note.is_some() {
            let _ = write!(ids, " {}-note", self.id);
        }
        if self.mistake.is_some() {
            let _ = write!(ids, " {}-mistake", self.id);
        }
        let invalid = if self.mistake.is_some() { " aria-invalid=\"true\"" } else { "" };
        if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"{invalid}", ids.trim_start()) }
    }
}

fn control_id(index: usize) -> String {
    format!("field-{}", index + 1)
}

fn mistakes(fields: &[GateField], problems: &[FieldProblem]) -> Vec<Mistake> {
    problems
        .iter()
        .map(|problem| Mistake {
            label: problem.label.clone(),
            message: problem.message.clone(),
            control: fields
                .iter()
                .position(|field| field.label.text == problem.label && field.kind != FieldKind::IpLocation)
                .map(control_id),
        })
        .collect()
}

/// One control per field in the card's order; none for a location, which the Hub takes from the request.
fn controls(fields: &[GateField], posted: &[(String, String)], problems: &[FieldProblem]) -> Vec<Control> {
    let mut controls = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let label = &field.label.text;
        let answer = posted.iter().rev().find(|(name, _)| name == label).map(|(_, value)| value.as_str());
        let value = answer.unwrap_or_default();
        let mut note = None;
        let shape = match &field.kind {
            FieldKind::IpLocation => continue,
            FieldKind::Text => ControlShape::Line { value: value.to_owned() },
            FieldKind::Unknown(kind) => {
                note = Some(if kind.text == "select" {
                    "The card gives this select no options. It is shown as a text field.".to_owned()
                } else {
                    format!(
                        "The card gives this field the type “{}”, which the Hub does not know. It is shown as a text field.",
                        kind.text
                    )
                });
                ControlShape::Line { value: value.to_owned() }
            }
            FieldKind::Checkbox => ControlShape::Checkbox { ticked: answer.is_some() },
            FieldKind::DatePicker => ControlShape::Date { value: value.to_owned() },
            FieldKind::Country => ControlShape::Choice {
                empty: "Select a country",
                options: countries().iter().map(|(code, name)| choice(name, code, value)).collect(),
            },
            FieldKind::Select(options) => ControlShape::Choice {
                empty: "Select an option",
                options: options.iter().map(|option| choice(&option.label, &option.value, value)).collect(),
            },
        };
        controls.push(Control {
            id: control_id(index),
            label: label.clone(),
            shape,
            note,
            mistake: problems.iter().find(|problem| problem.label == *label).map(|problem| problem.message.clone()),
        });
    }
    controls
}

fn choice(label: &str, value: &str, answer: &str) -> Choice {
    Choice { label: label.to_owned(), value: value.to_owned(), chosen: !answer.is_empty() && value == answer }
}
