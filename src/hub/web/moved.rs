//! Repos that were moved: their old address leads to the new one.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode, Uri};

use super::address::Address;
use super::auth::Asker;
use crate::hub::state::Hub;

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

/// Where a request about a repo that was moved leads, if the caller sees the repo. The new id takes the place of the old
/// one in the path.
pub(crate) fn new_address(hub: &Hub, address: &Address, asked: &Uri, asker: &Asker) -> Option<String> {
    let repo = address.repo.as_ref()?;
    let new = hub.moved_to(&repo.id).filter(|new| asker.sees(hub, new))?;
    let query = asked.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{}{query}", repo.of(new)))
}
