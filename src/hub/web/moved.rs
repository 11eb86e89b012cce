//! Repos that were moved: their old address leads to the new one.

use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::hub::app::Shared;
use crate::hub::state::RepoId;
use crate::hub::web::repo_path::kind_named;

/// Answers 307 for a request about a repo that was moved. The new id takes the place of the old one in the path.
pub(crate) async fn redirect(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match new_address(&app, &request) {
        Some(location) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response(),
        None => next.run(request).await,
    }
}

fn new_address(app: &Shared, request: &Request) -> Option<HeaderValue> {
    let path = request.uri().path();
    let (prefix, rest) = match path.strip_prefix("/api/") {
        Some(rest) => ("/api/", rest),
        None => ("/", path.strip_prefix('/')?),
    };
    let mut segments = rest.splitn(4, '/');
    let (kind, owner, name) = (segments.next()?, segments.next()?, segments.next()?);
    let old = RepoId::new(kind_named(kind)?, &format!("{owner}/{name}"));
    let new = app.hub().follow(&old);
    if new == old {
        return None;
    }
    let page = if prefix == "/" { new.path() } else { format!("{kind}/{}", new.id) };
    let tail = segments.next().map(|tail| format!("/{tail}")).unwrap_or_default();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    HeaderValue::try_from(format!("{}{prefix}{page}{tail}{query}", app.endpoint)).ok()
}
