//! `POST /api/validate-yaml`: the linter's verdict in the Hub's wording.

use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};

use crate::card::{CARD_NAME, Card, RepoType};
use crate::hub::app::Shared;
use crate::hub::web::body::Payload;
use crate::hub::web::error::HttpError;
use crate::hub::web::response::{self, HttpResult};
use crate::lint;
use crate::source::SourceFile;

/// Checks a card: `{"content": text, "repoType": "dataset"}`. 200 where the Hub takes it and 400 where it does not, as
/// JSON with `errors` and `warnings`, or as lines of text where `Accept` wants text (`RepoCard.validate` of `huggingface_hub`).
// fidelity: validate-yaml
pub(crate) async fn validate_yaml(State(app): State<Shared>, headers: HeaderMap, body: Payload) -> HttpResult {
    let kinds = [("dataset", RepoType::Dataset), ("model", RepoType::Model), ("space", RepoType::Space)];
    let kind = body.choice("repoType", &kinds)?;
    let content = body
        .text("content")?
        .map(str::to_owned)
        .ok_or_else(|| HttpError::invalid("Invalid input: expected string, received undefined", "content"))?;
    let check = move || lint::verdict(&Card::read(SourceFile::new(CARD_NAME, content), kind));
    let verdict = app.cpu.run(check).await?;
    let wants_text = headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/plain"));
    let mut response = if wants_text {
        let errors = verdict.errors.iter().map(|error| format!("- Error: {}\n", error.message));
        let warnings = verdict.warnings.iter().map(|warning| format!("- Warning: {}\n", warning.message));
        response::text(errors.chain(warnings).collect::<String>())
    } else {
        response::json(&verdict)
    };
    if !verdict.errors.is_empty() {
        *response.status_mut() = StatusCode::BAD_REQUEST;
    }
    Ok(response)
}
