//! The names that the mock goes by: which it answers to, which pages may change something, and which one links carry.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HOST, HeaderValue, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Response};

use super::answer::{ERROR_MESSAGE, etag};
use crate::hub::state::HubError;

/// Names that nobody can own (RFC 6761, RFC 6762, RFC 8375, and ICANN's for private use).
const PRIVATE: [&str; 5] = [".localhost", ".local", ".internal", ".test", ".home.arpa"];

/// Keeps web pages elsewhere from driving the mock: by a name that points here (`Host`), or by a form or script of another
/// origin (`Origin`, `Sec-Fetch-Site`). Clients that are no browsers send neither of the latter. `exposed` says that other
/// machines reach this one, by names of their own.
// fidelity: host-check
// fidelity: origin-check
pub fn check(method: &Method, headers: &HeaderMap, endpoint: &str, exposed: bool) -> Result<(), HubError> {
    let mut hosts = headers.get_all(HOST).iter().map(HeaderValue::to_str);
    let host = match (hosts.next(), hosts.next()) {
        (host, None) => host.transpose().map_err(|_| HubError::bad_request("The Host header is not text"))?,
        _ => return Err(HubError::bad_request("There is more than one Host header")),
    };
    let own = endpoint.strip_prefix("http://");
    match host.filter(|_| host != own).map(name_of) {
        Some(name) if exposed && !is_private(name) => {
            return Err(HubError::new(
                403,
                "The mock Hub answers to no name that anybody may register: call it by an IP address, or by a name without a dot",
            ));
        }
        Some(name) if !exposed && !is_loopback(name) => {
            return Err(HubError::new(
                403,
                "The mock Hub answers only to the name it listens at, such as 127.0.0.1 or localhost",
            ));
        }
        _ => {}
    }
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let from_here = |origin: &str| {
        let origin = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        origin.is_some_and(|origin| Some(origin) == host || Some(origin) == own)
    };
    let elsewhere = match (headers.get(ORIGIN), headers.get("sec-fetch-site")) {
        (Some(_), _) => !text("origin").is_some_and(from_here),
        (None, Some(_)) => !matches!(text("sec-fetch-site"), Some("same-origin" | "none")),
        (None, None) => false,
    };
    if elsewhere && !reads {
        return Err(HubError::new(403, "A page of another origin may not change anything here"));
    }
    Ok(())
}

/// The name in `name:port`.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or(address),
        None => host.split(':').next().unwrap_or(host),
    }
}

/// Whether a name is this machine's and no other's.
fn is_loopback(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
        || name.to_ascii_lowercase().ends_with(".localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether no web page can be at that name: an address, a name without a dot, or one of a private domain.
fn is_private(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !name.contains('.') || name.parse::<std::net::IpAddr>().is_ok() || PRIVATE.iter().any(|end| lower.ends_with(end))
}

/// The endpoint as the client calls it; `None` where that is the mock's own word for it.
pub fn called(headers: &HeaderMap, endpoint: &str) -> Option<String> {
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
pub async fn readdress(response: Response<Body>, endpoint: &str, called: &str) -> Response<Body> {
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
