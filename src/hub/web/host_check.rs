//! Which names the mock answers to, and which pages may change something.

use axum::http::header::{HOST, HeaderValue, ORIGIN};
use axum::http::{Method, Request, Version};

use crate::hub::web::error::HttpError;

/// Names that nobody can own (RFC 6761, RFC 6762, RFC 8375, and ICANN's for private use).
const PRIVATE: [&str; 5] = [".localhost", ".local", ".internal", ".test", ".home.arpa"];

/// Keeps web pages elsewhere from driving the mock: by a name that points here (`Host`), or by a form or script of another
/// origin (`Origin`, `Sec-Fetch-Site`). Clients other than browsers send neither of the latter. `exposed` says that other
/// machines reach this one, by names of their own; `allowed` are names that it answers to besides.
// fidelity: host-check
// fidelity: origin-check
pub(crate) fn check<B>(
    request: &Request<B>,
    endpoint: &str,
    exposed: bool,
    allowed: &[String],
) -> Result<(), HttpError> {
    let (method, headers) = (request.method(), request.headers());
    let mut hosts = headers.get_all(HOST).iter().map(HeaderValue::to_str);
    let host = match (hosts.next(), hosts.next()) {
        (host, None) => host.transpose().map_err(|_| HttpError::bad_request("The Host header is not text"))?,
        _ => return Err(HttpError::bad_request("There is more than one Host header")),
    };
    if host.is_none() && request.version() == Version::HTTP_11 {
        return Err(HttpError::bad_request("There is no Host header, which HTTP/1.1 requires"));
    }
    let own = endpoint.strip_prefix("http://");
    let foreign = |name: &str| {
        let known = if exposed { is_private(name) } else { is_loopback(name) };
        !known && !allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
    };
    // What a proxy is asked for (RFC 9112, 3.2.2): the mock is none.
    if let Some(target) = request.uri().authority()
        && foreign(target.host().trim_start_matches('[').trim_end_matches(']'))
    {
        return Err(HttpError::bad_request("The request is for another host, and the mock Hub is not a proxy"));
    }
    if host.filter(|_| host != own).map(name_of).is_some_and(foreign) {
        return Err(HttpError::new(
            403,
            if exposed {
                "The mock Hub answers to no name that anybody may register: call it by an IP address, or by a name without a dot"
            } else {
                "The mock Hub answers only to the name it listens at, such as 127.0.0.1 or localhost"
            },
        ));
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
        return Err(HttpError::new(403, "A page of another origin may not change anything here"));
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
