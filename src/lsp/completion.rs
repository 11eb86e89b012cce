//! What could be written at the cursor.

use std::collections::BTreeSet;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTextEdit, CompletionList,
    Documentation, InsertTextMode, MarkupContent, MarkupKind, Position,
};
use globset::GlobBuilder;

use super::cursor::{self, Cursor, Slot};
use super::documents::Document;
use super::facts::{Facts, Place};
use super::finding::Analysis;
use super::hover::{facts, of_key};
use super::outline::Step;
use super::workspace::Settings;
use crate::gate::FIELD_TYPES;
use crate::rule::edit::scalar;
use crate::vocabulary;

/// More than this many are sent only in part: those that fit what is typed.
const MAX_COMPLETIONS: usize = 400;

/// Something that could be written.
struct Choice {
    text: String,
    /// What it is called.
    name: String,
    docs: Option<String>,
    kind: CompletionItemKind,
    /// Whether the text is YAML already: no quotes are put around it.
    raw: bool,
}

/// The keys and values that fit the cursor.
pub(super) fn complete(
    document: &Document,
    analysis: &Analysis,
    settings: &Settings,
    position: Position,
) -> Option<CompletionList> {
    let (facts, block, _) = facts(document, analysis)?;
    let text = document.text();
    let offset = document.offset(position);
    let cursor = cursor::at(text, block, offset)?;
    let typed = text[cursor.word.start..offset].trim_start_matches(['"', '\'']);
    let writer = Writer { document, cursor: &cursor, offset };
    let mut items = Vec::new();
    let place = facts.at(&cursor.path);
    // In a list without its dash yet, what is written begins with one.
    let in_key = matches!(cursor.path.last(), Some(Step::Key(_)));
    let list = in_key && place.collection() == Some("array");
    let (around, place, path) = if list && cursor.slot != Slot::Key {
        let around = if cursor.slot == Slot::Value || cursor.flow { Around::Brackets } else { Around::Dash };
        let path = [cursor.path.clone(), vec![Step::Item]].concat();
        (around, facts.at(&path), path)
    } else {
        (Around::Nothing, place, cursor.path.clone())
    };
    if cursor.slot != Slot::Value && !matches!(around, Around::Brackets) {
        items.extend(keys(facts, &place, &cursor, text, &around).iter().map(|choice| writer.item(choice, &around)));
    }
    let mut incomplete = false;
    if cursor.slot != Slot::Key && !(cursor.slot == Slot::Word && path.is_empty()) {
        let mut values = values(&path, &place, settings, text);
        if values.len() > MAX_COMPLETIONS {
            incomplete = true;
            values = fitting(values, typed);
        }
        items.extend(values.iter().map(|choice| writer.item(choice, &around)));
    }
    for (index, item) in items.iter_mut().enumerate() {
        item.sort_text = Some(format!("{index:04}"));
    }
    Some(CompletionList { is_incomplete: incomplete, items, ..CompletionList::default() })
}

/// What is written around a choice.
enum Around {
    Nothing,
    Dash,
    Brackets,
}

struct Writer<'a> {
    document: &'a Document,
    cursor: &'a Cursor,
    offset: usize,
}

impl Writer<'_> {
    fn item(&self, choice: &Choice, around: &Around) -> CompletionItem {
        let text = self.document.text();
        let word = self.cursor.word;
        let quote = text[word.start..self.offset].chars().next().filter(|first| matches!(first, '"' | '\''));
        let scalar = match quote {
            _ if choice.raw => choice.text.clone(),
            Some('\'') => format!("'{}'", choice.text.replace('\'', "''")),
            Some(_) => serde_json::Value::from(choice.text.as_str()).to_string(),
            None => scalar(&choice.text),
        };
        let written = match around {
            Around::Nothing => scalar,
            Around::Dash => format!("- {scalar}"),
            Around::Brackets => format!("[{scalar}]"),
        };
        let behind = &text[..word.start];
        let space = if behind.ends_with([':', '-']) && word.is_empty() { " " } else { "" };
        // What clients compare with the text from the start of the word to the cursor.
        let typed = text[word.start..self.offset].trim_start_matches(['"', '\'']).to_lowercase();
        let by_name = !choice.text.to_lowercase().starts_with(&typed) && !choice.name.is_empty();
        let filter = if by_name { &choice.name } else { &choice.text };
        CompletionItem {
            label: choice
                .text
                .trim_end_matches(|char: char| char == ':' || char.is_whitespace() || char == '-')
                .to_owned(),
            label_details: (!choice.name.is_empty()).then(|| CompletionItemLabelDetails {
                description: Some(choice.name.clone()),
                ..CompletionItemLabelDetails::default()
            }),
            detail: (!choice.name.is_empty()).then(|| choice.name.clone()),
            kind: Some(choice.kind),
            documentation: choice
                .docs
                .clone()
                .map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })),
            filter_text: Some(format!("{}{filter}", quote.map(String::from).unwrap_or_default())),
            insert_text_mode: Some(InsertTextMode::AsIs),
            text_edit: Some(CompletionItemTextEdit::TextEdit(self.document.edit(word, format!("{space}{written}")))),
            ..CompletionItem::default()
        }
    }
}

/// The keys that a mapping can have and lacks, each with what its value begins with.
fn keys(facts: Facts, place: &Place, cursor: &Cursor, text: &str, around: &Around) -> Vec<Choice> {
    let colon = text[cursor.word.end..].trim_start_matches(' ').starts_with(':');
    let line_start = text[..cursor.word.start].rfind('\n').map_or(0, |end| end + 1);
    let column = cursor.word.start - line_start + if matches!(around, Around::Dash) { 2 } else { 0 };
    let margin = " ".repeat(column + 2);
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let missing = place.keys().into_iter().filter(|key| !cursor.siblings.iter().any(|there| there == key));
    missing
        .map(|key| {
            let value = facts.step(place, &Step::Key(key.to_owned()));
            let written = match value.collection() {
                _ if colon => key.to_owned(),
                Some("array") if !cursor.flow => format!("{key}:{line_end}{margin}- "),
                Some(_) if !cursor.flow => format!("{key}:{line_end}{margin}"),
                _ => format!("{key}: "),
            };
            Choice {
                text: written,
                name: value.text("title").filter(|title| *title != key).unwrap_or_default().to_owned(),
                docs: of_key(key, &value),
                kind: CompletionItemKind::Property,
                raw: true,
            }
        })
        .collect()
}

/// The vocabulary of a value: words with their names.
pub(super) fn vocabulary(path: &[Step]) -> Option<Vec<(String, String)>> {
    let key = match path {
        [Step::Key(key)] | [Step::Key(key), Step::Item] => key.as_str(),
        _ => return None,
    };
    let list = match key {
        "license" => "licenses",
        "language" => {
            let words = [vocabulary::words("languages"), vocabulary::words("languages-iso-639-3")].concat();
            return Some(words);
        }
        "pipeline_tag" => "task_categories",
        "library_name" => "model_libraries",
        list @ ("task_categories"
        | "task_ids"
        | "size_categories"
        | "multilinguality"
        | "annotations_creators"
        | "language_creators") => list,
        _ => return None,
    };
    Some(vocabulary::words(list).to_vec())
}

/// The values that fit a place.
fn values(path: &[Step], place: &Place, settings: &Settings, text: &str) -> Vec<Choice> {
    if let Some(words) = vocabulary(path) {
        return words.into_iter().map(|(text, name)| value(text, name)).collect();
    }
    let key = |step: &Step| match step {
        Step::Key(key) => key.clone(),
        Step::Item => "-".to_owned(),
    };
    let names: Vec<String> = path.iter().map(key).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["extra_gated_fields", _] => field_types(true),
        ["extra_gated_fields", _, "type"] => field_types(false),
        ["extra_gated_fields", _, "options", "-"] => {
            let countries = vocabulary::countries().iter();
            countries.map(|(code, name)| value((*name).to_owned(), (*code).to_owned())).collect()
        }
        ["configs", "-", "data_dir" | "data_files"]
        | ["configs", "-", "data_files", .., "path" | "-"]
        | ["license_link" | "app_file"] => {
            let folders = names.contains(&"data_dir");
            files(settings, folders, text)
        }
        _ => {
            let mut values = place.values();
            if values.is_empty() && !place.takes("object") {
                let examples = place.examples().iter();
                values.extend(examples.filter_map(|example| example.as_str().map(str::to_owned)));
            }
            values.into_iter().map(|text| Choice { raw: is_word(&text, place), ..value(text, String::new()) }).collect()
        }
    }
}

/// Whether a value is a boolean or a number, which quotes would make a string.
fn is_word(text: &str, place: &Place) -> bool {
    let listed = place.json("enum").and_then(serde_json::Value::as_array);
    matches!(text, "true" | "false") && listed.is_none_or(|values| values.iter().any(serde_json::Value::is_boolean))
}

fn value(text: String, name: String) -> Choice {
    Choice { text, name, docs: None, kind: CompletionItemKind::Value, raw: false }
}

/// The types of a gate's field, as the schema explains them; `select` only where its options can follow.
fn field_types(short: bool) -> Vec<Choice> {
    let explained = Facts::of_card(crate::card::RepoType::Dataset)
        .at(&[Step::Key("extra_gated_fields".to_owned()), Step::Key(String::new()), Step::Key("type".to_owned())])
        .text("description")
        .unwrap_or_default();
    let docs = |kind: &str| {
        let rest = explained.split_once(&format!("{kind}: "))?.1;
        Some(rest.split(". ").next()?.trim_end_matches('.').to_owned())
    };
    FIELD_TYPES
        .iter()
        .map(|kind| {
            let select = *kind == "select";
            let text = if select && short { "{type: select, options: []}" } else { *kind };
            let docs = if select { Some("a choice among options".to_owned()) } else { docs(kind) };
            Choice {
                name: docs.clone().unwrap_or_default(),
                docs,
                kind: CompletionItemKind::EnumMember,
                raw: true,
                ..value(text.to_owned(), String::new())
            }
        })
        .collect()
}

/// The repo's files, and patterns for those that a folder has many of; or its folders.
fn files(settings: &Settings, folders: bool, _text: &str) -> Vec<Choice> {
    let Some(paths) = settings.options.context().paths() else { return Vec::new() };
    let data = |path: &&String| !path.starts_with('.') && !path.contains("/.") && *path != "README.md";
    let mut patterns = BTreeSet::new();
    for path in paths.iter().filter(data) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folders {
            patterns.extend((!folder.is_empty()).then(|| folder.to_owned()));
            continue;
        }
        patterns.insert(path.clone());
        let same = |other: &&String| {
            let (around, other) = other.rsplit_once('/').unwrap_or(("", other));
            around == folder && other.rsplit_once('.').map(|(_, end)| end) == name.rsplit_once('.').map(|(_, end)| end)
        };
        if let Some((_, extension)) = name.rsplit_once('.').filter(|_| paths.iter().filter(same).nth(1).is_some()) {
            let pattern = if folder.is_empty() { format!("*.{extension}") } else { format!("{folder}/*.{extension}") };
            // The name of a folder may have a meaning of its own in a pattern.
            if GlobBuilder::new(&pattern)
                .literal_separator(true)
                .build()
                .is_ok_and(|glob| glob.compile_matcher().is_match(path))
            {
                patterns.insert(pattern);
            }
        }
    }
    let kind = if folders { CompletionItemKind::Folder } else { CompletionItemKind::File };
    patterns.into_iter().map(|text| Choice { kind, ..value(text, String::new()) }).collect()
}

/// Of many choices those that begin with what is typed, then those with a name that does, then those that hold it.
fn fitting(choices: Vec<Choice>, typed: &str) -> Vec<Choice> {
    let typed = typed.to_lowercase();
    let rank = |choice: &Choice| {
        let (text, name) = (choice.text.to_lowercase(), choice.name.to_lowercase());
        match () {
            () if text.starts_with(&typed) => Some(0),
            () if name.starts_with(&typed) => Some(1),
            () if name.contains(&typed) || text.contains(&typed) => Some(2),
            () => None,
        }
    };
    let mut fitting: Vec<(i32, Choice)> =
        choices.into_iter().filter_map(|choice| Some((rank(&choice)?, choice))).collect();
    // Of languages, those with two letters come first in each rank, as the lists have them.
    fitting.sort_by_key(|(rank, _)| *rank);
    fitting.into_iter().take(MAX_COMPLETIONS).map(|(_, choice)| choice).collect()
}
