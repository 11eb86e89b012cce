//! What the schemas say about a place in a document.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::outline::Step;
use crate::card::{Document, RepoType};
use crate::rule::Rule;
use crate::rules;
use crate::schema::{Shape, bundled};

/// No reference leads further than this without a step.
const MAX_DEPTH: usize = 24;

/// A schema in one piece.
#[derive(Clone, Copy)]
pub(super) struct Facts {
    schema: &'static Json,
}

/// Every part of a schema that speaks of one place: those that hold always, and those that hold for some of its values.
#[derive(Clone, Debug)]
pub(super) struct Place {
    parts: Vec<&'static Json>,
}

impl Facts {
    pub(super) fn of_card(repo_type: RepoType) -> Self {
        static DATASET: LazyLock<Json> = LazyLock::new(|| bundled(RepoType::Dataset));
        static MODEL: LazyLock<Json> = LazyLock::new(|| bundled(RepoType::Model));
        static SPACE: LazyLock<Json> = LazyLock::new(|| bundled(RepoType::Space));
        let schema = match repo_type {
            RepoType::Dataset => &*DATASET,
            RepoType::Model => &*MODEL,
            RepoType::Space => &*SPACE,
        };
        Self { schema }
    }

    pub(super) fn of_eval(document: Document) -> Self {
        static EVAL_RESULTS: LazyLock<Json> = LazyLock::new(|| bundled(Shape::EvalResults));
        static BENCHMARK: LazyLock<Json> = LazyLock::new(|| bundled(Shape::Benchmark));
        Self { schema: if document == Document::Benchmark { &BENCHMARK } else { &EVAL_RESULTS } }
    }

    pub(super) fn of_seed() -> Self {
        static SEED: LazyLock<Json> = LazyLock::new(|| {
            let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/hub-seed.schema.json"));
            serde_json::from_str(text).unwrap_or_default()
        });
        Self { schema: &SEED }
    }

    /// The place at the end of a path.
    pub(super) fn at(self, path: &[Step]) -> Place {
        path.iter().fold(self.expand([self.schema]), |place, step| self.step(&place, step))
    }

    /// One step further.
    pub(super) fn step(self, place: &Place, step: &Step) -> Place {
        let next = place.parts.iter().filter_map(|part| match step {
            Step::Key(key) => {
                part.get("properties").and_then(|keys| keys.get(key)).or_else(|| part.get("additionalProperties"))
            }
            Step::Item => part.get("items").or_else(|| part.get("prefixItems")?.get(0)),
        });
        self.expand(next)
    }

    fn expand(self, schemas: impl IntoIterator<Item = &'static Json>) -> Place {
        let mut place = Place { parts: Vec::new() };
        for schema in schemas.into_iter().filter(|schema| schema.is_object()) {
            self.add(schema, &mut place, 0);
        }
        place
    }

    fn add(self, schema: &'static Json, place: &mut Place, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        place.parts.push(schema);
        if let Some(target) = schema.get("$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix('#'))
            && let Some(target) = self.schema.pointer(target)
        {
            self.add(target, place, depth + 1);
        }
        for key in ["then", "else"] {
            if let Some(branch) = schema.get(key) {
                self.add(branch, place, depth + 1);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for branch in schema.get(key).and_then(Json::as_array).into_iter().flatten() {
                self.add(branch, place, depth + 1);
            }
        }
    }
}

impl Place {
    /// The keys of a mapping, without those that have another name today.
    pub(super) fn keys(&self) -> Vec<&'static str> {
        let mut keys = Vec::new();
        let properties = self.parts.iter().filter_map(|part| part.get("properties")?.as_object());
        for (key, schema) in properties.flatten() {
            if schema.get("deprecated") != Some(&Json::Bool(true)) && !keys.contains(&key.as_str()) {
                keys.push(key.as_str());
            }
        }
        keys
    }

    /// The first of the parts that says something.
    pub(super) fn text(&self, annotation: &str) -> Option<&'static str> {
        self.parts.iter().find_map(|part| part.get(annotation)?.as_str())
    }

    pub(super) fn json(&self, annotation: &str) -> Option<&'static Json> {
        self.parts.iter().find_map(|part| part.get(annotation))
    }

    /// Whether a value of this JSON type can be right; where no type is named, every one can.
    pub(super) fn takes(&self, kind: &str) -> bool {
        let Some(types) = self.json("type") else { return true };
        types.as_str() == Some(kind) || types.as_array().is_some_and(|types| types.iter().any(|each| each == kind))
    }

    /// Whether a list or a mapping begins here, of which no scalar can take the place: `array` or `object`.
    pub(super) fn collection(&self) -> Option<&'static str> {
        let types = self.json("type")?;
        let types = types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice);
        let collections = ["array", "object"];
        let first = types.first()?.as_str()?;
        let only = types.iter().all(|kind| kind == "null" || collections.iter().any(|name| kind == name));
        (only && collections.contains(&first)).then_some(first)
    }

    /// The values that are named one by one.
    pub(super) fn values(&self) -> Vec<String> {
        let mut values = Vec::new();
        let listed = self.parts.iter().filter_map(|part| part.get("enum")?.as_array()).flatten();
        for value in listed {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            // The other spellings of a boolean.
            if !values.iter().any(|known: &String| known.eq_ignore_ascii_case(&value)) {
                values.push(value);
            }
        }
        if values.is_empty() && self.json("type").is_some_and(|kind| kind == "boolean") {
            values.extend(["true", "false"].map(str::to_owned));
        }
        values
    }

    /// The examples, as they are written in a card.
    pub(super) fn examples(&self) -> &'static [Json] {
        self.json("examples").and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// The rules that check the value, or its items.
    pub(super) fn rules(&self) -> Vec<&'static Rule> {
        let mut found: Vec<&'static Rule> = Vec::new();
        for rule in self.parts.iter().filter_map(|part| part.get("x-rule")) {
            let named = rule
                .as_str()
                .into_iter()
                .chain(rule.as_object().into_iter().flatten().filter_map(|(_, id)| id.as_str()));
            for rule in named.filter_map(rules::find) {
                if !found.iter().any(|known| known.id == rule.id) {
                    found.push(rule);
                }
            }
        }
        found
    }
}
