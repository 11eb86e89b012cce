//! What a key or a value means, and what is wrong with it.

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};
use serde_json::Value as Json;

use super::cursor::{self, Cursor, Slot};
use super::documents::{Document, Kind};
use super::facts::{Facts, Place};
use super::finding::Analysis;
use super::outline::Step;
use crate::card::RepoType;
use crate::report::effect;
use crate::source::Span;
use crate::words::list;

/// How many values are named one by one.
const MAX_VALUES: usize = 12;

/// What can be said about the place of the pointer.
pub(super) fn hover(document: &Document, analysis: &Analysis, position: Position) -> Option<Hover> {
    let offset = document.offset(position);
    let mut sections = Vec::new();
    let mut at = None;
    for finding in analysis.findings.iter().filter(|finding| finding.at.start <= offset && offset <= finding.at.end) {
        if let Some(rule) = finding.rule {
            sections.push(format!(
                "**{}** `{}`: {}\n\n{}",
                finding.severity,
                rule.id,
                finding.message,
                rule.markdown()
            ));
            at.get_or_insert(finding.at);
        }
    }
    if let Some((text, span)) = of_place(document, analysis, offset) {
        sections.push(text);
        at = Some(span);
    }
    let at = at?;
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: sections.join("\n\n---\n\n") };
    Some(Hover { contents: Contents::MarkupContent(contents), range: Some(document.range(at)) })
}

/// What the schemas of a document are.
pub(super) fn facts(document: &Document, analysis: &Analysis) -> Option<(Facts, Span, RepoType)> {
    let text = document.text();
    match document.kind {
        Kind::Card => {
            let repo_type = analysis.card.as_ref()?.repo_type;
            Some((Facts::of_card(repo_type), cursor::block(text)?, repo_type))
        }
        Kind::Seed => Some((Facts::of_seed(), Span::new(0, text.len()), RepoType::default())),
        Kind::Eval => {
            let card = analysis.card.as_ref()?;
            Some((Facts::of_eval(card.document), Span::new(0, text.len()), card.repo_type))
        }
        Kind::Config => None,
    }
}

fn of_place(document: &Document, analysis: &Analysis, offset: usize) -> Option<(String, Span)> {
    let (facts, block, repo_type) = facts(document, analysis)?;
    let text = document.text();
    let cursor = cursor::at(text, block, offset)?;
    let word = text.get(cursor.word.start..cursor.word.end)?.trim_matches(['"', '\'']);
    if word.is_empty() {
        return None;
    }
    if cursor.slot == Slot::Key {
        let place = facts.step(&facts.at(&cursor.path), &Step::Key(super::outline::unquoted(word)));
        let root = match cursor.path.first() {
            Some(Step::Key(key)) => key.as_str(),
            _ => word,
        };
        let link = match document.kind {
            Kind::Card => format!("\n\n[Documentation]({})", page(root, repo_type)),
            Kind::Eval => "\n\n[Documentation](https://huggingface.co/docs/hub/eval-results)".to_owned(),
            _ => String::new(),
        };
        return Some((of_key(word, &place)? + &link, cursor.word));
    }
    let said = of_value(&cursor, word).or_else(|| {
        let place = facts.at(&cursor.path);
        let Some(Step::Key(key)) = cursor.path.iter().rev().find(|step| **step != Step::Item) else { return None };
        of_key(key, &place)
    })?;
    Some((said, cursor.word))
}

/// The page of the Hub's documentation about a key of a card.
fn page(key: &str, repo_type: RepoType) -> String {
    let page = match (key, repo_type) {
        (_, RepoType::Space) => "spaces-config-reference",
        ("license" | "license_name" | "license_link" | "license_details", _) => "repositories-licenses",
        (key, RepoType::Dataset) if key.starts_with("extra_gated_") => "datasets-gated",
        (key, RepoType::Model) if key.starts_with("extra_gated_") => "models-gated",
        ("configs" | "dataset_info" | "viewer", _) => "datasets-manual-configuration",
        (_, RepoType::Dataset) => "datasets-cards",
        (_, RepoType::Model) => "model-cards",
    };
    format!("https://huggingface.co/docs/hub/{page}")
}

/// A key: what it means, what it can be, and what is made of it.
pub(super) fn of_key(key: &str, place: &Place) -> Option<String> {
    let description = place.text("description").or_else(|| place.text("title"))?;
    let mut lines = vec![format!("**{key}**"), description.to_owned()];
    let values = place.values();
    if !values.is_empty() {
        let shown = list(values.iter().take(MAX_VALUES).map(|value| format!("`{value}`")));
        let more = values.len().saturating_sub(MAX_VALUES);
        lines.push(if more == 0 { format!("Values: {shown}.") } else { format!("Values: {shown}, and {more} more.") });
    }
    if let Some(default) = place.json("default") {
        lines.push(format!("Default: `{default}`."));
    }
    if let Some(example) = place.examples().first() {
        lines.push(format!("```yaml\n{}\n```", yaml(key, example)));
    }
    let rules: Vec<String> = place
        .rules()
        .iter()
        .take(5)
        .map(|rule| {
            let effect = effect(rule).map(|effect| format!("; {effect}")).unwrap_or_default();
            format!("- `{}` ({}{effect}): {}", rule.id, rule.severity, rule.summary())
        })
        .collect();
    if !rules.is_empty() {
        lines.push(format!("Checked by:\n\n{}", rules.join("\n")));
    }
    Some(lines.join("\n\n"))
}

/// A word of a vocabulary: what it is called.
fn of_value(cursor: &Cursor, word: &str) -> Option<String> {
    let choices = super::completion::vocabulary(&cursor.path)?;
    let (_, name) = choices.iter().find(|(id, _)| id == word).filter(|(_, name)| !name.is_empty())?;
    let key = cursor.path.iter().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Item => None,
    })?;
    let page = match key {
        "task_categories" | "pipeline_tag" => format!("\n\n[Task page](https://huggingface.co/tasks/{word})"),
        "license" => "\n\n[Licenses of the Hub](https://huggingface.co/docs/hub/repositories-licenses)".to_owned(),
        _ => String::new(),
    };
    Some(format!("**{word}**: {name}{page}"))
}

/// An example as a card has it.
fn yaml(key: &str, value: &Json) -> String {
    fn write(value: &Json, indent: usize, out: &mut String) {
        let margin = " ".repeat(indent);
        match value {
            Json::Object(map) => {
                for (index, (key, value)) in map.iter().enumerate() {
                    if index > 0 || !out.ends_with("- ") {
                        out.push_str(&format!("\n{margin}"));
                    }
                    out.push_str(&format!("{key}:"));
                    inline(value, indent + 2, out);
                }
            }
            Json::Array(items) => {
                for item in items {
                    out.push_str(&format!("\n{margin}- "));
                    write(item, indent + 2, out);
                }
            }
            Json::String(text) => out.push_str(text),
            other => out.push_str(&other.to_string()),
        }
    }
    fn inline(value: &Json, indent: usize, out: &mut String) {
        if !matches!(value, Json::Object(_) | Json::Array(_)) {
            out.push(' ');
        }
        write(value, indent, out);
    }
    let mut out = format!("{key}:");
    inline(value, 2, &mut out);
    out
}
