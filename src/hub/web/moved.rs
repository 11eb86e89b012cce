//! Repos that were moved: their old address leads to the new one.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::address::Address;
use crate::hub::app::Shared;

/// Answers 307 for a request about a repo that was moved. The new id takes the place of the old one in the path.
pub(crate) async fn redirect(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match new_address(&app, &request) {
        Some(location) => temporary(&location).into_response(),
        None => next.run(request).await,
    }
}

/// A 307 to another path of this server, which stays relative.
// fidelity: redirects
pub(crate) fn temporary(to: &str) -> axum::http::Response<Body> {
    let mut response = axum::http::Response::new(Body::from(format!("Temporary Redirect. Redirecting to {to}")));
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(location) = HeaderValue::try_from(to) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn new_address(app: &Shared, request: &Request) -> Option<String> {
    let repo = request.extensions().get::<Address>()?.repo.as_ref()?;
    let new = app.hub().follow(&repo.id);
    if new == repo.id {
        return None;
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", repo.of(&new)))
}
