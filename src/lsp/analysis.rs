//! What cardlint says about a document: the same as `check` in its folder.

use std::path::Path;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Message,
};

use super::documents::{Document, Kind};
use super::finding::{Analysis, Finding};
use super::workspace::Settings;
use crate::card::{Card, is_misnamed};
use crate::lint::config::Config;
use crate::lint::{Options, lint_card};
use crate::printable;
use crate::rule::Rule;
use crate::rule::diagnostic;
use crate::rule::diagnostic::Severity;
use crate::rules::front_matter::{misnamed_card, missing_front_matter};
use crate::rules::metadata::renamed_key;
use crate::rules::suppressions::unused_suppression;
use crate::source::SourceFile;

/// A finding as the editor takes it.
pub(super) fn to_lsp(finding: &Finding, document: &Document) -> Diagnostic {
    let related = finding.labels.iter().map(|label| DiagnosticRelatedInformation {
        location: Location { uri: document.uri.clone(), range: document.range(label.at) },
        message: printable::text(&label.text).into_owned(),
    });
    let related: Vec<_> = related.collect();
    let message = match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    };
    Diagnostic {
        range: document.range(finding.at),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
        }),
        code: finding.rule.map(|rule| Code::String(rule.id.to_owned())),
        source: Some("cardlint".to_owned()),
        message: Message::String(printable::text(&message).into_owned()),
        tags: finding.rule.and_then(tag).map(|tag| vec![tag]),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

/// How an editor shows what a rule finds, besides underlining it.
fn tag(rule: &'static Rule) -> Option<DiagnosticTag> {
    let tags =
        [(&unused_suppression::RULE, DiagnosticTag::Unnecessary), (&renamed_key::RULE, DiagnosticTag::Deprecated)];
    tags.into_iter().find(|(each, _)| *each == rule).map(|(_, tag)| tag)
}

pub(super) fn analyze(document: &Document, settings: &Settings) -> Analysis {
    match document.kind {
        Kind::Card | Kind::Eval => {
            let card = Card::read(document.source.clone(), settings.options.repo_type);
            let diagnostics = check(&card, &settings.options);
            Analysis { findings: diagnostics.into_iter().map(Finding::from).collect(), card: Some(card) }
        }
        Kind::Config => Analysis { card: None, findings: config(&document.source) },
        Kind::Seed => Analysis { card: None, findings: seed(document) },
    }
}

/// What is wrong with a card in a folder: nothing where the configuration excludes it, or where it is not a card.
pub(super) fn check(card: &Card, options: &Options) -> Vec<diagnostic::Diagnostic> {
    let path = Path::new(card.source.path());
    if options.config.excludes(path) {
        return Vec::new();
    }
    let mut diagnostics = lint_card(card, options);
    let has = |rule: &Rule| diagnostics.iter().any(|diagnostic| diagnostic.rule == rule);
    if is_misnamed(path) && !has(&misnamed_card::RULE) || !card.document.claims(&card.source.text) {
        return Vec::new();
    }
    // A README.md without metadata belongs to some other project.
    if has(&missing_front_matter::RULE) {
        if !options.config.requires_front_matter(path) {
            return Vec::new();
        }
        let missing = diagnostics.iter_mut().filter(|diagnostic| diagnostic.rule == &missing_front_matter::RULE);
        missing.for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    diagnostics
}

fn config(source: &SourceFile) -> Vec<Finding> {
    let Err(error) = Config::parse(source) else { return Vec::new() };
    if let Some((_, at)) = error.extended_by.last() {
        return vec![Finding::error(*at, error.to_string(), None)];
    }
    error
        .problems
        .into_iter()
        .map(|problem| Finding::error(problem.at.unwrap_or_default(), problem.message, problem.help))
        .collect()
}

#[cfg(feature = "hub")]
fn seed(document: &Document) -> Vec<Finding> {
    let name = document.source.name.clone();
    match crate::hub::Seed::parse_in(&name, document.text(), &document.folder()) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Finding::error(error.at, error.message, error.help)],
    }
}

#[cfg(not(feature = "hub"))]
fn seed(_document: &Document) -> Vec<Finding> {
    Vec::new()
}
