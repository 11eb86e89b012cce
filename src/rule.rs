//! A rule is a value: everything that can be read about it is derived from it.

mod context;
pub mod diagnostic;
pub(crate) mod edit;
pub mod nearest;
pub(crate) mod notation;
pub(crate) mod places;
mod wording;

pub use context::{AdditionalWords, Context, Gating, HubRepo, OverdueRequests, RepoFiles, WantedForm, WantedSettings};
pub use wording::Wording;

use crate::card::Card;
use crate::source::Span;
use crate::yaml::{Entry, Node};
use diagnostic::{Consumer, Diagnostic, Severity};

/// One kind of mistake.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// Names the fault, in kebab case.
    pub id: &'static str,
    /// What is wrong, and why it matters; the first paragraph is the summary.
    pub docs: &'static str,
    /// The level without configuration.
    pub severity: Severity,
    /// Whom it affects.
    pub predicts: &'static [Consumer],
    /// What an error of this rule means to them.
    pub outcome: Outcome,
    /// The evidence for the claim.
    pub evidence: &'static str,
    /// The version it came with.
    pub since: &'static str,
    /// A card that breaks this rule and no other.
    pub bad: &'static str,
    /// What its file is called.
    pub bad_name: &'static str,
    /// The same card, fixed.
    pub good: &'static str,
    /// What its file is called.
    pub good_name: &'static str,
    /// How it is checked.
    pub check: Check,
}

/// What an error means to those it affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The Hub rejects the card, or a client raises an error.
    Rejected,
    /// They accept the card without its metadata, or without a part of it.
    Lost,
    /// They read different values.
    Differs,
}

/// How a rule is checked.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The reader of cards finds it; `rules::problems` knows the words for it, which its file has.
    Read,
    /// A place in the schema carries `x-rule`.
    Schema,
    /// As `Schema`; the function then adds help and a fix for the value.
    SchemaWith(fn(&Card, &Located<'_>, &mut Diagnostic)),
    /// A function over the card.
    Card(fn(&Card, &mut Findings<'_>)),
    /// A function over the YAML of any document.
    Yaml(fn(&Card, &mut Findings<'_>)),
    /// A function over `eval.yaml`.
    Benchmark(fn(&Card, &mut Findings<'_>)),
    /// The linter itself reports it: suppressions and the like.
    Lint,
}

/// A value and the entries that contain it.
#[derive(Clone, Copy, Debug)]
pub struct Located<'a> {
    /// The value.
    pub node: &'a Node,
    /// Its key, where it is not an item of a list.
    pub entry: Option<&'a Entry>,
    /// The entry around that one, or around the list that it is an item of.
    pub holder: Option<&'a Entry>,
}

/// Rules are few values that are always there: none equals another.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Rule {}

impl Rule {
    /// The docs as Markdown: without the space that starts each line of a doc comment.
    pub fn markdown(&self) -> String {
        self.docs.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n")
    }

    /// The first paragraph of the docs, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.docs.trim().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// What diagnostics are handed to.
pub(crate) trait Sink {
    /// Whether a diagnostic of a rule at a place would be taken: if not, it need not be made.
    fn wants(&mut self, rule: &'static Rule, at: Span) -> bool;

    /// Receives a diagnostic as it is to be reported.
    fn emit(&mut self, diagnostic: Diagnostic);

    /// Whether a diagnostic at this place would be shown, and not only counted: only then its words and its fix are needed.
    fn shows(&self, at: Span) -> bool;
}

/// Collects the diagnostics of one rule.
pub struct Findings<'a> {
    rule: &'static Rule,
    /// What is known besides the card.
    pub context: Context<'a>,
    sink: &'a mut dyn Sink,
    /// The last one, to which help, labels and a fix can still be added.
    open: Option<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(crate) fn new(rule: &'static Rule, context: Context<'a>, sink: &'a mut dyn Sink) -> Self {
        Self { rule, context, sink, open: None }
    }

    /// Reports the rule at a place.
    pub fn report(&mut self, at: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.close();
        self.open.insert(Diagnostic {
            rule: self.rule,
            severity: self.rule.severity,
            message: message.into(),
            at,
            labels: Vec::new(),
            help: None,
            fix: None,
            predicts: self.rule.predicts.to_vec(),
            likely: false,
            hub: None,
            aside: None,
        })
    }

    /// Whether a diagnostic at this place would be shown, and not only counted: only then its words and its fix are needed.
    pub(crate) fn shows(&self, at: Span) -> bool {
        self.sink.shows(at)
    }

    fn close(&mut self) {
        if let Some(diagnostic) = self.open.take() {
            self.sink.emit(diagnostic);
        }
    }
}

impl Drop for Findings<'_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// Declares `pub(crate) static RULE`: a rule without docs, or without its two cards in `fixtures/rules/<id>/`, does
/// not compile. `document` is the path of the file that it is about, where that is not a card.
macro_rules! rule {
    (
        $(#[doc = $docs:literal])+
        $id:literal, $severity:ident, predicts: [$($consumer:ident),*], $(outcome: $outcome:ident,)?
        evidence: $evidence:literal, since: $since:literal, $check:expr $(, bad_name: $bad_name:literal)? $(, document: $document:literal)? $(,)?
    ) => {
        $(#[doc = $docs])+
        pub(crate) static RULE: crate::rule::Rule = crate::rule::Rule {
            id: $id,
            docs: concat!($($docs, "\n"),+),
            severity: crate::rule::diagnostic::Severity::$severity,
            predicts: &[$(crate::rule::diagnostic::Consumer::$consumer),*],
            // The first one counts.
            outcome: [$(crate::rule::Outcome::$outcome,)? crate::rule::Outcome::Rejected][0],
            evidence: $evidence,
            since: $since,
            bad: crate::rule::example!($id, "bad" $(, $document)?),
            bad_name: [$($bad_name,)? $($document,)? crate::card::CARD_NAME][0],
            good: crate::rule::example!($id, "good" $(, $document)?),
            good_name: [$($document,)? crate::card::CARD_NAME][0],
            check: $check,
        };
    };
}
pub(crate) use rule;

/// The text of an example of a rule: Markdown, or the YAML of another document.
macro_rules! example {
    ($id:literal, $which:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/rules/", $id, "/", $which, ".md"))
    };
    ($id:literal, $which:literal, $document:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/rules/", $id, "/", $which, ".yaml"))
    };
}
pub(crate) use example;
