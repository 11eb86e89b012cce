//! `POST /api/validate-yaml`: the linter's verdict in the Hub's wording.

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};

use super::answer::{self, Answer};
use super::payload::Payload;
use crate::card::{CARD_NAME, Card, RepoType};
use crate::hub::state::HubError;
use crate::lint;
use crate::source::SourceFile;

/// Judges a card: `{"content": text, "repoType": "dataset"}`. 200 where the Hub takes it and 400 where it does not, as
/// JSON with `errors` and `warnings`, or as lines of text where `Accept` wants text (`RepoCard.validate` of `huggingface_hub`).
// fidelity: validate-yaml
pub(super) async fn validate_yaml(headers: HeaderMap, body: Payload) -> Answer {
    let kinds = [("dataset", RepoType::Dataset), ("model", RepoType::Model), ("space", RepoType::Space)];
    let kind = body.choice("repoType", &kinds)?;
    let content = body
        .text("content")?
        .ok_or_else(|| HubError::invalid("Invalid input: expected string, received undefined", "content"))?;
    let verdict = lint::verdict(&Card::read(SourceFile::new(CARD_NAME, content), kind));
    let wants_text = headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/plain"));
    let mut response = if wants_text {
        let errors = verdict.errors.iter().map(|error| format!("- Error: {}\n", error.message));
        let warnings = verdict.warnings.iter().map(|warning| format!("- Warning: {}\n", warning.message));
        answer::text(&errors.chain(warnings).collect::<String>())
    } else {
        answer::json(&verdict)
    };
    if !verdict.errors.is_empty() {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    Ok(response)
}
