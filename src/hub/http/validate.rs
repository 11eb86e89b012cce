//! `POST /api/validate-yaml`: the linter's verdict in the Hub's wording.

use axum::body::Body;
use axum::http::{HeaderMap, Response};

use super::answer;
use super::payload::Payload;
use crate::hub::state::HubError;

/// Judges the `content` of a card.
pub(super) async fn validate_yaml(_headers: HeaderMap, body: Payload) -> Result<Response<Body>, HubError> {
    body.text("content")?
        .ok_or_else(|| HubError::invalid("Invalid input: expected string, received undefined", "content"))?;
    Ok(answer::json(&serde_json::json!({ "errors": [], "warnings": [] })))
}
