//! Reads a configuration and names everything that is wrong with it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use globset::{Glob, GlobSetBuilder};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::globs::Globs;
use super::place::{Extended, Place};
use super::setting::{Origin, Setting};
use super::{Config, ConfigError, ConfigProblem, Level, SetLevel, VOCABULARIES};
use crate::card::RepoType;
use crate::rule::Rule;
use crate::rule::diagnostic::Severity;
use crate::rule::nearest::nearest;
use crate::rules;
use crate::source::{SourceFile, Span};

pub(super) type Value<'a> = Spanned<DeValue<'a>>;
type Key<'a> = Spanned<Cow<'a, str>>;

/// The keys at the top of a configuration.
const TOP_LEVEL_KEYS: [&str; 10] = [
    "extend",
    "repo-type",
    "exclude",
    "require-front-matter",
    "rules",
    "per-file-ignores",
    "additional",
    "gate",
    "baseline",
    "policy",
];

/// What is in one file, and what it extends, each with its place.
type Parsed = (Config, Vec<(Extended, Span)>);

/// Reads a configuration in a place, and the files that it names but for those that it extends.
pub(super) fn parse(source: &SourceFile, pyproject: bool, place: &Place) -> Result<Option<Parsed>, ConfigError> {
    let file = source.name.as_str().into();
    let mut reader = Reader { place, source, file, extended: Vec::new(), problems: Vec::new() };
    let config = match DeTable::parse(&source.text) {
        Ok(table) => {
            let table = table.into_inner();
            if pyproject {
                let tool = table.get("tool").and_then(|tool| tool.get_ref().get("cardlint"));
                tool.and_then(|tool| match tool.get_ref() {
                    DeValue::Table(table) => Some(reader.config(table)),
                    _ => {
                        reader.wrong("`tool.cardlint`: expected a table", tool);
                        None
                    }
                })
            } else {
                Some(reader.config(&table))
            }
        }
        Err(error) => {
            let at = error.span().map(|span| Span::new(span.start, span.end));
            reader.problem(at, error.message().lines().next().unwrap_or("invalid TOML"), None);
            None
        }
    };
    let Reader { extended, mut problems, .. } = reader;
    if problems.is_empty() {
        return Ok(config.map(|config| (config, extended)));
    }
    problems.sort_by_key(|problem| problem.at);
    Err(ConfigError::new(source.clone(), problems))
}

pub(super) struct Reader<'r> {
    pub(super) place: &'r Place,
    source: &'r SourceFile,
    file: Arc<str>,
    extended: Vec<(Extended, Span)>,
    problems: Vec<ConfigProblem>,
}

impl Reader<'_> {
    pub(super) fn problem(&mut self, at: Option<Span>, message: impl Into<String>, help: Option<String>) {
        self.problems.push(ConfigProblem { at, message: message.into(), help });
    }

    /// Reports a word that is not one of the known ones.
    pub(super) fn unknown(&mut self, at: Span, what: &str, word: &str, known: &[&str]) {
        let help = match nearest(word, known.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.len() <= 6 => Some(format!("expected one of {}", known.join(", "))),
            None if what == "rule" => Some("`cardlint rules` lists them".to_owned()),
            None => None,
        };
        self.problem(Some(at), format!("unknown {what} `{word}`"), help);
    }

    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "extend" => self.extended = self.extended(value),
                "repo-type" => config.repo_type = self.repo_type(value),
                "exclude" => config.exclude = vec![self.globs("exclude", value)],
                "require-front-matter" => config.require_front_matter = Some(self.required_front_matter(value)),
                "rules" => config.levels = self.levels(value),
                "per-file-ignores" => {
                    for (glob, words) in self.table("per-file-ignores", value) {
                        let globs = self.glob(glob.get_ref(), span(glob));
                        let globs = self.relative(globs);
                        let words = self.strings(glob.get_ref(), "rules", words);
                        let rules = words.into_iter().filter_map(|(word, at)| self.rules(&word, at)).flatten();
                        config.per_file.push((globs, rules.map(|rule| rule.id).collect()));
                    }
                }
                "additional" => {
                    for (name, list) in self.table("additional", value) {
                        let list = self.strings(name.get_ref(), "values", list);
                        match VOCABULARIES.into_iter().find(|known| known == name.get_ref()) {
                            Some(name) => {
                                config.additional.add(name, list.into_iter().map(|(word, _)| word));
                            }
                            None => self.unknown(span(name), "list", name.get_ref(), &VOCABULARIES),
                        }
                    }
                }
                "baseline" => match value.get_ref().as_str() {
                    Some(file) => config.baseline = Some(self.place.project().join(file)),
                    None => self.wrong("`baseline`: expected the path of a file", value),
                },
                "policy" => config.policies = self.policies(value),
                "gate" => config.gate = self.gate(value),
                other => self.unknown(span(key), "key", other, &TOP_LEVEL_KEYS),
            }
            self.note(key, value, &mut config.settings);
        }
        config
    }

    /// Notes where a value is set. Of a list of tables, and of a table of lists, each item is a value.
    fn note(&self, key: &Key<'_>, value: &Value<'_>, settings: &mut Vec<Setting>) {
        let mut add = |key: String, value: &Value<'_>, at: Span| {
            settings.push(Setting { key, value: text(value), origin: self.origin(at) });
        };
        let name = key.get_ref().as_ref();
        match (name, value.get_ref()) {
            // Each rule knows where its level is set.
            ("rules", _) => {}
            ("policy", DeValue::Array(tables)) => {
                tables.iter().for_each(|table| add(name.to_owned(), table, span(table)));
            }
            ("per-file-ignores" | "additional", DeValue::Table(table)) => {
                for (item, value) in table {
                    let quoted = if name == "additional" { item.get_ref().to_string() } else { quoted(item.get_ref()) };
                    add(format!("{name}.{quoted}"), value, span(item));
                }
            }
            _ => add(name.to_owned(), value, span(key)),
        }
    }

    fn origin(&self, at: Span) -> Origin {
        Origin { file: Arc::clone(&self.file), line: self.source.position(at.start).line }
    }

    fn levels(&mut self, value: &Value<'_>) -> HashMap<&'static str, SetLevel> {
        let mut levels = Vec::new();
        for (word, level) in self.table("rules", value) {
            let rules = self.rules(word.get_ref(), span(word));
            let level = self.level(word.get_ref(), level);
            let origin = self.origin(span(word));
            levels.extend(rules.zip(level).map(|(rules, level)| (rules, SetLevel { level, origin: Some(origin) })));
        }
        // A rule's own level takes precedence over its group's.
        levels.sort_by_key(|(rules, _)| std::cmp::Reverse(rules.len()));
        let each =
            levels.into_iter().flat_map(|(rules, level)| rules.into_iter().map(move |rule| (rule.id, level.clone())));
        each.collect()
    }

    fn required_front_matter(&mut self, value: &Value<'_>) -> Globs {
        match value.get_ref() {
            DeValue::Boolean(true) => {
                let everything = self.glob("**", span(value));
                self.relative(everything)
            }
            DeValue::Boolean(false) => self.relative(None),
            DeValue::Array(_) => self.globs("require-front-matter", value),
            other => {
                let message =
                    format!("`require-front-matter`: expected a boolean or a list of globs, found {}", words(other));
                self.problem(Some(span(value)), message, None);
                self.relative(None)
            }
        }
    }

    pub(super) fn repo_type(&mut self, value: &Value<'_>) -> Option<RepoType> {
        match value.get_ref().as_str() {
            Some("dataset") => return Some(RepoType::Dataset),
            Some("model") => return Some(RepoType::Model),
            Some("space") => return Some(RepoType::Space),
            Some(other) => self.unknown(span(value), "repo type", other, &["dataset", "model", "space"]),
            None => self.wrong("`repo-type`: expected \"dataset\", \"model\" or \"space\"", value),
        }
        None
    }

    pub(super) fn level(&mut self, rule: &str, value: &Value<'_>) -> Option<Level> {
        match value.get_ref().as_str() {
            Some("error") => return Some(Level::Set(Severity::Error)),
            Some("warning") => return Some(Level::Set(Severity::Warning)),
            Some("info") => return Some(Level::Set(Severity::Info)),
            Some("off") => return Some(Level::Off),
            Some(other) => {
                self.unknown(span(value), "level", other, &["error", "warning", "info", "off"]);
            }
            None => {
                let expected = format!("`{rule}`: expected \"error\", \"warning\", \"info\" or \"off\"");
                self.wrong(&expected, value);
            }
        }
        None
    }

    /// The rules that a name means.
    fn rules(&mut self, word: &str, at: Span) -> Option<Vec<&'static Rule>> {
        let named = rules::named(word);
        if named.is_none() {
            self.unknown(at, "rule", word, &rules::names().collect::<Vec<_>>());
        }
        named
    }

    pub(super) fn globs(&mut self, key: &str, value: &Value<'_>) -> Globs {
        let texts = self.strings(key, "globs", value);
        let globs: Vec<Glob> = texts.into_iter().filter_map(|(text, at)| self.glob(&text, at)).collect();
        self.relative(globs)
    }

    fn relative(&self, globs: impl IntoIterator<Item = Glob>) -> Globs {
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            set.add(glob);
        }
        Globs::new(self.place.project(), set.build().unwrap_or_default())
    }

    fn glob(&mut self, text: &str, at: Span) -> Option<Glob> {
        match globset::GlobBuilder::new(text.trim_end_matches('/')).literal_separator(true).build() {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.problem(Some(at), format!("`{text}` is not a glob: {}", error.kind()), None);
                None
            }
        }
    }

    pub(super) fn table<'a>(
        &mut self,
        key: &str,
        value: &'a Value<'a>,
    ) -> impl Iterator<Item = (&'a Key<'a>, &'a Value<'a>)> + use<'a> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(&format!("`{key}`: expected a table"), value);
        }
        table.into_iter().flatten()
    }

    pub(super) fn strings(&mut self, key: &str, items: &str, value: &Value<'_>) -> Vec<(String, Span)> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&format!("`{key}`: expected a list of {items}"), value);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list {
            match item.get_ref().as_str() {
                Some(text) => texts.push((text.to_owned(), span(item))),
                None => self.wrong(&format!("`{key}`: expected a list of strings"), item),
            }
        }
        texts
    }

    pub(super) fn wrong(&mut self, expected: &str, value: &Value<'_>) {
        self.problem(Some(span(value)), format!("{expected}, found {}", words(value.get_ref())), None);
    }
}

/// A value as TOML, in one line.
fn text(value: &Value<'_>) -> String {
    let read = toml::Value::deserialize(toml::de::ValueDeserializer::from(value.clone()));
    read.map(|value| value.to_string()).unwrap_or_default()
}

fn quoted(key: &str) -> String {
    toml::Value::String(key.to_owned()).to_string()
}

pub(super) fn words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(super) fn span<T>(value: &Spanned<T>) -> Span {
    Span::new(value.span().start, value.span().end)
}
