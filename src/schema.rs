//! The schema files, and the bundled schema of each card type.

use std::sync::LazyLock;

use fnv::FnvBuildHasher;
use indexmap::{IndexMap, IndexSet};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::card::{Card, Document, RepoType};

macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/", $name, ".schema.json")))
    };
}

const DATASET: &str = file!("dataset-card").1;
const MODEL: &str = file!("model-card").1;
const SPACE: &str = file!("space-card").1;
const EVAL_RESULTS: &str = file!("eval-results").1;
const BENCHMARK: &str = file!("eval").1;

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The metadata of a card.
    Card(RepoType),
    /// `.eval_results/*.yaml` of a model.
    EvalResults,
    /// `eval.yaml` of a dataset.
    Benchmark,
}

impl From<RepoType> for Shape {
    fn from(repo_type: RepoType) -> Self {
        Self::Card(repo_type)
    }
}

impl From<&Card> for Shape {
    fn from(card: &Card) -> Self {
        match card.document {
            Document::Card => Self::Card(card.repo_type),
            Document::EvalResults => Self::EvalResults,
            Document::Benchmark => Self::Benchmark,
        }
    }
}

/// What the schemas of cards refer to.
const PARTS: [(&str, &str); 6] = [
    file!("common"),
    file!("vocabulary"),
    file!("evaluation-frameworks"),
    file!("gate"),
    file!("configs"),
    file!("dataset-info"),
];

/// The bundled schema of a card, or of another file of a repo: no reference leaves it.
///
/// ```
/// use cardlint::{card::RepoType, schema::bundled};
///
/// assert_eq!(bundled(RepoType::Dataset)["title"], "dataset card");
/// ```
pub fn bundled(shape: impl Into<Shape>) -> Json {
    bundle(shape.into(), &|_| true)
}

/// As [`bundled`], with only the schemas of the keys that `wanted` accepts, and what they refer to.
pub(crate) fn bundle(shape: Shape, wanted: &dyn Fn(&str) -> bool) -> Json {
    let mut schema = parse(text(shape));
    relocate(&mut schema, "#");
    keep(&mut schema, wanted);
    let of_cards = shared(&schema);
    let mut missing = Vec::new();
    references(&schema, &mut missing);
    let mut definitions = schema.get("$defs").and_then(Json::as_object).cloned().unwrap_or_default();
    while let Some(name) = missing.pop() {
        let Some((_, text)) = PARTS.iter().find(|(part, _)| *part == name).filter(|_| !definitions.contains_key(&name))
        else {
            continue;
        };
        let mut part = parse(text);
        relocate(&mut part, &format!("#/$defs/{name}"));
        if of_cards.contains(&name) {
            keep(&mut part, wanted);
        }
        references(&part, &mut missing);
        definitions.insert(name, part);
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("$defs".to_owned(), Json::Object(definitions));
    }
    schema
}

/// A schema without what is written for people and for reports: it accepts the same, and is compiled sooner.
pub(crate) fn assertions(schema: &Json) -> Json {
    without(schema, &|key| {
        matches!(key, "title" | "description" | "examples" | "default" | "$comment") || key.starts_with("x-")
    })
}

/// A schema without some keywords; properties may be called as they are.
fn without(schema: &Json, drops: &dyn Fn(&str) -> bool) -> Json {
    const OF_NAMES: [&str; 3] = ["properties", "patternProperties", "$defs"];
    const VALUES: [&str; 5] = ["enum", "const", "required", "examples", "default"];
    match schema {
        Json::Object(map) => Json::Object(
            map.iter()
                .filter(|(key, _)| !drops(key))
                .map(|(key, value)| {
                    let kept = match value {
                        Json::Object(named) if OF_NAMES.contains(&key.as_str()) => Json::Object(
                            named.iter().map(|(name, schema)| (name.clone(), without(schema, drops))).collect(),
                        ),
                        value if VALUES.contains(&key.as_str()) => value.clone(),
                        value => without(value, drops),
                    };
                    (key.clone(), kept)
                })
                .collect(),
        ),
        Json::Array(items) => Json::Array(items.iter().map(|item| without(item, drops)).collect()),
        other => other.clone(),
    }
}

/// A schema as other tools take it: without what only cardlint knows, and without a relative `$id`, which some reject
/// and others look for on the network.
///
/// ```
/// use cardlint::{card::RepoType, schema};
///
/// let printed = schema::portable(&schema::bundled(RepoType::Dataset)).to_string();
/// assert!(!printed.contains("\"x-") && !printed.contains("\"$id\""));
/// ```
pub fn portable(schema: &Json) -> Json {
    without(schema, &|key| key == "$id" || key.starts_with("x-"))
}

/// One of cardlint's own schemas by the name of its file.
pub(crate) fn file(name: &str) -> Option<Json> {
    const CARDS: [(&str, &str); 3] = [("dataset-card", DATASET), ("model-card", MODEL), ("space-card", SPACE)];
    let name = name.strip_suffix(".schema.json")?;
    PARTS.iter().chain(&CARDS).find(|(part, _)| *part == name).map(|(_, text)| parse(text))
}

/// The keys that a card of this type can have at its top.
fn keys(repo_type: RepoType) -> &'static Keys {
    static DATASET: LazyLock<Keys> = LazyLock::new(|| keys_in(RepoType::Dataset));
    static MODEL: LazyLock<Keys> = LazyLock::new(|| keys_in(RepoType::Model));
    static SPACE: LazyLock<Keys> = LazyLock::new(|| keys_in(RepoType::Space));
    match repo_type {
        RepoType::Dataset => &DATASET,
        RepoType::Model => &MODEL,
        RepoType::Space => &SPACE,
    }
}

type Keys = IndexSet<String, FnvBuildHasher>;

fn keys_in(repo_type: RepoType) -> Keys {
    let mut keys = Keys::default();
    let mut texts = vec![text(repo_type.into())];
    while let Some(text) = texts.pop() {
        let part: Part = serde_json::from_str(text).unwrap_or_default();
        keys.extend(part.properties.into_keys());
        let names = part.all_of.iter().filter_map(|part| part.reference.strip_suffix(".schema.json"));
        texts.extend(names.filter_map(|name| Some(PARTS.iter().find(|(part, _)| *part == name)?.1)));
    }
    keys
}

/// The keys that a card of this type can have at its top.
pub fn known_keys(repo_type: RepoType) -> impl Iterator<Item = &'static str> {
    keys(repo_type).iter().map(String::as_str)
}

/// Whether a card of this type can have a key at its top.
pub(crate) fn is_known_key(repo_type: RepoType, key: &str) -> bool {
    keys(repo_type).contains(key)
}

/// What names a schema's keys; the rest of it is not stored.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    properties: IndexMap<String, IgnoredAny>,
    #[serde(rename = "allOf")]
    all_of: Vec<Reference>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, rename = "$ref")]
    reference: String,
}

fn text(shape: Shape) -> &'static str {
    match shape {
        Shape::Card(RepoType::Dataset) => DATASET,
        Shape::Card(RepoType::Model) => MODEL,
        Shape::Card(RepoType::Space) => SPACE,
        Shape::EvalResults => EVAL_RESULTS,
        Shape::Benchmark => BENCHMARK,
    }
}

/// The parts whose keys are keys of the card, too.
fn shared(schema: &Json) -> Vec<String> {
    let mut names = Vec::new();
    references(&schema["allOf"], &mut names);
    names
}

/// Drops the schemas of the keys that are not wanted.
fn keep(schema: &mut Json, wanted: &dyn Fn(&str) -> bool) {
    if let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) {
        properties.retain(|key, _| wanted(key));
    }
}

/// The files are part of the program and tests parse each of them.
fn parse(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}

/// Rewrites references for a schema that is moved to `base`, and drops what marks it as a separate document.
fn relocate(schema: &mut Json, base: &str) {
    if let Some(map) = schema.as_object_mut() {
        map.shift_remove("$id");
        if base != "#" {
            map.shift_remove("$schema");
        }
    }
    each_reference(schema, &mut |reference| {
        *reference = match reference.split_once(".schema.json") {
            Some((name, place)) => format!("#/$defs/{name}{}", place.trim_start_matches('#')),
            None => format!("{base}{}", reference.trim_start_matches('#')),
        };
    });
}

fn references(schema: &Json, into: &mut Vec<String>) {
    let mut schema = schema.clone();
    each_reference(&mut schema, &mut |reference| {
        into.extend(reference.strip_prefix("#/$defs/").and_then(|rest| rest.split('/').next()).map(str::to_owned));
    });
}

fn each_reference(schema: &mut Json, visit: &mut dyn FnMut(&mut String)) {
    match schema {
        Json::Object(map) => {
            if let Some(Json::String(reference)) = map.get_mut("$ref") {
                visit(reference);
            }
            map.values_mut().for_each(|value| each_reference(value, visit));
        }
        Json::Array(items) => items.iter_mut().for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}
