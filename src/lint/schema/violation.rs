//! One error of the validator, and the schemas that led to it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use fnv::FnvHashMap;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value as Json};

use crate::yaml::pointer_steps;

/// What is wrong about a value, as annotations name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `template`: a placeholder `{name}`, which YAML reads as a mapping.
    Template,
    /// `placeholder`: a placeholder string of a template.
    Placeholder,
    /// `null`: nothing where there must be something.
    Null,
    /// `empty`: an empty string or list.
    Empty,
    /// `scalar`: one value in place of a list.
    Scalar,
    /// `type`: another type.
    Type,
    /// `enum`: not one of the known values.
    Enum,
    /// `required`: a key is missing.
    Required,
    /// `unknown`: an unknown key.
    Unknown,
    /// `forbidden`: must not be here at all.
    Forbidden,
    /// `pattern`: a string that does not match.
    Pattern,
    /// `length`: too long, too many, too large, duplicate.
    Length,
}

impl Kind {
    fn of(error: &ValidationError<'_>, keyword: &Json) -> Self {
        let instance = error.instance();
        match error.kind() {
            ValidationErrorKind::Type { .. } | ValidationErrorKind::Enum { .. } if is_template(instance) => {
                Self::Template
            }
            ValidationErrorKind::Not { .. } if keyword.get("pattern").is_some() => Self::Pattern,
            ValidationErrorKind::Not { .. } if refers_to_placeholder(keyword) => Self::Placeholder,
            ValidationErrorKind::Type { .. }
            | ValidationErrorKind::Enum { .. }
            | ValidationErrorKind::Constant { .. }
                if instance.is_null() =>
            {
                Self::Null
            }
            ValidationErrorKind::Type { .. } if keyword == "array" && !instance.is_object() => Self::Scalar,
            ValidationErrorKind::Enum { .. } if instance.as_str() == Some("") => Self::Empty,
            ValidationErrorKind::Enum { .. } | ValidationErrorKind::Constant { .. } => Self::Enum,
            ValidationErrorKind::Required { .. } => Self::Required,
            ValidationErrorKind::AdditionalProperties { .. } | ValidationErrorKind::UnevaluatedProperties { .. } => {
                Self::Unknown
            }
            ValidationErrorKind::Not { .. } | ValidationErrorKind::FalseSchema => Self::Forbidden,
            // The schemas know alternatives of strings only.
            ValidationErrorKind::Pattern { .. } | ValidationErrorKind::AnyOf { .. } => Self::Pattern,
            ValidationErrorKind::MinLength { .. }
            | ValidationErrorKind::MinItems { .. }
            | ValidationErrorKind::MinProperties { .. } => Self::Empty,
            ValidationErrorKind::MaxLength { .. }
            | ValidationErrorKind::MaxItems { .. }
            | ValidationErrorKind::MaxProperties { .. }
            | ValidationErrorKind::Maximum { .. }
            | ValidationErrorKind::Minimum { .. }
            | ValidationErrorKind::UniqueItems => Self::Length,
            _ => Self::Type,
        }
    }

    /// The coarser the error, the lower; `None` for what is reported along with others at the same place.
    pub(super) fn rank(self) -> Option<usize> {
        match self {
            Self::Required | Self::Unknown => None,
            Self::Forbidden => Some(0),
            Self::Null | Self::Template => Some(1),
            Self::Scalar => Some(2),
            Self::Type => Some(3),
            Self::Empty => Some(4),
            Self::Enum => Some(5),
            Self::Pattern | Self::Placeholder => Some(6),
            Self::Length => Some(7),
        }
    }

    /// The names that annotations may use for it, the most fitting first.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Template => &["template"],
            Self::Placeholder => &["placeholder"],
            Self::Null => &["null"],
            Self::Empty => &["empty"],
            Self::Scalar => &["scalar", "type"],
            Self::Type => &["type"],
            Self::Enum => &["enum"],
            Self::Required => &["required"],
            Self::Unknown => &["unknown"],
            Self::Forbidden => &["forbidden"],
            Self::Pattern => &["pattern"],
            Self::Length => &["length"],
        }
    }
}

/// Whether a value is `{name}`: a mapping with one key and no value.
fn is_template(instance: &Json) -> bool {
    instance.as_object().is_some_and(|map| map.len() == 1 && map.values().all(Json::is_null))
}

/// Whether a schema is the one of placeholder strings.
fn refers_to_placeholder(schema: &Json) -> bool {
    schema.get("$ref").and_then(Json::as_str).is_some_and(|place| place.ends_with("/placeholder"))
}

/// The way through the schemas to a broken keyword: the same for every value that breaks it.
pub(super) struct Way<'a> {
    /// From the root to the schema with the broken keyword, through references.
    schemas: Vec<&'a Map<String, Json>>,
    /// The index in `schemas` from which on they are about the value itself, not about what contains it.
    own: usize,
    /// The broken keyword's value.
    keyword: &'a Json,
    /// The annotations that were asked for, each for a kind of error.
    annotations: RefCell<Vec<(&'static str, Kind, Option<&'a Json>)>>,
}

impl<'a> Way<'a> {
    fn new(root: &'a Json, path: &str) -> Option<Self> {
        let mut schemas = Vec::new();
        let (mut own, mut names_key) = (0, false);
        let mut current = root;
        for step in pointer_steps(path) {
            schemas.extend(current.as_object());
            current = match current {
                Json::Array(items) => items.get(step.parse::<usize>().ok()?)?,
                _ => current.get(&*step)?,
            };
            if names_key || step == "items" {
                own = schemas.len();
            }
            names_key = step == "properties" && !names_key;
            if step == "$ref" {
                current = root.pointer(current.as_str()?.strip_prefix('#')?)?;
            }
        }
        Some(Self { schemas, own, keyword: current, annotations: RefCell::default() })
    }
}

/// The ways that were walked, by the paths that the validator gives.
pub(super) struct Ways<'a> {
    root: &'a Json,
    walked: HashMap<String, Option<Rc<Way<'a>>>>,
}

impl<'a> Ways<'a> {
    pub(super) fn new(root: &'a Json) -> Self {
        Self { root, walked: HashMap::new() }
    }

    fn walk(&mut self, path: &str) -> Option<Rc<Way<'a>>> {
        if let Some(way) = self.walked.get(path) {
            return way.clone();
        }
        let way = Way::new(self.root, path).map(Rc::new);
        self.walked.insert(path.to_owned(), way.clone());
        way
    }
}

/// An error of the validator with the schemas that led to it.
pub(super) struct Violation<'a> {
    pub(super) kind: Kind,
    /// The place in the metadata (RFC 6901).
    pub(super) pointer: Rc<str>,
    /// The keys that are missing or unknown.
    pub(super) keys: Vec<String>,
    /// Whether the keyword is `type`.
    pub(super) is_type: bool,
    way: Rc<Way<'a>>,
}

/// At one place, the coarsest error says it all: what is not a string is not a license either.
pub(super) fn coarsest<'a>(violations: impl Iterator<Item = Violation<'a>>) -> Vec<Violation<'a>> {
    let mut places = FnvHashMap::default();
    let mut kept: Vec<Violation<'a>> = Vec::new();
    for violation in violations {
        let Some(rank) = violation.kind.rank() else {
            kept.push(violation);
            continue;
        };
        match places.entry(Rc::clone(&violation.pointer)) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(violation);
            }
            Entry::Occupied(place) => {
                let other = &mut kept[*place.get()];
                if other.kind.rank().is_some_and(|other| rank < other) {
                    *other = violation;
                }
            }
        }
    }
    kept
}

impl<'a> Violation<'a> {
    pub(super) fn new(ways: &mut Ways<'a>, error: &ValidationError<'_>) -> Option<Self> {
        let path = error.evaluation_path().as_str();
        let way = ways.walk(path)?;
        // A date is neither a string nor a mapping, but its JSON is a mapping without any of the keys.
        let date = error.instance().get("$date").is_some();
        let keys = match error.kind() {
            _ if date => Vec::new(),
            ValidationErrorKind::Required { property } => vec![property.as_str()?.to_owned()],
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected.clone(),
            _ => Vec::new(),
        };
        Some(Self {
            kind: if date { Kind::Type } else { Kind::of(error, way.keyword) },
            pointer: error.instance_path().as_str().into(),
            keys,
            is_type: path.ends_with("/type"),
            way,
        })
    }

    /// The broken keyword's value.
    pub(super) fn keyword(&self) -> &'a Json {
        self.way.keyword
    }

    /// The nearest annotation of this name for this kind of error.
    pub(super) fn annotation(&self, name: &'static str) -> Option<&'a Json> {
        let mut known = self.way.annotations.borrow_mut();
        if let Some((.., found)) = known.iter().find(|(known, kind, _)| (*known, *kind) == (name, self.kind)) {
            return *found;
        }
        let found = self.nearest(&self.way.schemas, name);
        known.push((name, self.kind, found));
        found
    }

    fn nearest(&self, schemas: &[&'a Map<String, Json>], name: &str) -> Option<&'a Json> {
        schemas.iter().rev().filter_map(|schema| schema.get(name)).find_map(|value| match value {
            Json::Object(by_kind) => self.kind.names().iter().chain(&["other"]).find_map(|kind| by_kind.get(*kind)),
            value => Some(value),
        })
    }

    /// What is expected, in the words of the value's own schemas, not of those of what contains it.
    pub(super) fn expected(&self) -> Option<&'a str> {
        self.nearest(self.way.schemas.get(self.way.own..)?, "x-expected")?.as_str()
    }

    /// Whether a value of another type was meant to be a string.
    pub(super) fn quotes(&self) -> bool {
        let own = self.way.schemas.get(self.way.own..).unwrap_or_default();
        self.nearest(own, "x-quote").is_some_and(|quotes| *quotes == true)
    }

    /// The nearest annotation of this name in the value's own schemas, not in those of what contains it.
    pub(super) fn own_text(&self, name: &str) -> Option<&'a str> {
        self.nearest(self.way.schemas.get(self.way.own..)?, name)?.as_str()
    }

    /// The schema of a key of the value.
    pub(super) fn property(&self, key: &str) -> Option<&'a Json> {
        self.way.schemas.iter().rev().find_map(|schema| schema.get("properties")?.get(key))
    }

    /// The keys that the value must have, if it is a mapping.
    pub(super) fn required(&self) -> Vec<&'a str> {
        let own = self.way.schemas.get(self.way.own..).unwrap_or_default();
        let required = own.iter().rev().find_map(|schema| schema.get("required")?.as_array());
        required.into_iter().flatten().filter_map(Json::as_str).collect()
    }

    /// The types that the value may have, where its schemas name any.
    pub(super) fn types(&self) -> Vec<&'a str> {
        let own = self.way.schemas.get(self.way.own..).unwrap_or_default();
        match own.iter().rev().find_map(|schema| schema.get("type")) {
            Some(Json::String(name)) => vec![name],
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The type that a key of the expected mapping has.
    pub(super) fn type_of(&self, key: &str) -> Option<&'a str> {
        let mut properties = self.way.schemas.iter().rev().filter_map(|schema| schema.get("properties")?.get(key));
        properties.find_map(|property| property.get("type")?.as_str())
    }

    /// As [`Violation::annotation`], for strings.
    pub(super) fn text(&self, name: &'static str) -> Option<&'a str> {
        self.annotation(name)?.as_str()
    }

    /// Whether a list is allowed, too.
    pub(super) fn lists(&self) -> bool {
        let own = self.way.schemas.get(self.way.own..).unwrap_or_default();
        own.iter()
            .filter_map(|schema| schema.get("type")?.as_array())
            .any(|types| types.iter().any(|name| name == "array"))
    }

    /// Whether the expected list contains mappings.
    pub(super) fn lists_maps(&self) -> bool {
        self.way.schemas.last().and_then(|schema| schema.get("items")?.get("type")).is_some_and(|kind| kind == "object")
    }

    /// What `key` maps to in the nearest mapping of this name that has it.
    pub(super) fn mapped(&self, name: &str, key: &str) -> Option<&'a str> {
        self.way.schemas.iter().rev().find_map(|schema| schema.get(name)?.get(key)?.as_str())
    }

    /// Whether another string matches the broken pattern.
    pub(super) fn matches(&self, text: &str) -> bool {
        let pattern = self.way.keyword.as_str().and_then(|pattern| regex::Regex::new(pattern).ok());
        pattern.is_some_and(|pattern| pattern.is_match(text))
    }

    /// Keys that the schema of this place knows.
    pub(super) fn known_keys(&self) -> impl Iterator<Item = &'a str> {
        let schema = self.way.schemas.last().and_then(|schema| schema.get("properties")?.as_object());
        schema.into_iter().flat_map(|properties| properties.keys().map(String::as_str))
    }

    /// Whether the mapping around the value requires `key`.
    pub(super) fn requires(&self, key: &str) -> bool {
        let required = self.way.schemas.iter().filter_map(|schema| schema.get("required")?.as_array());
        required.flatten().any(|name| name == key)
    }

    /// The known values, where the error is about them.
    pub(super) fn options(&self) -> Vec<&'a str> {
        let options = match self.way.keyword {
            Json::Array(items) if self.kind == Kind::Enum => items.as_slice(),
            _ => &[],
        };
        options.iter().filter_map(Json::as_str).collect()
    }
}
