//! The shape of metadata: checked by the JSON Schemas in `schemas/`, reported in plain words.
//!
//! A schema says what its errors mean by annotations, of which the one nearest to the error counts:
//!
//! | annotation | value |
//! |---|---|
//! | `x-rule` | the id of the rule that is broken |
//! | `x-likely` | whether the prediction rests on derived evidence only |
//! | `x-expected` | what is expected, in words |
//! | `x-message`, `x-help` | the message and help, where the usual ones do not fit |
//! | `x-hub` | what the Hub answers, where it is not Joi's usual text; `false`: it accepts the value |
//! | `x-spellings`, `x-near` | a mapping from wrong values to what they certainly, or perhaps, mean |
//! | `x-prefixes` | what is often written before a value by mistake |
//! | `x-vocabulary` | the list that the configuration can add to |
//! | `x-quote` | `true`: a value of another type was meant to be a string, and quotes make it one |
//! | `x-renamed` | what a key is called today |
//! | `title` | the noun |
//!
//! Each may be a mapping by the kind of error: `template`, `placeholder`, `null`, `empty`, `scalar` (one value where a list belongs), `type`, `enum`,
//! `required`, `unknown` (a key), `forbidden`, `pattern`, `length`, and `other` for the rest. Texts may contain `{label}` (the path as
//! the Hub writes it; `{label/2}` only its first two steps), `{value}`, `{range}`, `{noun}` and `{options}`.

mod broken;
mod compiled;
pub(super) mod policy;
mod report;
mod violation;

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::{PatternOptions, Validator};
use serde_json::Value as Json;

use self::violation::Kind;
use crate::card::{Card, RepoType};
use crate::rule::{Context, Rule, Sink};
use crate::rules;
use crate::schema::{self, Shape, bundled};
use crate::yaml::{Node, Style};

/// A bundled schema, and the validator that finds where a card breaks it.
struct Explainer {
    schema: Json,
    validator: Option<Validator>,
    /// The rules that it names.
    rules: NamedRules,
}

/// Rules by the ids that a schema names them by.
type NamedRules = HashMap<String, &'static Rule>;

impl Explainer {
    fn new(schema: Json) -> Self {
        // The patterns need nothing that `regex` lacks, and it is quicker to start.
        let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
        let validator = options.build(&schema::assertions(&schema)).ok();
        let mut rules = NamedRules::new();
        named_rules(&schema, false, &mut rules);
        Self { schema, validator, rules }
    }

    fn of(shape: Shape) -> &'static Self {
        static DATASET: LazyLock<Explainer> = LazyLock::new(|| Explainer::new(bundled(RepoType::Dataset)));
        static MODEL: LazyLock<Explainer> = LazyLock::new(|| Explainer::new(bundled(RepoType::Model)));
        static SPACE: LazyLock<Explainer> = LazyLock::new(|| Explainer::new(bundled(RepoType::Space)));
        static EVAL_RESULTS: LazyLock<Explainer> = LazyLock::new(|| Explainer::new(bundled(Shape::EvalResults)));
        static BENCHMARK: LazyLock<Explainer> = LazyLock::new(|| Explainer::new(bundled(Shape::Benchmark)));
        match shape {
            Shape::Card(RepoType::Dataset) => &DATASET,
            Shape::Card(RepoType::Model) => &MODEL,
            Shape::Card(RepoType::Space) => &SPACE,
            Shape::EvalResults => &EVAL_RESULTS,
            Shape::Benchmark => &BENCHMARK,
        }
    }

    /// For the first card only what it needs: a schema for a key that it does not have says nothing about it.
    ///
    /// Most runs check one card, and to compile the whole schema, or to free it, takes longer than everything else.
    fn for_card(card: &Card) -> &'static Self {
        static FIRST: OnceLock<Explainer> = OnceLock::new();
        // Those of the other files are small.
        if card.document.is_yaml() {
            return Self::of(card.into());
        }
        let mut is_first = false;
        let first = FIRST.get_or_init(|| {
            is_first = true;
            Self::new(schema::bundle(card.into(), &|key| card.get(key).is_some()))
        });
        if is_first { first } else { Self::of(card.into()) }
    }
}

/// The rules that `x-rule` names in a schema, or in what an `x-rule` holds. A test holds that each of them is a rule.
fn named_rules(schema: &Json, is_rule: bool, rules: &mut NamedRules) {
    match schema {
        Json::Object(map) => map.iter().for_each(|(key, value)| named_rules(value, is_rule || key == "x-rule", rules)),
        Json::Array(items) => items.iter().for_each(|item| named_rules(item, false, rules)),
        Json::String(id) if is_rule => rules.extend(rules::find(id).map(|rule| (id.clone(), rule))),
        _ => {}
    }
}

/// Reports every place of the metadata that does not have its shape.
pub(super) fn check(card: &Card, context: Context<'_>, sink: &mut dyn Sink) {
    let metadata = card.metadata.to_typed_json();
    if compiled::is_valid(card.into(), &metadata) {
        return;
    }
    let explainer = Explainer::for_card(card);
    let Some(validator) = &explainer.validator else { return };
    let mut ways = violation::Ways::new(&explainer.schema);
    let violations = violation::coarsest(validator.iter_errors(&metadata).filter_map(|error| {
        let mut violation = violation::Violation::new(&mut ways, &error)?;
        // The template's `{name}` is in braces; `name:` on a line of its own is the author's.
        let in_braces = |node: &Node| node.style == Style::Flow;
        if violation.kind == Kind::Template && !report::node(&card.metadata, &violation.pointer).is_some_and(in_braces)
        {
            violation.kind = Kind::Type;
        }
        Some(violation)
    }));
    drop(metadata);
    let reporter = report::Reporter::new(card, context, &explainer.rules);
    for violation in &violations {
        reporter.report(violation, sink);
    }
}

#[cfg(test)]
mod tests {
    use super::{Explainer, compiled};
    use crate::card::{Card, RepoType};
    use crate::source::SourceFile;

    #[test]
    fn compiled_and_loaded_schemas_agree() {
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
        let mut rejected = 0;
        for entry in ignore::WalkBuilder::new(fixtures).build() {
            let path = entry.expect("a readable folder").into_path();
            let Some(text) = path.extension().filter(|name| *name == "md").and(std::fs::read_to_string(&path).ok())
            else {
                continue;
            };
            let source = SourceFile::new("README.md", text);
            for repo_type in [RepoType::Dataset, RepoType::Model, RepoType::Space] {
                let metadata = Card::read(source.clone(), Some(repo_type)).metadata.to_typed_json();
                let by_files =
                    Explainer::of(repo_type.into()).validator.as_ref().expect("a schema").is_valid(&metadata);
                assert_eq!(
                    compiled::is_valid(repo_type.into(), &metadata),
                    by_files,
                    "{repo_type:?} {}",
                    path.display()
                );
                rejected += usize::from(!by_files);
            }
        }
        assert!(rejected > 50, "only {rejected} cards have another shape");
    }
}
