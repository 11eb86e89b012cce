//! The shape of metadata: checked by the JSON Schemas in `schemas/`, told in plain words.
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
//! | `x-spellings`, `x-near` | a map from wrong values to what they certainly, or perhaps, mean |
//! | `x-prefixes` | what is written before a value out of habit |
//! | `x-vocabulary` | the list that the configuration can add to |
//! | `x-renamed` | what a key is called today |
//! | `title` | the noun |
//!
//! Each may be a map by the kind of error: `template`, `placeholder`, `null`, `empty`, `scalar` (one value where a list belongs), `type`, `enum`,
//! `required`, `unknown` (a key), `forbidden`, `pattern`, `length`, and `other` for the rest. Texts may hold `{label}` (the place as
//! the Hub writes it; `{label/2}` only its first two steps), `{value}`, `{noun}` and `{options}`.

mod bundle;
mod chain;
mod report;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::{PatternOptions, Validator};
use serde_json::Value as Json;

use crate::card::{Card, RepoType};
use crate::lint::Options;
use crate::lint::diagnostic::Diagnostic;

pub use bundle::{bundled, config};

/// A schema in one piece, ready to check.
struct Compiled {
    schema: Json,
    validator: Option<Validator>,
}

impl Compiled {
    fn new(schema: Json) -> Self {
        // The patterns need nothing that `regex` lacks, and it is quicker to start.
        let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
        let validator = options.build(&bundle::assertions(&schema)).ok();
        Self { schema, validator }
    }

    fn of(repo_type: RepoType) -> &'static Self {
        static DATASET: LazyLock<Compiled> = LazyLock::new(|| Compiled::new(bundled(RepoType::Dataset)));
        static MODEL: LazyLock<Compiled> = LazyLock::new(|| Compiled::new(bundled(RepoType::Model)));
        static SPACE: LazyLock<Compiled> = LazyLock::new(|| Compiled::new(bundled(RepoType::Space)));
        match repo_type {
            RepoType::Dataset => &DATASET,
            RepoType::Model => &MODEL,
            RepoType::Space => &SPACE,
        }
    }

    /// Only what this card needs: a schema for a key that it does not have says nothing about it.
    fn only_for(card: &Card) -> Self {
        Self::new(bundle::bundle(card.repo_type, &|key| card.get(key).is_some()))
    }
}

/// The keys that a card of this type can have at its top.
pub fn known_keys(repo_type: RepoType) -> impl Iterator<Item = &'static str> {
    static DATASET: LazyLock<Vec<String>> = LazyLock::new(|| bundle::keys(RepoType::Dataset));
    static MODEL: LazyLock<Vec<String>> = LazyLock::new(|| bundle::keys(RepoType::Model));
    static SPACE: LazyLock<Vec<String>> = LazyLock::new(|| bundle::keys(RepoType::Space));
    let keys: &'static [String] = match repo_type {
        RepoType::Dataset => &DATASET,
        RepoType::Model => &MODEL,
        RepoType::Space => &SPACE,
    };
    keys.iter().map(String::as_str)
}

/// Reports every place of the metadata that does not have its shape.
pub(super) fn check(card: &Card, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    // Most runs judge one card, and to compile the whole schema, or to free it, takes longer than everything else.
    static FIRST: OnceLock<Compiled> = OnceLock::new();
    let mut is_first = false;
    let first = FIRST.get_or_init(|| {
        is_first = true;
        Compiled::only_for(card)
    });
    check_by(if is_first { first } else { Compiled::of(card.repo_type) }, card, options, diagnostics);
}

fn check_by(compiled: &Compiled, card: &Card, options: &Options, diagnostics: &mut Vec<Diagnostic>) {
    let Some(validator) = &compiled.validator else { return };
    let metadata = card.metadata.to_typed_json();
    if validator.is_valid(&metadata) {
        return;
    }
    // At one place the coarsest error says it all: what is no text is no license either.
    let mut coarsest = BTreeMap::new();
    let mut faults = Vec::new();
    for error in validator.iter_errors(&metadata) {
        let Some(fault) = chain::Fault::new(&compiled.schema, &error) else { continue };
        match fault.kind.rank() {
            Some(rank) => {
                let place = coarsest.entry(fault.pointer.clone()).or_insert((rank, None));
                if place.1.is_none() || rank < place.0 {
                    *place = (rank, Some(fault));
                }
            }
            None => faults.push(fault),
        }
    }
    faults.extend(coarsest.into_values().filter_map(|(_, fault)| fault));
    for fault in &faults {
        report::report(fault, card, options, diagnostics);
    }
}
