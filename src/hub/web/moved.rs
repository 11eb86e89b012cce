//! Repos that were moved: their old address leads to the new one.

use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::address::Address;
use crate::hub::app::Shared;

/// Answers 307 for a request about a repo that was moved. The new id takes the place of the old one in the path.
pub(crate) async fn redirect(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match new_address(&app, &request) {
        Some(location) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response(),
        None => next.run(request).await,
    }
}

fn new_address(app: &Shared, request: &Request) -> Option<HeaderValue> {
    let repo = request.extensions().get::<Address>()?.repo.as_ref()?;
    let new = app.hub().follow(&repo.id);
    if new == repo.id {
        return None;
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    HeaderValue::try_from(format!("{}{}{query}", app.endpoint, repo.of(&new))).ok()
}
