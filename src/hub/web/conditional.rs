//! Requests for what the client has not got yet (RFC 9110, 13).

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use axum::http::{Method, Response, StatusCode};

/// The versions that a client has.
#[derive(Debug)]
pub(crate) struct HeldVersions(HeaderValue);

impl HeldVersions {
    /// What a request for something says of it.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Option<Self> {
        headers.get(IF_NONE_MATCH).filter(|_| matches!(*method, Method::GET | Method::HEAD)).cloned().map(Self)
    }

    /// 304 in place of what the client has.
    // fidelity: conditional
    pub(crate) fn leave_out(&self, mut response: Response<Body>) -> Response<Body> {
        let Some(etag) = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()) else { return response };
        if !response.status().is_success() || !self.has(etag) {
            return response;
        }
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().remove(CONTENT_RANGE);
        response
    }

    /// Whether a version is among them; weak ones are compared as if they were not.
    fn has(&self, etag: &str) -> bool {
        let strong = |etag: &str| etag.trim().trim_start_matches("W/").to_owned();
        let known = self.0.to_str().unwrap_or_default();
        known.trim() == "*" || known.split(',').any(|known| strong(known) == strong(etag))
    }
}
