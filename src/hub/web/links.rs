//! Links in responses carry the host and port that the client called.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HOST, HeaderValue};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Response};

use super::response::{ERROR_MESSAGE, etag};

/// The endpoint as the client calls it; `None` where that is the mock's own word for it.
pub(crate) fn called(headers: &HeaderMap, endpoint: &str) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    if Some(host) == endpoint.strip_prefix("http://") {
        return None;
    }
    let host: Authority = host.parse().ok()?;
    let port = host.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("http://{}{port}", host.host()))
}

/// Puts the client's word for the endpoint in place of the mock's own, in headers and in whatever is not a file: a
/// container's client reaches it by another name and port than those it listens at.
// fidelity: links
pub(crate) async fn readdress(response: Response<Body>, endpoint: &str, called: &str) -> Response<Body> {
    let (mut parts, mut body) = response.into_parts();
    for value in parts.headers.values_mut() {
        let changed =
            value.to_str().ok().filter(|text| text.contains(endpoint)).map(|text| text.replace(endpoint, called));
        if let Some(Ok(changed)) = changed.map(HeaderValue::try_from) {
            *value = changed;
        }
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let no_file = kind.contains("json") || kind.starts_with("text/html") || parts.status.is_redirection();
    if no_file || parts.headers.contains_key(ERROR_MESSAGE) {
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        body = match std::str::from_utf8(&bytes) {
            Ok(text) if text.contains(endpoint) => {
                let text = Bytes::from(text.replace(endpoint, called));
                parts.headers.remove(CONTENT_LENGTH);
                if parts.headers.contains_key(ETAG) {
                    parts.headers.insert(ETAG, etag(&text));
                }
                text.into()
            }
            _ => bytes.into(),
        };
    }
    Response::from_parts(parts, body)
}
