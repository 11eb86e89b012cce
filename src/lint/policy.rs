//! What an organization requires of its cards, as a JSON Schema of its own.

mod bundle;
mod sections;

use std::fmt;

use jsonschema::{Draft, Validator};
use serde_json::Value as Json;

use super::schema::policy::report;
use crate::card::Card;
use crate::rule::diagnostic::Severity;
use crate::rule::{Context, Findings, Sink};
use crate::rules::organization::policy;
use crate::source::Span;
use sections::Section;

/// A schema for cards.
pub struct Policy {
    /// The file, as the configuration names it.
    name: String,
    /// The schema in one piece: no reference leaves it.
    schema: Json,
    validator: Validator,
    sections: Vec<Section>,
}

impl fmt::Debug for Policy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Policy").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Policy {
    /// Reads a policy, and the files that it refers to, which `read` finds.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words that begin with the name of the file.
    pub fn parse(name: &str, read: &dyn Fn(&str) -> Result<String, String>) -> Result<Self, String> {
        let schema = bundle::bundled(name, read)?;
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        let validator = options.build(&schema).map_err(|error| {
            let at = error.instance_path().as_str().to_owned();
            format!("{name}: not a valid JSON Schema at `#{at}`: {error}")
        })?;
        let sections = sections::required(&schema).map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { name: name.to_owned(), schema, validator, sections })
    }

    /// Reports each violation of the schema, and each section that is missing, with the severity of the rule or another one.
    pub(super) fn check(&self, card: &Card, level: Option<Severity>, context: Context<'_>, sink: &mut dyn Sink) {
        // What cannot be read has other problems.
        if card.front_matter.is_none() || card.hub_answer().is_some() {
            return;
        }
        let mut found: Vec<(Span, String, Option<String>)> = Vec::new();
        let metadata = card.metadata.to_typed_json();
        if !self.validator.is_valid(&metadata) {
            report(card, &self.schema, self.validator.iter_errors(&metadata), &mut found);
        }
        sections::check(card, &self.sections, &mut found);
        for (at, message, help) in found {
            let mut findings = Findings::new(&policy::RULE, context, sink);
            let diagnostic = findings.report(at, message);
            diagnostic.help = Some(help.unwrap_or_else(|| format!("`{}` requires it", self.name)));
            if let Some(level) = level {
                diagnostic.severity(level);
            }
        }
    }
}
