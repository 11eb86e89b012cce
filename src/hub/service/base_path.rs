//! A mock below a path of its address, as behind a reverse proxy: inside, it knows nothing of it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, LOCATION};
use axum::http::{Response, Uri};

/// Takes the base path from the front of a request's path; `false` where it is not there.
pub(super) fn strip(request: &mut Request, base: &str) -> bool {
    if base.is_empty() {
        return true;
    }
    let uri = request.uri();
    let Some(path) = uri.path().strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
        return false;
    };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let path = if path.is_empty() { "/" } else { path };
    let Ok(inside) = format!("{path}{query}").parse::<Uri>() else { return false };
    *request.uri_mut() = inside;
    true
}

/// Puts the base path in front of the paths that a response leads to. `site` is the address as the client calls it, without
/// the base path; absolute links of the mock have it already.
pub(super) async fn add(response: Response<Body>, site: &str, base: &str) -> Response<Body> {
    if base.is_empty() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let location = parts.headers.get(LOCATION).and_then(|value| value.to_str().ok()).and_then(|to| {
        let path = to.strip_prefix(site).unwrap_or(to);
        let is_below = to.len() > path.len() && (path == base || path.starts_with(&format!("{base}/")));
        let prefix = &to[..to.len() - path.len()];
        (path.starts_with('/') && !is_below).then(|| format!("{prefix}{base}{path}"))
    });
    if let Some(Ok(location)) = location.map(HeaderValue::try_from) {
        parts.headers.insert(LOCATION, location);
    }
    let is_page = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return Response::from_parts(parts, body);
    }
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = match std::str::from_utf8(&bytes) {
        Ok(page) => Bytes::from(below(page, base)),
        Err(_) => bytes,
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body.into())
}

/// A page whose links, forms and scripts stay below the base path.
fn below(page: &str, base: &str) -> String {
    let mut page = page.to_owned();
    for attribute in ["href", "src", "action"] {
        let link = format!(" {attribute}=\"/");
        if page.contains(&link) {
            let elsewhere = format!(" {attribute}=\"{base}//");
            page = page.replace(&link, &format!(" {attribute}=\"{base}/")).replace(&elsewhere, &format!("{link}/"));
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_site_stay_below_the_base_path() {
        let page = r##"<a href="/login?next=%2F">x</a> <a href="//e.example/">y</a> <a href="https://e.example/">z</a> <a href="#top">t</a>
<form action="/logout"> <script src="/_mock/live.js"> href=\"/text"##;
        let expected = page.replace("\"/l", "\"/hub/l").replace("\"/_", "\"/hub/_");
        assert_eq!(below(page, "/hub"), expected);
    }
}
