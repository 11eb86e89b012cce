//! The Hub's answer to a card, put together from the diagnostics that predict it.

use serde::Serialize;

pub use crate::card::EMPTY_METADATA;
use crate::card::HubReply;
use crate::rule::diagnostic::{Diagnostic, Severity};

/// What `POST /api/validate-yaml` answers: without errors the Hub takes the card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HubVerdict {
    /// Why the card is rejected.
    pub errors: Vec<HubMessage>,
    /// What is worth knowing.
    pub warnings: Vec<HubMessage>,
}

/// One line of the Hub's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HubMessage {
    /// The line.
    pub message: String,
    /// A link or a hint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// `error` in errors, absent in warnings.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
}

impl HubMessage {
    fn error(reply: &HubReply) -> Self {
        Self { kind: Some("error"), ..Self::warning(reply) }
    }

    /// A warning, with the hint that the Hub gives with it.
    fn warning(reply: &HubReply) -> Self {
        let help = match reply {
            HubReply::EmptyMetadata => Some("https://huggingface.co/docs/hub/model-cards#model-card-metadata"),
            HubReply::InvalidYaml(_) => Some("You can use a tool like http://www.yamllint.com/ to check it"),
            HubReply::Invalid(_) => None,
        };
        Self { message: reply.text().to_owned(), help: help.map(str::to_owned), kind: None }
    }
}

/// The Hub's answer: only what the Hub itself would say, in its words and the order of the card.
pub fn hub_verdict(diagnostics: &[Diagnostic]) -> HubVerdict {
    let mut verdict = HubVerdict::default();
    for diagnostic in diagnostics {
        let Some(reply) = &diagnostic.hub else { continue };
        let (list, message) = match diagnostic.rule.severity {
            Severity::Error => (&mut verdict.errors, HubMessage::error(reply)),
            _ => (&mut verdict.warnings, HubMessage::warning(reply)),
        };
        if !list.contains(&message) {
            list.push(message);
        }
    }
    verdict
}

/// The Hub's answer where it cannot read the metadata: this reply alone, a warning where there is none to read.
pub(super) fn unread(reply: &HubReply) -> HubVerdict {
    if *reply == HubReply::EmptyMetadata {
        HubVerdict { errors: Vec::new(), warnings: vec![HubMessage::warning(reply)] }
    } else {
        HubVerdict { errors: vec![HubMessage::error(reply)], warnings: Vec::new() }
    }
}

/// What the Hub writes to the pusher when it rejects a push for these reasons (issue 34 of huu4ontocord/MDEL shows
/// it whole).
pub fn push_refusal(errors: &[String]) -> String {
    let rule = "-".repeat(73);
    let errors = errors.iter().map(|error| format!("- Error: {error}")).collect::<Vec<_>>().join("\n");
    format!(
        "Sorry, your push was rejected during YAML metadata verification:\n{errors}\n{rule}\n{rule}\n\
         Please find the documentation at:\nhttps://huggingface.co/docs/hub/model-cards#model-card-metadata\n\n{rule}\n"
    )
}
