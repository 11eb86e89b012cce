//! What a card is to say.

use miette::miette;

use crate::card::{Card, RepoType};
use crate::gate::{FIELD_TYPES, GateForm};
use crate::rule::edit::scalar;
use crate::rule::nearest::nearest;
use crate::source::SourceFile;
use crate::vocabulary::{self, Language};
use crate::yaml::Node;

/// The gate form that gates of real repos have in common.
const GATE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/cards/gate.md"));

/// What a card is to say.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    pub(super) repo_type: RepoType,
    /// What people call it, where that was said.
    pub(super) name: Option<String>,
    /// The name of the directory, for a new card without a name.
    pub(super) directory: String,
    pub(super) license: Option<String>,
    pub(super) license_name: Option<String>,
    pub(super) license_link: Option<String>,
    /// Codes.
    pub(super) languages: Vec<String>,
    /// Ids.
    pub(super) tasks: Vec<String>,
    pub(super) gate: Option<Gate>,
}

/// A gate form.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    prompt: Option<String>,
    /// The YAML of each field, indented by two spaces.
    fields: Vec<String>,
}

/// A key, and its lines with it.
pub(super) struct Addition {
    pub(super) key: &'static str,
    pub(super) lines: String,
}

impl Answers {
    /// What is written, in the order of the Hub's documentation; lines end with `\n`.
    pub(super) fn additions(&self) -> Vec<Addition> {
        let mut additions = Vec::new();
        let mut add = |key: &'static str, value: Option<String>| {
            additions.extend(value.map(|value| Addition { key, lines: format!("{key}:{value}\n") }));
        };
        let one = |value: &Option<String>| value.as_ref().map(|value| format!(" {}", scalar(value)));
        if self.repo_type == RepoType::Dataset {
            add("pretty_name", one(&self.name));
        }
        add("license", one(&self.license));
        add("license_name", one(&self.license_name));
        add("license_link", one(&self.license_link));
        add("language", list(&self.languages));
        match self.repo_type {
            RepoType::Model => add("pipeline_tag", one(&self.tasks.first().cloned())),
            _ => add("task_categories", list(&self.tasks)),
        }
        if let Some(gate) = &self.gate {
            let kind = self.kind();
            add("extra_gated_prompt", Some(gate.prompt(kind)));
            let fields: String = gate.fields.iter().map(|field| fill(field, "", kind)).collect();
            add("extra_gated_fields", (!fields.is_empty()).then(|| format!("\n{}", fields.trim_end_matches('\n'))));
        }
        additions
    }

    pub(super) fn kind(&self) -> &'static str {
        if self.repo_type == RepoType::Model { "model" } else { "dataset" }
    }
}

/// A template's text with the name and the kind of the repo in it.
pub(super) fn fill(text: &str, name: &str, kind: &str) -> String {
    text.replace("{{ name }}", name).replace("{{ kind }}", kind)
}

impl Gate {
    /// A form with some of the usual fields, all where `usual` is `None`, and fields of one's own.
    pub(super) fn new(prompt: Option<String>, usual: Option<&[String]>, own: &[String]) -> miette::Result<Self> {
        let known = usual_fields();
        let names = || known.iter().map(|field| field.name.as_str());
        let mut fields = Vec::new();
        for name in usual.unwrap_or_default() {
            if !names().any(|known| known == name) {
                let help = match nearest(name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a field of your own is `--field 'LABEL=TYPE'`".to_owned(),
                };
                return Err(miette!(help = help, "`{name}` is not one of the usual fields"));
            }
        }
        let chosen = |name: &str| usual.is_none_or(|usual| usual.iter().any(|each| each == name));
        fields.extend(known.iter().filter(|field| chosen(&field.name)).map(|field| field.yaml.clone()));
        for field in own {
            fields.push(own_field(field)?);
        }
        Ok(Self { prompt, fields })
    }

    fn prompt(&self, kind: &str) -> String {
        let usual = || {
            let card = template();
            card.gate_form().prompt.map(|prompt| prompt.text).unwrap_or_default()
        };
        let prompt = fill(&self.prompt.clone().unwrap_or_else(usual), "", kind);
        match prompt.contains('\n') {
            true => format!(" |\n{}", prompt.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")),
            false => format!(" {}", scalar(&prompt)),
        }
    }
}

/// A field of the template.
pub(super) struct UsualField {
    /// What the command line calls it.
    pub(super) name: String,
    pub(super) label: String,
    yaml: String,
}

fn template() -> Card {
    Card::read(SourceFile::new("gate.md", GATE), Some(RepoType::Dataset))
}

/// The fields that the template has.
pub(super) fn usual_fields() -> Vec<UsualField> {
    let card = template();
    let form = GateForm::read(&card.metadata);
    let entries = card.get("extra_gated_fields").map(Node::entries).unwrap_or_default();
    let ends = entries.iter().skip(1).map(|entry| entry.key.span.start).chain([card.block.end]);
    entries
        .iter()
        .zip(ends)
        .zip(form.fields)
        .map(|((entry, end), field)| {
            let yaml = card.source.text[entry.key.span.start..end].trim_end();
            let consent = field.kind == crate::gate::FieldKind::Checkbox;
            UsualField {
                name: if consent { "consent".to_owned() } else { field.label.text.to_lowercase() },
                label: field.label.text,
                yaml: format!("  {yaml}\n"),
            }
        })
        .collect()
}

/// `Company=text`, as YAML.
fn own_field(field: &str) -> miette::Result<String> {
    let types = || FIELD_TYPES.iter().copied().filter(|kind| *kind != "select");
    let Some((label, kind)) = field.rsplit_once('=') else {
        return Err(miette!(help = "write `LABEL=TYPE`, such as `Company=text`", "`{field}` has no type"));
    };
    let (label, kind) = (label.trim(), kind.trim());
    if label.is_empty() {
        return Err(miette!(help = "write `LABEL=TYPE`, such as `Company=text`", "`{field}` has no label"));
    }
    if !types().any(|known| known == kind) {
        let help = format!("the types are {}; add a `select` in the card", crate::words::list(types()));
        return Err(miette!(help = help, "`{kind}` is not a field type"));
    }
    Ok(format!("  {}: {kind}\n", scalar(label)))
}

/// One value, or one on each line.
fn list(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.iter().map(|value| format!("\n- {}", scalar(value))).collect())
}

/// The code of a language, by code or by name.
pub(super) fn language(word: &str) -> miette::Result<String> {
    let word = word.trim();
    match vocabulary::language(word) {
        Language::Known => Ok(word.to_owned()),
        Language::Means(code) | Language::Bibliographic(code) => Ok(code.to_owned()),
        Language::Family(name) => Err(miette!(help = "name one of them", "`{word}` is a family of languages: {name}")),
        Language::Unknown => {
            Err(miette!(help = "write a code such as `pt`, or an English name", "`{word}` is not a language"))
        }
    }
}

/// The id of a task, by id or by name.
pub(super) fn task(word: &str) -> miette::Result<String> {
    let word = word.trim();
    let tasks = vocabulary::words("task_categories");
    if let Some((id, _)) = tasks.iter().find(|(id, name)| id == word || name.eq_ignore_ascii_case(word)) {
        return Ok(id.clone());
    }
    let help = match nearest(word, tasks.iter().map(|(id, _)| id.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the tasks are at https://huggingface.co/tasks".to_owned(),
    };
    Err(miette!(help = help, "`{word}` is not one of the Hub's tasks"))
}
